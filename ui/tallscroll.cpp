// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/tallscroll.h"

#include <QScrollBar>

namespace ui {

TallScroll::TallScroll(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setFocusPolicy(Qt::NoFocus); // the fields have it, and are scrolled to
    viewport()->setAutoFillBackground(false);
}

QSize TallScroll::sizeHint() const
{
    if (!widget())
        return QScrollArea::sizeHint();
    const int width = viewport()->width() > 100 ? viewport()->width() : widget()->sizeHint().width();
    const int height = widget()->hasHeightForWidth() ? widget()->heightForWidth(width) : widget()->sizeHint().height();
    return {widget()->sizeHint().width() + verticalScrollBar()->sizeHint().width(), height};
}

QSize TallScroll::minimumSizeHint() const
{
    return {widget() ? widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width() : 0, 96};
}

} // namespace ui
