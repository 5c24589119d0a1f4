// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/adoption.h"

#include "s3/customerkey.h"

#include <QThread>

#include <algorithm>

namespace upload {

namespace {

// Enough to keep every core hashing while answers are on their way.
int comparisonsAtOnce()
{
    return QThread::idealThreadCount() + 2;
}

// Of a refused ListParts: that it needs a key is no fault of the server's, and its words do not say what to do.
s3::Error inWords(const s3::Error &refusal, const QString &keyName)
{
    if (!s3::isOfEncryptedObject(refusal))
        return refusal;
    s3::Error error = refusal;
    error.kind = s3::ErrorKind::NeedsUser;
    if (keyName.isEmpty()) {
        error.code = QStringLiteral("CustomerKeyWanted");
        error.message = QStringLiteral(
            "This upload was begun with a customer key (SSE-C), and without it the server does not tell which parts it has. Nothing was "
            "changed.");
    } else {
        error.code = QStringLiteral("CustomerKeyDiffers");
        error.message =
            QStringLiteral("The server does not take the key “%1” for this upload: it was begun with another one, or with none (“%2”). "
                           "Nothing was changed.")
                .arg(keyName, refusal.message);
    }
    return error;
}

} // namespace

Adoption::Adoption(Transport &transport, Inquiries &inquiries, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_inquiries(inquiries)
    , m_listing(inquiries)
    , m_progress(this)
{
    qRegisterMetaType<AdoptionReport>();
    connect(&m_transport, &Transport::finished, this, &Adoption::answer);
    m_progress.setInterval(100);
    connect(&m_progress, &QTimer::timeout, this, [this] {
        const double seconds = double(m_clock.nsecsElapsed()) / 1e9;
        Q_EMIT progressed(m_done, m_toDo, seconds > 0 ? double(m_done) / seconds : 0);
    });
}

Adoption::~Adoption() = default;

void Adoption::setCustomerKeySource(CustomerKeySource &source)
{
    m_customerKeys = &source;
    connect(&source, &CustomerKeySource::provided, this, [this](const QString &name, const s3::CustomerKey &key) {
        if (name == m_keyName && std::exchange(m_awaitsKey, false))
            list(key);
    });
    connect(&source, &CustomerKeySource::refused, this, [this](const QString &name, const s3::Error &error) {
        if (name == m_keyName && std::exchange(m_awaitsKey, false))
            refuse(error);
    });
}

void Adoption::compare(const QString &connectionId, const s3::UploadAddress &upload, const QString &sourcePath, const QString &customerKey)
{
    stop();
    const Connection *connection = m_inquiries.connection(connectionId);
    m_connection = connection ? *connection : Connection();
    m_upload = upload;
    m_sourcePath = sourcePath;
    m_keyName = customerKey;
    m_connectionId = connectionId;
    if (m_keyName.isEmpty())
        list({});
    else
        askForKey();
}

void Adoption::askForKey()
{
    m_awaitsKey = true;
    if (m_customerKeys)
        m_customerKeys->ask(m_keyName);
    else
        refuse(s3::ownError(
            s3::ErrorKind::NeedsUser, QStringLiteral("KeychainMissing"), QStringLiteral("There is no keychain to ask for keys.")));
}

void Adoption::list(const s3::CustomerKey &key)
{
    const auto receive = [this](const Outcome &outcome) {
        if (outcome.ok())
            partsListed(std::get<PartsListed>(*outcome));
        else
            refuse(inWords(outcome.error(), m_keyName));
    };
    m_listing.ask(m_connectionId, ListStoredParts{m_upload}, receive, key);
}

void Adoption::cancel()
{
    stop();
}

void Adoption::stop()
{
    m_awaitsKey = false;
    m_listing.drop();
    m_progress.stop();
    m_report.reset();
    const QList<Ticket> tickets = m_asked.keys();
    m_asked.clear(); // what they still answer is nobody's
    for (const Ticket ticket : tickets)
        m_transport.interrupt(ticket);
}

void Adoption::refuse(const s3::Error &error)
{
    stop();
    Q_EMIT refused(error);
}

// Reads the file and asks no server.
Order Adoption::comparison(const AdoptedPart &part) const
{
    Order order;
    order.work = ComparePart{m_upload, part.number, part.range, *part.stored};
    order.connection = m_connection;
    order.sourcePath = m_sourcePath;
    order.fingerprint = m_report->fingerprint;
    return order;
}

void Adoption::answer(Ticket ticket, const Outcome &outcome)
{
    const auto asked = m_asked.constFind(ticket);
    if (asked == m_asked.constEnd())
        return;
    const int number = *asked;
    m_asked.erase(asked);
    if (!outcome.ok())
        refuse(outcome.error());
    else
        partCompared(number, std::get<PartCompared>(*outcome));
}

void Adoption::partsListed(const PartsListed &parts)
{
    const s3::Result<FileFingerprint> seen = fingerprintOf(m_sourcePath);
    if (!seen)
        return refuse(seen.error());
    auto report = adoptionOf(m_upload, parts, m_sourcePath, *seen, m_connection.profile.limits);
    if (!report)
        return refuse(report.error());
    m_report = std::move(report).value();
    m_report->connectionId = m_connection.id;
    m_report->customerKey = m_keyName;
    Q_EMIT listed(*m_report);
    m_next = 0;
    m_done = 0;
    m_toDo = m_report->bytes(PartVerdict::NotCompared);
    m_clock.start();
    m_progress.start();
    askNext();
}

void Adoption::askNext()
{
    while (m_asked.size() < comparisonsAtOnce() && m_next < m_report->parts.size()) {
        const AdoptedPart &part = m_report->parts[m_next++];
        if (part.verdict == PartVerdict::NotCompared)
            m_asked.insert(m_transport.send(comparison(part)), part.number);
    }
    if (!m_asked.isEmpty())
        return;
    m_progress.stop();
    AdoptionReport report = *std::exchange(m_report, std::nullopt);
    const double seconds = double(m_clock.nsecsElapsed()) / 1e9;
    report.bytesPerSecond = seconds > 0 ? double(m_done) / seconds : 0;
    conclude(report);
    Q_EMIT progressed(m_done, m_toDo, report.bytesPerSecond);
    Q_EMIT compared(report);
}

void Adoption::partCompared(int number, const PartCompared &answer)
{
    AdoptedPart &part = m_report->parts[number - 1];
    m_done += part.range.length;
    part.digests = answer.digests;
    part.reason = answer.by;
    switch (answer.result) {
    case Comparison::Same:
        part.verdict = PartVerdict::Same;
        break;
    case Comparison::Differs:
        part.verdict = PartVerdict::Differs;
        break;
    case Comparison::Impossible:
        part.verdict = PartVerdict::Unproven;
        break;
    }
    askNext();
}

} // namespace upload
