// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/putagain.h"
#include "app/cli/words.h"

#include <algorithm>

namespace cli {

using upload::UploadRecord;

PutAgain::PutAgain(app::Engine &engine, Report &report, const Options &options, const upload::Connection &connection, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_report(report)
    , m_options(options)
    , m_connection(connection)
    , m_comparison(engine, report, options, m_question)
{
    connect(engine.browser(), &upload::AccountBrowser::uploadsFound, this,
        [this](const QString &, const QString &, const QList<upload::OpenUpload> &uploads, bool) {
            if (!std::exchange(m_waitsForList, false))
                return;
            m_onServer = uploads;
            takeOurs();
        });
    connect(
        engine.browser(), &upload::AccountBrowser::uploadsRefused, this, [this](const QString &, const QString &, const s3::Error &error) {
            if (!std::exchange(m_waitsForList, false))
                return;
            m_listingRefused = error;
            takeOurs();
        });
    connect(engine.manager(), &upload::UploadManager::uploadSettled, this, &PutAgain::onSettled);
    connect(&m_question, &Question::answered, this, &PutAgain::onAnswered);
    connect(&m_comparison, &PartsComparison::refused, this, &PutAgain::refuse);
    connect(&m_comparison, &PartsComparison::concluded, this, [this](const upload::AdoptionReport &found, upload::Unproven unproven) {
        if (m_over)
            return;
        UploadRecord record = upload::adoptedRecord(found, unproven);
        const Candidate &candidate = m_candidates[m_compared];
        if (candidate.record) {
            record = inPlaceOf(*candidate.record, record);
            m_held.removeOne(record.spec.id);
            m_engine.forgetRecords({record.spec.id});
        }
        m_specs.removeFirst();
        Q_EMIT adopt(record);
        nextSoon();
    });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_deleting = 0;
        refuse(s3::ownError(s3::ErrorKind::Transient, QStringLiteral("NotDeleted"),
            QStringLiteral("The unfinished uploads of %1 could not be deleted in time.").arg(urlText(current().target))));
    });
}

void PutAgain::settle(const QList<upload::UploadSpec> &specs, const QList<store::ListedRecord> &records, const QStringList &askServerFor)
{
    m_specs = specs;
    QSet<QString> keys;
    for (const upload::UploadSpec &spec : specs)
        keys.insert(spec.target.key);
    for (const store::ListedRecord &listed : records) {
        const s3::ObjectAddress &target = listed.record.spec.target;
        if (target.bucket == specs.first().target.bucket && keys.contains(target.key) && !isOver(listed.record))
            m_records[target.key].append(listed);
    }
    if (askServerFor.isEmpty())
        takeOurs();
    else
        askServer(askServerFor);
}

void PutAgain::askServer(const QStringList &keys)
{
    m_waitsForList = true;
    QMetaObject::invokeMethod(m_engine.browser(), [browser = m_engine.browser(), id = m_connection.id, bucket = current().target.bucket,
                                                      keys] { browser->findUploads(id, bucket, keys, {}); });
}

// What is to be resumed or replaced has to be ours first: another process may be about to do the same.
void PutAgain::takeOurs()
{
    bool hasIdle = false;
    for (const QList<store::ListedRecord> &ofKey : std::as_const(m_records)) {
        hasIdle |= std::any_of(ofKey.begin(), ofKey.end(), [](const store::ListedRecord &listed) { return listed.holderPid == 0; });
    }
    if (!hasIdle)
        return next();
    connect(&m_engine, &app::Engine::recordsLoaded, this, &PutAgain::onLoaded, Qt::SingleShotConnection);
    m_engine.loadRecords();
}

void PutAgain::onLoaded(const QList<UploadRecord> &records)
{
    QHash<upload::UploadId, store::ListedRecord *> idle;
    for (QList<store::ListedRecord> &ofKey : m_records) {
        for (store::ListedRecord &listed : ofKey) {
            if (listed.holderPid == 0)
                idle.insert(listed.record.spec.id, &listed);
        }
    }
    QList<upload::UploadId> others;
    for (const UploadRecord &record : records) {
        if (m_over || !idle.contains(record.spec.id)) {
            others.append(record.spec.id);
            continue;
        }
        idle.take(record.spec.id)->record = record;
        m_held.append(record.spec.id);
    }
    for (store::ListedRecord *lost : std::as_const(idle))
        lost->holderPid = -1; // somebody was faster
    m_engine.releaseRecords(others);
    next();
}

void PutAgain::nextSoon()
{
    QMetaObject::invokeMethod(this, &PutAgain::next, Qt::QueuedConnection);
}

void PutAgain::next()
{
    if (m_over)
        return;
    if (m_specs.isEmpty()) {
        cancel();
        Q_EMIT finished();
        return;
    }
    if (m_listingRefused && (m_options.unfinished == Unfinished::Resume || m_options.unfinished == Unfinished::Replace))
        return refuse(*m_listingRefused);
    m_candidates = candidatesFor(current(), m_records.value(current().target.key), m_onServer);
    const bool canAsk = Question::isPossible() && !m_options.json && !m_options.quiet;
    carryOut(decisionFor(current(), m_candidates, m_options.unfinished, canAsk));
}

