// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/partmap.h"

#include "ui/formatting.h"
#include "ui/partmapaccessible.h"

#include <QAccessible>
#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <cmath>

namespace ui {

namespace {

QString stateWord(upload::PartState state)
{
    switch (state) {
    case upload::PartState::Waiting:
        return PartMap::tr("waiting");
    case upload::PartState::Sending:
        return PartMap::tr("sending");
    case upload::PartState::Retrying:
        return PartMap::tr("retrying");
    case upload::PartState::Comparing:
        return PartMap::tr("comparing with the file");
    case upload::PartState::Stored:
        return PartMap::tr("stored");
    }
    Q_UNREACHABLE();
}

} // namespace

PartMap::PartMap(QWidget *parent)
    : QWidget(parent)
    , m_tokens(tokensFor(palette()))
{
    installPartMapAccessibility();
    setObjectName(QStringLiteral("partMap"));
    setAccessibleName(tr("Part map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PartMap::setUpload(const upload::UploadSnapshot &upload)
{
    const bool another = upload.id != m_id;
    const bool oneRequest = upload.partSize == 0;
    m_id = upload.id;
    if (another || oneRequest != m_oneRequest || (!oneRequest && upload.parts != partCount())) {
        m_parts.clear();
        m_counts = {};
        m_hovered = 0;
        if (another)
            m_selected = 0;
        m_oneRequest = oneRequest;
        if (!oneRequest) {
            m_parts.resize(upload.parts);
            for (int i = 0; i < upload.parts; ++i) {
                upload::PartSnapshot &part = m_parts[i];
                part.number = i + 1;
                part.offset = i * upload.partSize;
                part.length = qMin(upload.partSize, upload.size - part.offset);
            }
            m_counts[static_cast<size_t>(upload::PartState::Waiting)] = upload.parts;
        }
        m_selected = qMin(m_selected, partCount());
        rearrange();
    }
    const bool done = upload.state == upload::UploadState::Completed;
    if (oneRequest && (another || m_oneRequestDone != done || m_oneRequestInAir != upload.inAir || m_oneRequestSize != upload.size)) {
        m_oneRequestDone = done;
        m_oneRequestInAir = upload.inAir;
        m_oneRequestSize = upload.size;
        update();
    }
}

void PartMap::setAtRest(bool atRest)
{
    m_atRest = atRest;
    update();
}

void PartMap::clear()
{
    m_id = {};
    m_oneRequest = false;
    m_parts.clear();
    m_counts = {};
    m_selected = 0;
    m_hovered = 0;
    rearrange();
}

void PartMap::updateParts(const QList<upload::PartSnapshot> &parts)
{
    const auto before = m_counts;
    const QString spokenBefore = m_selected ? description(m_selected) : QString();
    QList<int> touched;
    for (const upload::PartSnapshot &changed : parts) {
        if (changed.number < 1 || changed.number > partCount())
            continue;
        upload::PartSnapshot &part = m_parts[changed.number - 1];
        --m_counts[static_cast<size_t>(part.state)];
        ++m_counts[static_cast<size_t>(changed.state)];
        part = changed;
        const int cell = m_layout.cellOf(changed.number);
        if (touched.isEmpty() || touched.last() != cell)
            touched.append(cell);
    }
    for (const int cell : std::as_const(touched)) {
        const Look look = lookOf(cell);
        if (m_looks.at(cell) == look)
            continue;
        m_looks[cell] = look;
        repaintCell(cell);
    }
    if (before != m_counts) {
        update(legendRect());
        if (QAccessible::isActive()) {
            QAccessibleValueChangeEvent changed(this, count(upload::PartState::Stored));
            QAccessible::updateAccessibility(&changed);
        }
    }
    if (m_selected && hasFocus() && QAccessible::isActive() && spokenBefore != description(m_selected)) {
        QAccessibleEvent renamed(this, QAccessible::NameChanged);
        renamed.setChild(0);
        QAccessible::updateAccessibility(&renamed);
    }
}

const upload::PartSnapshot *PartMap::part(int number) const
{
    return number >= 1 && number <= partCount() ? &m_parts.at(number - 1) : nullptr;
}

int PartMap::busiestPart() const
{
    if (count(upload::PartState::Retrying) + count(upload::PartState::Sending) == 0)
        return 0;
    int sending = 0;
    for (const upload::PartSnapshot &part : m_parts) {
        if (part.state == upload::PartState::Retrying)
            return part.number;
        if (part.state == upload::PartState::Sending && sending == 0)
            sending = part.number;
    }
    return sending;
}

void PartMap::selectPart(int number)
{
    number = qBound(0, number, partCount());
    if (number == m_selected)
        return;
    const int before = m_selected;
    m_selected = number;
    if (before)
        repaintCell(m_layout.cellOf(before));
    if (number)
        repaintCell(m_layout.cellOf(number));
    Q_EMIT partSelected(number);
    spokenSelectionChanged();
}

void PartMap::spokenSelectionChanged()
{
    if (!QAccessible::isActive() || !hasFocus() || !m_selected)
        return;
    QAccessibleEvent focused(this, QAccessible::Focus);
    focused.setChild(0);
    QAccessible::updateAccessibility(&focused);
}

QString PartMap::summary() const
{
    if (m_oneRequest)
        return m_oneRequestDone ? tr("Sent in one request")
                                : tr("Sent in one request, %1").arg(formattedPercent(m_oneRequestInAir, m_oneRequestSize + 1));
    if (m_parts.isEmpty())
        return tr("No parts");
    QString text = tr("%1 of %2 parts stored").arg(formattedCount(count(upload::PartState::Stored)), formattedCount(partCount()));
    if (const int comparing = count(upload::PartState::Comparing))
        text += tr(", %1 comparing").arg(comparing);
    if (const int sending = count(upload::PartState::Sending))
        text += tr(", %1 sending").arg(sending);
    if (const int retrying = count(upload::PartState::Retrying))
        text += tr(", %1 retrying").arg(retrying);
    return text;
}

QString PartMap::description(int number) const
{
    const upload::PartSnapshot *p = part(number);
    if (!p)
        return {};
    QString text = tr("Part %1, %2").arg(formattedCount(number), stateWord(p->state));
    if (p->state == upload::PartState::Sending)
        text += QStringLiteral(", ") + formattedPercent(p->inAir, p->length + 1);
    else if (p->state == upload::PartState::Retrying && !p->trouble.isEmpty())
        text += QStringLiteral(", ") + printable(p->trouble);
    return text;
}

QRect PartMap::area() const
{
    return rect().adjusted(Margin, Margin, -Margin, -LegendHeight);
}

QRect PartMap::legendRect() const
{
    const QRect cells = area();
    return {cells.left(), cells.top() + m_layout.height() + 6, cells.width(), LegendHeight - 8};
}

QRect PartMap::cellRect(int cellIndex) const
{
    const QRect cells = area();
    return QStyle::visualRect(layoutDirection(), cells, m_layout.rect(cellIndex).translated(cells.topLeft()));
}

int PartMap::partAt(const QPoint &point) const
{
    const QRect cells = area();
    const int cell = m_layout.cellAt(QStyle::visualPos(layoutDirection(), cells, point) - cells.topLeft());
    if (cell < 0 || m_parts.isEmpty())
        return 0;
    const int first = m_layout.firstPart(cell);
    // In a cell of several parts the one that moves is the one that is looked for.
    for (int number = first; number <= m_layout.lastPart(cell); ++number) {
        const upload::PartState state = m_parts.at(number - 1).state;
        if (state == upload::PartState::Retrying || state == upload::PartState::Sending)
            return number;
    }
    return first;
}

void PartMap::rearrange()
{
    m_layout = PartMapLayout::fitting(partCount(), area().size());
    m_pixmaps.clear();
    m_looks.resize(m_layout.cells());
    for (int cell = 0; cell < m_layout.cells(); ++cell)
        m_looks[cell] = lookOf(cell);
    update();
}

void PartMap::repaintCell(int cellIndex)
{
    update(cellRect(cellIndex).adjusted(-3, -3, 3, 3));
}

QSize PartMap::sizeHint() const
{
    return {640, 200};
}

QSize PartMap::minimumSizeHint() const
{
    return {160, 64};
}

void PartMap::resizeEvent(QResizeEvent *)
{
    rearrange();
}

void PartMap::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_tokens = tokensFor(palette());
        m_pixmaps.clear();
        update();
    }
    QWidget::changeEvent(event);
}

bool PartMap::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int number = partAt(help->pos());
        if (const upload::PartSnapshot *p = part(number)) {
            const int cell = m_layout.cellOf(number);
            QString text = description(number) + QLatin1Char('\n') +
                           tr("Bytes %1 – %2").arg(formattedExactBytes(p->offset), formattedExactBytes(p->offset + p->length - 1));
            if (m_layout.partsPerCell > 1)
                text +=
                    QLatin1Char('\n') +
                    tr("This cell: parts %1 – %2").arg(formattedCount(m_layout.firstPart(cell)), formattedCount(m_layout.lastPart(cell)));
            QToolTip::showText(help->globalPos(), text, this, cellRect(cell));
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void PartMap::hover(int number)
{
    if (number == m_hovered)
        return;
    for (const int changed : {m_hovered, number}) {
        if (changed)
            repaintCell(m_layout.cellOf(changed));
    }
    m_hovered = number;
    Q_EMIT partHovered(number);
}

void PartMap::mouseMoveEvent(QMouseEvent *event)
{
    hover(partAt(event->position().toPoint()));
}

void PartMap::leaveEvent(QEvent *)
{
    hover(0);
}

void PartMap::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        selectPart(partAt(event->position().toPoint()));
}

void PartMap::keyPressEvent(QKeyEvent *event)
{
    if (m_parts.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int row = m_layout.columns * m_layout.partsPerCell;
    const int onward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    int number = m_selected;
    switch (event->key()) {
    case Qt::Key_Left:
        number -= onward;
        break;
    case Qt::Key_Right:
        number += onward;
        break;
    case Qt::Key_Up:
        number -= number > row ? row : 0;
        break;
    case Qt::Key_Down:
        number += number + row <= partCount() ? row : 0;
        break;
    case Qt::Key_PageUp:
        number -= 5 * row;
        break;
    case Qt::Key_PageDown:
        number += 5 * row;
        break;
    case Qt::Key_Home:
        number = 1;
        break;
    case Qt::Key_End:
        number = partCount();
        break;
    case Qt::Key_Escape:
        if (m_selected == 0) {
            QWidget::keyPressEvent(event);
            return;
        }
        selectPart(0);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    selectPart(qBound(1, number, partCount()));
}

void PartMap::focusInEvent(QFocusEvent *event)
{
    if (!m_selected && event->reason() != Qt::MouseFocusReason && !m_parts.isEmpty())
        selectPart(qMax(1, busiestPart()));
    spokenSelectionChanged();
    update();
}

void PartMap::focusOutEvent(QFocusEvent *)
{
    update();
}

} // namespace ui
