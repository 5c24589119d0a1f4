// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/adoption.h"

#include <QThread>

#include <algorithm>

namespace upload {

namespace {

// Enough to keep every core hashing while answers are on their way.
int comparisonsAtOnce()
{
    return QThread::idealThreadCount() + 2;
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

void Adoption::compare(const QString &connectionId, const s3::UploadAddress &upload, const QString &sourcePath)
{
    stop();
    const Connection *connection = m_inquiries.connection(connectionId);
    m_connection = connection ? *connection : Connection();
    m_upload = upload;
    m_sourcePath = sourcePath;
    m_listing.ask(connectionId, ListStoredParts{upload}, [this](const Outcome &outcome) {
        if (outcome.ok())
            partsListed(std::get<PartsListed>(*outcome));
        else
            refuse(outcome.error());
    });
}

void Adoption::cancel()
{
    stop();
}

void Adoption::stop()
{
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
