// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/speedgraph.h"

#include "ui/formatting.h"
#include "ui/speedhistory.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ui {

namespace {

constexpr int Lines = 4; // horizontal ones above zero

QString axisLabel(double rate)
{
    return formattedPartSize(static_cast<qint64>(std::llround(rate))) + SpeedGraph::tr("/s");
}

} // namespace

SpeedGraph::SpeedGraph(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("speedGraph"));
    setAccessibleName(tr("Speed of the last 5 minutes"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SpeedGraph::setFigures(const QList<double> &bytesPerSecond)
{
    if (m_figures == bytesPerSecond)
        return;
    m_figures = bytesPerSecond;
    setAccessibleDescription(summary());
    update();
}

double SpeedGraph::current() const
{
    // Three seconds, so that the figure can be read before it changes.
    const qsizetype count = std::min<qsizetype>(3, m_figures.size());
    return count == 0 ? 0 : std::accumulate(m_figures.end() - count, m_figures.end(), 0.0) / static_cast<double>(count);
}

double SpeedGraph::average() const
{
    return m_figures.isEmpty() ? 0 : std::accumulate(m_figures.begin(), m_figures.end(), 0.0) / static_cast<double>(m_figures.size());
}

double SpeedGraph::peak() const
{
    return m_figures.isEmpty() ? 0 : *std::max_element(m_figures.begin(), m_figures.end());
}

QString SpeedGraph::summary() const
{
    if (peak() < 1)
        return tr("Nothing has moved in the last 5 minutes");
    return tr("Now %1, on average %2, at most %3 in the last %4")
        .arg(formattedRate(current()), formattedRate(average()), formattedRate(peak()),
            formattedDuration(std::chrono::seconds(m_figures.size())));
}

double SpeedGraph::niceCeiling(double bytesPerSecond)
{
    double unit = 1024; // below 4 KiB/s nothing is worth a finer axis
    const double wanted = std::max(bytesPerSecond, 4.0 * 1024);
    while (wanted / unit >= 1000)
        unit *= 1024;
    for (double power = 1; power < 10000; power *= 10) {
        // Multiples of four, so that the lines between carry short labels as well.
        for (const double step : {1.0, 2.0, 4.0, 6.0, 8.0}) {
            const double top = step * power;
            if (top >= 4 && top * unit >= wanted)
                return top * unit;
        }
    }
    return wanted;
}

void SpeedGraph::paintEvent(QPaintEvent *)
{
    const Tokens tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(font()));
    const QFontMetrics metrics = painter.fontMetrics();
    const double top = niceCeiling(peak());
    int labelWidth = 0;
    for (int i = 0; i <= Lines; ++i)
        labelWidth = std::max(labelWidth, metrics.horizontalAdvance(axisLabel(top * i / Lines)));
    const QRectF plot(labelWidth + 10, metrics.height() / 2.0 + 2, width() - labelWidth - 14, height() - metrics.height() * 2.0 - 8);
    if (plot.width() < 40 || plot.height() < 20)
        return;

    // As many lines as there is room for words.
    const int step = plot.height() / Lines < metrics.height() + 4 ? Lines : 1;
    for (int i = 0; i <= Lines; i += step) {
        const double y = std::round(plot.bottom() - plot.height() * i / Lines) + 0.5;
        painter.setPen(QPen(tokens.line, 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(tokens.muted);
        painter.drawText(QRectF(0, y - metrics.height() / 2.0, labelWidth, metrics.height()), Qt::AlignRight | Qt::AlignVCenter,
            i == 0 ? QStringLiteral("0") : axisLabel(top * i / Lines));
    }
    for (int minute = 0; minute <= 5; ++minute) {
        const double x = plot.right() - plot.width() * minute / 5;
        const QString label = minute == 0 ? tr("now") : tr("%1 min").arg(minute);
        const double labelSize = metrics.horizontalAdvance(label) + 2;
        const double left = std::clamp(x - labelSize / 2, plot.left() - 10, width() - labelSize);
        painter.setPen(tokens.muted);
        painter.drawText(QRectF(left, plot.bottom() + 6, labelSize, metrics.height()), Qt::AlignCenter, label);
        painter.setPen(QPen(tokens.line, 1));
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4));
    }

    if (peak() < 1) {
        painter.setPen(tokens.muted);
        painter.setFont(font());
        // Between two lines, not on one.
        painter.drawText(plot.translated(0, -plot.height() / (2 * Lines)), Qt::AlignCenter, summary());
        return;
    }
    QPolygonF line;
    const auto count = static_cast<int>(m_figures.size());
    for (int i = 0; i < count; ++i) {
        const double x = plot.right() - plot.width() * (count - 1 - i) / (SpeedHistory::Seconds - 1);
        line.append(QPointF(x, plot.bottom() - plot.height() * std::min(1.0, m_figures.at(i) / top)));
    }
    QPainterPath path;
    path.addPolygon(line);
    QPainterPath below = path;
    below.lineTo(line.last().x(), plot.bottom());
    below.lineTo(line.first().x(), plot.bottom());
    below.closeSubpath();
    QColor soft = tokens.accent;
    soft.setAlphaF(tokens.dark ? 0.22F : 0.13F);
    painter.fillPath(below, soft);
    painter.setPen(QPen(tokens.accent, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setBrush(tokens.accent);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(line.last(), 3, 3);

    const double y = plot.bottom() - plot.height() * std::min(1.0, average() / top);
    painter.setPen(QPen(tokens.muted, 1, Qt::DashLine));
    painter.drawLine(QPointF(line.first().x(), y), QPointF(plot.right(), y));
}

} // namespace ui
