// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/rowdelegate.h"

#include "ui/messages.h"

#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

constexpr int dot = 8, dotGap = 7;

// As many whole words as fit on the first line.
qsizetype breakAt(const QFontMetrics &metrics, const QString &text, int width)
{
    qsizetype best = 0;
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text.at(i) != QLatin1Char(' '))
            continue;
        // Not between a number and its sign: "61 %" and "· 38 %" stay together.
        if (i + 1 < text.size() && (text.at(i + 1) == QLatin1Char('%') || text.at(i - 1) == QChar(0x00B7)))
            continue;
        if (metrics.horizontalAdvance(text.left(i)) > width)
            break;
        best = i;
    }
    return best;
}

} // namespace

QString StatusDelegate::linkText(RowAction action)
{
    switch (action) {
    case RowAction::Retry:
        return tr("Retry");
    case RowAction::Answer:
        return tr("Answer…");
    case RowAction::None:
        break;
    }
    return {};
}

// One line while it fits, then two; only then the middle is left out, because the consequence stands at the end.
StatusDelegate::Layout StatusDelegate::layout(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Layout result;
    const QFontMetrics &metrics = option.fontMetrics;
    QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    area = rightToLeft ? area.adjusted(0, 0, -dot - dotGap, 0) : area.adjusted(dot + dotGap, 0, 0, 0);
    const QString text = index.data(UploadListModel::StatusTextRole).toString();
    const QString link = linkText(static_cast<RowAction>(index.data(UploadListModel::ActionRole).toInt()));
    const int linkWidth = link.isEmpty() ? 0 : metrics.horizontalAdvance(link);
    const int reserved = link.isEmpty() ? 0 : linkWidth + metrics.horizontalAdvance(QStringLiteral(" — "));
    const int width = std::max(16, area.width());

    const auto fits = [&](const QString &line, int room) { return metrics.horizontalAdvance(line) <= room; };
    const qsizetype joint = text.lastIndexOf(QStringLiteral(" · "));
    const qsizetype word = breakAt(metrics, text, width);
    if (fits(text, width - reserved))
        result.lines = {text};
    else if (!link.isEmpty() && fits(text, width))
        result.lines = {text, QString()}; // the link on a line of its own
    else if (joint > 0 && fits(text.left(joint), width) && fits(text.mid(joint + 3), width - reserved))
        result.lines = {text.left(joint), text.mid(joint + 3)};
    else if (word > 0)
        result.lines = {
            text.left(word), metrics.elidedText(text.mid(text.mid(word).startsWith(QStringLiteral(" · ")) ? word + 3 : word + 1),
                                 Qt::ElideMiddle, std::max(24, width - reserved))};
    else
        result.lines = {metrics.elidedText(text, Qt::ElideMiddle, std::max(24, width - reserved))};
    const auto count = static_cast<int>(result.lines.size());
    const int height = metrics.height() * count;
    result.text = QRect(area.x(), area.y() + (area.height() - height) / 2, area.width(), height);
    if (!link.isEmpty()) {
        const int offset = result.lines.last().isEmpty() ? 0 : metrics.horizontalAdvance(result.lines.last()) + reserved - linkWidth;
        const int y = result.text.bottom() + 1 - metrics.height();
        result.link = QRect(rightToLeft ? area.x() + area.width() - offset - linkWidth : area.x() + offset, y, linkWidth, metrics.height());
    }
    return result;
}

QRect StatusDelegate::linkRect(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return layout(option, index).link;
}

void StatusDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = tokensFor(option.palette);
    const auto upload = index.data(UploadListModel::SnapshotRole).value<upload::UploadSnapshot>();
    const Layout words = layout(option, index);
    const QFontMetrics &metrics = option.fontMetrics;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(statusColor(upload, tokens));
    const int firstLine = words.text.y() + metrics.height() / 2;
    const int x = option.direction == Qt::RightToLeft ? option.rect.right() - padding - dot + 1 : option.rect.x() + padding;
    painter->drawEllipse(QRectF(x, firstLine - dot / 2.0 + 0.5, dot, dot));

    painter->setFont(option.font);
    painter->setPen(tokens.text);
    QRect line(words.text.x(), words.text.y(), words.text.width(), metrics.height());
    for (const QString &text : words.lines) {
        painter->drawText(line, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine, text);
        line.translate(0, metrics.height());
    }
    if (!words.link.isEmpty()) {
        const QString link = linkText(static_cast<RowAction>(index.data(UploadListModel::ActionRole).toInt()));
        line.translate(0, -metrics.height());
        const int before = metrics.horizontalAdvance(words.lines.last());
        const QRect dash = option.direction == Qt::RightToLeft ? line.adjusted(0, 0, -before, 0) : line.adjusted(before, 0, 0, 0);
        if (before > 0)
            painter->drawText(dash, Qt::AlignLeading | Qt::AlignVCenter, QStringLiteral(" — "));
        QFont underlined = option.font;
        underlined.setUnderline(true);
        painter->setFont(underlined);
        painter->setPen(tokens.accent);
        painter->drawText(words.link, Qt::AlignCenter | Qt::TextDontClip, link);
    }
    painter->restore();
}

} // namespace ui
