// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/put.h"
#include "app/cli/connect.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"

#include "store/paths.h"
#include "upload/filesnapshot.h"
#include "upload/uploadmanager.h"

namespace cli {

namespace {

constexpr qsizetype MostKeysAskedAbout = 1'000;

} // namespace

Put::Put(const Options &options, Report &report, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_report(report)
{
}

Put::~Put()
{
    if (m_scan)
        m_scan->stop();
    m_scanThread.quit();
    m_scanThread.wait();
}

void Put::start()
{
    const s3::Result<Target> target = targetFromText(m_options.operands.last());
    if (!target) {
        m_report.said(target.error().message);
        return end(UsageError);
    }
    m_target = *target;
    const QList<Source> sources = sourcesFrom(m_options.operands.mid(0, m_options.operands.size() - 1));
    const bool hasFolder = std::any_of(sources.begin(), sources.end(), [](const Source &source) { return source.isFolder; });
    if (!m_target.isPrefix() && (sources.size() > 1 || hasFolder)) {
        m_report.said(QStringLiteral("%1 needs a prefix as its target: a bucket, or a key that ends in \"/\".")
                          .arg(hasFolder ? QStringLiteral("A folder") : QStringLiteral("More than one source")));
        return end(UsageError);
    }
    if (!m_target.isPrefix() && m_options.keyRule.pattern != upload::KeyRule().pattern) {
        m_report.said(QStringLiteral("--key-pattern makes keys below a prefix; the target %1 is a key already. End it in \"/\".")
                          .arg(urlText({m_target.bucket, m_target.key})));
        return end(UsageError);
    }
    const s3::Result<upload::Connection> connection = connectionFor(m_options.connection);
    if (!connection) {
        m_report.said(errorText(connection.error()));
        return end(isUsage(connection.error()) ? UsageError : exitStatusFor(connection.error()));
    }
    m_connection = *connection;
    if (!m_options.connection.verifyTls)
        m_report.said(unverifiedWarning());

    QStringList paths;
    for (const Source &source : sources) {
        if (source.path.isEmpty()) {
            s3::Error error;
            error.kind = s3::ErrorKind::SourceUnreadable;
            error.code = source.typed.isEmpty() ? QStringLiteral("FileNotFound") : QStringLiteral("NameNotUtf8");
            error.message = source.typed.isEmpty()
                                ? QStringLiteral("An empty name names no file.")
                                : QStringLiteral("The file's name is not UTF-8, and a key has to be; rename it or give another key.");
            refuse(printable(source.typed), error);
            continue;
        }
        if (!paths.contains(source.path))
            paths.append(source.path);
    }

    m_scan = new upload::SourceScan;
    m_scan->moveToThread(&m_scanThread);
    connect(&m_scanThread, &QThread::finished, m_scan, &QObject::deleteLater);
    connect(m_scan, &upload::SourceScan::finished, this, &Put::onScanned);
    m_scanThread.start();
    QMetaObject::invokeMethod(m_scan, [scan = m_scan, paths] { scan->scan(paths); });
}

void Put::onScanned(const QList<upload::FoundItem> &items, const QList<upload::Unusable> &unusable)
{
    if (m_ended)
        return;
    for (const upload::Unusable &one : unusable)
        refuse(one.path, one.error);

    upload::UploadSpec common;
    common.connectionId = m_connection.id;
    common.wishedPartSize = m_options.partSize;
    common.ifKeyExists = m_options.noOverwrite ? upload::IfKeyExists::Skip : upload::IfKeyExists::Overwrite;
    common.checksumAlgorithm = m_options.checksumAlgorithm;
    common.options = m_options.object;
    common.fromSnapshot = m_options.fromSnapshot;
    Plan plan = planFor(items, m_target, common, m_options.keyRule);
    for (const Refusal &refusal : std::as_const(plan.refused))
        refuse(refusal.what, refusal.error);
    if (m_options.fromSnapshot)
        refuseWithoutSnapshot(plan);
    if (plan.specs.isEmpty() && !m_refused)
        m_report.said(QStringLiteral("There is no file to upload."));
    if (m_options.dryRun)
        return end(printPlan(plan));
    if (plan.specs.isEmpty())
        return end(m_refused ? SomethingFailed : AllDone);
    send(plan);
}

// Before anything is sent: on another file system, or without the option, the command would do something else.
void Put::refuseWithoutSnapshot(Plan &plan)
{
    for (qsizetype i = plan.specs.size() - 1; i >= 0; --i) {
        const std::optional<QString> why = upload::snapshotRefusal(plan.specs[i].sourcePath);
        if (!why)
            continue;
        refuse(plan.specs[i].sourcePath, s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("SnapshotImpossible"), *why));
        plan.specs.removeAt(i);
        plan.sizes.removeAt(i);
    }
}

int Put::printPlan(const Plan &plan)
{
    bool failed = m_refused;
    for (qsizetype i = 0; i < plan.specs.size(); ++i) {
        const upload::UploadSpec &spec = plan.specs[i];
        const s3::Result<s3::PartPlan> parts = s3::PartPlan::make(plan.sizes[i], spec.wishedPartSize, m_connection.profile.limits);
        if (!parts) {
            failed = true;
            m_report.refused(spec.sourcePath, parts.error());
            continue;
        }
        if (m_options.json) {
            const QJsonObject object{{QStringLiteral("event"), QStringLiteral("planned")}, {QStringLiteral("source"), spec.sourcePath},
                {QStringLiteral("bucket"), spec.target.bucket}, {QStringLiteral("key"), spec.target.key},
                {QStringLiteral("size"), plan.sizes[i]}, {QStringLiteral("parts"), parts->count()},
                {QStringLiteral("partSize"), parts->isSinglePut() ? 0 : parts->partSize()}};
            writeOut(jsonLine(object));
        } else if (!m_options.quiet) {
            const QString how = parts->isSinglePut() ? QStringLiteral("one request")
                                                     : QStringLiteral("%1 of %2")
                                                           .arg(countText(parts->count(), QStringLiteral("part"), QStringLiteral("parts")),
                                                               sizeText(parts->partSize()));
            writeOut(QStringLiteral("%1 → %2  %3, %4\n")
                         .arg(printable(spec.sourcePath), urlText(spec.target), sizeText(plan.sizes[i]), how)
                         .toUtf8());
        }
    }
    return failed ? SomethingFailed : AllDone;
}

void Put::send(const Plan &plan)
{
    m_engine = std::make_unique<app::Engine>(settingsFor(m_options));
    m_run = new Run(*m_engine, m_report, m_options, this);
    connect(m_run, &Run::finished, this, &Put::end);
    m_engine->setConnections({m_connection});

    const auto listed = store::allRecords(store::journalPath(QProcessEnvironment::systemEnvironment()));
    const QList<store::ListedRecord> records = listed ? *listed : QList<store::ListedRecord>(); // the engine says what is wrong with it
    QSet<QString> ours;
    for (const store::ListedRecord &one : records) {
        if (one.record.spec.target.bucket == m_target.bucket && !isOver(one.record))
            ours.insert(one.record.spec.target.key);
    }
    // Only files in parts can have unfinished uploads on the server, and only for those a question is worth its time.
    QList<upload::UploadSpec> atOnce, again;
    QStringList askServer;
    for (qsizetype i = 0; i < plan.specs.size(); ++i) {
        const upload::UploadSpec &spec = plan.specs[i];
        m_sizes.insert(spec.id, plan.sizes[i]);
        const auto parts = s3::PartPlan::make(plan.sizes[i], spec.wishedPartSize, m_connection.profile.limits);
        const bool asks =
            parts && !parts->isSinglePut() && m_options.unfinished != Unfinished::New && askServer.size() < MostKeysAskedAbout;
        if (asks)
            askServer.append(spec.target.key);
        (asks || ours.contains(spec.target.key) ? again : atOnce).append(spec);
    }
    m_run->setExpectsMore(!again.isEmpty());
    m_run->follow({}, m_refused);
    begin(atOnce);
    if (!again.isEmpty())
        settle(again, records, askServer);
}

void Put::settle(const QList<upload::UploadSpec> &specs, const QList<store::ListedRecord> &records, const QStringList &askServer)
{
    m_again = new PutAgain(*m_engine, m_report, m_options, m_connection, this);
    connect(m_again, &PutAgain::beginNew, this, [this](const upload::UploadSpec &spec) { begin({spec}); });
    connect(m_again, &PutAgain::goOn, this, [this](const upload::UploadRecord &record) {
        goOn(record);
        m_engine->post([record](upload::UploadManager &manager) {
            manager.takeUp({record}, false);
            manager.resume({record.spec.id}); // also what was paused by hand or stopped by an error
        });
    });
    connect(m_again, &PutAgain::adopt, this, [this](const upload::UploadRecord &record) {
        goOn(record);
        m_engine->post([record](upload::UploadManager &manager) { manager.adopt(record); });
    });
    connect(m_again, &PutAgain::refused, this, [this](const upload::UploadSpec &spec, const s3::Error &error) {
        m_report.refused(spec.sourcePath, error);
        m_run->follow({}, true);
    });
    connect(m_again, &PutAgain::finished, this, [this] { m_run->setExpectsMore(false); });
    m_again->settle(specs, records, askServer);
}

void Put::begin(const QList<upload::UploadSpec> &specs)
{
    QList<upload::UploadId> ids;
    for (const upload::UploadSpec &spec : specs) {
        ids.append(spec.id);
        m_report.queued(spec, m_sizes.value(spec.id));
    }
    m_run->follow(ids, false);
    m_engine->enqueue(specs);
}

void Put::goOn(const upload::UploadRecord &record)
{
    m_report.queued(record.spec, record.fingerprint.size);
    if (!record.uploadId.isEmpty())
        m_report.created(createdSnapshot(record));
    m_run->follow({record.spec.id}, false);
}

void Put::interrupt()
{
    if (m_again)
        m_again->cancel();
    if (m_run)
        return m_run->interrupt();
    if (m_scan)
        m_scan->stop();
    m_report.said(QStringLiteral("Interrupted. Nothing was sent yet."));
    end(InterruptedByUser);
}

void Put::refuse(const QString &what, const s3::Error &error)
{
    m_refused = true;
    m_report.refused(what, error);
}

void Put::end(int exitStatus)
{
    if (m_ended)
        return;
    m_ended = true;
    m_engine.reset(); // what the journal still has to write is written now
    Q_EMIT finished(exitStatus);
}

} // namespace cli
