// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/abort.h"

#include "app/cli/denial.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"
#include "s3/permissions.h"

namespace cli {

using upload::AbortResult;
using upload::UploadBrowser;

namespace {

QByteArray nameOf(const s3::UploadAddress &address)
{
    return address.object.bucket.toUtf8() + '\0' + address.object.key.toUtf8() + '\0' + address.uploadId;
}

QJsonObject jsonOf(const s3::UploadAddress &address, const char *event)
{
    return {{QStringLiteral("event"), QLatin1String(event)}, {QStringLiteral("bucket"), address.object.bucket},
        {QStringLiteral("key"), address.object.key}, {QStringLiteral("uploadId"), QString::fromUtf8(address.uploadId)}};
}

QString uploadsText(qint64 count)
{
    return countText(count, QStringLiteral("upload"), QStringLiteral("uploads"));
}

} // namespace

void Abort::start()
{
    if (!m_options.yes && !m_options.dryRun && !canAsk()) {
        say(QStringLiteral("Nobody can be asked here, and this cannot be undone: --yes deletes without asking, --dry-run only shows."));
        return end(UsageError);
    }
    const bool byId = m_options.operands.size() == 2;
    if (!readTarget(byId))
        return;
    const auto own = OwnUploads::ofThisComputer();
    if (!own) {
        say(QStringLiteral("Which uploads are this computer's own is not known, so none is deleted: %1").arg(errorText(own.error())));
        return end(exitStatusFor(own.error()));
    }
    m_own = *own;
    if (!connectToServer())
        return;
    const s3::Result<Pricing> pricing = Pricing::ofThisComputer(m_connection);
    if (!pricing)
        say(errorText(pricing.error()));
    m_pricing = pricing ? *pricing : Pricing(m_connection, upload::PriceTable::builtIn());
    if (byId)
        look();
    else
        survey();
}

void Abort::look()
{
    m_named = {{m_target.bucket, m_target.key}, m_options.operands[1]};
    if (const auto own = m_own.find(m_named); own && own->holderPid != 0) {
        say(QStringLiteral("%1 is in this computer's queue as %2 and held by %3: cancel it there. Nothing was deleted.")
                .arg(urlText(m_named.object), shortId(own->id), own->holder));
        return end(SomethingFailed);
    }
    UploadBrowser *browser = m_engine->uploadBrowser();
    const auto named = [this] {
        SeenUpload seen;
        seen.upload.address = m_named;
        seen.own = m_own.find(m_named);
        seen.now = QDateTime::currentDateTimeUtc();
        return seen;
    };
    connect(browser, &UploadBrowser::partsFound, this,
        [this, named](const QString &, const s3::UploadAddress &, const upload::PartsListed &listed) {
            SeenUpload found = named();
            if (listed.serverDate.isValid())
                found.now = listed.serverDate;
            found.holding = upload::holdingOf(listed, m_connection.profile.etagIsMd5, found.now);
            onLooked(found);
        });
    connect(browser, &UploadBrowser::partsRefused, this, [this, named](const QString &, const s3::UploadAddress &, const s3::Error &error) {
        SeenUpload found = named();
        found.notHeld = error;
        onLooked(found);
    });
    QMetaObject::invokeMethod(browser, [browser, id = m_connection.id, upload = m_named] { browser->listParts(id, upload); });
}

void Abort::onLooked(const SeenUpload &looked)
{
    if (hasEnded() || m_cleans || !m_chosen.isEmpty())
        return;
    SeenUpload seen = looked;
    seen.judgement = upload::judged(seen.upload, seen.holding, seen.own ? seen.own->ours : upload::Ours::No, {}, seen.now);
    const bool isGone = seen.notHeld && (seen.notHeld->kind == s3::ErrorKind::UploadGone || seen.notHeld->kind == s3::ErrorKind::NotFound);
    if (seen.notHeld && !isGone && !s3::lacksPermission(*seen.notHeld))
        return refuse(*seen.notHeld);
    if (!isGone || seen.own) {
        choose(seen);
        return proceed();
    }
    say(QStringLiteral("%1 has no upload in progress with the ID %2: it was completed or aborted, or never was there.")
            .arg(urlText(m_named.object), printable(m_named.uploadId)));
    m_open.insert(nameOf(m_named), {});
    take({m_named, AbortResult::WasGone, {}});
    conclude();
}

void Abort::survey()
{
    m_survey = new Survey(*m_engine, m_own, this);
    connect(m_survey, &Survey::seen, this, &Abort::onSeen);
    connect(m_survey, &Survey::refused, this, &Abort::onRefused);
    connect(m_survey, &Survey::bucketListed, this, [this] { ++m_bucketsListed; });
    connect(m_survey, &Survey::ended, this, &Abort::proceed);
    m_survey->start({m_connection.id, m_target.bucket, m_target.key, true, *m_options.olderThan});
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
    draw(QStringLiteral("Looked at %1, %2 old enough").arg(uploadsText(m_seen)).arg(m_wouldGo.uploads));
}

void Abort::onRefused(const QString &bucket, const s3::Error &error)
{
    m_refused.append(error);
    const auto operation = bucket.isEmpty() ? s3::Operation::ListBuckets : s3::Operation::ListMultipartUploads;
    if (m_options.json)
        writeOut(
            jsonLine(refusalJson(operation, bucket, error, bucket.isEmpty() ? lookingPermissions({}) : s3::cleaningPermissions(bucket))));
    say(refusalText(operation, bucket, error));
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
        QJsonObject object = jsonOf(seen, *m_pricing, QStringLiteral("spared"));
        object.insert(QStringLiteral("reason"), sparingWord(why));
        writeOut(jsonLine(object));
    }
}

