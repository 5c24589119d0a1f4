// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedfooter.h"

#include "ui/actionbutton.h"
#include "ui/counted.h"
#include "ui/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

namespace ui {

UnfinishedFooter::UnfinishedFooter(const QList<QAction *> &actions, QAction *cancel, QWidget *parent)
    : QWidget(parent)
    , m_cancel(cancel)
    , m_selected(new QLabel(this))
    , m_more(new QPushButton(this))
    , m_moreMenu(new QMenu(m_more))
    , m_cancelButton(new QPushButton(this))
{
    setObjectName(QStringLiteral("unfinishedFooter"));
    setAutoFillBackground(true);
    m_selected->setObjectName(QStringLiteral("unfinishedSelected"));
    m_selected->setTextFormat(Qt::RichText);
    m_selected->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_more->setObjectName(QStringLiteral("unfinishedMore"));
    m_more->setAccessibleName(tr("More"));
    m_more->setToolTip(tr("More"));
    m_moreMenu->setObjectName(QStringLiteral("unfinishedMoreMenu"));
    // Not setMenu: it would draw an arrow beside the dots.
    connect(m_more, &QPushButton::clicked, this,
        [this] { m_moreMenu->popup(m_more->mapToGlobal(QPoint(0, -m_moreMenu->sizeHint().height()))); });
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 12, 8);
    row->setSpacing(6);
    row->addWidget(m_selected, 1);
    row->addWidget(m_more);
    for (QAction *action : actions) {
        m_buttons.append(new ActionButton(action, this));
        row->addWidget(m_buttons.constLast());
    }
    m_cancelButton->setObjectName(QStringLiteral("cancelUnfinishedButton"));
    m_cancelButton->setProperty("destructive", true);
    connect(m_cancelButton, &QPushButton::clicked, m_cancel, &QAction::trigger);
    row->addWidget(m_cancelButton);
    drawIcons();
}

void UnfinishedFooter::showSelected(const HeldSum &sum, const QDate &pricesAsOf)
{
    m_count = sum.uploads;
    const QString selected = sum.uploads > 0 ? counted(sum.uploads, tr("1 selected"), tr("%1 selected")) : QString();
    const QString money = moneyWords(sum);
    QStringList sums = {heldWords(sum), money};
    sums.removeAll(QString());
    m_shortly = selected.isEmpty() ? QString() : QStringLiteral("<b>%1</b>").arg(selected);
    m_whole = (QStringList(m_shortly) + sums).join(QStringLiteral(" · "));
    m_selected->setAccessibleName((QStringList(selected) + sums).join(QStringLiteral(" · ")));
    m_selected->setToolTip(money.isEmpty() ? QString() : estimateExplained(pricesAsOf));
    m_cancelButton->setEnabled(m_cancel->isEnabled());
    fit();
}

// All words while there is room for them; then the red button says less, then the others nothing, then the sums step back.
void UnfinishedFooter::fit()
{
    m_selected->setText(m_whole);
    m_cancelButton->setText(m_cancel->text());
    for (ActionButton *button : std::as_const(m_buttons))
        button->setCompact(false);
    const auto fits = [this] {
        int needed = m_selected->sizeHint().width() + m_more->sizeHint().width() + m_cancelButton->sizeHint().width() + 60;
        for (const ActionButton *button : m_buttons)
            needed += button->sizeHint().width();
        return needed <= width();
    };
    if (!fits())
        m_cancelButton->setText(m_count == 0 ? tr("Cancel uploads…") : counted(m_count, tr("Cancel 1 upload…"), tr("Cancel %1 uploads…")));
    const bool compact = !fits();
    for (ActionButton *button : std::as_const(m_buttons))
        button->setCompact(compact);
    if (!fits())
        m_selected->setText(m_shortly);
    m_cancelButton->setMinimumWidth(m_cancelButton->sizeHint().width());
    m_cancelButton->setAccessibleName(m_cancelButton->text());
    m_cancelButton->setToolTip(tr("%1 (%2)").arg(m_cancel->text(), m_cancel->shortcut().toString(QKeySequence::NativeText)));
}

void UnfinishedFooter::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void UnfinishedFooter::drawIcons()
{
    m_more->setIcon(icon(QStringLiteral("ellipsis"), palette()));
}

} // namespace ui
