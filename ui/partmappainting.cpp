// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How a part map looks. A cell that is sent fills from the bottom and one that is retried carries a mark: colour alone never tells them apart.
#include "ui/formatting.h"
#include "ui/partmap.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include <cmath>

namespace ui {

PartMap::Look PartMap::lookOf(int cellIndex) const
{
    const int height = qMax(1, qRound(m_layout.cell * devicePixelRatioF()));
    double stored = 0;
    double comparing = 0;
    double sent = 0;
    double sending = 0;
    Look look;
    const int first = m_layout.firstPart(cellIndex);
    const int last = m_layout.lastPart(cellIndex);
    for (int number = first; number <= last; ++number) {
        const upload::PartSnapshot &part = m_parts.at(number - 1);
        switch (part.state) {
        case upload::PartState::Stored:
            stored += 1;
            break;
        case upload::PartState::Sending:
            sending += 1;
            sent += part.length > 0 ? qBound(0.0, static_cast<double>(part.inAir) / static_cast<double>(part.length), 1.0) : 0;
            break;
        case upload::PartState::Retrying:
            look.retrying = true;
            break;
        case upload::PartState::Comparing:
            comparing += 1;
            break;
        case upload::PartState::Waiting:
            break;
        }
    }
    const int parts = last - first + 1;
    const auto pixels = [height, parts](double some) {
        // Nothing looks like something, and only everything looks like everything.
        if (some <= 0)
            return 0;
        if (some >= parts)
            return height;
        return qBound(1, qRound(height * some / parts), height - 1);
    };
    look.stored = static_cast<quint16>(pixels(stored));
    look.comparing = static_cast<quint16>(qMin(height - look.stored, pixels(comparing)));
    if (sending > 0) {
        const int room = height - look.stored - look.comparing;
        look.sending = static_cast<quint16>(qMin(room, qMax(1, pixels(sent))));
        look.waitingToBeSent = static_cast<quint16>(qMin(room, qMax(2, pixels(sending))) - look.sending);
    }
    return look;
}

QPixmap PartMap::painted(const Look &look, int cell, qreal ratio) const
{
    const int size = qMax(1, qRound(cell * ratio));
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF whole(0, 0, size, size);
    const qreal radius = qMin(3.0, cell / 4.0) * ratio;
    QPainterPath shape;
    shape.addRoundedRect(whole, radius, radius);
    painter.setClipPath(shape);
    painter.fillPath(
        shape, look.retrying && look.stored + look.sending == 0 && m_layout.partsPerCell == 1 ? m_tokens.attentionFill : m_tokens.waiting);
    qreal bottom = size;
    const auto stack = [&](int height, const QColor &color) {
        painter.fillRect(QRectF(0, bottom - height, size, height), color);
        bottom -= height;
    };
    stack(look.stored, m_tokens.stored);
    if (look.comparing > 0) {
        // On the server, not yet proven: pale, and hollow where a cell is one part.
        QColor pale = m_tokens.stored;
        pale.setAlphaF(m_tokens.dark ? 0.35F : 0.3F);
        stack(look.comparing, pale);
        if (look.comparing == size) {
            const qreal width = qMax(1.0, std::round(size * 0.12));
            painter.setPen(QPen(m_tokens.stored, width));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(whole.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius);
        }
    }
    stack(look.sending, m_tokens.accent);
    stack(look.waitingToBeSent, m_tokens.inAirFill);
    if (look.retrying) {
        if (m_layout.partsPerCell > 1) {
            painter.fillRect(QRectF(0, 0, size, qMax(2.0, size * 0.4)), m_tokens.attentionFill);
        } else {
            painter.fillRect(whole, m_tokens.attentionFill);
        }
        // An exclamation mark, or a notch where there is no room for one.
        const QColor ink = m_tokens.dark ? QColor(0x22, 0x18, 0x05) : QColor(Qt::white);
        if (cell >= 9 && m_layout.partsPerCell == 1) {
            const qreal width = qMax(1.0, std::round(size * 0.16));
            const qreal left = (size - width) / 2;
            painter.fillRect(QRectF(left, size * 0.20, width, size * 0.36), ink);
            painter.fillRect(QRectF(left, size * 0.66, width, size * 0.16), ink);
        } else {
            const qreal notch = qMax(1.0, std::round(size * 0.3));
            painter.fillRect(QRectF((size - notch) / 2, size * 0.12, notch, notch), ink);
        }
    }
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

const QPixmap &PartMap::pixmapOf(const Look &look)
{
    // A cell is far less than 4,096 device pixels high.
    const quint64 key = look.stored | static_cast<quint64>(look.sending) << 12 | static_cast<quint64>(look.waitingToBeSent) << 24 |
                        static_cast<quint64>(look.comparing) << 36 | static_cast<quint64>(look.retrying) << 48;
    auto found = m_pixmaps.constFind(key);
    if (found == m_pixmaps.constEnd())
        found = m_pixmaps.insert(key, painted(look, m_layout.cell, m_ratio));
    return *found;
}

void PartMap::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    if (m_oneRequest) {
        paintOneRequest(painter);
        return;
    }
    if (m_parts.isEmpty())
        return;
    if (!qFuzzyCompare(m_ratio, devicePixelRatioF())) {
        // Moved to a screen of another scale: heights are in device pixels.
        m_ratio = devicePixelRatioF();
        m_pixmaps.clear();
        for (int cell = 0; cell < m_layout.cells(); ++cell)
            m_looks[cell] = lookOf(cell);
    }
    const QRect cells = area();
    const int pitch = m_layout.cell + m_layout.gap;
    const QRect visible = event->rect();
    const int firstRow = qMax(0, (visible.top() - cells.top()) / pitch);
    const int lastRow = qMin(m_layout.rows() - 1, (visible.bottom() - cells.top()) / pitch);
    for (int row = firstRow; row <= lastRow; ++row) {
        const int end = qMin(m_layout.cells(), (row + 1) * m_layout.columns);
        for (int cell = row * m_layout.columns; cell < end; ++cell) {
            const QRect place = cellRect(cell);
            if (event->region().intersects(place))
                painter.drawPixmap(place.topLeft(), pixmapOf(m_looks.at(cell)));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const auto ring = [&](int number, const QColor &color, qreal width) {
        const QRectF place = QRectF(cellRect(m_layout.cellOf(number))).adjusted(-1.5, -1.5, 1.5, 1.5);
        painter.setPen(QPen(color, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(place, 4, 4);
    };
    if (m_hovered && m_hovered != m_selected)
        ring(m_hovered, m_tokens.muted, 1);
    if (m_selected)
        ring(m_selected, hasFocus() ? m_tokens.accent : m_tokens.text, hasFocus() ? 2 : 1.5);
    if (event->region().intersects(legendRect()))
        paintLegend(painter);
}

void PartMap::paintLegend(QPainter &painter) const
{
    const QRect place = legendRect();
    painter.setFont(smallFont(font()));
    const QFontMetrics metrics = painter.fontMetrics();
    const int swatch = 10;
    const int dot = qRound(swatch * devicePixelRatioF());
    struct Entry {
        QString text;
        Look look;
        int count;
    };
    const auto half = static_cast<quint16>(dot / 2);
    Look stored, comparing, sending, retrying;
    stored.stored = static_cast<quint16>(dot);
    comparing.comparing = static_cast<quint16>(dot);
    sending.sending = half;
    sending.waitingToBeSent = static_cast<quint16>(dot - half);
    retrying.retrying = true;
    using enum upload::PartState;
    QList<Entry> entries = {{tr("stored %1").arg(formattedCount(count(Stored))), stored, count(Stored)},
        {tr("comparing %1").arg(formattedCount(count(Comparing))), comparing, count(Comparing)},
        {tr("sending %1").arg(formattedCount(count(Sending))), sending, count(Sending)},
        {tr("retrying %1").arg(formattedCount(count(Retrying))), retrying, count(Retrying)},
        {tr("waiting %1").arg(formattedCount(count(Waiting))), Look(), count(Waiting)}};
    if (m_atRest)
        entries = {entries.constFirst(), {tr("missing %1").arg(formattedCount(count(Waiting))), Look(), count(Waiting)}};
    else if (count(Comparing) == 0)
        entries.removeAt(1);
    int needed = 0;
    for (const Entry &entry : std::as_const(entries))
        needed += swatch + 6 + metrics.horizontalAdvance(entry.text) + 18;
    if (needed > place.width() || m_atRest) // what there is none of gives way
        entries.removeIf([](const Entry &entry) { return entry.count == 0; });
    int x = 0;
    const auto write = [&](const QString &text) {
        const int width = metrics.horizontalAdvance(text) + 2;
        painter.setPen(m_tokens.muted);
        const QRect where(place.left() + x, place.top(), width, place.height());
        painter.drawText(QStyle::visualRect(layoutDirection(), place, where), Qt::AlignVCenter | Qt::AlignLeft, text);
        x += width + 16;
    };
    for (const Entry &entry : std::as_const(entries)) {
        if (x > 0 && x + swatch + 6 + metrics.horizontalAdvance(entry.text) > place.width())
            break; // half a word says less than none
        const QRect where(place.left() + x, place.top() + (place.height() - swatch) / 2, swatch, swatch);
        painter.drawPixmap(QStyle::visualRect(layoutDirection(), place, where).topLeft(), painted(entry.look, swatch, devicePixelRatioF()));
        x += swatch + 6;
        write(entry.text);
    }
    if (m_layout.partsPerCell > 1)
        write(tr("· a cell is %1 parts").arg(m_layout.partsPerCell));
}

void PartMap::paintOneRequest(QPainter &painter)
{
    const int cell = 26;
    const int height = qRound(cell * devicePixelRatioF());
    Look look;
    if (m_oneRequestDone) {
        look.stored = static_cast<quint16>(height);
    } else if (m_oneRequestInAir > 0 && m_oneRequestSize > 0) {
        look.sending = static_cast<quint16>(qBound(1, static_cast<int>(height * m_oneRequestInAir / m_oneRequestSize), height));
        look.waitingToBeSent = static_cast<quint16>(height - look.sending);
    }
    const QRect place = rect().adjusted(Margin, Margin, -Margin, -Margin);
    const QRect where(place.left(), place.top(), cell, cell);
    painter.drawPixmap(QStyle::visualRect(layoutDirection(), place, where).topLeft(), painted(look, cell, devicePixelRatioF()));
    const QRect words =
        QStyle::visualRect(layoutDirection(), place, QRect(place.left() + cell + 12, place.top(), place.width() - cell - 12, cell));
    painter.setPen(m_tokens.text);
    const QString title = tr("Sent in one request");
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeading, title);
    painter.setPen(m_tokens.muted);
    painter.setFont(smallFont(font()));
    const QRect below = QStyle::visualRect(layoutDirection(), place, QRect(place.left(), place.top() + cell + 8, place.width(), 44));
    painter.drawText(below, Qt::AlignTop | Qt::AlignLeading | Qt::TextWordWrap,
        tr("%1 need no parts. If the line breaks, the file is sent again from its beginning.").arg(formattedBytes(m_oneRequestSize)));
}

} // namespace ui
