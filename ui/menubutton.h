// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A button that shows a choice and opens the menu of the others: "Studio archive (Ceph)", "Limit: none".

#include <QToolButton>

namespace ui {

class MenuButton : public QToolButton {
    Q_OBJECT
public:
    MenuButton(const QString &lucideName, bool framed, QWidget *parent = nullptr);

    void setWords(const QString &words); // also what a screen reader says
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int around() const; // all that is not text

    QString m_icon;
    bool m_framed;
};

} // namespace ui
