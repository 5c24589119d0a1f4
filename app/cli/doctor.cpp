// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/doctor.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"
#include "s3/providerprofilejson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace cli {

using upload::Diagnosis;
using upload::Finding;
using upload::Verdict;

namespace {

constexpr int Columns = 18; // of the title

QString markOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Good:
        return QStringLiteral("ok  ");
    case Verdict::Remarkable:
        return QStringLiteral("note");
    case Verdict::Bad:
        return QStringLiteral("BAD ");
    case Verdict::Unknown:
        break;
    }
    return QStringLiteral("?   ");
}

QJsonObject profileJson(const s3::ProviderProfile &profile)
{
    QJsonObject json = s3::profileToJson(profile);
    json.insert(QStringLiteral("id"), profile.id);
    json.insert(QStringLiteral("name"), profile.name);
    return json;
}

QString outcomeName(Diagnosis::Outcome outcome)
{
    switch (outcome) {
    case Diagnosis::Outcome::Works:
        return QStringLiteral("works");
    case Diagnosis::Outcome::Fails:
        return QStringLiteral("fails");
    case Diagnosis::Outcome::NotReached:
        return QStringLiteral("not-reached");
    }
    Q_UNREACHABLE();
}

QJsonValue millisecondsOrNull(const std::optional<std::chrono::milliseconds> &time)
{
    return time ? QJsonValue(qint64(time->count())) : QJsonValue();
}

QByteArray findingJson(const Finding &finding)
{
    QJsonObject json{{QStringLiteral("event"), QStringLiteral("finding")}, {QStringLiteral("what"), finding.what},
        {QStringLiteral("title"), upload::titleOf(finding.what)}, {QStringLiteral("verdict"), upload::verdictName(finding.verdict)},
        {QStringLiteral("message"), finding.sentence}};
    if (finding.error) {
        json.insert(QStringLiteral("code"), textOrNull(finding.error->code));
        json.insert(QStringLiteral("kind"), s3::kindName(finding.error->kind));
        json.insert(QStringLiteral("status"), finding.error->httpStatus);
        json.insert(QStringLiteral("serverMessage"), textOrNull(finding.error->message));
        json.insert(QStringLiteral("requestId"), textOrNull(finding.error->requestId));
        if (!finding.error->details.isEmpty())
            json.insert(QStringLiteral("details"), QJsonArray::fromStringList(finding.error->details));
    }
    return jsonLine(json);
}

QByteArray diagnosisJson(const Diagnosis &diagnosis)
{
    QJsonArray left;
    for (const s3::UploadAddress &one : diagnosis.left)
        left.append(QJsonObject{{QStringLiteral("bucket"), one.object.bucket}, {QStringLiteral("key"), one.object.key},
            {QStringLiteral("uploadId"), textOrNull(QString::fromUtf8(one.uploadId))}});
    return jsonLine({{QStringLiteral("event"), QStringLiteral("diagnosis")}, {QStringLiteral("bucket"), diagnosis.bucket},
        {QStringLiteral("prefix"), diagnosis.prefix}, {QStringLiteral("outcome"), outcomeName(diagnosis.outcome)},
        {QStringLiteral("interrupted"), diagnosis.wasStopped}, {QStringLiteral("region"), textOrNull(diagnosis.region)},
        {QStringLiteral("clockOffsetMs"), millisecondsOrNull(diagnosis.serverAhead)},
        {QStringLiteral("latencyMs"), millisecondsOrNull(diagnosis.latency)}, {QStringLiteral("left"), left},
        {QStringLiteral("policy"), QJsonDocument::fromJson(diagnosis.policy).object()},
        {QStringLiteral("profile"), profileJson(diagnosis.profile)}});
}

// The server's own words are for whoever has to look the refusal up.
QString behind(const s3::Error &error)
{
    QStringList words;
    if (!error.code.isEmpty())
        words.append(error.code);
    if (error.httpStatus > 0)
        words.append(QStringLiteral("status %1").arg(error.httpStatus));
    if (!error.requestId.isEmpty())
        words.append(QStringLiteral("request ID %1").arg(error.requestId));
    return words.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(words.join(QStringLiteral(", ")));
}

} // namespace

QString findingText(const Finding &finding)
{
    QString line =
        QStringLiteral("%1  %2 %3").arg(markOf(finding.verdict), upload::titleOf(finding.what).leftJustified(Columns), finding.sentence);
    if (!finding.error)
        return printable(line);
    line = printable(line + behind(*finding.error));
    for (const QString &detail : finding.error->details)
        line += QLatin1Char('\n') + QString(Columns + 7, QLatin1Char(' ')) + printable(detail);
    return line;
}

void Doctor::start()
{
    if (!readTarget(false) || !connectToServer())
        return;
    upload::Doctor *doctor = m_engine->doctor();
    connect(doctor, &upload::Doctor::found, this, [this](quint64, const Finding &finding) { show(finding); });
    connect(doctor, &upload::Doctor::ended, this, [this](quint64, const Diagnosis &diagnosis) { conclude(diagnosis); });
    QMetaObject::invokeMethod(
        doctor, [doctor, id = m_connection.id, target = m_target] { doctor->examine(1, id, target.bucket, target.key); });
}

void Doctor::show(const Finding &finding)
{
    if (m_options.json)
        writeOut(findingJson(finding));
    else if (m_options.quiet && finding.verdict == Verdict::Bad)
        say(findingText(finding));
    else
        print(findingText(finding) + QLatin1Char('\n'));
}

void Doctor::conclude(const Diagnosis &diagnosis)
{
    if (m_options.json)
        writeOut(diagnosisJson(diagnosis));
    if (diagnosis.outcome == Diagnosis::Outcome::Works && !diagnosis.wasStopped)
        print(QStringLiteral("\nUploads to %1 work.").arg(urlText({diagnosis.bucket, diagnosis.prefix})));
    if (!diagnosis.wasStopped && diagnosis.outcome != Diagnosis::Outcome::NotReached)
        print(QStringLiteral("\nThe least that uploading there takes, as a policy:\n%1").arg(QString::fromUtf8(diagnosis.policy)));
    if (diagnosis.wasStopped) {
        say(diagnosis.left.isEmpty() ? QStringLiteral("Interrupted.")
                                     : QStringLiteral("Interrupted; something of the trial is left behind."));
        return end(InterruptedByUser);
    }
    switch (diagnosis.outcome) {
    case Diagnosis::Outcome::Works:
        return end(AllDone);
    case Diagnosis::Outcome::Fails:
        return end(SomethingFailed);
    case Diagnosis::Outcome::NotReached:
        return end(StoppedResumable);
    }
}

void Doctor::interrupt()
{
    if (!m_engine || hasEnded())
        return AccountCommand::interrupt();
    say(QStringLiteral("Interrupted: the trial is being cleaned away. Ctrl-C once more leaves it as it is."));
    upload::Doctor *doctor = m_engine->doctor();
    QMetaObject::invokeMethod(doctor, [doctor] { doctor->stop(); });
}

} // namespace cli
