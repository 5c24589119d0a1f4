// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A scroll area that wants to be as high as what is in it, and scrolls where there is no room for that.

#include <QScrollArea>

namespace ui {

class TallScroll : public QScrollArea {
    Q_OBJECT
public:
    explicit TallScroll(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace ui
