// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/sqlitejournal.h"

#include "store/journalwriter.h"

#include <QMetaObject>

namespace store {

using namespace upload;

SqliteJournal::SqliteJournal(const QString &path, QObject *parent, std::optional<bool> onNetwork)
    : UploadJournal(parent)
    , m_writer(new JournalWriter(path, onNetwork))
{
    m_thread.setObjectName(QStringLiteral("journal"));
    m_writer->moveToThread(&m_thread);
    connect(m_writer, &JournalWriter::durable, this, &SqliteJournal::durable);
    connect(m_writer, &JournalWriter::loaded, this, &SqliteJournal::loaded);
    connect(m_writer, &JournalWriter::heldElsewhere, this, &SqliteJournal::heldElsewhere);
    connect(m_writer, &JournalWriter::receiptStored, this, &SqliteJournal::receiptStored);
    connect(m_writer, &JournalWriter::troubled, this, &SqliteJournal::troubled);
    connect(m_writer, &JournalWriter::closed, &m_thread, &QThread::quit, Qt::DirectConnection);
    connect(&m_thread, &QThread::finished, m_writer, &QObject::deleteLater);
    m_thread.start();
}

SqliteJournal::~SqliteJournal()
{
    // Queued behind everything that was asked before; the thread ends when it is done.
    QMetaObject::invokeMethod(m_writer, &JournalWriter::close, Qt::QueuedConnection);
    m_thread.wait();
}

quint64 SqliteJournal::store(const QList<UploadRecord> &records)
{
    const quint64 revision = ++m_revision;
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, revision, records] { writer->store(revision, records); }, Qt::QueuedConnection);
    return revision;
}

void SqliteJournal::storePart(const UploadId &id, const RecordedPart &part)
{
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, id, part] { writer->storePart(id, part); }, Qt::QueuedConnection);
}

void SqliteJournal::remove(const QList<UploadId> &ids)
{
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, ids] { writer->remove(ids); }, Qt::QueuedConnection);
}

void SqliteJournal::storeReceipt(const Receipt &receipt)
{
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, receipt] { writer->storeReceipt(receipt); }, Qt::QueuedConnection);
}

void SqliteJournal::watchOthers()
{
    QMetaObject::invokeMethod(m_writer, &JournalWriter::watchOthers, Qt::QueuedConnection);
}

void SqliteJournal::load()
{
    QMetaObject::invokeMethod(m_writer, &JournalWriter::load, Qt::QueuedConnection);
}

void SqliteJournal::release(const QList<UploadId> &ids)
{
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, ids] { writer->release(ids); }, Qt::QueuedConnection);
}

} // namespace store
