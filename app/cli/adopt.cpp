// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/adopt.h"
#include "app/cli/onlyupload.h"
#include "app/cli/unfinished.h"
#include "app/cli/words.h"

#include "store/paths.h"
#include "store/sqlitejournal.h"

namespace cli {

void Adopt::start()
{
    const Source source = sourcesFrom({m_options.operands.first()}).first();
    if (!readTarget(true, 1))
        return;
    m_upload.object = {m_target.bucket, m_target.key};
    m_upload.uploadId = m_options.operands.value(2);
    m_sourcePath = source.path;
    if (source.path.isEmpty())
        return refuse(s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("FileNotFound"),
            QStringLiteral("\"%1\" names no file, or is not UTF-8.").arg(printable(source.typed))));
    if (const s3::Result<upload::FileFingerprint> seen = upload::fingerprintOf(m_sourcePath); !seen)
        return refuse(seen.error());
    if (!connectToServer())
        return;
    if (m_upload.uploadId.isEmpty())
        findUpload();
    else
        compare();
}

void Adopt::findUpload()
{
    auto *search = new OnlyUpload(*m_engine, m_report, this);
    connect(search, &OnlyUpload::refused, this, &Adopt::refuse);
    connect(search, &OnlyUpload::severalFound, this, [this] { end(UsageError); });
    connect(search, &OnlyUpload::found, this, [this](const upload::OpenUpload &upload) {
        if (hasEnded())
            return;
        m_upload.uploadId = upload.upload.address.uploadId;
        m_report.said(
            QStringLiteral("%1 is taken up: it is the only unfinished one of %2.").arg(openUploadText(upload), urlText(m_upload.object)));
        compare();
    });
    search->find(m_connection.id, m_upload.object);
}

void Adopt::compare()
{
    const auto listed = store::allRecords(store::journalPath(QProcessEnvironment::systemEnvironment()));
    if (!listed)
        return refuse(listed.error());
    QString key = m_options.object.sseCustomerKey;
    for (const store::ListedRecord &one : *listed) {
        if (isOver(one.record) || one.record.uploadId != m_upload.uploadId || one.record.spec.target != m_upload.object)
            continue;
        if (one.holderPid != 0)
            return refuse(runningElsewhere(one.record, one.holderPid));
        // What others began may have been taken up without its key, or with a wrong one; of ours the key is known.
        const auto objection = key.isEmpty() || one.record.adopted ? std::nullopt : objectionToKey(one.record, key);
        if (objection)
            return refuse(*objection);
        if (key.isEmpty())
            key = one.record.spec.options.sseCustomerKey;
        m_ours = one.record.spec.id;
    }
    m_comparison = new PartsComparison(*m_engine, m_report, m_options, m_question, this);
    connect(m_comparison, &PartsComparison::refused, this, &Adopt::refuse);
    connect(m_comparison, &PartsComparison::concluded, this, &Adopt::onConcluded);
    m_comparison->start(m_connection.id, m_upload, m_sourcePath, key);
}

void Adopt::onConcluded(const upload::AdoptionReport &report, upload::Unproven unproven)
{
    if (hasEnded())
        return;
    m_report.ended(); // of the comparison
    if (m_options.dryRun)
        return end(AllDone);
    m_record = upload::adoptedRecord(report, unproven);
    if (!m_ours)
        return send();
    connect(m_engine.get(), &app::Engine::recordsLoaded, this, &Adopt::takeOver, Qt::SingleShotConnection);
    m_engine->loadRecords();
}

// One upload ID, one record: the one that is there makes room.
void Adopt::takeOver(const QList<upload::UploadRecord> &loaded)
{
    if (hasEnded())
        return;
    QList<upload::UploadId> others;
    std::optional<upload::UploadRecord> ours;
    for (const upload::UploadRecord &record : loaded) {
        if (record.spec.id == *m_ours)
            ours = record;
        else
            others.append(record.spec.id);
    }
    m_engine->releaseRecords(others);
    if (!ours)
        return refuse(runningElsewhere(m_record, 0));
    m_record = inPlaceOf(*ours, m_record);
    m_engine->forgetRecords({*m_ours});
    send();
}

void Adopt::send()
{
    m_run = new Run(*m_engine, m_report, m_options, this);
    connect(m_run, &Run::finished, this, [this](int exitStatus) { end(exitStatus); });
    m_report.queued(m_record.spec, m_record.fingerprint.size);
    m_report.created(createdSnapshot(m_record));
    m_run->follow({m_record.spec.id}, false);
    m_engine->post([record = m_record](upload::UploadManager &manager) { manager.adopt(record); });
}

void Adopt::interrupt()
{
    if (m_run)
        return m_run->interrupt();
    if (m_comparison)
        m_comparison->cancel();
    m_report.ended();
    m_report.said(QStringLiteral("Interrupted. Nothing was sent, and nothing was changed."));
    end(InterruptedByUser);
}

void Adopt::refuse(const s3::Error &error)
{
    if (hasEnded())
        return;
    m_report.ended();
    m_report.refused(m_sourcePath.isEmpty() ? printable(m_options.operands.first()) : m_sourcePath, error);
    end(exitStatusFor(error));
}

} // namespace cli
