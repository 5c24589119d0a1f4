// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/banner.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_dismiss(new QPushButton(tr("Dismiss"), this))
{
    setObjectName(QStringLiteral("banner"));
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_dismiss->setObjectName(QStringLiteral("dismissButton"));
    m_dismiss->setAccessibleName(m_dismiss->text());
    m_dismiss->setProperty("quiet", true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 8, 7);
    row->setSpacing(12);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_dismiss);
    connect(m_dismiss, &QPushButton::clicked, this, &Banner::dismiss);
    hide();
    refresh();
}

void Banner::showSentence(const QString &sentence)
{
    if (sentence.isEmpty())
        return;
    m_sentences.removeAll(sentence);
    m_sentences.append(sentence);
    refresh();
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString Banner::sentence() const
{
    return m_sentences.isEmpty() ? QString() : m_sentences.constLast();
}

void Banner::dismiss()
{
    m_sentences.removeLast();
    refresh();
}

void Banner::refresh()
{
    m_icon->setPixmap(icon(QStringLiteral("triangle-alert"), tokensFor(palette()).attention).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_text->setText(sentence());
    m_text->setAccessibleName(sentence());
    setVisible(!m_sentences.isEmpty());
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

void Banner::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens tokens = tokensFor(palette());
    QColor fill = tokens.attentionFill;
    fill.setAlphaF(0.14F);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.pane);
    painter.fillRect(rect(), fill);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
}

} // namespace ui
