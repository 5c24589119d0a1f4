// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/journalwriter.h"

#include "store/receiptrows.h"
#include "store/recordrows.h"

#include <QSqlError>
#include <QVariant>

#include <algorithm>
#include <chrono>

namespace store {

using namespace upload;
using namespace std::chrono_literals;

namespace {

constexpr auto partsWaitFor = 200ms;
constexpr qsizetype partsAtOnce = 500;
constexpr auto firstRetry = 1s;
constexpr auto longestRetry = 30s;

} // namespace

JournalWriter::JournalWriter(const QString &path, std::optional<bool> onNetwork)
    : m_path(path)
    , m_lease(leaseText(newHolder()))
    , m_file(path, onNetwork)
    , m_soon(this)
    , m_later(this)
    , m_again(this)
    , m_look(this)
    , m_beat(this)
{
    for (QTimer *timer : {&m_soon, &m_later, &m_again}) {
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, this, &JournalWriter::flush);
    }
    m_soon.setInterval(0ms);
    m_later.setInterval(partsWaitFor);
    m_again.setInterval(firstRetry);
    m_look.setInterval(1s);
    connect(&m_look, &QTimer::timeout, this, &JournalWriter::look);
    m_beat.setInterval(BeatInterval);
    connect(&m_beat, &QTimer::timeout, this, [this] {
        QSqlError error;
        if (m_statements)
            beat(&error); // one that is missed is made up for by the next
    });
}

JournalWriter::Pending &JournalWriter::pendingOf(const UploadId &id)
{
    auto place = m_pending.find(id);
    if (place == m_pending.end()) {
        m_order.append(id);
        place = m_pending.insert(id, {});
    }
    return *place;
}

void JournalWriter::store(quint64 revision, const QList<UploadRecord> &records)
{
    for (const UploadRecord &record : records) {
        Pending &pending = pendingOf(record.spec.id);
        const Origin origin{record.uploadId, record.fingerprint};
        const auto known = m_origins.find(record.spec.id);
        if (known != m_origins.end() && *known != origin) {
            pending.dropParts = true;
            m_pendingParts -= pending.parts.size();
            pending.parts.clear();
        }
        m_origins.insert(record.spec.id, origin);
        pending.record = record;
        pending.record->parts.clear();
        pending.release = false;
    }
    m_unanswered.append(revision);
    if (!m_inTrouble) {
        m_soon.start();
        return;
    }
    // The next attempt is already set; nobody shall wait for it.
    answerStores();
}

void JournalWriter::storePart(const UploadId &id, const RecordedPart &part)
{
    Pending &pending = pendingOf(id);
    const qsizetype before = pending.parts.size();
    pending.parts.insert(part.number, part);
    m_pendingParts += pending.parts.size() - before;
    if (m_inTrouble)
        return;
    if (m_pendingParts >= partsAtOnce)
        m_soon.start();
    else if (!m_later.isActive())
        m_later.start();
}

void JournalWriter::remove(const QList<UploadId> &ids)
{
    for (const UploadId &id : ids) {
        Pending &pending = pendingOf(id);
        m_pendingParts -= pending.parts.size();
        pending = {};
        pending.remove = true;
        m_origins.remove(id);
    }
    if (!m_inTrouble && !m_later.isActive())
        m_later.start();
}

void JournalWriter::release(const QList<UploadId> &ids)
{
    for (const UploadId &id : ids) {
        pendingOf(id).release = true;
        m_origins.remove(id);
    }
    if (!m_inTrouble)
        m_soon.start();
}

void JournalWriter::storeReceipt(const Receipt &receipt)
{
    m_receipts.append(receipt);
    if (!m_inTrouble)
        m_soon.start();
}

void JournalWriter::load()
{
    m_loadAsked = true;
    flush();
}

// Answers true when statements can be executed.
bool JournalWriter::opened()
{
    if (m_memoryOnly)
        return false;
    if (m_statements)
        return true;
    const Condition condition = m_file.open();
    if (const QString broken = m_file.brokenSetAside(); !broken.isEmpty())
        Q_EMIT troubled(JournalFile::brokenTrouble(m_path, broken));
    if (condition == Condition::Newer) {
        m_memoryOnly = true;
        Q_EMIT troubled(m_file.trouble());
        return false;
    }
    if (condition != Condition::Ready) {
        fail(m_file.trouble());
        return false;
    }
    QSqlError error;
    const auto prepared = [this, &error](const QString &statement, bool *good) {
        QSqlQuery query(m_file.database());
        if (!query.prepare(statement)) {
            error = query.lastError();
            *good = false;
        }
        return query;
    };
    bool good = true;
    m_statements = Statements{
        prepared(QStringLiteral("DELETE FROM uploads WHERE id = ?"), &good),
        prepared(QStringLiteral("DELETE FROM parts WHERE upload = (SELECT position FROM uploads WHERE id = ?)"), &good),
        prepared(upsertRecordStatement(), &good),
        prepared(insertPartStatement(), &good),
        prepared(QStringLiteral("UPDATE uploads SET lease = NULL WHERE id = ? AND lease = ?"), &good),
        prepared(insertReceiptStatement(), &good),
    };
    if (good && m_file.isOnNetwork()) {
        m_beat.start();
        good = beat(&error);
    }
    if (good)
        return true;
    const s3::Error trouble = m_file.troubleFor(error);
    dropConnection();
    fail(trouble);
    return false;
}

void JournalWriter::dropConnection()
{
    m_statements.reset();
    m_file.close();
}

