// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/run.h"
#include "app/cli/words.h"

#include "upload/uploadmanager.h"

namespace cli {

using namespace std::chrono_literals;
using upload::UploadId;
using upload::UploadSnapshot;
using upload::UploadState;

namespace {

QString storedText(const UploadSnapshot &upload)
{
    if (upload.parts > 0)
        return QStringLiteral("%1 of %2 (%3) are stored")
            .arg(QString::number(upload.partsStored), countText(upload.parts, QStringLiteral("part"), QStringLiteral("parts")),
                sizeText(upload.stored));
    return QStringLiteral("nothing of it is stored yet");
}

} // namespace

ExitStatus exitStatusFor(const s3::Error &error)
{
    switch (error.kind) {
    case s3::ErrorKind::Transient:
    case s3::ErrorKind::Throttled:
    case s3::ErrorKind::ClockSkewed:
    case s3::ErrorKind::WrongRegion:
    case s3::ErrorKind::CredentialsExpired:
    case s3::ErrorKind::NeedsUser:
    case s3::ErrorKind::Offline:
    case s3::ErrorKind::SourceChanged:
        return StoppedResumable;
    default:
        return SomethingFailed;
    }
}

Run::Run(app::Engine &engine, Report &report, const Options &options, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_report(report)
    , m_offlineWait(options.offlineWait)
{
    const upload::UploadManager *manager = engine.manager();
    connect(manager, &upload::UploadManager::uploadsChanged, this, &Run::onChanged);
    connect(manager, &upload::UploadManager::uploadSettled, this, &Run::onSettled);
    connect(manager, &upload::UploadManager::uploadCreated, this, [this](const UploadSnapshot &upload) {
        if (m_open.contains(upload.id))
            m_report.created(upload);
    });
    connect(manager, &upload::UploadManager::partSettled, this, [this](const UploadId &id, const upload::PartSnapshot &part) {
        if (m_open.contains(id))
            m_report.partSettled(id, part);
    });
    connect(manager, &upload::UploadManager::totalsChanged, this, [this](const upload::Totals &totals) { m_report.totalled(totals); });
    connect(manager, &upload::UploadManager::remarked, this, [this](const UploadId &id, const QString &sentence) {
        if (m_open.contains(id))
            m_report.remarked(id, sentence);
    });
    connect(&engine, &app::Engine::troubled, this, [this](const s3::Error &error) { m_report.said(errorText(error)); });
    m_watch.setInterval(500);
    connect(&m_watch, &QTimer::timeout, this, &Run::watchConnection);
}

void Run::follow(const QList<UploadId> &ids, bool somethingRefused)
{
    m_failed |= somethingRefused;
    m_gaveUp = false; // what comes now may fare better
    for (const UploadId &id : ids)
        m_open.insert(id, {});
    m_watch.start();
    // Even with nothing to do the end is told from the event loop.
    QMetaObject::invokeMethod(this, &Run::endIfDone, Qt::QueuedConnection);
}

void Run::setExpectsMore(bool expectsMore)
{
    m_expectsMore = expectsMore;
    if (!expectsMore)
        QMetaObject::invokeMethod(this, &Run::endIfDone, Qt::QueuedConnection);
}

void Run::onChanged(const QList<UploadSnapshot> &changed)
{
    QList<UploadSnapshot> ours;
    for (const UploadSnapshot &upload : changed) {
        if (const auto open = m_open.find(upload.id); open != m_open.end()) {
            *open = upload;
            ours.append(upload);
        }
    }
    if (!ours.isEmpty())
        m_report.progressed(ours);
}

void Run::onSettled(const UploadSnapshot &upload)
{
    if (!m_open.remove(upload.id))
        return;
    m_report.settled(upload);
    switch (upload.state) {
    case UploadState::Failed:
    case UploadState::NeedsAttention:
        (isResumable(upload) ? m_resumable : m_failed) = true;
        sayTrouble(upload);
        // What left nothing on the server is told and forgotten: the command can be typed again.
        if (!isResumable(upload) && upload.uploadId.isEmpty())
            m_over.append(upload.id);
        break;
    case UploadState::Paused:
        m_resumable = true;
        m_stopped.append(upload);
        break;
    default:
        m_over.append(upload.id);
        break;
    }
    endIfDone();
}

void Run::sayTrouble(const UploadSnapshot &upload)
{
    m_report.said(QStringLiteral("%1 → %2: %3")
                      .arg(printable(upload.sourcePath), urlText(upload.target), errorText(upload.error.value_or(s3::Error{}))));
    if (!upload.uploadId.isEmpty() || isResumable(upload)) {
        m_report.said(upload.uploadId.isEmpty()
                          ? QStringLiteral("Nothing is stored; `davit-cli resume %1` tries again.").arg(shortId(upload.id))
                          : QStringLiteral("%1 on the server under upload ID %2; `davit-cli resume %3` goes on.")
                                .arg(storedText(upload), printable(upload.uploadId), shortId(upload.id)));
    }
}

void Run::interrupt()
{
    if (m_ended || m_interrupted)
        return;
    m_interrupted = true;
    m_expectsMore = false;
    stopAll();
}

void Run::stopAll()
{
    m_engine.post([ids = m_open.keys()](upload::UploadManager &manager) { manager.pauseNow(ids); });
    // What cannot be stopped in time is left as it is: the journal knows it, and the server keeps the parts.
    QTimer::singleShot(10s, this, [this] {
        for (const UploadSnapshot &upload : std::as_const(m_open)) {
            if (!upload.id.isNull())
                m_stopped.append(upload);
        }
        m_resumable = true;
        m_open.clear();
        endIfDone();
    });
    endIfDone();
}

void Run::watchConnection()
{
    bool someOffline = false, allWait = true;
    for (const UploadSnapshot &upload : std::as_const(m_open)) {
        someOffline |= upload.state == UploadState::Offline;
        allWait &= upload.state == UploadState::Offline || upload.state == UploadState::Waiting;
    }
    if (!someOffline || !allWait || m_interrupted || m_gaveUp) {
        m_offlineSince.invalidate();
        return;
    }
    if (!m_offlineSince.isValid())
        m_offlineSince.start();
    if (!m_offlineSince.hasExpired(std::chrono::milliseconds(m_offlineWait).count()))
        return;
    m_gaveUp = true;
    QString why;
    for (const UploadSnapshot &upload : std::as_const(m_open)) {
        if (upload.state == UploadState::Offline && upload.error)
            why = QStringLiteral(" ") + errorText(*upload.error);
    }
    m_report.said(QStringLiteral("The server could not be reached for %1.%2")
                      .arg(countText(m_offlineWait.count(), QStringLiteral("second"), QStringLiteral("seconds")), why));
    stopAll();
}

void Run::sayWhatIsKept()
{
    const QString beginning = m_interrupted ? QStringLiteral("Interrupted. ") : QStringLiteral("Stopped. ");
    qint64 bytes = 0;
    for (const UploadSnapshot &upload : std::as_const(m_stopped))
        bytes += upload.stored;
    if (m_stopped.size() == 1) {
        const UploadSnapshot &upload = m_stopped.first();
        QString kept = storedText(upload);
        kept[0] = kept[0].toUpper();
        m_report.said(QStringLiteral("%1%2; `davit-cli resume %3` goes on.").arg(beginning, kept, shortId(upload.id)));
    } else if (!m_stopped.isEmpty()) {
        m_report.said(
            QStringLiteral("%1%2 are not finished, %3 of them are stored; `davit-cli resume --all` goes on.")
                .arg(beginning, countText(m_stopped.size(), QStringLiteral("upload"), QStringLiteral("uploads")), sizeText(bytes)));
    } else if (m_interrupted) {
        m_report.said(QStringLiteral("Interrupted. Nothing was left unfinished."));
    }
}

void Run::endIfDone()
{
    if (!m_open.isEmpty() || m_expectsMore || m_ended)
        return;
    m_ended = true;
    m_watch.stop();
    m_engine.post([ids = m_over](upload::UploadManager &manager) { manager.remove(ids); });
    m_report.ended();
    if (m_interrupted || m_gaveUp)
        sayWhatIsKept();
    const int status = m_interrupted ? InterruptedByUser : m_failed ? SomethingFailed : m_resumable ? StoppedResumable : AllDone;
    if (!m_resumable) {
        Q_EMIT finished(status);
        return;
    }
    // The journal learns why something stopped at the engine's next tick, which is told by the totals.
    const auto end = [this, status] {
        if (!std::exchange(m_told, true))
            Q_EMIT finished(status);
    };
    connect(m_engine.manager(), &upload::UploadManager::totalsChanged, this, end);
    QTimer::singleShot(500ms, this, end);
}

} // namespace cli
