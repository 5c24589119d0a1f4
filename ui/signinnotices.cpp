// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/signinnotices.h"

#include "ui/certificatewords.h"
#include "ui/counted.h"
#include "ui/dialogpieces.h"
#include "ui/formatting.h"
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
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

SignInFrame::SignInFrame(const char *title, const char *text, QWidget *parent)
    : AttentionFrame(parent)
    , m_title(dialogWords(title, nullptr, this))
    , m_text(dialogWords(text, nullptr, this))
    , m_row(new QHBoxLayout(this))
    , m_words(new QVBoxLayout)
    , m_icon(new QLabel(this))
{
    m_row->setContentsMargins(16, 8, 12, 9);
    m_row->setSpacing(12);
    m_row->addWidget(m_icon, 0, Qt::AlignTop);
    m_words->setSpacing(2);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_words->addWidget(m_title);
    m_words->addWidget(m_text);
    m_row->addLayout(m_words, 1);
    drawIcon();
}

void SignInFrame::drawIcon()
{
    m_icon->setPixmap(icon(QStringLiteral("log-in"), tokensFor(palette()).attention).pixmap(QSize(16, 16), devicePixelRatioF()));
}

void SignInFrame::changeEvent(QEvent *event)
{
    AttentionFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

SignInNotice::SignInNotice(const SignIn &signIn, QWidget *parent)
    : SignInFrame("signInTitle", "signInText", parent)
    , m_tryAgain(dialogButton(tr("Try again"), "signInTryAgain", nullptr, this))
    , m_copy(dialogButton(tr("Copy command"), "signInCopy", "quiet", this))
    , m_certificate(dialogButton(tr("Show certificate…"), "signInCertificate", "quiet", this))
    , m_edit(dialogButton(tr("Edit connection…"), "signInEdit", "quiet", this))
{
    setObjectName(QStringLiteral("signInNotice"));
    m_words->addSpacing(4);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (QPushButton *button : {m_tryAgain, m_copy, m_certificate, m_edit})
        buttons->addWidget(button);
    buttons->addStretch(1);
    m_words->addLayout(buttons);
    connect(m_tryAgain, &QPushButton::clicked, this, [this] { Q_EMIT tryAgainWished(m_signIn.connectionId); });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editWished(m_signIn.connectionId); });
    connect(m_certificate, &QPushButton::clicked, this, [this] { Q_EMIT certificateWished(m_signIn); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        const QString command = signInCommand(m_signIn.error);
        QGuiApplication::clipboard()->setText(command);
        Q_EMIT copied(command);
    });
    tell(signIn);
}

void SignInNotice::tell(const SignIn &signIn)
{
    m_signIn = signIn;
    setWords(m_title, signInTitle(signIn));
    setWords(m_text, signInSentence(signIn));
    m_copy->setVisible(!signInCommand(signIn.error).isEmpty());
    m_certificate->setVisible(showsCertificate(signIn.error));
    m_edit->setVisible(upload::isSavedId(signIn.connectionId));
}

QWidget *SignInNotice::followInTabOrder(QWidget *before)
{
    for (QPushButton *button : {m_tryAgain, m_copy, m_certificate, m_edit}) {
        setTabOrder(before, button);
        before = button;
    }
    return before;
}

SignInSummary::SignInSummary(QWidget *parent)
    : SignInFrame("signInsTitle", "signInsText", parent)
    , m_tryAll(dialogButton(tr("Try all again"), "signInTryAll", nullptr, this))
    , m_each(dialogButton(tr("Show each"), "signInShowEach", "quiet", this))
{
    setObjectName(QStringLiteral("signInSummary"));
    m_each->setCheckable(true);
    m_row->addWidget(m_each);
    m_row->addWidget(m_tryAll);
    connect(m_tryAll, &QPushButton::clicked, this, &SignInSummary::tryAllWished);
    connect(m_each, &QPushButton::toggled, this, [this](bool open) {
        rename(m_each, open ? tr("Hide") : tr("Show each"));
        Q_EMIT toggled(open);
    });
}

