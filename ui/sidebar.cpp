// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/sidebar.h"

#include "ui/counted.h"
#include "ui/delegates/figures.h"
#include "ui/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace ui {

namespace {

class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool entry = index.flags().testFlag(Qt::ItemIsSelectable);
        return {120, option.fontMetrics.height() + (entry ? 12 : 24)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens tokens = tokensFor(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect box = option.rect.adjusted(8, 0, -8, 0);
        const QRect words = box.adjusted(10, 0, -10, 0);
        if (!index.flags().testFlag(Qt::ItemIsSelectable)) {
            QFont title = smallFont(option.font);
            title.setWeight(QFont::DemiBold);
            title.setCapitalization(QFont::AllUppercase);
            title.setLetterSpacing(QFont::AbsoluteSpacing, 0.5);
            painter->setFont(title);
            painter->setPen(tokens.muted);
            painter->drawText(words.adjusted(0, 12, 0, 0), Qt::AlignVCenter | Qt::AlignLeading, index.data().toString());
            painter->restore();
            return;
        }
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        if (chosen || option.state.testFlag(QStyle::State_MouseOver)) {
            QColor fill = tokens.accent;
            fill.setAlphaF(chosen ? (tokens.dark ? 0.24F : 0.14F) : 0.06F);
            painter->setPen(Qt::NoPen);
            painter->setBrush(fill);
            painter->drawRoundedRect(box, 6, 6);
        }
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(tokens.accent);
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        }
        painter->setFont(option.font);
        const int number = index.data(Sidebar::CountRole).toInt();
        QFont font = option.font;
        font.setWeight(chosen ? QFont::DemiBold : QFont::Normal);
        QString count = number < 0 ? QString() : QLocale().toString(number);
        const int name = QFontMetrics(font).horizontalAdvance(index.data().toString());
        if (number >= 1000 && name > words.width() - figuresWidth(option.fontMetrics, count) - 8)
            count = Sidebar::tr("%1k", "so many thousands, where there is no room for all figures").arg(QLocale().toString(number / 1000));
        painter->setPen(tokens.muted);
        drawFigures(*painter, words, count);
        painter->setFont(font);
        painter->setPen(chosen && !tokens.dark ? tokens.accent.darker(115) : chosen ? tokens.accent : tokens.text);
        const int room = words.width() - figuresWidth(option.fontMetrics, count) - 8;
        painter->drawText(
            words, Qt::AlignVCenter | Qt::AlignLeading, QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->restore();
    }
};

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QListView(parent)
{
    setObjectName(QStringLiteral("sidebar"));
    setAccessibleName(tr("Sidebar"));
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(Adjust);
    setMinimumWidth(140);
    setItemDelegate(new EntryDelegate(this));
    setModel(&m_entries);
}

void Sidebar::addSection(const QString &title, const QList<SidebarEntry> &entries)
{
    auto *heading = new QStandardItem(title);
    heading->setFlags(Qt::NoItemFlags);
    m_entries.appendRow(heading);
    for (const SidebarEntry &each : entries) {
        auto *item = new QStandardItem(each.text);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setData(each.id, IdRole);
        item->setData(each.one, OneRole);
        item->setData(each.many, ManyRole);
        m_entries.appendRow(item);
        setCount(each.id, 0);
    }
    if (!currentIndex().isValid() && !entries.isEmpty())
        choose(entries.constFirst().id);
}

QStandardItem *Sidebar::entry(const QString &id) const
{
    for (int row = 0; row < m_entries.rowCount(); ++row) {
        if (m_entries.item(row)->data(IdRole).toString() == id)
            return m_entries.item(row);
    }
    return nullptr;
}

void Sidebar::setCount(const QString &id, int count)
{
    QStandardItem *item = entry(id);
    if (!item || (item->data(CountRole).isValid() && item->data(CountRole).toInt() == count))
        return;
    item->setData(count, CountRole);
    item->setData(count < 0 ? QString() : counted(count, item->data(OneRole).toString(), item->data(ManyRole).toString()),
        Qt::AccessibleDescriptionRole);
}

int Sidebar::count(const QString &id) const
{
    const QStandardItem *item = entry(id);
    return item ? item->data(CountRole).toInt() : 0;
}

void Sidebar::choose(const QString &id)
{
    if (const QStandardItem *item = entry(id))
        setCurrentIndex(item->index());
}

QString Sidebar::chosen() const
{
    return currentIndex().data(IdRole).toString();
}

// A heading is no place to rest on.
QModelIndex Sidebar::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex wished = action == MoveHome ? m_entries.index(0, 0) : QListView::moveCursor(action, modifiers);
    if (!wished.isValid() || wished.flags().testFlag(Qt::ItemIsSelectable))
        return wished;
    return action == MoveHome || action == MovePageUp ? m_entries.index(1, 0) : currentIndex();
}

void Sidebar::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT chosenChanged(current.data(IdRole).toString());
}

void Sidebar::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), tokensFor(window()->palette()).window);
    painter.end();
    QListView::paintEvent(event);
}

} // namespace ui