void Abort::choose(const SeenUpload &seen)
{
    m_wouldGo.add(seen, *m_pricing);
    if (!m_options.dryRun) {
        m_chosen.append(seen);
        return;
    }
    if (m_options.json)
        writeOut(jsonLine(jsonOf(seen, *m_pricing, QStringLiteral("would-abort"))));
    if (!std::exchange(m_shownHead, true))
        print(tableHead());
    print(tableRow(seen, *m_pricing));
    if (const QString flag = redFlag(seen); !flag.isEmpty())
        print(QStringLiteral("             ! %1\n").arg(flag));
}

void Abort::proceed()
{
    if (m_young > 0)
        print(QStringLiteral("Spared: %1 begun less than the given age ago.\n").arg(uploadsText(m_young)));
    if (m_options.dryRun) {
        if (m_options.json)
            writeOut(jsonLine(
                {{QStringLiteral("event"), QStringLiteral("cleaned")}, {QStringLiteral("dryRun"), true}, {QStringLiteral("aborted"), 0},
                    {QStringLiteral("failed"), 0}, {QStringLiteral("spared"), m_spared}, {QStringLiteral("bytesFreed"), 0},
                    {QStringLiteral("costPerMonthFreed"), QJsonValue()}, {QStringLiteral("wouldAbort"), m_wouldGo.uploads},
                    {QStringLiteral("wouldFree"), m_wouldGo.bytes}, {QStringLiteral("wouldSave"), moneyOrNull(m_wouldGo.aMonth)}}));
        print(m_wouldGo.uploads == 0 ? QStringLiteral("Nothing would be deleted.\n")
                                     : QStringLiteral("%1; with --dry-run nothing is deleted.\n").arg(sumText(m_wouldGo)));
        return end(exitStatusOf(m_refused, m_bucketsListed == 0));
    }
    if (m_chosen.isEmpty() || m_options.yes)
        return clean();
    ask();
}

void Abort::ask()
{
    connect(&m_question, &Question::answered, this, [this](const QString &line) {
        if (hasEnded())
            return;
        if (line.compare(QLatin1String("y"), Qt::CaseInsensitive) == 0 || line.compare(QLatin1String("yes"), Qt::CaseInsensitive) == 0)
            return clean();
        say(QStringLiteral("Nothing was deleted."));
        end(SomethingFailed);
    });
    print({}); // the live line makes room
    m_question.ask(abortQuestion(m_chosen, *m_pricing));
}

