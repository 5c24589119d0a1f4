// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/sparkline.h"

#include "ui/formatting.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace ui {

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("sparkline"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_second.start();
    hide();
}

void Sparkline::add(double bytesPerSecond)
{
    m_sum += bytesPerSecond;
    ++m_count;
    if (!m_points.isEmpty() && m_second.elapsed() < 1000)
        return;
    m_second.restart();
    m_points.append(m_sum / m_count);
    m_sum = 0;
    m_count = 0;
    if (m_points.size() > points)
        m_points.removeFirst();
    const QString words =
        tr("Speed in the last minute: at most %1").arg(formattedRate(*std::max_element(m_points.begin(), m_points.end())));
    setAccessibleName(words);
    setToolTip(words);
    setVisible(m_points.size() > 1);
    update();
}

void Sparkline::paintEvent(QPaintEvent * /*event*/)
{
    if (m_points.size() < 2)
        return;
    const double top = *std::max_element(m_points.begin(), m_points.end());
    if (top <= 0)
        return;
    const QRectF area = QRectF(rect()).adjusted(1, 3, -1, -3);
    const double step = area.width() / (points - 1);
    QPolygonF line;
    for (qsizetype i = 0; i < m_points.size(); ++i)
        line.append(QPointF(
            area.right() - step * static_cast<double>(m_points.size() - 1 - i), area.bottom() - area.height() * m_points.at(i) / top));
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokensFor(palette()).accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
}

} // namespace ui
