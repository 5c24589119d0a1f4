// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/emptystate.h"

#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_note(new QLabel(this))
    , m_addFiles(new QPushButton(tr("Add files…"), this))
    , m_addConnection(new QPushButton(tr("Add connection…"), this))
    , m_showAll(new QPushButton(tr("Show all uploads"), this))
{
    setObjectName(QStringLiteral("emptyState"));
    m_sentence->setObjectName(QStringLiteral("emptySentence"));
    m_sentence->setFont(headingFont(font()));
    m_note->setObjectName(QStringLiteral("emptyNote"));
    m_note->setProperty("muted", true);
    for (QLabel *label : {m_icon, m_sentence, m_note}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(label != m_icon);
    }
    m_addFiles->setObjectName(QStringLiteral("emptyAddFilesButton"));
    m_addFiles->setAccessibleName(m_addFiles->text());
    m_addConnection->setObjectName(QStringLiteral("emptyAddConnectionButton"));
    m_addConnection->setAccessibleName(m_addConnection->text());
    m_addConnection->setProperty("accent", true);
    m_showAll->setObjectName(QStringLiteral("showAllButton"));
    m_showAll->setAccessibleName(m_showAll->text());

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_sentence);
    column->addWidget(m_addFiles, 0, Qt::AlignHCenter);
    column->addWidget(m_showAll, 0, Qt::AlignHCenter);
    column->addWidget(m_note);
    column->addWidget(m_addConnection, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_addFiles, &QPushButton::clicked, this, &EmptyState::addFilesWished);
    connect(m_addConnection, &QPushButton::clicked, this, &EmptyState::addConnectionWished);
    connect(m_showAll, &QPushButton::clicked, this, &EmptyState::showAllWished);
    invite({});
}

void EmptyState::invite(const QStringList &connectionNames)
{
    QStringList names;
    for (const QString &name : connectionNames)
        names.append(printable(name));
    offer(names.isEmpty() ? m_addConnection : m_addFiles);
    m_addFiles->show();
    setFocusProxy(m_addFiles); // the first of those that are shown, or the tabulator would never come to it
    setLook(m_addFiles, "accent", !names.isEmpty());
    const QString note =
        names.isEmpty() ? tr("No connection yet. %1").arg(connectionAdvice()) : tr("Ready: %1").arg(names.join(QStringLiteral(" · ")));
    show(QStringLiteral("cloud-upload"), tr("Drop files or folders here to upload them"), note);
}

void EmptyState::inviteConnection(const QString &sentence)
{
    offer(m_addConnection);
    show(QStringLiteral("plug"), sentence, connectionAdvice());
}

QString EmptyState::connectionAdvice()
{
    return tr(
        "A connection is an endpoint with credentials: Amazon S3, or any server that speaks S3. What the AWS tools know on this computer "
        "is found by itself. To try Davit without an account, start davit-sandbox.");
}

void EmptyState::explainCategory(const QString &category)
{
    offer(m_showAll);
    show(QStringLiteral("inbox"), tr("Nothing here under “%1”").arg(category), {});
}

void EmptyState::explainWords(const QString &words)
{
    offer(m_showAll);
    show(QStringLiteral("search"), tr("No upload matches “%1”").arg(printable(words)), {});
}

void EmptyState::explain(const QString &icon, const QString &sentence, const QString &note)
{
    offer(nullptr);
    show(icon, sentence, note);
}

void EmptyState::offer(QPushButton *offered)
{
    for (QPushButton *button : {m_addFiles, m_addConnection, m_showAll})
        button->setVisible(button == offered);
    setFocusProxy(offered);
}

void EmptyState::show(const QString &icon, const QString &sentence, const QString &note)
{
    m_iconName = icon;
    drawIcon();
    m_sentence->setText(sentence);
    m_sentence->setAccessibleName(sentence);
    m_note->setText(note);
    m_note->setAccessibleName(note);
    m_note->setVisible(!note.isEmpty());
}

void EmptyState::drawIcon()
{
    m_icon->setPixmap(icon(m_iconName, tokensFor(palette()).muted).pixmap(QSize(40, 40), devicePixelRatioF()));
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

void EmptyState::paintEvent(QPaintEvent * /*event*/)
{
    QPainter(this).fillRect(rect(), tokensFor(palette()).pane);
}

} // namespace ui
