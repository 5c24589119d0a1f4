// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/tallscroll.h"

#include <QEvent>
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

// What is shown or hidden inside changes what is wished for outside.
bool TallScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

QSize TallScroll::minimumSizeHint() const
{
    return {widget() ? widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width() : 0, 96};
}

} // namespace ui