void Abort::clean()
{
    m_cleans = true;
    for (const SeenUpload &seen : std::as_const(m_chosen)) {
        const s3::UploadAddress &address = seen.upload.address;
        m_open.insert(nameOf(address), {seen.bytes(), m_pricing->aMonth(seen)});
        if (seen.own)
            m_ours.insert(seen.own->id, address);
        else
            m_rest.append({address, maybeAlive(seen)});
    }
    m_chosen.clear();
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
        draw(QStringLiteral("Deleting: %1 of %2").arg(m_wouldGo.uploads - m_open.size()).arg(uploadsText(m_wouldGo.uploads)));
    });
    connect(cleanUp, &upload::CleanUp::ended, this, &Abort::conclude);
    QMetaObject::invokeMethod(
        cleanUp, [cleanUp, id = m_connection.id, targets = std::exchange(m_rest, {})] { cleanUp->abort(1, id, targets); });
}

void Abort::take(const AbortResult &result)
{
    const auto open = m_open.constFind(nameOf(result.address));
    if (open == m_open.cend())
        return;
    const Target target = *open;
    m_open.erase(open);
    switch (result.verdict) {
    case AbortResult::Gone:
        m_tally.freed.add(target.bytes, target.aMonth);
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
    if (const QString failure = failureText(result); !failure.isEmpty())
        say(failure);
    if (!m_options.json)
        return;
    QJsonObject object = jsonOf(result.address, "aborted");
    object.insert(QStringLiteral("bytes"), target.bytes < 0 ? QJsonValue() : QJsonValue(target.bytes));
    object.insert(QStringLiteral("verdict"), verdictWord(result.verdict));
    object.insert(QStringLiteral("code"), result.error ? textOrNull(result.error->code) : QJsonValue());
    object.insert(QStringLiteral("message"), result.error ? textOrNull(result.error->message) : QJsonValue());
    writeOut(jsonLine(object));
}

void Abort::conclude()
{
    if (hasEnded())
        return;
    m_tally.notBegun = m_open.size();
    if (m_options.json) {
        for (auto open = m_open.cbegin(); open != m_open.cend(); ++open) {
            const QList<QByteArray> names = open.key().split('\0');
            QJsonObject object = jsonOf({{QString::fromUtf8(names[0]), QString::fromUtf8(names[1])}, names[2]}, "aborted");
            object.insert(QStringLiteral("bytes"), open->bytes < 0 ? QJsonValue() : QJsonValue(open->bytes));
            object.insert(QStringLiteral("verdict"), QStringLiteral("not-begun"));
            object.insert(QStringLiteral("code"), QJsonValue());
            object.insert(QStringLiteral("message"), QJsonValue());
            writeOut(jsonLine(object));
        }
        writeOut(jsonLine(
            {{QStringLiteral("event"), QStringLiteral("cleaned")}, {QStringLiteral("aborted"), m_tally.freed.uploads + m_tally.wasGone},
                {QStringLiteral("failed"), m_tally.failed + m_tally.unproven + m_tally.notBegun}, {QStringLiteral("spared"), m_spared},
                {QStringLiteral("bytesFreed"), m_tally.freed.bytes},
                {QStringLiteral("costPerMonthFreed"), moneyOrNull(m_tally.freed.aMonth)}}));
    }
    const QString text = tallyText(m_tally);
    if (m_interrupted)
        say(QStringLiteral("Interrupted. %1").arg(text));
    else if (!text.isEmpty() || m_bucketsListed > 0)
        print((text.isEmpty() ? QStringLiteral("There is nothing to delete.") : text) + QLatin1Char('\n'));
    if (m_interrupted)
        return end(InterruptedByUser);
    const int listed = exitStatusOf(m_refused, m_bucketsListed == 0);
    end(m_tally.isWhole() ? listed : SomethingFailed);
}

void Abort::interrupt()
{
    if (m_survey)
        m_survey->stop();
    if (!m_cleans)
        return AccountCommand::interrupt();
    m_interrupted = true;
    QMetaObject::invokeMethod(m_engine->cleanUp(), &upload::CleanUp::stop);
}

} // namespace cli
