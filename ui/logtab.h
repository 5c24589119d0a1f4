// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What happened to an upload, a line each, newest last.

#include "upload/snapshot.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace ui {

class LogTab : public QWidget {
    Q_OBJECT
public:
    static constexpr int MaxLines = 2000;

    explicit LogTab(QWidget *parent = nullptr);
    void setLines(const QList<upload::LogLine> &lines);
    void append(const upload::LogLine &line); // stays at the end unless somebody has scrolled away
    QString text() const;

private:
    void refreshButton();

    QPlainTextEdit *m_view;
    QPushButton *m_copyAll;
};

} // namespace ui
