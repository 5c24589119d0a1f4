// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/verification.h"

#include "s3/retrypolicy.h"
#include "upload/partcomparison.h"

#include <QThread>

#include <algorithm>

namespace upload {

using s3::ErrorKind;

namespace {

constexpr int Attempts = 4; // of the HEAD, with growing pauses between them

int comparisonsAtOnce()
{
    return QThread::idealThreadCount() + 2;
}

// MD5 brings the CRC64NVME with it (see net/comparepart.h), so that the two are compared; a SHA that travelled with the part is better still.
s3::StoredPart knownOf(qint64 size, const ReadDigests &digests, const s3::Headers &checksums)
{
    using enum s3::ChecksumAlgorithm;
    s3::StoredPart known;
    known.size = size;
    for (const s3::ChecksumAlgorithm algorithm : {Sha256, Sha1}) {
        if (const QByteArray value = checksums.value(s3::checksumHeader(algorithm)); !value.isEmpty()) {
            known.checksums.values.insert(s3::checksumName(algorithm), value);
            return known;
        }
    }
    if (!digests.md5.isEmpty())
        known.etag = '"' + digests.md5.toHex() + '"';
    else if (!digests.crc64Nvme.isEmpty())
        known.checksums.values.insert(s3::checksumName(Crc64Nvme), digests.crc64Nvme.toBase64());
    else {
        for (const s3::ChecksumAlgorithm algorithm : {Crc64Nvme, Crc32c, Crc32}) {
            if (const QByteArray value = checksums.value(s3::checksumHeader(algorithm)); !value.isEmpty())
                known.checksums.values.insert(s3::checksumName(algorithm), value);
        }
    }
    return known;
}

bool canBeCompared(const s3::StoredPart &known)
{
    return !comparableBy(known, true).isEmpty();
}

QString placeOf(const DifferingRange &range)
{
    const QString bytes = QStringLiteral("bytes %1 to %2").arg(range.range.offset).arg(range.range.offset + range.range.length - 1);
    return range.number > 0 ? QStringLiteral("part %1 (%2)").arg(range.number).arg(bytes) : bytes;
}

} // namespace

Verification::Verification(Transport &transport, CredentialSource &credentials, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_credentials(credentials)
    , m_again(this)
    , m_progress(this)
{
    qRegisterMetaType<VerificationResult>();
    connect(&m_transport, &Transport::finished, this, &Verification::answer);
    connect(&m_credentials, &CredentialSource::provided, this, [this](const QString &id, const s3::Credentials &given) {
        if (m_awaitsCredentials && id == m_connectionId)
            begin(given);
    });
    connect(&m_credentials, &CredentialSource::refused, this, [this](const QString &id, const s3::Error &error) {
        if (!m_awaitsCredentials || id != m_connectionId)
            return;
        m_awaitsCredentials = false;
        objectAnswered(error);
    });
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Verification::askObject);
    m_progress.setInterval(100);
    connect(&m_progress, &QTimer::timeout, this, [this] {
        const double seconds = double(m_clock.nsecsElapsed()) / 1e9;
        Q_EMIT progressed(m_done, m_fingerprint.size, seconds > 0 ? double(m_done) / seconds : 0);
    });
}

void Verification::setCustomerKeySource(CustomerKeySource &source)
{
    m_customerKeys = &source;
    connect(&source, &CustomerKeySource::provided, this, &Verification::customerKeyProvided);
    connect(&source, &CustomerKeySource::refused, this, [this](const QString &name, const s3::Error &error) {
        if (name == m_receipt.sseCustomerKey && std::exchange(m_awaitsCustomerKey, false))
            objectAnswered(error);
    });
}

void Verification::setConnections(const QList<Connection> &connections)
{
    m_connections.clear();
    for (const Connection &connection : connections)
        m_connections.insert(connection.id, connection);
}

void Verification::verify(const Receipt &receipt, const QString &connectionId, const QString &filePath)
{
    stop();
    m_receipt = receipt;
    m_connectionId = connectionId;
    m_filePath = filePath;
    m_result = {};
    m_objectKnown = false;
    m_fileKnown = filePath.isEmpty();
    m_head = {};
    m_head.work = CheckObject{receipt.object};
    m_head.connection = m_connections.value(connectionId);
    // A server that vouched for a checksum then is asked for it now; one that knows none might refuse the question.
    if (!receipt.confirmed.values.isEmpty())
        m_head.checksumAlgorithm = s3::checksumFromName(receipt.confirmed.values.firstKey());
    m_corrected.clear();
    m_attempt = 0;
    m_running = true;
    if (!m_fileKnown)
        beginFile();
    if (!m_connections.contains(connectionId)) {
        objectAnswered(s3::ownError(
            ErrorKind::NeedsUser, QStringLiteral("NoSuchConnection"), QStringLiteral("The connection is not there any more.")));
    } else {
        m_awaitsCredentials = true;
        m_credentials.ask(connectionId, false);
    }
}

void Verification::cancel()
{
    stop();
}

void Verification::stop()
{
    m_awaitsCredentials = false;
    m_awaitsCustomerKey = false;
    m_running = false;
    m_again.stop();
    m_progress.stop();
    QList<Ticket> tickets = m_asked.keys();
    if (m_headAsked)
        tickets.append(*std::exchange(m_headAsked, std::nullopt));
    m_asked.clear(); // what they still answer is nobody's
    for (const Ticket ticket : std::as_const(tickets))
        m_transport.interrupt(ticket);
}

// ---- the object

void Verification::begin(const s3::Credentials &credentials)
{
    m_awaitsCredentials = false;
    m_head.credentials = credentials;
    if (m_receipt.sseCustomerKey.isEmpty() || !m_head.customerKey.isEmpty())
        askObject();
    else
        askForCustomerKey();
}

// An object that is encrypted with a customer key is not even looked at without it.
void Verification::askForCustomerKey()
{
    if (!mayCarryCustomerKey(m_head.connection))
        return objectAnswered(s3::customerKeyNeedsHttps());
    m_awaitsCustomerKey = m_customerKeys;
    if (m_customerKeys)
        m_customerKeys->ask(m_receipt.sseCustomerKey);
    else
        objectAnswered(
            s3::ownError(ErrorKind::NeedsUser, QStringLiteral("KeychainMissing"), QStringLiteral("There is no keychain to ask for keys.")));
}

void Verification::customerKeyProvided(const QString &name, const s3::CustomerKey &key)
{
    if (name != m_receipt.sseCustomerKey || !std::exchange(m_awaitsCustomerKey, false))
        return;
    if (!m_receipt.sseCustomerKeyMd5.isEmpty() && key.fingerprint() != m_receipt.sseCustomerKeyMd5)
        return objectAnswered(s3::ownError(ErrorKind::NeedsUser, QStringLiteral("CustomerKeyChanged"),
            QStringLiteral("The key “%1” in the keychain is another than the one this object was encrypted with.").arg(name)));
    m_head.customerKey = key;
    askObject();
}

void Verification::askObject()
{
    ++m_attempt;
    m_headAsked = m_transport.send(m_head);
}

// Also learns from the error what the next attempt needs.
bool Verification::mayAskAgain(const s3::Error &error)
{
    const bool first = !m_corrected.contains(int(error.kind));
    m_corrected.insert(int(error.kind));
    switch (error.kind) {
    case ErrorKind::ClockSkewed:
        if (error.serverDate.isValid())
            m_head.clockOffset = std::chrono::milliseconds(QDateTime::currentDateTimeUtc().msecsTo(error.serverDate));
        return first;
    case ErrorKind::WrongRegion:
        m_head.region = error.region;
        return first && !error.region.isEmpty();
    case ErrorKind::ChecksumRefused:
        m_head.checksumAlgorithm.reset();
        return first;
    default:
        return s3::isRetryable(error.kind) && m_attempt < Attempts;
    }
}

void Verification::objectAnswered(const Outcome &outcome)
{
    if (outcome.ok()) {
        m_result.object = judged(m_receipt, std::get<s3::ObjectHead>(*outcome));
    } else if (outcome.error().kind == ErrorKind::NotFound) {
        m_result.object = judged(m_receipt, std::nullopt);
    } else if (outcome.error().kind == ErrorKind::CredentialsExpired && !m_corrected.contains(int(ErrorKind::CredentialsExpired)) &&
               m_attempt > 0) {
        m_corrected.insert(int(ErrorKind::CredentialsExpired));
        m_awaitsCredentials = true;
        m_credentials.ask(m_connectionId, true);
        return;
    } else if (m_attempt > 0 && mayAskAgain(outcome.error())) {
        const auto pause = s3::delayBeforeRetry({}, m_attempt, outcome.error(), 0.5, false);
        m_again.start(pause.value_or(std::chrono::milliseconds(0)));
        return;
    } else {
        m_result.trouble = outcome.error();
    }
    m_objectKnown = true;
    endIfKnown();
}

// ---- the file

void Verification::beginFile()
{
    m_ranges.clear();
    m_next = 0;
    m_done = 0;
    m_someUnknown = false;
    const s3::Result<FileFingerprint> seen = fingerprintOf(m_filePath);
    if (!seen) {
        endFile(seen.error().code == QLatin1String("FileNotFound") ? FileVerdict::Missing : FileVerdict::Unreadable, seen.error().message);
        return;
    }
    m_fingerprint = *seen;
    if (m_fingerprint.size != m_receipt.size()) {
        endFile(FileVerdict::Differs,
            QStringLiteral("The file has %1 bytes, the one that was uploaded had %2.").arg(m_fingerprint.size).arg(m_receipt.size()));
        return;
    }
    qint64 offset = 0;
    for (const ReceiptPart &part : std::as_const(m_receipt.parts)) {
        m_ranges.append({part.number, {offset, part.size}, knownOf(part.size, part.digests, part.checksums), part.digests});
        offset += part.size;
    }
    // A part table that is not there, or does not add up: the file as a whole.
    if (offset != m_receipt.size() || m_ranges.isEmpty()) {
        ReadDigests whole{m_receipt.crc64Nvme, {}};
        m_ranges = {{0, {0, m_receipt.size()}, knownOf(m_receipt.size(), whole, {}), whole}};
    }
    m_clock.start();
    m_progress.start();
    askNext();
}

void Verification::rangeCompared(const Range &range, const Outcome &outcome)
{
    if (!outcome.ok()) {
        for (const Ticket ticket : m_asked.keys())
            m_transport.interrupt(ticket);
        m_asked.clear();
        endFile(FileVerdict::Unreadable, outcome.error().message);
        return;
    }
    m_done += range.range.length;
    const auto &answer = std::get<PartCompared>(*outcome);
    const auto contradicts = [](const QByteArray &known, const QByteArray &made) {
        return !known.isEmpty() && !made.isEmpty() && known != made;
    };
    if (answer.result == Comparison::Differs || contradicts(range.digests.crc64Nvme, answer.digests.crc64Nvme) ||
        contradicts(range.digests.md5, answer.digests.md5)) {
        if (!m_result.file)
            m_result.file = FileFinding{};
        m_result.file->differing.append({range.number, range.range});
    }
    askNext();
}

void Verification::endFile(FileVerdict verdict, const QString &sentence)
{
    m_progress.stop();
    if (!m_result.file)
        m_result.file = FileFinding{};
    m_result.file->verdict = verdict;
    m_result.file->sentence = sentence;
    m_fileKnown = true;
    endIfKnown();
}

void Verification::askNext()
{
    while (!m_fileKnown && m_asked.size() < comparisonsAtOnce() && m_next < m_ranges.size()) {
        const qsizetype index = m_next++;
        const Range &range = m_ranges[index];
        if (!canBeCompared(range.known)) {
            m_someUnknown = true;
            m_done += range.range.length;
            continue;
        }
        Order order;
        order.work = ComparePart{{m_receipt.object, m_receipt.uploadId}, range.number, range.range, range.known};
        order.connection.profile.etagIsMd5 = true; // these ETags are made of the receipt's own MD5s
        order.sourcePath = m_filePath;
        order.fingerprint = m_fingerprint;
        m_asked.insert(m_transport.send(order), index);
    }
    if (!m_fileKnown && m_asked.isEmpty()) {
        QList<DifferingRange> differing = m_result.file ? m_result.file->differing : QList<DifferingRange>();
        std::sort(differing.begin(), differing.end(),
            [](const DifferingRange &one, const DifferingRange &other) { return one.range.offset < other.range.offset; });
        if (m_result.file)
            m_result.file->differing = differing;
        const double seconds = double(m_clock.nsecsElapsed()) / 1e9;
        Q_EMIT progressed(m_done, m_fingerprint.size, seconds > 0 ? double(m_done) / seconds : 0);
        if (!differing.isEmpty()) {
            QStringList places;
            for (const DifferingRange &range : differing.mid(0, 3))
                places.append(placeOf(range));
            const qsizetype more = differing.size() - places.size();
            endFile(FileVerdict::Differs,
                QStringLiteral("The file holds other bytes in %1%2.")
                    .arg(places.join(QStringLiteral(", ")), more > 0 ? QStringLiteral(" and %1 more").arg(more) : QString()));
        } else if (m_someUnknown) {
            endFile(
                FileVerdict::SameLength, QStringLiteral("The file has the same length; the receipt knows no checksum of all its bytes."));
        } else {
            endFile(FileVerdict::Same, QStringLiteral("The file has the same length and the same checksums."));
        }
    }
}

void Verification::endIfKnown()
{
    if (m_objectKnown && m_fileKnown && std::exchange(m_running, false))
        Q_EMIT verified(m_result);
}

void Verification::answer(Ticket ticket, const Outcome &outcome)
{
    if (m_headAsked == ticket) {
        m_headAsked.reset();
        objectAnswered(outcome);
        return;
    }
    const auto asked = m_asked.constFind(ticket);
    if (asked == m_asked.constEnd())
        return;
    const qsizetype index = *asked;
    m_asked.erase(asked);
    rangeCompared(m_ranges.at(index), outcome);
}

} // namespace upload
