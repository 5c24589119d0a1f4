// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What is wished for connections on their page, and what the book of connections answers.
#include "ui/confirmations.h"
#include "ui/connectiondialog.h"
#include "ui/connectionspage.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/queued.h"

#include <QFileDialog>
#include <QPushButton>
#include <QTreeView>

#include <algorithm>

namespace ui {

void ConnectionsPage::addConnection()
{
    if (!m_book)
        return;
    upload::SavedConnection fresh;
    fresh.provider = QStringLiteral("aws");
    edit(fresh);
}

void ConnectionsPage::editConnection(const QString &id)
{
    m_view->setCurrentIndex(m_model.indexOf(id)); // a filter may hide it
    if (const upload::SavedConnection *one = saved(id))
        edit(*one);
}

void ConnectionsPage::edit(const upload::SavedConnection &connection)
{
    if (m_dialog) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    QStringList taken, profiles;
    for (const upload::SavedConnection &one : std::as_const(m_saved)) {
        if (one.id != connection.id)
            taken.append(one.name);
    }
    for (const upload::Connection &one : std::as_const(m_offered)) {
        if (one.id.startsWith(QLatin1String("profile:")))
            profiles.append(one.id.mid(8));
    }
    m_dialog = new ConnectionDialog(connection, taken, profiles, window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setCertificateReader(m_trusting->reader());
    connect(m_dialog, &ConnectionDialog::saveWished, this, &ConnectionsPage::save);
    connect(m_dialog, &ConnectionDialog::testWished, this,
        [this](const upload::SavedConnection &draft, const upload::NewSecrets &secrets) { m_tests->testDraft(draft, secrets, m_dialog); });
    connect(m_dialog, &ConnectionDialog::forgetWished, this, [this, id = connection.id] {
        await(Awaited::What::Forgetting, id);
        queued(*m_book, [id](upload::ConnectionBook &book) { book.noteFindings(id, {}); });
    });
    m_dialog->open();
}

void ConnectionsPage::save(const upload::SavedConnection &connection, const upload::NewSecrets &secrets)
{
    await(connection.id.isEmpty() ? Awaited::What::Addition : Awaited::What::Change, connection.id);
    queued(*m_book, [connection, secrets](upload::ConnectionBook &book) { book.save(connection, secrets); });
}

void ConnectionsPage::editCurrent()
{
    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    if (row && row->saved)
        edit(*row->saved);
    else if (row)
        duplicateCurrent();
}

// What was found has no secret of Davit's to copy: its duplicate goes on asking where it was found.
void ConnectionsPage::duplicateCurrent()
{
    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    if (!row)
        return;
    if (!row->saved)
        return edit(asSaved(*row));
    await(Awaited::What::Copy, row->saved->id);
    queued(*m_book, [id = row->saved->id](upload::ConnectionBook &book) { book.duplicate(id); });
}

upload::SavedConnection ConnectionsPage::asSaved(const ConnectionRow &row) const
{
    upload::SavedConnection made;
    made.name = row.connection.name;
    made.provider = row.connection.profile.id;
    made.endpoint = row.connection.endpoint.host.isEmpty() ? QString() : row.connection.endpoint.url();
    made.region = row.connection.endpoint.region;
    made.style = row.connection.endpoint.style;
    made.extraCaPem = row.connection.tls.extraCaPem;
    const QString profile = QStringLiteral("profile:");
    if (row.connection.id.startsWith(profile)) {
        made.keys = upload::KeySource::Profile;
        made.profile = row.connection.id.mid(profile.size());
    } else {
        made.keys = row.connection.id == QLatin1String("environment") ? upload::KeySource::Environment : upload::KeySource::Keychain;
    }
    return made;
}

void ConnectionsPage::removeCurrent()
{
    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    if (!row || !row->saved)
        return;
    Question question;
    question.name = QStringLiteral("removeConnectionQuestion");
    question.title = tr("Remove connection");
    question.text = tr("Remove “%1” and its secrets from this computer?").arg(shortened(row->saved->name, 48));
    question.note = tr("Nothing is deleted on the server. Uploads of this connection keep their parts and wait; they need a connection to "
                       "the same place to go on.");
    question.yes = tr("Remove");
    question.no = tr("Keep");
    question.destructive = true;
    ask(window(), question, [this, id = row->saved->id] {
        await(Awaited::What::Removal, id);
        queued(*m_book, [id](upload::ConnectionBook &book) { book.remove(id); });
    });
}

void ConnectionsPage::askToRemoveAnyway(const upload::SavedConnection &connection, const s3::Error &error)
{
    Question question;
    question.name = QStringLiteral("removeAnywayQuestion");
    question.title = tr("Remove connection");
    question.text = tr("The keychain does not let go of the secret of “%1”.").arg(shortened(connection.name, 48));
    question.note = tr("%1 The connection can be removed all the same; the secret then stays in the keychain.").arg(sentence(error));
    question.yes = tr("Remove all the same");
    question.no = tr("Keep");
    question.destructive = true;
    ask(window(), question, [this, id = connection.id] {
        await(Awaited::What::Removal, id);
        queued(*m_book, [id](upload::ConnectionBook &book) { book.remove(id, true); });
    });
}

void ConnectionsPage::chooseImport()
{
    auto *dialog = new QFileDialog(window(), tr("Import connections"), {}, tr("Connections (*.json);;All files (*)"));
    dialog->setObjectName(QStringLiteral("importDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        await(Awaited::What::File, {});
        queued(*m_book, [path](upload::ConnectionBook &book) { book.importFrom(path); });
    });
    dialog->open();
}

void ConnectionsPage::chooseExport()
{
    auto *dialog = new QFileDialog(window(), tr("Export connections without their secrets"), {}, tr("Connections (*.json)"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("davit-connections.json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        await(Awaited::What::File, {});
        queued(*m_book, [path](upload::ConnectionBook &book) { book.exportTo(path); });
    });
    dialog->open();
}

void ConnectionsPage::await(Awaited::What what, const QString &id)
{
    Awaited one{what, id};
    if (what == Awaited::What::Change || what == Awaited::What::Addition || what == Awaited::What::Forgetting)
        one.dialog = m_dialog;
    for (const upload::SavedConnection &each : std::as_const(m_saved))
        one.known.append(each.id);
    m_awaited.append(one);
}

std::optional<ConnectionsPage::Awaited> ConnectionsPage::awaited(const std::function<bool(const Awaited &)> &is)
{
    const auto found = std::find_if(m_awaited.begin(), m_awaited.end(), is);
    if (found == m_awaited.end())
        return {};
    const Awaited one = *found;
    m_awaited.erase(found);
    return one;
}

void ConnectionsPage::showSaved(const upload::SavedConnection &connection)
{
    const auto wish = awaited([&connection](const Awaited &one) {
        switch (one.what) {
        case Awaited::What::Change:
            return one.id == connection.id;
        case Awaited::What::Addition:
        case Awaited::What::Copy:
            return !one.known.contains(connection.id);
        case Awaited::What::Forgetting:
        case Awaited::What::Removal:
        case Awaited::What::File:
            break;
        }
        return false;
    });
    for (Awaited &other : m_awaited)
        other.known.append(connection.id);
    if (!wish)
        return;
    if (wish->dialog)
        wish->dialog->accept();
    m_made = connection.id;
    if (const QModelIndex place = m_model.indexOf(connection.id); place.isValid()) {
        m_view->setCurrentIndex(place);
        m_made.clear();
    }
}

// What was found out is kept by the way, also while somebody types or waits for what was typed to be saved.
void ConnectionsPage::showNoted(const upload::SavedConnection &connection)
{
    awaited([&connection](const Awaited &one) { return one.what == Awaited::What::Forgetting && one.id == connection.id; });
    if (m_dialog)
        m_dialog->noteFindings(connection);
}

void ConnectionsPage::showRefused(const QString &id, const s3::Error &error)
{
    const auto wish = awaited([&id](const Awaited &one) { return one.id == id; });
    const upload::SavedConnection *leaving = wish && wish->what == Awaited::What::Removal ? saved(id) : nullptr;
    if (leaving && error.code.startsWith(QLatin1String("Keychain")))
        askToRemoveAnyway(*leaving, error);
    else if (wish && wish->dialog)
        wish->dialog->refuse(error);
    else
        Q_EMIT troubled(sentence(error));
}

} // namespace ui
