// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The window's part in connections: the page of them, and the dialog of one.
#include "ui/banner.h"
#include "ui/connectionspage.h"
#include "ui/detailspane.h"
#include "ui/formatting.h"
#include "ui/mainwindow.h"
#include "ui/sidebar.h"
#include "ui/signinnotices.h"
#include "ui/staging.h"
#include "ui/statusbar.h"
#include "ui/toolbar.h"

#include <QLineEdit>
#include <QSet>

#include <algorithm>

namespace ui {

void MainWindow::connectConnections()
{
    connect(m_toolbar->filter(), &QLineEdit::textChanged, m_connectionsPage, &ConnectionsPage::showWords);
    connect(m_connectionsPage, &ConnectionsPage::said, m_status, &StatusBar::say);
    connect(m_connectionsPage, &ConnectionsPage::troubled, m_banner, [this](const QString &sentence) { m_banner->showSentence(sentence); });
    connect(&m_page->details(), &DetailsPane::certificateWished, this,
        [this](const upload::UploadSnapshot &upload) { showCertificate(*upload.error, upload.connectionId, upload.connectionName); });
    m_staging->setUsualTarget([this](const QString &id) {
        const upload::SavedConnection *saved = m_connectionsPage->saved(id);
        return saved ? s3::ObjectAddress{saved->bucket, saved->prefix} : s3::ObjectAddress();
    });
    connect(m_connectionsPage, &ConnectionsPage::counted, this,
        [this](int connections) { m_sidebar->setCount(QStringLiteral("connections"), connections); });
}

void MainWindow::showCertificate(const s3::Error &error, const QString &connectionId, const QString &connectionName)
{
    Trusting &trusting = m_connectionsPage->trusting();
    trusting.show(error, {connectionId, connectionName, trusting.homeOf(connectionId)}, this);
}

void MainWindow::setConnectionBook(upload::ConnectionBook &book, upload::Doctor &doctor)
{
    m_connectionsPage->setBook(book);
    m_connectionsPage->setDoctor(doctor);
}

void MainWindow::setCertificateReader(const upload::CertificateReader &read)
{
    m_connectionsPage->trusting().setReader(read);
}

void MainWindow::useConnection(const QString &id)
{
    UploadDefaults defaults = m_staging->defaults();
    const bool isAnother = defaults.connectionId != id;
    m_staging->setConnection(id);
    defaults = m_staging->defaults();
    const upload::SavedConnection *saved = m_connectionsPage->saved(id);
    if (!saved || saved->bucket.isEmpty() || !(isAnother || defaults.bucket.isEmpty()))
        return;
    defaults.bucket = saved->bucket;
    defaults.prefix = saved->prefix;
    m_staging->setDefaults(defaults);
}

// What stopped at a certificate goes on when its connection trusts another one. The engine knows the connection by now.
void MainWindow::retryTrusting(const QList<upload::Connection> &before)
{
    QSet<QString> trusting;
    for (const upload::Connection &now : std::as_const(m_connections)) {
        const auto old = std::find_if(before.begin(), before.end(), [&](const auto &one) { return one.id == now.id; });
        if (old != before.end() && old->tls != now.tls)
            trusting.insert(now.id);
    }
    if (trusting.isEmpty())
        return;
    QList<upload::UploadId> stopped;
    for (const upload::UploadSnapshot &one : m_page->uploads().snapshots()) {
        if (one.state == upload::UploadState::NeedsAttention && trusting.contains(one.connectionId) && one.error &&
            one.error->code == QLatin1String("CertificateNotTrusted"))
            stopped.append(one.id);
    }
    if (!stopped.isEmpty())
        Q_EMIT resumeWished(stopped);
}

void MainWindow::connectSignIns()
{
    connect(m_signIns, &SignInNotices::tryAgainWished, this,
        [this](const QString &connectionId) { Q_EMIT resumeWished(m_signIns->waitingFor(connectionId)); });
    connect(m_signIns, &SignInNotices::editWished, this, &MainWindow::editConnection);
    connect(m_signIns, &SignInNotices::certificateWished, this,
        [this](const SignIn &signIn) { showCertificate(signIn.error, signIn.connectionId, signIn.connectionName); });
    connect(m_signIns, &SignInNotices::copied, this, [this](const QString &command) { say(tr("Copied %1").arg(printable(command))); });
}

void MainWindow::addConnection()
{
    m_sidebar->choose(QStringLiteral("connections"));
    m_connectionsPage->addConnection();
}

void MainWindow::editConnection(const QString &id)
{
    m_sidebar->choose(QStringLiteral("connections"));
    m_connectionsPage->editConnection(id);
}

QStringList MainWindow::connectionsToSignIn() const
{
    QStringList names;
    for (const SignIn &one : m_signIns->wanted())
        names.append(one.connectionName);
    return names;
}

void MainWindow::askMfa(const QString &connectionId, MfaDevice device, const GiveCode &give)
{
    const QString id = connectionId.section(QLatin1Char('?'), 0, 0), profile = QStringLiteral("profile:");
    const auto found = std::find_if(m_connections.begin(), m_connections.end(), [&id](const auto &one) { return one.id == id; });
    device.whose = id.startsWith(profile)         ? tr("The AWS profile “%1”").arg(id.mid(profile.size()))
                   : found == m_connections.end() ? tr("A role")
                                                  : QStringLiteral("“%1”").arg(found->name);
    m_mfa->ask(device, give);
}

} // namespace ui
