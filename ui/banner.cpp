// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/banner.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ui {

Banner::Banner(QWidget *parent)
    : AttentionFrame(parent)
    , m_row(new QHBoxLayout(this))
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_dismiss(new QPushButton(tr("Dismiss"), this))
{
    setObjectName(QStringLiteral("banner"));
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_dismiss->setObjectName(QStringLiteral("dismissButton"));
    m_dismiss->setAccessibleName(m_dismiss->text());
    m_dismiss->setProperty("quiet", true);
    m_row->setContentsMargins(16, 6, 8, 7);
    m_row->setSpacing(12);
    m_row->addWidget(m_icon);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(m_dismiss);
    connect(m_dismiss, &QPushButton::clicked, this, &Banner::dismiss);
    hide();
    refresh();
}

void Banner::showSentence(const QString &sentence, const QList<BannerAction> &actions)
{
    if (sentence.isEmpty())
        return;
    m_notices.removeIf([&sentence](const Notice &notice) { return notice.sentence == sentence; });
    m_notices.append({sentence, actions});
    refresh();
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString Banner::sentence() const
{
    return m_notices.isEmpty() ? QString() : m_notices.constLast().sentence;
}

void Banner::dismiss()
{
    m_notices.removeLast();
    refresh();
}

void Banner::choose(const BannerAction &action)
{
    dismiss();
    action.chosen();
}

void Banner::showButtons(const QList<BannerAction> &actions)
{
    for (QPushButton *button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater(); // one of them may have been pressed just now
    }
    m_buttons.clear();
    for (const BannerAction &action : actions) {
        auto *button = new QPushButton(buttonText(action.text), this);
        button->setObjectName(action.name);
        button->setAccessibleName(action.text);
        button->setProperty("quiet", action.name != actions.constFirst().name);
        connect(button, &QPushButton::clicked, this, [this, action] { choose(action); });
        m_row->insertWidget(m_row->count() - 1, button);
        m_buttons.append(button);
    }
    m_dismiss->setVisible(actions.isEmpty());
}

void Banner::refresh()
{
    const QList<BannerAction> actions = m_notices.isEmpty() ? QList<BannerAction>() : m_notices.constLast().actions;
    const QString sign = actions.isEmpty() ? QStringLiteral("triangle-alert") : QStringLiteral("circle-help");
    m_icon->setPixmap(icon(sign, tokensFor(palette()).attention).pixmap(QSize(16, 16), devicePixelRatioF()));
    showButtons(actions);
    m_text->setText(sentence());
    m_text->setAccessibleName(sentence());
    setVisible(!m_notices.isEmpty());
}

void Banner::changeEvent(QEvent *event)
{
    AttentionFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

} // namespace ui
