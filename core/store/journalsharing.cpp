// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The side of the journal's writer that shares the file with other processes: takes what nobody holds, and looks at what others do.

#include "store/journalreading.h"
#include "store/journalwriter.h"
#include "store/receiptrows.h"
#include "store/recordrows.h"

#include <QDateTime>
#include <QSqlError>
#include <QVariant>

namespace store {

using namespace upload;

namespace {

const QString unfinished = QStringLiteral("stage NOT IN ('completed', 'cancelled', 'skipped')");

QString marks(qsizetype count)
{
    return QStringList(count, QStringLiteral("?")).join(QLatin1Char(','));
}

bool sameHeld(const QList<HeldUpload> &a, const QList<HeldUpload> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const HeldUpload &x, const HeldUpload &y) {
        return x.record.spec == y.record.spec && x.partsStored == y.partsStored && x.holder == y.holder &&
               x.record.uploadId == y.record.uploadId && x.record.partSize == y.record.partSize &&
               x.record.fingerprint == y.record.fingerprint;
    });
}

} // namespace

JournalWriter::Attempt JournalWriter::read(bool settledToo, QList<UploadRecord> *records, QList<HeldUpload> *held, QSqlError *error)
{
    QSqlQuery query(m_file.database());
    const auto failed = [&](const QSqlError &reason) {
        *error = reason;
        query.finish();
        query.exec(QStringLiteral("ROLLBACK"));
        records->clear();
        held->clear();
        return conditionOf(primaryCode(*error)) == Condition::Broken ? Attempt::Broken : Attempt::Refused;
    };

    // Looking and taking are one transaction: two processes that start together never take the same upload.
    if (!query.exec(QStringLiteral("BEGIN IMMEDIATE")))
        return failed(query.lastError());
    QSqlError reason;
    if (!m_holders.readBeats(m_file.database(), &reason))
        return failed(reason);
    if (!query.exec(QStringLiteral("SELECT DISTINCT lease FROM uploads WHERE lease IS NOT NULL")))
        return failed(query.lastError());
    QStringList living, others;
    while (query.next()) {
        const QString lease = query.value(0).toString();
        if (lease == m_lease) {
            living.append(lease);
        } else if (m_holders.lives(lease)) {
            living.append(lease);
            others.append(lease);
        }
    }
    if (query.lastError().isValid())
        return failed(query.lastError());

    QString isFree = QStringLiteral("(lease IS NULL OR lease NOT IN (%1))").arg(marks(living.size()));
    if (!settledToo)
        isFree += QStringLiteral(" AND ") + unfinished;
    auto found = readJournal(m_file.database(), isFree, living, &reason);
    if (!found)
        return failed(reason);
    if (settledToo || !found->rows.isEmpty()) {
        query.prepare(QStringLiteral("UPDATE uploads SET lease = ? WHERE ") + isFree);
        query.addBindValue(m_lease);
        for (const QString &lease : living)
            query.addBindValue(lease);
        if (!query.exec())
            return failed(query.lastError());
    }

    if (!settledToo && !others.isEmpty()) {
        query.prepare(QStringLiteral("SELECT %1, lease, (SELECT count(*) FROM parts WHERE parts.upload = uploads.position) FROM uploads "
                                     "WHERE lease IN (%2) AND %3 ORDER BY position")
                          .arg(recordColumns(), marks(others.size()), unfinished));
        for (const QString &lease : std::as_const(others))
            query.addBindValue(lease);
        if (!query.exec())
            return failed(query.lastError());
        const int leaseColumn = static_cast<int>(recordColumns().count(QLatin1Char(','))) + 1;
        while (query.next()) {
            if (auto record = recordFromRow(query))
                held->append({std::move(*record), query.value(leaseColumn + 1).toInt(),
                    holderName(holderFromLease(query.value(leaseColumn).toString()))});
        }
        if (query.lastError().isValid())
            return failed(query.lastError());
    }
    query.finish();
    if (!query.exec(QStringLiteral("COMMIT")))
        return failed(query.lastError());
    m_otherLeases = others;

    records->reserve(found->rows.size());
    for (JournalRow &row : found->rows) {
        m_origins.insert(row.record.spec.id, {row.record.uploadId, row.record.fingerprint});
        records->append(std::move(row.record));
    }
    if (found->unreadable > 0 && settledToo) {
        s3::Error strange;
        strange.kind = s3::ErrorKind::NeedsUser;
        strange.code = QStringLiteral("JournalPartlyUnreadable");
        strange.message =
            QStringLiteral("%1 of the saved uploads cannot be read by this Davit and are left as they are.").arg(found->unreadable);
        Q_EMIT troubled(strange);
    }
    return Attempt::Done;
}

void JournalWriter::watchOthers()
{
    m_look.start();
    look();
}

// Cheap as long as nobody does anything: two small questions to SQLite and one file of /proc for each holder.
bool JournalWriter::somethingChanged()
{
    QSqlQuery query(m_file.database());
    if (!query.exec(QStringLiteral("PRAGMA data_version")) || !query.next())
        return true;
    const qint64 version = query.value(0).toLongLong();
    if (std::exchange(m_dataVersion, version) != version)
        return true;
    return std::any_of(m_otherLeases.begin(), m_otherLeases.end(), [this](const QString &lease) { return !m_holders.lives(lease); });
}

// In trouble it keeps silent: whoever writes says what is wrong.
void JournalWriter::look()
{
    if (m_inTrouble || m_loadAsked || !m_pending.isEmpty() || !opened() || !somethingChanged())
        return;
    QList<UploadRecord> taken;
    QList<HeldUpload> held;
    QSqlError error;
    if (read(false, &taken, &held, &error) != Attempt::Done || !tellNewReceipts()) {
        m_dataVersion = -1;
        return;
    }
    if (!taken.isEmpty())
        Q_EMIT loaded(taken);
    if (!m_toldHeld || !sameHeld(*m_toldHeld, held)) {
        m_toldHeld = held;
        Q_EMIT heldElsewhere(held);
    }
}

// What others have completed since the last look.
bool JournalWriter::tellNewReceipts()
{
    QSqlQuery query(m_file.database());
    query.setForwardOnly(true);
    if (m_lastReceipt < 0) {
        if (!query.exec(QStringLiteral("SELECT coalesce(max(rowid), 0) FROM receipts")) || !query.next())
            return false;
        m_lastReceipt = query.value(0).toLongLong();
        return true;
    }
    query.prepare(QStringLiteral("SELECT rowid, summary FROM receipts WHERE rowid > ? ORDER BY rowid"));
    query.addBindValue(m_lastReceipt);
    if (!query.exec())
        return false;
    while (query.next()) {
        m_lastReceipt = query.value(0).toLongLong();
        const auto receipt = receiptFromSummary(query.value(1).toString());
        if (receipt && !m_ownReceipts.remove(receipt->id))
            Q_EMIT receiptStored(*receipt);
    }
    return true;
}

bool JournalWriter::beat(QSqlError *error)
{
    QSqlQuery query(m_file.database());
    query.prepare(QStringLiteral("INSERT OR REPLACE INTO beats (lease, beat, at) VALUES (?, ?, ?)"));
    query.addBindValue(m_lease);
    query.addBindValue(++m_beats);
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    if (query.exec())
        return true;
    *error = query.lastError();
    return false;
}

} // namespace store
