// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/lifecycle.h"
#include "app/cli/connect.h"
#include "app/cli/denial.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/ownuploads.h"
#include "app/cli/words.h"

#include <QJsonArray>

#include <algorithm>

namespace cli {

using upload::LifecycleEditor;

namespace {

QString daysText(qint64 days)
{
    return countText(days, QStringLiteral("day"), QStringLiteral("days"));
}

QJsonArray rulesJson(const s3::LifecycleConfiguration &configuration)
{
    QJsonArray rules;
    for (const s3::LifecycleRule &rule : configuration.rules) {
        rules.append(QJsonObject{{QStringLiteral("id"), textOrNull(rule.id)}, {QStringLiteral("enabled"), rule.enabled},
            {QStringLiteral("prefix"), rule.prefix},
            {QStringLiteral("abortAfterDays"), rule.abortAfterDays ? QJsonValue(*rule.abortAfterDays) : QJsonValue()},
            {QStringLiteral("text"), s3::ruleText(rule)}});
    }
    return rules;
}

QByteArray lifecycleJson(const char *event, const QString &bucket, const s3::LifecycleConfiguration &configuration, bool written)
{
    const s3::LifecycleRule *rule = s3::wholeBucketAbortRule(configuration);
    return jsonLine({{QStringLiteral("event"), QLatin1String(event)}, {QStringLiteral("bucket"), bucket},
        {QStringLiteral("abortAfterDays"), rule ? QJsonValue(*rule->abortAfterDays) : QJsonValue()},
        {QStringLiteral("rules"), rulesJson(configuration)}, {QStringLiteral("written"), written}});
}

} // namespace

QStringList ruleDifference(const s3::LifecycleConfiguration &now, const s3::LifecycleConfiguration &wished)
{
    QStringList lines;
    for (const s3::LifecycleRule &rule : now.rules)
        lines.append((wished.rules.contains(rule) ? QStringLiteral("  ") : QStringLiteral("- ")) + printable(s3::ruleText(rule)));
    for (const s3::LifecycleRule &rule : wished.rules) {
        if (!now.rules.contains(rule))
            lines.append(QStringLiteral("+ ") + printable(s3::ruleText(rule)));
    }
    return lines;
}

QString expiryText(const s3::LifecycleConfiguration &rules, std::chrono::hours habit)
{
    const s3::LifecycleRule *rule = s3::wholeBucketAbortRule(rules);
    if (habit.count() > 0 && (!rule || habit < std::chrono::days(*rule->abortAfterDays))) {
        return QStringLiteral("this server deletes unfinished uploads after %1, %2.")
            .arg(spanText(std::chrono::seconds(habit).count()),
                rule ? QStringLiteral("sooner than the rule says") : QStringLiteral("without any rule"));
    }
    if (rule)
        return QStringLiteral("unfinished uploads are deleted by themselves %1 after they were begun.")
            .arg(daysText(*rule->abortAfterDays));
    const bool some = std::any_of(
        rules.rules.begin(), rules.rules.end(), [](const s3::LifecycleRule &one) { return one.enabled && one.abortAfterDays.has_value(); });
    return some ? QStringLiteral("some unfinished uploads are deleted by themselves:")
                : QStringLiteral("nothing deletes unfinished uploads by itself.");
}

QJsonValue writtenJson(s3::Operation operation, const s3::Error &error)
{
    using s3::ErrorKind;
    if (error.code == QLatin1String("LifecycleNotProven") || error.code == QLatin1String("LifecycleNotKept"))
        return true;
    // An answer that did not come, or came from a server in trouble, does not tell what was done.
    const bool isUncertain = error.kind == ErrorKind::Transient || error.kind == ErrorKind::Throttled || error.kind == ErrorKind::Offline ||
                             error.kind == ErrorKind::UnknownOutcome || error.kind == ErrorKind::Interrupted;
    return operation == s3::Operation::PutBucketLifecycle && isUncertain ? QJsonValue() : QJsonValue(false);
}

void Lifecycle::start()
{
    if (!readTarget(false))
        return;
    if (!m_target.key.isEmpty()) {
        say(QStringLiteral("A rule belongs to a bucket: s3://BUCKET, without a key."));
        return end(UsageError);
    }
    if ((changes() && !mayChange(QStringLiteral("writes"))) || !connectToServer())
        return;
    const LifecycleEditor *editor = m_engine->lifecycleEditor();
    connect(editor, &LifecycleEditor::found, this,
        [this](const QString &, const QString &bucket, const s3::LifecycleConfiguration &rules) { take(bucket, rules); });
    connect(editor, &LifecycleEditor::refused, this,
        [this](const QString &, const QString &bucket, const s3::Error &error, s3::Operation operation) {
            onRefused(bucket, error, operation);
        });
    connect(editor, &LifecycleEditor::written, this,
        [this](const QString &, const QString &, const s3::LifecycleConfiguration &rules) { onWritten(rules); });
    if (m_target.bucket.isEmpty())
        listBuckets();
    else
        read({m_target.bucket});
}

void Lifecycle::listBuckets()
{
    upload::AccountBrowser *browser = m_engine->browser();
    connect(browser, &upload::AccountBrowser::bucketsListed, this, [this](const QString &, const QStringList &buckets) { read(buckets); });
    connect(browser, &upload::AccountBrowser::bucketsRefused, this, [this](const QString &, const s3::Error &error) {
        if (hasEnded())
            return;
        refuseBucket(s3::Operation::ListBuckets, {}, error);
        end(exitStatusOf(m_refused));
    });
    QMetaObject::invokeMethod(browser, [browser, id = m_connection.id] { browser->listBuckets(id); });
}

void Lifecycle::read(const QStringList &buckets)
{
    if (hasEnded())
        return;
    m_order = buckets;
    if (buckets.isEmpty()) {
        print(QStringLiteral("There is no bucket.\n"));
        return end(AllDone);
    }
    LifecycleEditor *editor = m_engine->lifecycleEditor();
    QMetaObject::invokeMethod(editor, [editor, buckets, id = m_connection.id] {
        for (const QString &bucket : buckets)
            editor->read(id, bucket);
    });
}

void Lifecycle::onRefused(const QString &bucket, const s3::Error &error, s3::Operation operation)
{
    if (!m_writes)
        return take(bucket, error);
    if (hasEnded())
        return;
    refuseBucket(operation, bucket, error);
    end(exitStatusOf(m_refused));
}

void Lifecycle::take(const QString &bucket, const Answer &answer)
{
    if (hasEnded() || m_writes) // that somebody changed the rules meanwhile is told by the error that follows
        return;
    m_answers.insert(bucket, answer);
    while (!m_order.isEmpty() && m_answers.contains(m_order.first())) {
        const QString next = m_order.takeFirst();
        show(next, *m_answers.find(next));
        m_answers.remove(next);
    }
    if (m_order.isEmpty() && !hasEnded() && !changes())
        end(exitStatusOf(m_refused));
}

void Lifecycle::show(const QString &bucket, const Answer &answer)
{
    if (!answer) {
        refuseBucket(s3::Operation::GetBucketLifecycle, bucket, answer.error());
        if (changes())
            end(exitStatusOf(m_refused));
        return;
    }
    if (changes())
        return propose(*answer);
    if (m_options.json)
        writeOut(lifecycleJson("lifecycle", bucket, *answer, false));
    print(QStringLiteral("%1: %2\n").arg(urlText(bucket), expiryText(*answer)));
    for (const s3::LifecycleRule &rule : answer->rules)
        print(QStringLiteral("  %1\n").arg(printable(s3::ruleText(rule))));
}

void Lifecycle::refuseBucket(s3::Operation operation, const QString &bucket, const s3::Error &error)
{
    m_refused.append(error);
    if (m_options.json) {
        QList<s3::Permission> wanted{s3::permissionFor(bucket.isEmpty() ? operation : s3::Operation::GetBucketLifecycle, bucket)};
        if (changes())
            wanted.append(s3::permissionFor(s3::Operation::PutBucketLifecycle, bucket));
        QJsonObject object = refusalJson(operation, bucket, error, wanted);
        if (changes())
            object.insert(QStringLiteral("written"), writtenJson(operation, error));
        writeOut(jsonLine(object));
    }
    // What the editor itself has to say needs no introduction.
    QString text = error.code == QLatin1String("NoLifecycle") || error.code.startsWith(QLatin1String("Lifecycle"))
                       ? QStringLiteral("%1: %2").arg(urlText(bucket), errorText(error))
                       : refusalText(operation, bucket, error);
    if (error.code == QLatin1String("LifecycleNotProven"))
        text += QStringLiteral(" `davit-cli lifecycle %1` looks again.").arg(urlText(bucket));
    else if (m_writes && writtenJson(operation, error).isNull())
        text += QStringLiteral(" Whether the rules were written is not known; `davit-cli lifecycle %1` tells.").arg(urlText(bucket));
    say(text);
}

void Lifecycle::propose(const s3::LifecycleConfiguration &now)
{
    m_now = now;
    m_wished = m_options.remove ? s3::withoutAbort(now) : s3::withAbortAfter(now, *m_options.abortAfterDays);
    if (m_wished == now) {
        if (m_options.json)
            writeOut(lifecycleJson("lifecycle", m_target.bucket, now, false));
        print(QStringLiteral("%1: %2 There is nothing to change.\n").arg(urlText(m_target.bucket), expiryText(now)));
        return end(AllDone);
    }
    const QString difference = ruleDifference(now, m_wished).join(QLatin1Char('\n'));
    print(QStringLiteral("%1:\n%2\n").arg(urlText(m_target.bucket), difference));
    if (m_options.abortAfterDays)
        warnOfOwn();
    if (m_options.dryRun) {
        if (m_options.json) {
            writeOut(lifecycleJson("lifecycle", m_target.bucket, now, false));
            writeOut(lifecycleJson("would-write", m_target.bucket, m_wished, false));
        }
        print(QStringLiteral("With --dry-run nothing is written.\n"));
        return end(AllDone);
    }
    if (m_options.yes)
        return write();
    confirm(QStringLiteral("Write these rules? [y/N]: "), QStringLiteral("Nothing was written."), [this] { write(); });
}

void Lifecycle::warnOfOwn()
{
    const auto own = OwnUploads::ofThisComputer();
    if (!own)
        return say(QStringLiteral("Which uploads are this computer's own is not known: %1").arg(errorText(own.error())));
    const qint64 longest = std::chrono::seconds(std::chrono::days(*m_options.abortAfterDays)).count();
    for (const OwnUpload &upload : own->inBucket(m_target.bucket)) {
        if (!upload.added.isValid() || !mayLieAt(m_connection, upload.connectionId))
            continue;
        const qint64 age = upload.added.secsTo(QDateTime::currentDateTimeUtc());
        const QString name = QStringLiteral("%1 (%2 in this computer's queue, begun %3)")
                                 .arg(urlText(upload.address.object), shortId(upload.id), ageText(upload.added));
        // The server rounds up to a midnight and takes its time; a day's warning is the least.
        if (age >= longest)
            say(QStringLiteral("WARNING: %1 is older than that: the rule deletes it.").arg(name));
        else if (longest - age <= 86'400)
            say(QStringLiteral("WARNING: the rule deletes %1 within a day or two unless it is completed.").arg(name));
    }
}

void Lifecycle::write()
{
    m_writes = true;
    LifecycleEditor *editor = m_engine->lifecycleEditor();
    QMetaObject::invokeMethod(editor, [editor, id = m_connection.id, bucket = m_target.bucket, now = m_now, wished = m_wished] {
        editor->write(id, bucket, now, wished);
    });
}

void Lifecycle::onWritten(const s3::LifecycleConfiguration &now)
{
    if (hasEnded())
        return;
    if (m_options.json)
        writeOut(lifecycleJson("lifecycle", m_target.bucket, now, true));
    print(QStringLiteral("Written, and read again from the server: %1\n").arg(expiryText(now)));
    end(AllDone);
}

void Lifecycle::interrupt()
{
    if (!m_writes)
        return AccountCommand::interrupt();
    say(QStringLiteral("Interrupted: whether the rules were written is not known; `davit-cli lifecycle %1` tells.")
            .arg(urlText(m_target.bucket)));
    end(InterruptedByUser);
}

} // namespace cli
