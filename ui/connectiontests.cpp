// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/connectiontests.h"

#include "ui/confirmations.h"
#include "ui/connectionwords.h"
#include "ui/formatting.h"
#include "ui/queued.h"
#include "upload/savedfindings.h"

#include <algorithm>

namespace ui {

using upload::KeySource;
using upload::NewSecrets;
using upload::SavedConnection;

namespace {

// Something of it is in the keychain or in memory, and was not typed anew.
bool borrows(const SavedConnection &draft, const NewSecrets &secrets)
{
    const bool ownKeys = draft.keys == KeySource::Keychain || draft.keys == KeySource::Session;
    return (ownKeys && !secrets.keys) || (!draft.proxy.user.isEmpty() && !secrets.proxyPassword);
}

QString placeText(const SavedConnection &connection)
{
    const auto known = upload::connectionOf(connection);
    return known ? endpointText(*known) : printable(connection.endpoint);
}

} // namespace

ConnectionTests::ConnectionTests(Trusting &trusting, QObject *parent)
    : QObject(parent)
    , m_trusting(trusting)
{
}

void ConnectionTests::setDoctor(upload::Doctor &doctor)
{
    m_doctor = &doctor;
    connect(
        &doctor, &upload::Doctor::ended, this,
        [this](quint64 /*examination*/, const upload::Diagnosis &diagnosis) {
            const auto lending = m_lendings.find(diagnosis.connectionId);
            if (lending == m_lendings.end())
                return;
            --lending->running;
            takeBackUnused();
        },
        Qt::QueuedConnection);
}

const SavedConnection *ConnectionTests::saved(const QString &id) const
{
    const auto found = std::find_if(m_saved.begin(), m_saved.end(), [&id](const auto &one) { return one.id == id; });
    return found == m_saved.end() ? nullptr : &*found;
}

void ConnectionTests::test(const ConnectionRow &row, QWidget *parent)
{
    const SavedConnection kept = row.saved.value_or(SavedConnection());
    examine({row.connection.id, row.connection.name, kept.bucket, kept.prefix, row.saved.has_value()},
        row.saved ? ConnectionHome::Saved : ConnectionHome::Found, parent);
}

void ConnectionTests::testDraft(const SavedConnection &draft, const NewSecrets &secrets, QWidget *dialog)
{
    const SavedConnection *kept = saved(draft.id);
    if (kept && *kept == draft && secrets == NewSecrets())
        return examine({draft.id, draft.name, draft.bucket, draft.prefix, true}, ConnectionHome::Draft, dialog);
    const QString secretsOf = kept && borrows(draft, secrets) ? kept->id : QString();
    if (secretsOf.isEmpty() || !upload::sendsElsewhere(draft, *kept))
        return lendAndExamine(draft, secrets, secretsOf, dialog);
    Question question;
    question.name = QStringLiteral("borrowQuestion");
    question.title = tr("Test");
    question.text = tr("Use the secret that is kept for “%1” with this server?").arg(shortened(kept->name, 48));
    question.note = tr("It was kept for %1. The test would use it with %2%3. Type another secret if this server should not see "
                       "requests that are signed with it.")
                        .arg(placeText(*kept), placeText(draft),
                            draft.proxy.user.isEmpty() || draft.proxy == kept->proxy
                                ? QString()
                                : tr(", and the proxy's password with %1").arg(printable(draft.proxy.host)));
    question.yes = tr("Use it for the test");
    question.no = tr("Cancel");
    question.destructive = true; // so that Return does not agree
    ask(dialog, question, [this, draft, secrets, secretsOf, dialog = QPointer(dialog)] {
        if (dialog)
            lendAndExamine(draft, secrets, secretsOf, dialog);
    });
}

// The engine knows it under an id of its own until the dialog is closed and all is clean again.
void ConnectionTests::lendAndExamine(const SavedConnection &draft, const NewSecrets &secrets, const QString &secretsOf, QWidget *dialog)
{
    if (m_examination) {
        m_examination->raise();
        return;
    }
    SavedConnection lent = draft;
    lent.id = upload::newSavedId();
    queued(*m_book, [lent, secrets, secretsOf](upload::ConnectionBook &book) { book.lend(lent, secrets, secretsOf); });
    examine({lent.id, lent.name, lent.bucket, lent.prefix}, ConnectionHome::Draft, dialog);
    m_lendings.insert(lent.id, {m_examination->isRunning() ? 1 : 0});
    connect(m_examination, &DoctorDialog::begun, this, [this, id = lent.id] { ++m_lendings[id].running; });
    connect(m_examination, &QObject::destroyed, this, [this, id = lent.id] {
        m_lendings[id].isOpen = false;
        takeBackUnused();
    });
}

void ConnectionTests::takeBackUnused()
{
    m_lendings.removeIf([this](const QHash<QString, Lending>::iterator each) {
        if (each->isOpen || each->running > 0)
            return false;
        queued(*m_book, [id = each.key()](upload::ConnectionBook &book) { book.takeBack(id); });
        return true;
    });
}

void ConnectionTests::examine(const ExaminedPlace &place, ConnectionHome home, QWidget *parent)
{
    if (m_examination) {
        m_examination->raise();
        m_examination->activateWindow();
        return;
    }
    m_examination = new DoctorDialog(*m_doctor, place, parent);
    m_examination->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_examination, &DoctorDialog::diagnosed, this, &ConnectionTests::keepFindings);
    connect(m_examination, &DoctorDialog::certificateWished, this, [this, place, home](const s3::Error &error) {
        m_trusting.show(error, {place.connectionId, place.name, home}, m_examination);
    });
    m_examination->open();
}

void ConnectionTests::end()
{
    if (!m_examination)
        return;
    m_examination->close();
    m_examination.clear();
}

void ConnectionTests::keepFindings(const upload::Diagnosis &diagnosis)
{
    const SavedConnection *kept = saved(diagnosis.connectionId);
    if (!kept || diagnosis.wasStopped || diagnosis.outcome != upload::Diagnosis::Outcome::Works)
        return;
    queued(*m_book, [id = kept->id, findings = upload::findingsOf(*kept, diagnosis.profile, QDate::currentDate())](
                        upload::ConnectionBook &book) { book.noteFindings(id, findings); });
}

} // namespace ui
