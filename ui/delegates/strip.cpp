// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/strip.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

using upload::UploadState;

namespace ui {

namespace {

QColor mixed(const QColor &a, const QColor &b, float partOfB)
{
    const auto mix = [partOfB](float x, float y) { return x + (y - x) * partOfB; };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

// What the stored bytes say in this state: safe and growing, at rest, or waiting for somebody.
QColor storedColor(UploadState state, const Tokens &tokens)
{
    switch (state) {
    case UploadState::Paused:
    case UploadState::Cancelled:
    case UploadState::Cancelling:
    case UploadState::Offline:
    case UploadState::Skipped:
        return mixed(tokens.muted, tokens.waiting, 0.45F);
    case UploadState::RunningElsewhere: // safe and growing, but not by this window
        return mixed(tokens.stored, tokens.waiting, 0.5F);
    case UploadState::NeedsAttention:
        return tokens.attentionFill;
    case UploadState::Failed:
        return tokens.failure;
    default:
        return tokens.stored;
    }
}

class Bar {
public:
    Bar(QPainter &painter, const QRectF &rect)
        : m_painter(painter)
        , m_rect(rect)
        , m_ratio(painter.device()->devicePixelRatioF())
        , m_mirrored(painter.layoutDirection() == Qt::RightToLeft)
    {
    }

    // From one share of the width to another, on whole device pixels and never thinner than one.
    void fill(double from, double to, const QColor &color, bool visible = true)
    {
        const double left = snapped(from);
        double right = snapped(to);
        if (visible && right - left < 1 / m_ratio)
            right = left + 1 / m_ratio;
        const double x = m_mirrored ? m_rect.width() - right : left;
        m_painter.fillRect(QRectF(m_rect.x() + x, m_rect.y(), right - left, m_rect.height()), color);
    }

private:
    double snapped(double share) const { return std::round(std::clamp(share, 0.0, 1.0) * m_rect.width() * m_ratio) / m_ratio; }

    QPainter &m_painter;
    QRectF m_rect;
    double m_ratio;
    bool m_mirrored;
};

void drawCells(Bar &bar, const upload::UploadSnapshot &upload, const QColor &stored, const Tokens &tokens)
{
    const auto &cells = upload.strip;
    const auto count = static_cast<double>(cells.size());
    const auto colorOf = [&](quint8 cell) {
        switch (cell) {
        case upload::StripSending:
            return tokens.accent;
        case upload::StripRetrying:
            return tokens.attentionFill;
        case upload::StripStored:
            return stored;
        case upload::StripComparing: // on the server, not yet proven
            return mixed(tokens.waiting, stored, 0.3F);
        case upload::StripPartlyStored:
            return mixed(tokens.waiting, stored, 0.55F);
        default:
            return tokens.waiting;
        }
    };
    for (qsizetype first = 0; first < cells.size();) {
        qsizetype end = first + 1;
        while (end < cells.size() && cells.at(end) == cells.at(first))
            ++end;
        if (cells.at(first) != upload::StripWaiting)
            bar.fill(static_cast<double>(first) / count, static_cast<double>(end) / count, colorOf(cells.at(first)));
        first = end;
    }
}

} // namespace

void drawStrip(QPainter &painter, const QRectF &rect, const upload::UploadSnapshot &upload, qint64 bytesRetrying, const Tokens &tokens)
{
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(rect, 3, 3);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(shape, tokens.waiting);
    painter.setClipPath(shape);
    painter.setRenderHint(QPainter::Antialiasing, false);
    Bar bar(painter, rect);
    const QColor stored = storedColor(upload.state, tokens);
    if (upload.state == UploadState::Completed) {
        bar.fill(0, 1, stored);
    } else if (!upload.strip.isEmpty()) {
        drawCells(bar, upload, stored, tokens);
    } else if (upload.size > 0) {
        const auto size = static_cast<double>(upload.size);
        const double safe = static_cast<double>(upload.stored) / size;
        const double air = safe + static_cast<double>(upload.inAir) / size;
        const double again = std::min(1.0, air + static_cast<double>(bytesRetrying) / size);
        bar.fill(0, safe, stored, upload.stored > 0);
        bar.fill(safe, air, tokens.accent, upload.inAir > 0);
        bar.fill(air, again, tokens.attentionFill, bytesRetrying > 0);
    }
    painter.restore();
}

} // namespace ui
