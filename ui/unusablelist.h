// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "3 items cannot be uploaded": one line that opens and says why.

#include "upload/sourcescan.h"

#include <QWidget>

class QPlainTextEdit;
class QToolButton;

namespace ui {

class UnusableList : public QWidget {
    Q_OBJECT
public:
    explicit UnusableList(QWidget *parent = nullptr);
    void add(const QList<upload::Unusable> &unusable);
    int count() const { return m_count; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    QToolButton *m_button;
    QPlainTextEdit *m_reasons;
    int m_count = 0;
};

} // namespace ui
