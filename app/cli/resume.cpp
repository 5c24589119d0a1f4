// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/resume.h"
#include "app/cli/connect.h"
#include "app/cli/target.h"
#include "app/cli/unfinished.h"
#include "app/cli/words.h"

#include "store/paths.h"
#include "store/sqlitejournal.h"
#include "upload/uploadmanager.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace cli {

using upload::UploadRecord;

namespace {

bool fits(const UploadRecord &record, const QByteArray &operand)
{
    return !operand.isEmpty() &&
           (fullId(record.spec.id).startsWith(QString::fromUtf8(operand), Qt::CaseInsensitive) || record.uploadId == operand);
}

} // namespace

Resume::Resume(const Options &options, Report &report, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_report(report)
{
}

void Resume::start()
{
    m_engine = std::make_unique<app::Engine>(settingsFor(m_options));
    connect(m_engine.get(), &app::Engine::recordsLoaded, this, &Resume::onLoaded, Qt::SingleShotConnection);
    m_engine->loadRecords();
}

QList<UploadRecord> Resume::chosenFrom(const QList<UploadRecord> &records)
{
    QList<UploadRecord> open;
    std::copy_if(records.begin(), records.end(), std::back_inserter(open), [](const UploadRecord &record) { return !isOver(record); });
    if (m_options.all)
        return open;
    QList<UploadRecord> chosen;
    for (const QByteArray &operand : m_options.operands) {
        QList<UploadRecord> fitting;
        std::copy_if(
            open.begin(), open.end(), std::back_inserter(fitting), [&](const UploadRecord &record) { return fits(record, operand); });
        if (fitting.size() != 1) {
            m_missing = true;
            if (fitting.isEmpty() && sayWhoHolds(operand))
                continue;
            m_report.said(
                fitting.isEmpty()
                    ? QStringLiteral("No upload that could be resumed has the ID %1; `davit-cli queue` shows those there are.")
                          .arg(printable(operand))
                    : QStringLiteral("%1 is the beginning of %2 IDs; give more of it.").arg(printable(operand)).arg(fitting.size()));
            continue;
        }
        const bool isTwice =
            std::any_of(chosen.begin(), chosen.end(), [&](const UploadRecord &one) { return one.spec.id == fitting.first().spec.id; });
        if (!isTwice)
            chosen.append(fitting.first());
    }
    return chosen;
}

// Of an ID that another process has: that is said instead of "there is none".
bool Resume::sayWhoHolds(const QByteArray &operand)
{
    const auto listed = store::allRecords(store::journalPath(QProcessEnvironment::systemEnvironment()));
    if (!listed)
        return false;
    bool said = false;
    for (const store::ListedRecord &one : *listed) {
        if (one.holderPid == 0 || one.holderPid == QCoreApplication::applicationPid() || isOver(one.record))
            continue;
        if (!m_options.all && !fits(one.record, operand))
            continue;
        said = true;
        const s3::Error error = runningElsewhere(one.record, one.holderPid);
        if (m_options.all)
            m_report.said(errorText(error));
        else
            m_report.refused(one.record.spec.sourcePath, error);
    }
    return said;
}

void Resume::onLoaded(const QList<UploadRecord> &records)
{
    if (m_ended)
        return;
    QList<UploadRecord> chosen = chosenFrom(records);
    QList<upload::UploadId> ids, others;
    for (const UploadRecord &record : std::as_const(chosen))
        ids.append(record.spec.id);
    for (const UploadRecord &record : records) {
        if (!ids.contains(record.spec.id))
            others.append(record.spec.id);
    }
    m_engine->releaseRecords(others);
    const bool someElsewhere = m_options.all && sayWhoHolds({});
    if (chosen.isEmpty()) {
        if (!m_missing && !someElsewhere)
            m_report.said(QStringLiteral("Nothing is waiting to be resumed."));
        return end(m_missing ? SomethingFailed : AllDone);
    }
    const s3::Result<QList<upload::Connection>> connections = connectionsFor(chosen, m_options.connection);
    if (!connections) {
        m_report.said(errorText(connections.error()));
        return end(isUsage(connections.error()) ? UsageError : exitStatusFor(connections.error()));
    }
    if (!m_options.connection.verifyTls)
        m_report.said(unverifiedWarning());
    m_run = new Run(*m_engine, m_report, m_options, this);
    connect(m_run, &Run::finished, this, &Resume::end);
    for (const UploadRecord &record : std::as_const(chosen))
        m_report.queued(record.spec, record.fingerprint.size);
    m_run->follow(ids, m_missing);
    m_engine->setConnections(*connections);
    if (!m_options.movedTo.isEmpty()) {
        const QString path = sourcesFrom({m_options.movedTo}).first().path;
        m_engine->post([chosen, path](upload::UploadManager &manager) {
            manager.takeUp(chosen, true);
            manager.relocate(chosen.first().spec.id, path); // and goes on
        });
        return;
    }
    m_engine->post([chosen, ids](upload::UploadManager &manager) {
        manager.takeUp(chosen, false);
        manager.resume(ids); // also what was paused by hand or stopped by an error
    });
}

void Resume::interrupt()
{
    if (m_run)
        return m_run->interrupt();
    end(InterruptedByUser);
}

void Resume::end(int exitStatus)
{
    if (m_ended)
        return;
    m_ended = true;
    m_engine.reset(); // what the journal still has to write is written now
    Q_EMIT finished(exitStatus);
}

} // namespace cli