void SignInSummary::tell(const QList<SignIn> &wanted)
{
    constexpr qsizetype named = 3;
    QStringList names;
    int uploads = 0;
    for (const SignIn &one : wanted) {
        if (names.size() < named)
            names.append(shortened(one.connectionName, 24));
        uploads += one.uploads;
    }
    QString who = names.join(QStringLiteral(", "));
    if (wanted.size() > named)
        who = tr("%1 and %2", "names and how many more").arg(who, counted(wanted.size() - named, tr("1 more"), tr("%1 more")));
    const bool isOne = std::all_of(wanted.begin(), wanted.end(),
        [&](const SignIn &one) { return signInHeadline(one.error) == signInHeadline(wanted.constFirst().error); });
    setWords(m_title,
        tr("%1: %2", "sign-in needed: connections").arg(isOne ? signInHeadline(wanted.constFirst().error) : tr("Sign-in needed"), who));
    setWords(m_text,
        counted(uploads, tr("1 upload waits, and what is stored of it is kept."), tr("%1 uploads wait, and everything stored is kept.")));
}

bool SignInSummary::isOpen() const
{
    return m_each->isChecked();
}

QWidget *SignInSummary::followInTabOrder(QWidget *before)
{
    setTabOrder(before, m_each);
    setTabOrder(m_each, m_tryAll);
    return m_tryAll;
}

SignInNotices::SignInNotices(QWidget *parent)
    : QWidget(parent)
    , m_summary(new SignInSummary(this))
    , m_area(new QScrollArea(this))
    , m_column(nullptr)
{
    setObjectName(QStringLiteral("signInNotices"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_summary);
    all->addWidget(m_area);
    m_area->setObjectName(QStringLiteral("signInArea"));
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus); // the buttons have it, and are scrolled to
    auto *each = new QWidget;
    m_column = new QVBoxLayout(each);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_area->setWidget(each);
    m_summary->hide();
    connect(m_summary, &SignInSummary::tryAllWished, this, &SignInNotices::tryAll);
    connect(m_summary, &SignInSummary::toggled, this, &SignInNotices::fit);
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

bool SignInNotices::isCrowd() const
{
    return m_signIns.wanted().size() > 2;
}

void SignInNotices::tryAll()
{
    const QList<SignIn> wanted = m_signIns.wanted(); // what answers at once changes it
    for (const SignIn &one : wanted)
        Q_EMIT tryAgainWished(one.connectionId);
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
    QWidget *fresh = nullptr;
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
        connect(notice, &SignInNotice::certificateWished, this, &SignInNotices::certificateWished);
        connect(notice, &SignInNotice::copied, this, &SignInNotices::copied);
        fresh = notice;
    }
    if (isCrowd())
        m_summary->tell(wanted);
    m_summary->setVisible(isCrowd());
    setVisible(!wanted.isEmpty());
    fit();
    if (!fresh)
        return;
    followInTabOrder(m_before);
    QAccessibleEvent event(isCrowd() ? m_summary->findChild<QLabel *>(QStringLiteral("signInsTitle"))
                                     : fresh->findChild<QLabel *>(QStringLiteral("signInTitle")),
        QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

// Notices that come later would be reached after everything else in the window.
void SignInNotices::followInTabOrder(QWidget *before)
{
    m_before = before;
    if (!before)
        return;
    before = m_summary->followInTabOrder(before);
    for (const SignIn &one : m_signIns.wanted())
        before = m_notices.value(one.connectionId)->followInTabOrder(before);
}

// A crowd has at most a third of the window, and two have little more; what is left of the list is what somebody works with.
void SignInNotices::fit()
{
    m_area->setVisible(!isCrowd() || m_summary->isOpen());
    const QWidget *each = m_area->widget();
    m_column->activate();
    const int whole = m_column->hasHeightForWidth() ? m_column->heightForWidth(width()) : each->sizeHint().height();
    const int room = std::max(120, window()->height() * (isCrowd() ? 5 : 6) / 15);
    m_area->setFixedHeight(std::min(whole, room));
}

void SignInNotices::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    window()->installEventFilter(this);
}

// A window that becomes lower only takes from the list.
bool SignInNotices::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == window())
        fit();
    return QWidget::eventFilter(watched, event);
}

void SignInNotices::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace ui
