// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/statusbar.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/menubutton.h"
#include "ui/sparkline.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QStyle>

#include <array>

namespace ui {

namespace {

constexpr qint64 MiB = 1024 * 1024;
constexpr std::array<qint64, 5> offered = {0, 1 * MiB, 5 * MiB, 10 * MiB, 50 * MiB};

void setWords(QLabel *label, const QString &words)
{
    if (label->text() == words)
        return;
    label->setText(words);
    label->setAccessibleName(words);
    label->setVisible(!words.isEmpty());
}

} // namespace

StatusBar::StatusBar(QWidget *parent)
    : QStatusBar(parent)
    , m_speed(new QLabel(this))
    , m_sparkline(new Sparkline(this))
    , m_connections(new QLabel(this))
    , m_limitButton(new MenuButton({}, false, this))
    , m_left(new QLabel(this))
{
    setObjectName(QStringLiteral("statusBar"));
    setSizeGripEnabled(false);
    setContentsMargins(12, 0, 12, 0);
    m_speed->setObjectName(QStringLiteral("totalSpeed"));
    m_connections->setObjectName(QStringLiteral("connectionCount"));
    m_left->setObjectName(QStringLiteral("totalLeft"));
    m_limitButton->setObjectName(QStringLiteral("limitButton"));
    m_limitButton->setMenu(new QMenu(m_limitButton));
    m_limitButton->menu()->setObjectName(QStringLiteral("limitMenu"));
    for (QLabel *label : {m_speed, m_connections, m_left})
        label->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_speed, m_connections})
        label->setContentsMargins(2, 0, 8, 0);
    addWidget(m_speed);
    addWidget(m_sparkline);
    addWidget(m_connections);
    addWidget(m_limitButton);
    addPermanentWidget(m_left);
    setTotals({});
    setLimit(0);
}

void StatusBar::setTotals(const upload::Totals &totals)
{
    const bool moving = totals.bytesPerSecond >= 1;
    setWords(m_speed, moving ? QStringLiteral("↑ %1").arg(formattedRate(totals.bytesPerSecond)) : tr("Idle"));
    m_sparkline->add(totals.bytesPerSecond);
    setWords(
        m_connections, totals.connectionsBusy > 0 ? counted(totals.connectionsBusy, tr("1 connection"), tr("%1 connections")) : QString());
    QString left;
    if (totals.bytesLeft > 0) {
        left = tr("%1 left").arg(formattedBytes(totals.bytesLeft));
        if (totals.timeLeft)
            left += QStringLiteral(" · ") + formattedDuration(*totals.timeLeft);
    }
    setWords(m_left, left);
}

void StatusBar::setLimit(qint64 bytesPerSecond)
{
    m_limit = bytesPerSecond;
    m_limitButton->setWords(m_limit > 0 ? tr("Limit: %1/s").arg(formattedPartSize(m_limit)) : tr("Limit: none"));
    fillMenu();
}

void StatusBar::fillMenu()
{
    QMenu *menu = m_limitButton->menu();
    menu->clear();
    const auto add = [&](const QString &text, bool checked) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        return action;
    };
    bool known = false;
    for (const qint64 limit : offered) {
        known = known || limit == m_limit;
        QAction *action = add(limit == 0 ? tr("None") : tr("%1 MiB/s").arg(limit / MiB), limit == m_limit);
        connect(action, &QAction::triggered, this, [this, limit] { wish(limit); });
    }
    QAction *other = add(tr("Other…"), !known);
    connect(other, &QAction::triggered, this, &StatusBar::askForLimit);
}

void StatusBar::wish(qint64 bytesPerSecond)
{
    const bool other = bytesPerSecond != m_limit;
    setLimit(bytesPerSecond);
    if (other)
        Q_EMIT limitWished(bytesPerSecond);
}

void StatusBar::askForLimit()
{
    setLimit(m_limit); // the click has checked "Other…"; that is not yet decided
    auto *dialog = new QInputDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("limitDialog"));
    dialog->setWindowTitle(tr("Limit"));
    dialog->setLabelText(tr("Limit for all uploads together, in MiB/s"));
    dialog->setInputMode(QInputDialog::DoubleInput);
    dialog->setDoubleDecimals(1);
    dialog->setDoubleRange(0.1, 100000);
    dialog->setDoubleValue(m_limit > 0 ? static_cast<double>(m_limit) / MiB : 20);
    dialog->setOkButtonText(tr("Set limit"));
    connect(dialog, &QInputDialog::doubleValueSelected, this, [this](double value) { wish(static_cast<qint64>(value * MiB)); });
    dialog->open();
}

void StatusBar::say(const QString &sentence)
{
    showMessage(sentence, 8000);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void StatusBar::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens tokens = tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    painter.fillRect(QRect(0, 0, width(), 1), tokens.line);
    const QString message = currentMessage();
    if (message.isEmpty())
        return;
    painter.setPen(tokens.text);
    const int room = width() - 24 - (m_left->isVisible() ? m_left->width() + 16 : 0);
    const QRect words = QStyle::visualRect(layoutDirection(), rect(), QRect(14, 1, room, height() - 1));
    painter.drawText(
        words, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, fontMetrics().elidedText(message, Qt::ElideMiddle, room));
}

} // namespace ui