void JournalWriter::flush()
{
    m_soon.stop();
    m_later.stop();
    m_again.stop();
    if (!opened()) {
        if (m_memoryOnly)
            forget();
        answerStores();
        answerLoad();
        return;
    }
    bool repaired = false;
    for (;;) {
        QSqlError error;
        Attempt attempt = m_pending.isEmpty() && m_receipts.isEmpty() ? Attempt::Done : write(&error);
        QList<UploadRecord> records;
        QList<HeldUpload> held;
        if (attempt == Attempt::Done) {
            forget();
            if (m_loadAsked)
                attempt = read(true, &records, &held, &error);
        }
        if (attempt == Attempt::Done) {
            m_inTrouble = false;
            m_locked = false;
            m_again.setInterval(firstRetry);
            answerStores();
            if (m_loadAsked) {
                m_loadAsked = false;
                Q_EMIT loaded(records);
            }
            return;
        }
        if (attempt == Attempt::Broken && !repaired && recoverFromDamage()) {
            repaired = true;
            continue;
        }
        if (m_statements)
            fail(m_file.troubleFor(error));
        answerStores();
        answerLoad();
        return;
    }
}

JournalWriter::Attempt JournalWriter::write(QSqlError *error)
{
    QSqlQuery query(m_file.database());
    const auto failed = [&](const QSqlQuery &culprit) {
        *error = culprit.lastError();
        for (QSqlQuery *statement : {&m_statements->remove, &m_statements->dropParts, &m_statements->upsert, &m_statements->insertPart,
                 &m_statements->release, &m_statements->insertReceipt})
            statement->finish();
        query.exec(QStringLiteral("ROLLBACK"));
        return conditionOf(primaryCode(*error)) == Condition::Broken ? Attempt::Broken : Attempt::Refused;
    };
    const auto withId = [](QSqlQuery &statement, const UploadId &id) {
        statement.bindValue(0, idBytes(id), QSql::In | QSql::Binary);
        return statement.exec();
    };

    if (!query.exec(QStringLiteral("BEGIN IMMEDIATE")))
        return failed(query);
    for (const UploadId &id : std::as_const(m_order)) {
        const Pending &pending = *m_pending.constFind(id);
        if (pending.remove && !withId(m_statements->remove, id))
            return failed(m_statements->remove);
        if (pending.dropParts && !withId(m_statements->dropParts, id))
            return failed(m_statements->dropParts);
        if (pending.record) {
            bindRecord(m_statements->upsert, *pending.record, m_lease);
            if (!m_statements->upsert.exec())
                return failed(m_statements->upsert);
        }
        for (const RecordedPart &part : pending.parts) {
            bindPart(m_statements->insertPart, id, part);
            if (!m_statements->insertPart.exec())
                return failed(m_statements->insertPart);
        }
        if (pending.release) {
            m_statements->release.bindValue(1, m_lease);
            if (!withId(m_statements->release, id))
                return failed(m_statements->release);
        }
    }
    for (const Receipt &receipt : std::as_const(m_receipts)) {
        bindReceipt(m_statements->insertReceipt, receipt);
        if (!m_statements->insertReceipt.exec())
            return failed(m_statements->insertReceipt);
    }
    if (!query.exec(QStringLiteral("COMMIT")))
        return failed(query);
    return Attempt::Done;
}

void JournalWriter::forget()
{
    m_pending.clear();
    m_order.clear();
    m_pendingParts = 0;
    for (Receipt &receipt : std::exchange(m_receipts, {})) {
        receipt.parts.clear();
        m_ownReceipts.insert(receipt.id);
        if (!m_memoryOnly)
            Q_EMIT receiptStored(receipt);
    }
}

void JournalWriter::answerStores()
{
    for (const quint64 revision : std::exchange(m_unanswered, {}))
        Q_EMIT durable(revision);
}

void JournalWriter::answerLoad()
{
    // Whoever only keeps the file locked will let go of it: then there is something to load.
    if (m_loadAsked && !m_locked) {
        m_loadAsked = false;
        Q_EMIT loaded({});
    }
}

// Says it once, until something could be written again.
void JournalWriter::fail(const s3::Error &error)
{
    if (!m_inTrouble)
        Q_EMIT troubled(error);
    else
        m_again.setInterval(std::min<std::chrono::milliseconds>(m_again.intervalAsDuration() * 2, longestRetry));
    m_inTrouble = true;
    m_locked = error.code == QLatin1String("JournalLocked");
    m_again.start();
}

bool JournalWriter::recoverFromDamage()
{
    dropConnection();
    if (!m_file.setAside()) {
        fail(m_file.trouble());
        return false;
    }
    if (const QString broken = m_file.brokenSetAside(); !broken.isEmpty())
        Q_EMIT troubled(JournalFile::brokenTrouble(m_path, broken));
    return opened();
}

void JournalWriter::close()
{
    if (!m_pending.isEmpty() || !m_receipts.isEmpty() || m_loadAsked)
        flush();
    for (QTimer *timer : {&m_soon, &m_later, &m_again, &m_look, &m_beat})
        timer->stop();
    if (m_statements) {
        QSqlQuery query(m_file.database());
        query.prepare(QStringLiteral("UPDATE uploads SET lease = NULL WHERE lease = ?"));
        query.addBindValue(m_lease);
        query.exec(); // if it cannot be done: a dead holder's lease is taken over anyway
        query.prepare(QStringLiteral("DELETE FROM beats WHERE lease = ?"));
        query.addBindValue(m_lease);
        query.exec();
    }
    dropConnection();
    Q_EMIT closed();
}

} // namespace store