void PutAgain::carryOut(const Decision &decision)
{
    for (const QString &sentence : decision.sentences)
        m_report.said(sentence);
    switch (decision.answer) {
    case Answer::BeginNew:
        Q_EMIT beginNew(m_specs.takeFirst());
        return nextSoon();
    case Answer::GoOn:
        return goOnWith(decision.candidate);
    case Answer::Replace:
        return replaceAll();
    case Answer::AskSomebody:
        return askSomebody();
    case Answer::Refuse:
        return refuse(*decision.error);
    }
}

void PutAgain::goOnWith(qsizetype index)
{
    const Candidate &candidate = m_candidates[index];
    if (candidate.holderPid != 0)
        return refuse(runningElsewhere(*candidate.record, candidate.holderPid));
    const QString &key = current().options.sseCustomerKey;
    // What others began may have been taken up without its key, or with a wrong one; of ours the key is known.
    if (candidate.record && (key.isEmpty() || !candidate.record->adopted)) {
        if (const auto objection = objectionToKey(*candidate.record, key))
            return refuse(*objection);
    }
    if (!candidate.isSame) { // whoever began it, of whatever file: only what proves to be this file's is kept
        m_compared = index;
        m_comparison.start(m_connection.id, {current().target, candidate.uploadId}, current().sourcePath, key);
        return;
    }
    m_held.removeOne(candidate.record->spec.id);
    m_specs.removeFirst();
    Q_EMIT goOn(*candidate.record);
    nextSoon();
}

void PutAgain::askSomebody()
{
    QString text = QStringLiteral("%1 has %2:\n")
                       .arg(urlText(current().target),
                           m_candidates.size() == 1 ? QStringLiteral("an unfinished upload") : QStringLiteral("unfinished uploads"));
    for (qsizetype i = 0; i < m_candidates.size(); ++i)
        text += QStringLiteral("  %1  %2\n").arg(i + 1).arg(candidateText(m_candidates[i]));
    text +=
        m_candidates.size() == 1
            ? QStringLiteral("Resume it [1], start a [n]ew one, [r]eplace it, or [s]kip this file? ")
            : QStringLiteral("Resume one [1-%1], start a [n]ew one, [r]eplace them all, or [s]kip this file? ").arg(m_candidates.size());
    m_asks = true;
    m_report.setAsking(true);
    m_question.ask(text);
}

void PutAgain::onAnswered(const QString &line)
{
    if (!std::exchange(m_asks, false))
        return;
    m_report.setAsking(false);
    const QString answer = line.toLower();
    bool isNumber = false;
    const qsizetype number = answer.toLongLong(&isNumber);
    const auto begins = [&](const char *word) { return !answer.isEmpty() && QLatin1String(word).startsWith(answer); };
    Decision decision;
    if (line.isNull() || begins("skip")) {
        decision.answer = Answer::Refuse;
        decision.error = s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("LeftAlone"),
            QStringLiteral("%1 was left alone: it has an unfinished upload.").arg(urlText(current().target)));
    } else if (isNumber && number >= 1 && number <= m_candidates.size()) {
        decision.answer = Answer::GoOn;
        decision.candidate = number - 1;
    } else if (begins("replace")) {
        decision = decisionFor(current(), m_candidates, Unfinished::Replace, false);
    } else if (!begins("new")) {
        return askSomebody();
    }
    carryOut(decision);
}

void PutAgain::replaceAll()
{
    QList<s3::UploadAddress> strangers;
    QList<UploadRecord> ours;
    for (const Candidate &candidate : std::as_const(m_candidates)) {
        if (!candidate.record) {
            strangers.append({current().target, candidate.uploadId});
            continue;
        }
        UploadRecord record = *candidate.record;
        record.spec.connectionId = m_connection.id;
        m_held.removeOne(record.spec.id);
        ours.append(record);
    }
    m_deleting = int(strangers.size() + ours.size());
    m_patience.start(m_options.offlineWait + std::chrono::seconds(30));
    m_engine.post([id = m_connection.id, strangers, ours](upload::UploadManager &manager) {
        manager.takeUp(ours, true);
        QList<upload::UploadId> ids;
        for (const UploadRecord &record : ours)
            ids.append(record.spec.id);
        manager.cancel(ids);
        manager.abortUnfinished(id, strangers);
    });
}

void PutAgain::onSettled(const upload::UploadSnapshot &upload)
{
    if (m_deleting == 0 || upload.target != current().target)
        return;
    if (upload.state != upload::UploadState::Cancelled) {
        m_deleting = 0;
        refuse(upload.error.value_or(s3::Error()));
        return;
    }
    m_engine.post([id = upload.id](upload::UploadManager &manager) { manager.remove({id}); });
    if (--m_deleting > 0)
        return;
    m_patience.stop();
    Q_EMIT beginNew(m_specs.takeFirst());
    nextSoon();
}

void PutAgain::refuse(const s3::Error &error)
{
    if (m_over || m_specs.isEmpty())
        return;
    m_patience.stop();
    Q_EMIT refused(m_specs.takeFirst(), error);
    nextSoon();
}

void PutAgain::cancel()
{
    if (std::exchange(m_over, true))
        return;
    if (m_asks)
        m_report.setAsking(false);
    m_comparison.cancel();
    m_patience.stop();
    m_engine.releaseRecords(std::exchange(m_held, {}));
}

} // namespace cli
