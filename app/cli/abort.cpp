// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/abort.h"

#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"
#include "s3/permissions.h"

#include <utility>

namespace cli {

using upload::AbortResult;

namespace {

constexpr qint64 FreshSeconds = 60; // a survey of many takes minutes: a part may have arrived since

} // namespace

void Abort::start()
{
    if (!mayChange(QStringLiteral("deletes")) || !readTarget(isById()) || !readOwn() || !connectToServer())
        return;
    readPrices();
    if (isById())
        lookAtNamed();
    else
        survey(m_own, true, *m_options.olderThan);
}

bool Abort::readOwn()
{
    const auto own = OwnUploads::ofThisComputer();
    if (own) {
        m_own = *own;
        return true;
    }
    say(QStringLiteral("Which uploads are this computer's own is not known, so none is deleted: %1").arg(errorText(own.error())));
    end(exitStatusFor(own.error()));
    return false;
}

QList<s3::Permission> Abort::permissionsFor(const QString &bucket) const
{
    return s3::cleaningPermissions(bucket);
}

void Abort::lookAtNamed()
{
    SeenUpload named;
    named.upload.address = {{m_target.bucket, m_target.key}, m_options.operands[1]};
    named.own = m_own.find(named.upload.address);
    if (named.own && named.own->holderPid != 0) {
        say(QStringLiteral("%1 is in this computer's queue as %2 and held by %3: cancel it there. Nothing was deleted.")
                .arg(urlText(named.upload.address.object), shortId(named.own->id), named.own->holder));
        return end(SomethingFailed);
    }
    m_look = new Look(*m_engine, m_connection, this);
    connect(m_look, &Look::looked, this, [this](const QList<SeenUpload> &uploads) { onNamed(uploads.first()); });
    m_look->start({named});
}

void Abort::onNamed(const SeenUpload &seen)
{
    if (seen.lookFailed())
        return refuse(*seen.notHeld);
    if (seen.own || !seen.notHeld || !s3::saysGone(*seen.notHeld)) {
        choose(seen);
        return proceed();
    }
    const s3::UploadAddress &address = seen.upload.address;
    say(QStringLiteral("%1 has no upload in progress with the ID %2: it was completed or aborted, or never was there.")
            .arg(urlText(address.object), printable(address.uploadId)));
    m_open.insert(address, {});
    take({address, AbortResult::WasGone, {}});
    conclude();
}

void Abort::onSeen(const QList<SeenUpload> &uploads)
{
    for (const SeenUpload &seen : uploads) {
        ++m_seen;
        if (const Sparing why = sparingOf(seen, m_options); why != Sparing::Goes)
            spare(seen, why);
        else
            choose(seen);
    }
    draw(QStringLiteral("Looked at %1, %2 old enough").arg(uploadsText(m_seen)).arg(m_goes.uploads));
}

void Abort::onSurveyed()
{
    if (m_young > 0)
        print(QStringLiteral("Spared: %1 begun less than the given age ago.\n").arg(uploadsText(m_young)));
    proceed();
}

void Abort::spare(const SeenUpload &seen, Sparing why)
{
    ++m_spared;
    if (why == Sparing::Young)
        ++m_young;
    else
        print(QStringLiteral("Spared: %1, upload ID %2: %3.\n")
                  .arg(urlText(seen.upload.address.object), printable(seen.upload.address.uploadId), sparingText(seen, why)));
    if (m_options.json) {
        QJsonObject object = jsonOf(seen, pricing(), QStringLiteral("spared"));
        object.insert(QStringLiteral("reason"), sparingWord(why));
        writeOut(jsonLine(object));
    }
}

void Abort::choose(const SeenUpload &seen)
{
    m_goes.add(seen, pricing());
    if (m_options.dryRun)
        show(seen);
    else
        m_chosen.append(seen);
}

void Abort::show(const SeenUpload &seen)
{
    if (m_options.json)
        writeOut(jsonLine(jsonOf(seen, pricing(), QStringLiteral("would-abort"))));
    if (!std::exchange(m_shownHead, true))
        print(tableHead());
    print(tableRow(seen, pricing()));
    if (const QString flag = redFlag(seen); !flag.isEmpty())
        print(QStringLiteral("             ! %1\n").arg(flag));
}

void Abort::proceed()
{
    if (m_options.dryRun)
        return concludeDryRun();
    if (m_chosen.isEmpty() || m_options.yes)
        return lookAgain(false);
    confirm(abortQuestion(m_chosen, pricing()), QStringLiteral("Nothing was deleted."), [this] { lookAgain(true); });
}

void Abort::concludeDryRun()
{
    if (m_options.json) {
        QJsonObject object = cleanedJson();
        object.insert(QStringLiteral("wouldAbort"), m_goes.uploads);
        insertSum(object, m_goes, QStringLiteral("wouldFree"), QStringLiteral("wouldSave"));
        writeOut(jsonLine(object));
    }
    print(m_goes.uploads == 0 ? QStringLiteral("Nothing would be deleted.\n")
                              : QStringLiteral("%1; with --dry-run nothing is deleted.\n").arg(sumText(m_goes)));
    end(exitStatusOf(m_refused));
}

// What was shown may have been taken up here, or have begun to receive parts.
void Abort::lookAgain(bool wasAsked)
{
    if (!readOwn())
        return;
    QList<SeenUpload> shown, fresh;
    const QDateTime now = serverNow();
    for (const SeenUpload &one : std::exchange(m_chosen, {})) {
        const bool isFresh = !wasAsked && (!one.holding || one.holding->asOf.secsTo(now) < FreshSeconds);
        (isFresh ? fresh : shown).append(one);
    }
    m_goes = Sum();
    const auto withOwn = [this](QList<SeenUpload> uploads) {
        for (SeenUpload &one : uploads)
            one.own = m_own.find(one.upload.address);
        return uploads;
    };
    onLookedAgain(fresh, withOwn(fresh));
    if (shown.isEmpty())
        return clean();
    m_look = new Look(*m_engine, m_connection, this);
    connect(m_look, &Look::looked, this, [this, shown](const QList<SeenUpload> &seen) {
        for (const SeenUpload &one : seen)
            noteLook(one);
        onLookedAgain(shown, seen);
        clean();
    });
    m_look->start(withOwn(shown));
}

void Abort::onLookedAgain(const QList<SeenUpload> &shown, const QList<SeenUpload> &seen)
{
    for (qsizetype i = 0; i < seen.size(); ++i) {
        if (const Sparing why = sparingOf(seen[i], shown[i], m_options); why != Sparing::Goes)
            spare(seen[i], why);
        else
            choose(seen[i]);
    }
}

void Abort::clean()
{
    m_cleans = true;
    for (const SeenUpload &seen : std::exchange(m_chosen, {})) {
        const s3::UploadAddress &address = seen.upload.address;
        m_open.insert(address, {seen.bytes(), pricing().aMonth(seen), pricing().pricesOf(seen)});
        if (seen.own)
            m_ours.insert(seen.own->id, address);
        else
            m_rest.append({address, maybeAlive(seen)});
    }
    if (m_ours.isEmpty())
        return cleanRest();
    auto *ours = new OwnAbort(*m_engine, m_connection.id, this);
    connect(ours, &OwnAbort::settled, this, [this](const s3::UploadAddress &upload, const std::optional<s3::Error> &error) {
        take({upload, error ? AbortResult::Refused : AbortResult::Gone, error});
    });
    connect(ours, &OwnAbort::ended, this, &Abort::cleanRest);
    ours->start(m_ours);
}

void Abort::cleanRest()
{
    if (m_rest.isEmpty() || m_interrupted)
        return conclude();
    upload::CleanUp *cleanUp = m_engine->cleanUp();
    connect(cleanUp, &upload::CleanUp::aborted, this, [this](quint64, const QList<AbortResult> &results) {
        for (const AbortResult &result : results)
            take(result);
        draw(QStringLiteral("Deleting: %1 of %2").arg(m_goes.uploads - m_open.size()).arg(uploadsText(m_goes.uploads)));
    });
    connect(cleanUp, &upload::CleanUp::ended, this, &Abort::conclude);
    QMetaObject::invokeMethod(
        cleanUp, [cleanUp, id = m_connection.id, targets = std::exchange(m_rest, {})] { cleanUp->abort(1, id, targets); });
}

void Abort::take(const AbortResult &result)
{
    const auto open = m_open.constFind(result.address);
    if (open == m_open.cend())
        return;
    const Target target = *open;
    m_open.erase(open);
    switch (result.verdict) {
    case AbortResult::Gone:
        m_tally.freed.add(target.bytes, target.aMonth, target.pricesOf);
        break;
    case AbortResult::WasGone:
        ++m_tally.wasGone;
        break;
    case AbortResult::Unproven:
        ++m_tally.unproven;
        break;
    case AbortResult::StillThere:
    case AbortResult::Refused:
        ++m_tally.failed;
        break;
    }
    if (const QString failure = failureText(result); !failure.isEmpty()) {
        say(failure);
        m_failures.append(result.error.value_or(s3::Error()));
    }
    if (m_options.json)
        writeOut(jsonLine(abortedJson(result.address, target.bytes, verdictWord(result.verdict), result.error)));
}

QJsonObject Abort::cleanedJson() const
{
    QJsonObject object{{QStringLiteral("event"), QStringLiteral("cleaned")}, {QStringLiteral("dryRun"), m_options.dryRun},
        {QStringLiteral("aborted"), m_tally.freed.uploads}, {QStringLiteral("wasGone"), m_tally.wasGone},
        {QStringLiteral("failed"), m_tally.failed + m_tally.unproven + m_tally.notBegun}, {QStringLiteral("spared"), m_spared}};
    insertSum(object, m_tally.freed, QStringLiteral("bytesFreed"), QStringLiteral("costPerMonthFreed"));
    return object;
}

void Abort::conclude()
{
    if (hasEnded())
        return;
    m_tally.notBegun = m_open.size();
    if (m_options.json) {
        for (auto open = m_open.cbegin(); open != m_open.cend(); ++open)
            writeOut(jsonLine(abortedJson(open.key(), open->bytes, QStringLiteral("not-begun"), {})));
        writeOut(jsonLine(cleanedJson()));
    }
    const QString text = tallyText(m_tally);
    if (m_interrupted) {
        say(QStringLiteral("Interrupted. %1").arg(text));
        return end(InterruptedByUser);
    }
    if (!text.isEmpty() || m_bucketsListed > 0)
        print((text.isEmpty() ? QStringLiteral("There is nothing to delete.") : text) + QLatin1Char('\n'));
    if (isById() && m_spared > 0)
        say(QStringLiteral("Nothing was deleted."));
    const QList<s3::Error> troubles = m_refused + m_failures;
    const bool isLeft = m_tally.notBegun > 0 || (isById() && m_spared > 0);
    end(troubles.isEmpty() && isLeft ? SomethingFailed : exitStatusOf(troubles));
}

void Abort::interrupt()
{
    SurveyCommand::interrupt();
    if (m_look)
        m_look->stop();
    if (!m_cleans)
        return AccountCommand::interrupt();
    m_interrupted = true;
    QMetaObject::invokeMethod(m_engine->cleanUp(), &upload::CleanUp::stop);
}

} // namespace cli
