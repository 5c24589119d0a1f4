// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/rowdelegate.h"

#include "ui/messages.h"

#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

constexpr int dot = 8, dotGap = 7;

upload::UploadSnapshot snapshotOf(const QModelIndex &index)
{
    return index.data(UploadListModel::SnapshotRole).value<upload::UploadSnapshot>();
}

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

QString StatusDelegate::linkText(const QModelIndex &index)
{
    switch (static_cast<RowAction>(index.data(UploadListModel::ActionRole).toInt())) {
    case RowAction::Retry:
        return retryLink(index.data(UploadListModel::IsFolderRole).toBool() ? std::nullopt : snapshotOf(index).error);
    case RowAction::Answer:
        return tr("Answer…");
    case RowAction::FindFile:
        return tr("Find the file…");
    case RowAction::PauseNow:
        return pauseNowLink(snapshotOf(index).inAir);
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
    const int width = std::max(16, area.width());
    const QString text = index.data(UploadListModel::StatusTextRole).toString();
    QString link = linkText(index);
    if (metrics.horizontalAdvance(link) > width) // what it costs gives way before what it does
        link = metrics.elidedText(link.section(QStringLiteral(" — "), 0, 0), Qt::ElideRight, width);
    const int linkWidth = link.isEmpty() ? 0 : metrics.horizontalAdvance(link);
    const int reserved = link.isEmpty() ? 0 : linkWidth + metrics.horizontalAdvance(QStringLiteral(" — "));

    const auto fits = [&](const QString &line, int room) { return metrics.horizontalAdvance(line) <= room; };
    const auto elided = [&](const QString &line, Qt::TextElideMode mode, int room) {
        return metrics.elidedText(line, mode, std::max(24, room));
    };
    const qsizetype joint = text.lastIndexOf(QStringLiteral(" · "));
    const QString before = joint > 0 ? text.left(joint) : text;
    const QString after = joint > 0 ? text.mid(joint + 3) : QString();
    const qsizetype word = breakAt(metrics, text, width);
    if (fits(text, width - reserved))
        result.lines = {text};
    else if (!link.isEmpty() && fits(text, width))
        result.lines = {text, QString()}; // the link on a line of its own
    else if (joint > 0 && fits(before, width) && fits(after, width - reserved))
        result.lines = {before, after};
    else if (reserved > width / 2) // a long link: the words give way, the last detail first
        result.lines = {fits(text.section(QLatin1Char(','), 0, -2), width) && text.contains(QLatin1Char(','))
                            ? text.section(QLatin1Char(','), 0, -2)
                            : elided(before, Qt::ElideRight, width),
            QString()};
    else if (joint > 0 && link.isEmpty() && fits(after, width))
        result.lines = {elided(before, Qt::ElideRight, width), after};
    else if (word > 0)
        result.lines = {text.left(word),
            elided(text.mid(text.mid(word).startsWith(QStringLiteral(" · ")) ? word + 3 : word + 1), Qt::ElideMiddle, width - reserved)};
    else
        result.lines = {elided(text, Qt::ElideMiddle, width - reserved)};
    const auto count = static_cast<int>(result.lines.size());
    const int height = metrics.height() * count;
    result.text = QRect(area.x(), area.y() + (area.height() - height) / 2, area.width(), height);
    result.linkText = link;
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
    const upload::UploadSnapshot upload = snapshotOf(index);
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
        line.translate(0, -metrics.height());
        const int before = metrics.horizontalAdvance(words.lines.last());
        const QRect dash = option.direction == Qt::RightToLeft ? line.adjusted(0, 0, -before, 0) : line.adjusted(before, 0, 0, 0);
        if (before > 0)
            painter->drawText(dash, Qt::AlignLeading | Qt::AlignVCenter, QStringLiteral(" — "));
        QFont underlined = option.font;
        underlined.setUnderline(true);
        painter->setFont(underlined);
        painter->setPen(tokens.accent);
        painter->drawText(words.link, Qt::AlignCenter | Qt::TextDontClip, words.linkText);
    }
    painter->restore();
}

} // namespace ui
