// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/signinnotices.h"

#include "ui/dialogpieces.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "upload/savedconnection.h"

#include <QAccessible>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

SignInNotice::SignInNotice(const SignIn &signIn, QWidget *parent)
    : AttentionFrame(parent)
    , m_icon(new QLabel(this))
    , m_title(dialogWords("signInTitle", nullptr, this))
    , m_text(dialogWords("signInText", nullptr, this))
    , m_tryAgain(dialogButton(tr("Try again"), "signInTryAgain", nullptr, this))
    , m_copy(dialogButton(tr("Copy command"), "signInCopy", "quiet", this))
    , m_edit(dialogButton(tr("Edit connection…"), "signInEdit", "quiet", this))
{
    setObjectName(QStringLiteral("signInNotice"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 12, 9);
    row->setSpacing(12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(4);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (QPushButton *button : {m_tryAgain, m_copy, m_edit})
        buttons->addWidget(button);
    buttons->addStretch(1);
    column->addLayout(buttons);
    row->addLayout(column, 1);
    connect(m_tryAgain, &QPushButton::clicked, this, [this] { Q_EMIT tryAgainWished(m_signIn.connectionId); });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editWished(m_signIn.connectionId); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        const QString command = signInCommand(m_signIn.error);
        QGuiApplication::clipboard()->setText(command);
        Q_EMIT copied(command);
    });
    tell(signIn);
    drawIcon();
}

void SignInNotice::tell(const SignIn &signIn)
{
    m_signIn = signIn;
    setWords(m_title, signInTitle(signIn));
    setWords(m_text, signInSentence(signIn));
    m_copy->setVisible(!signInCommand(signIn.error).isEmpty());
    m_edit->setVisible(upload::isSavedId(signIn.connectionId));
}

void SignInNotice::drawIcon()
{
    m_icon->setPixmap(icon(QStringLiteral("log-in"), tokensFor(palette()).attention).pixmap(QSize(16, 16), devicePixelRatioF()));
}

void SignInNotice::changeEvent(QEvent *event)
{
    AttentionFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

SignInNotices::SignInNotices(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("signInNotices"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    hide();
}

void SignInNotices::update(const QList<upload::UploadSnapshot> &changed)
{
    if (m_signIns.update(changed))
        refresh();
}

void SignInNotices::remove(const QList<upload::UploadId> &ids)
{
    if (m_signIns.remove(ids))
        refresh();
}

void SignInNotices::refresh()
{
    const QList<SignIn> &wanted = m_signIns.wanted();
    for (auto notice = m_notices.begin(); notice != m_notices.end();) {
        const bool stays = std::any_of(wanted.begin(), wanted.end(), [&](const SignIn &one) { return one.connectionId == notice.key(); });
        if (stays) {
            ++notice;
            continue;
        }
        (*notice)->hide();
        (*notice)->deleteLater(); // its own button may be what led here
        notice = m_notices.erase(notice);
    }
    for (const SignIn &one : wanted) {
        if (SignInNotice *known = m_notices.value(one.connectionId)) {
            known->tell(one);
            continue;
        }
        auto *notice = new SignInNotice(one, this);
        m_notices.insert(one.connectionId, notice);
        m_column->addWidget(notice);
        connect(notice, &SignInNotice::tryAgainWished, this, &SignInNotices::tryAgainWished);
        connect(notice, &SignInNotice::editWished, this, &SignInNotices::editWished);
        connect(notice, &SignInNotice::copied, this, &SignInNotices::copied);
        QAccessibleEvent event(notice->findChild<QLabel *>(QStringLiteral("signInTitle")), QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
    setVisible(!wanted.isEmpty());
}

} // namespace ui
