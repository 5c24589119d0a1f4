// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/optionrules.h"
#include "app/cli/words.h"
#include "s3/objectlinks.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace cli {

namespace {

constexpr int MostDays = 3650; // S3 takes any; more than ten years is a slip of the finger

QString notASize(const char *option, const QString &value)
{
    return QStringLiteral("%1 takes a size such as 16MiB, not \"%2\".").arg(QLatin1String(option), printable(value));
}

QString oneOf(const QString &value, const QStringList &known, const char *option)
{
    if (known.contains(value))
        return {};
    return QStringLiteral("%1 takes one of %2, not \"%3\".").arg(QLatin1String(option), known.join(QStringLiteral(", ")), printable(value));
}

// Would become another header, or end this one.
bool isHeaderText(const QString &value)
{
    for (const QChar c : value) {
        if (c < QLatin1Char(' ') || c == QChar(0x7f))
            return false;
    }
    return true;
}

QString takeHeader(QByteArray &into, const QString &value, const char *option)
{
    if (value.isEmpty() || !isHeaderText(value))
        return QStringLiteral("The value of %1 cannot be sent in a header.").arg(QLatin1String(option));
    into = value.toUtf8();
    return {};
}

// As the AWS CLI takes it: "k=v,k2=v2" or a JSON object.
QString takeMetadata(Options &options, const QString &value)
{
    const QString problem = QStringLiteral("--metadata takes name=value,name2=value2 or a JSON object of strings.");
    QMap<QByteArray, QByteArray> metadata;
    if (value.trimmed().startsWith(QLatin1Char('{'))) {
        const QJsonDocument document = QJsonDocument::fromJson(value.toUtf8());
        if (!document.isObject())
            return problem;
        const QJsonObject object = document.object();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!it.value().isString())
                return problem;
            metadata.insert(it.key().toUtf8(), it.value().toString().toUtf8());
        }
    } else {
        const QStringList pairs = value.split(QLatin1Char(','));
        for (const QString &pair : pairs) {
            const qsizetype equals = pair.indexOf(QLatin1Char('='));
            if (equals < 1)
                return problem;
            metadata.insert(pair.left(equals).trimmed().toUtf8(), pair.mid(equals + 1).toUtf8());
        }
    }
    for (auto it = metadata.cbegin(); it != metadata.cend(); ++it) {
        for (const char c : it.key()) {
            // RFC 9110, token: what a header's name may hold.
            if (!(QChar::isLetterOrNumber(uchar(c)) && uchar(c) < 0x80) && !QByteArrayView("!#$%&'*+-.^_`|~").contains(c))
                return QStringLiteral("A metadata name is sent as a header: \"%1\" cannot be.").arg(printable(it.key()));
        }
        if (!isHeaderText(QString::fromUtf8(it.value())))
            return QStringLiteral("The metadata \"%1\" cannot be sent in a header.").arg(printable(it.key()));
    }
    options.object.metadata = metadata;
    return {};
}

QString takeChecksumAlgorithm(Options &options, const QString &value)
{
    const auto algorithm = s3::checksumFromName(value.toUtf8());
    if (!algorithm || *algorithm == s3::ChecksumAlgorithm::Md5)
        return oneOf({},
            {QStringLiteral("CRC32"), QStringLiteral("CRC32C"), QStringLiteral("CRC64NVME"), QStringLiteral("SHA1"),
                QStringLiteral("SHA256")},
            "--checksum-algorithm");
    options.checksumAlgorithm = algorithm;
    return {};
}

QString takeAddressingStyle(Options &options, const QString &value)
{
    if (value == QLatin1String("auto"))
        options.connection.addressingStyle = s3::AddressingStyle::Auto;
    else if (value == QLatin1String("path"))
        options.connection.addressingStyle = s3::AddressingStyle::Path;
    else if (value == QLatin1String("virtual"))
        options.connection.addressingStyle = s3::AddressingStyle::VirtualHosted;
    return oneOf(value, {QStringLiteral("auto"), QStringLiteral("path"), QStringLiteral("virtual")}, "--addressing-style");
}

QString takeParallel(Options &options, const QString &value)
{
    if (value == QLatin1String("auto")) {
        options.parallel = 0;
        return {};
    }
    bool ok = false;
    const int connections = value.toInt(&ok);
    if (!ok || connections < 1 || connections > 64)
        return QStringLiteral("--parallel takes a number of connections from 1 to 64, or auto.");
    options.parallel = connections;
    return {};
}

QString takeOfflineWait(Options &options, const QString &value)
{
    bool ok = false;
    const int seconds = value.toInt(&ok);
    if (!ok || seconds < 0)
        return QStringLiteral("--offline-wait takes a number of seconds.");
    options.offlineWait = std::chrono::seconds(seconds);
    return {};
}

QString takeUnfinished(Options &options, const QString &value)
{
    if (value == QLatin1String("resume"))
        options.unfinished = Unfinished::Resume;
    else if (value == QLatin1String("new"))
        options.unfinished = Unfinished::New;
    else if (value == QLatin1String("replace"))
        options.unfinished = Unfinished::Replace;
    return oneOf(
        value, {QStringLiteral("ask"), QStringLiteral("resume"), QStringLiteral("new"), QStringLiteral("replace")}, "--unfinished");
}

QString takeUnproven(Options &options, const QString &value)
{
    options.unproven = value == QLatin1String("keep") ? upload::Unproven::Keep : upload::Unproven::SendAgain;
    return oneOf(value, {QStringLiteral("resend"), QStringLiteral("keep")}, "--unproven");
}

QString takeState(Options &options, const QString &value)
{
    using upload::UnfinishedState;
    QStringList names;
    for (const UnfinishedState state : {UnfinishedState::RunningHere, UnfinishedState::PausedHere, UnfinishedState::RunningElsewhere,
             UnfinishedState::Abandoned, UnfinishedState::Unknown}) {
        names.append(upload::stateName(state));
        if (names.last() == value)
            options.state = state;
    }
    return oneOf(value, names, "--state");
}

QString takeAbortAfter(Options &options, const QString &value)
{
    bool ok = false;
    const int days = value.toInt(&ok);
    if (!ok || days < 1 || days > MostDays)
        return QStringLiteral("--abort-after takes a number of days from 1 to %1.").arg(MostDays);
    options.abortAfterDays = days;
    return {};
}

// A date alone ends where its day begins. Without a zone it is this computer's, as for the AWS CLI.
QString takeRetainUntil(Options &options, const QString &value)
{
    const QDateTime until = QDateTime::fromString(value, Qt::ISODate);
    if (!until.isValid())
        return QStringLiteral("--object-lock-retain-until-date takes an ISO 8601 date such as 2030-12-31T00:00:00Z, not \"%1\".")
            .arg(printable(value));
    if (until <= QDateTime::currentDateTimeUtc())
        return QStringLiteral("--object-lock-retain-until-date %1 is in the past.").arg(printable(value));
    options.object.objectLockRetainUntil = until.toUTC();
    return {};
}

QString takeExpiresIn(Options &options, const QString &value)
{
    bool ok = false;
    const int seconds = value.toInt(&ok);
    if (!ok || seconds < 1 || seconds > s3::LongestPresign.count())
        return QStringLiteral("--expires-in takes a number of seconds from 1 to 604800 (a week).");
    options.expiresIn = std::chrono::seconds(seconds);
    return {};
}

QString takeText(QString &into, const QString &value, const char *option)
{
    if (value.isEmpty())
        return QStringLiteral("%1 needs a value.").arg(QLatin1String(option));
    into = value;
    return {};
}

const OptionRule rules[] = {
    {"--part-size", "SIZE", ForPut, "size of a part, such as 16MiB, 16M or 16777216; Davit chooses when not given",
        [](Options &o, const QString &v) {
            const auto bytes = bytesFromText(v);
            o.partSize = bytes.value_or(0);
            return bytes ? QString() : notASize("--part-size", v);
        }},
    {"--parallel", "N|auto", WhatSends, "connections at once, 1 to 64", takeParallel},
    {"--limit", "RATE", WhatSends, "at most that many bytes a second over all connections, such as 10MiB/s",
        [](Options &o, const QString &v) {
            const auto rate = rateFromText(v);
            o.limit = rate.value_or(0);
            return rate ? QString() : QStringLiteral("--limit takes a rate such as 10MiB/s, not \"%1\".").arg(printable(v));
        }},
    {"--key-pattern", "PATTERN", ForPut,
        "how keys are made below the prefix, of {name} {stem} {extension} {folder} {date} {time} {year} {month} {day} {modified}",
        [](Options &o, const QString &v) {
            const auto trouble = upload::patternTrouble(v);
            o.keyRule.pattern = v;
            return trouble ? trouble->message : QString();
        }},
    {"--keep-unicode-form", nullptr, ForPut, "leave the letters of names as they are; else accents are composed (NFC)",
        [](Options &o, const QString &) {
            o.keyRule.composed = false;
            return QString();
        }},
    {"--no-overwrite", nullptr, ForPut, "leave keys alone that exist already",
        [](Options &o, const QString &) {
            o.noOverwrite = true;
            return QString();
        }},
    {"--older-than", "AGE", ForList | ForAbort, "only uploads to which nothing has happened for so long: 90m, 36h, 7d, 2w",
        [](Options &o, const QString &v) {
            o.olderThan = ageFromText(v);
            return o.olderThan ? QString()
                               : QStringLiteral("--older-than takes an age such as 30s, 90m, 36h, 7d or 2w, not \"%1\".").arg(printable(v));
        }},
    {"--state", "STATE", ForList, "only uploads that are running-here, paused-here, running-elsewhere, abandoned or unknown", takeState},
    {"--no-parts", nullptr, ForList, "do not look into the uploads: faster, without bytes held, last part and cost",
        [](Options &o, const QString &) {
            o.looksIntoParts = false;
            return QString();
        }},
    {"--include-own", nullptr, ForAbort, "with --older-than: also uploads that are in this computer's queue",
        [](Options &o, const QString &) {
            o.includeOwn = true;
            return QString();
        }},
    {"--include-unknown", nullptr, ForAbort, "with --older-than: also uploads of which it cannot be told when their last part arrived",
        [](Options &o, const QString &) {
            o.includeUnknown = true;
            return QString();
        }},
    {"--abort-after", "DAYS", ForLifecycle, "have the bucket delete unfinished uploads so many days after they were begun", takeAbortAfter},
    {"--remove", nullptr, ForLifecycle, "have the bucket keep unfinished uploads",
        [](Options &o, const QString &) {
            o.remove = true;
            return QString();
        }},
    {"--expires-in", "SECONDS", ForPresign, "how long the link is good, 1 to 604800 (a week); 3600", takeExpiresIn},
    {"--yes", nullptr, ForAbort | ForLifecycle | ForKeys, "do not ask; needed where there is no terminal to ask on",
        [](Options &o, const QString &) {
            o.yes = true;
            return QString();
        }},
    {"--dry-run", nullptr, ForPut | ForAdopt | ForAbort | ForLifecycle, "say what would be done, and do nothing",
        [](Options &o, const QString &) {
            o.dryRun = true;
            return QString();
        }},
    {"--unfinished", "CHOICE", ForPut, "ask, resume, new or replace: what to do where the key has an unfinished upload; ask",
        takeUnfinished},
    {"--snapshot", nullptr, ForPut, "send the file as it is now (a reflink copy on Btrfs or XFS), whatever happens to it meanwhile",
        [](Options &o, const QString &) {
            o.fromSnapshot = true;
            return QString();
        }},
    {"--unproven", "CHOICE", ForPut | ForAdopt, "resend or keep: stored parts of an adopted upload that cannot be compared; ask, or resend",
        takeUnproven},
    {"--checksum-algorithm", "NAME", ForPut, "CRC32, CRC32C, CRC64NVME, SHA1 or SHA256", takeChecksumAlgorithm},
    {"--content-type", "TYPE", ForPut, "instead of the one that the file's name suggests",
        [](Options &o, const QString &v) { return takeHeader(o.object.contentType, v, "--content-type"); }},
    {"--cache-control", "TEXT", ForPut, "Cache-Control of the object",
        [](Options &o, const QString &v) { return takeHeader(o.object.cacheControl, v, "--cache-control"); }},
    {"--storage-class", "NAME", ForPut, "such as STANDARD_IA",
        [](Options &o, const QString &v) { return takeHeader(o.object.storageClass, v, "--storage-class"); }},
    {"--metadata", "K=V,...", ForPut, "metadata of the object", takeMetadata},
    {"--tagging", "K=V&...", ForPut, "tags of the object, URL-encoded",
        [](Options &o, const QString &v) { return takeHeader(o.object.tagging, v, "--tagging"); }},
    {"--acl", "NAME", ForPut, "a canned ACL such as bucket-owner-full-control",
        [](Options &o, const QString &v) {
            o.object.acl = v.toUtf8();
            return oneOf(v,
                {QStringLiteral("private"), QStringLiteral("public-read"), QStringLiteral("public-read-write"),
                    QStringLiteral("authenticated-read"), QStringLiteral("aws-exec-read"), QStringLiteral("bucket-owner-read"),
                    QStringLiteral("bucket-owner-full-control"), QStringLiteral("log-delivery-write")},
                "--acl");
        }},
    {"--sse", "AES256|aws:kms", ForPut, "encryption at rest by the server",
        [](Options &o, const QString &v) {
            o.object.serverSideEncryption = v.toUtf8();
            return oneOf(v, {QStringLiteral("AES256"), QStringLiteral("aws:kms"), QStringLiteral("aws:kms:dsse")}, "--sse");
        }},
    {"--sse-kms-key-id", "ID", ForPut, "the key for --sse aws:kms",
        [](Options &o, const QString &v) { return takeHeader(o.object.sseKmsKeyId, v, "--sse-kms-key-id"); }},
    {"--sse-c-key", "NAME", ForPut | ForAdopt, "encrypt with a key of your own (SSE-C), by its name among those of `davit-cli keys`",
        [](Options &o, const QString &v) { return takeText(o.object.sseCustomerKey, v, "--sse-c-key"); }},
    {"--object-lock-mode", "MODE", ForPut,
        "GOVERNANCE or COMPLIANCE: nobody may delete the object before its date; under COMPLIANCE nobody at all",
        [](Options &o, const QString &v) {
            o.object.objectLockMode = v.toLatin1();
            return oneOf(v, {QStringLiteral("GOVERNANCE"), QStringLiteral("COMPLIANCE")}, "--object-lock-mode");
        }},
    {"--object-lock-retain-until-date", "DATE", ForPut, "the end of the lock, such as 2030-12-31T00:00:00Z", takeRetainUntil},
    {"--object-lock-legal-hold-status", "ON|OFF", ForPut, "ON: nobody may delete the object until the hold is lifted",
        [](Options &o, const QString &v) {
            o.object.objectLockLegalHold = v == QLatin1String("ON");
            return oneOf(v, {QStringLiteral("ON"), QStringLiteral("OFF")}, "--object-lock-legal-hold-status");
        }},
    {"--all", nullptr, ForResume, "resume all that is paused or interrupted",
        [](Options &o, const QString &) {
            o.all = true;
            return QString();
        }},
    {"--file", "PATH", ForResume, "where the file of the upload is now; with exactly one ID",
        [](Options &o, const QString &v) {
            o.movedTo = v.toUtf8();
            return v.isEmpty() ? QStringLiteral("--file needs a value.") : QString();
        }},
    {"--offline-wait", "SECONDS", WhatSends, "how long to wait for a server that cannot be reached before stopping, resumable; 60",
        takeOfflineWait},
    {"--connection", "NAME", WhatConnects,
        "a connection of the window; else environment and AWS files decide, as the AWS SDKs resolve them",
        [](Options &o, const QString &v) { return takeText(o.connection.connection, v, "--connection"); }},
    {"--endpoint-url", "URL", WhatConnects, "the service, such as http://127.0.0.1:9000",
        [](Options &o, const QString &v) { return takeText(o.connection.endpointUrl, v, "--endpoint-url"); }},
    {"--region", "NAME", WhatConnects, "the region to sign for",
        [](Options &o, const QString &v) { return takeText(o.connection.region, v, "--region"); }},
    {"--profile", "NAME", WhatConnects, "a profile of ~/.aws/config and ~/.aws/credentials",
        [](Options &o, const QString &v) { return takeText(o.connection.profile, v, "--profile"); }},
    {"--addressing-style", "STYLE", WhatConnects, "auto, path or virtual", takeAddressingStyle},
    {"--ca-bundle", "FILE", WhatConnects, "PEM file of certificates to trust beside the system's",
        [](Options &o, const QString &v) { return takeText(o.connection.caBundle, v, "--ca-bundle"); }},
    {"--no-verify-ssl", nullptr, WhatConnects, "do not verify the server's certificate: anybody may read and change what is sent",
        [](Options &o, const QString &) {
            o.connection.verifyTls = false;
            return QString();
        }},
    {"--no-sign-request", nullptr, WhatConnects, "send without credentials",
        [](Options &o, const QString &) {
            o.connection.noSignRequest = true;
            return QString();
        }},
    {"--json", nullptr, Anywhere, "one JSON object a line on stdout; messages go to stderr",
        [](Options &o, const QString &) {
            o.json = true;
            return QString();
        }},
    {"--quiet", nullptr, WhatConnects, "only errors",
        [](Options &o, const QString &) {
            o.quiet = true;
            return QString();
        }},
    {"--help", nullptr, Anywhere, "this help",
        [](Options &o, const QString &) {
            o.help = true;
            return QString();
        }},
};

} // namespace

unsigned bitOf(Command command)
{
    switch (command) {
    case Command::Put:
        return ForPut;
    case Command::Resume:
        return ForResume;
    case Command::Queue:
        return ForQueue;
    case Command::Adopt:
        return ForAdopt;
    case Command::Verify:
        return ForVerify;
    case Command::Receipts:
        return ForReceipts;
    case Command::List:
        return ForList;
    case Command::Parts:
        return ForParts;
    case Command::Abort:
        return ForAbort;
    case Command::Lifecycle:
        return ForLifecycle;
    case Command::Doctor:
        return ForDoctor;
    case Command::Keys:
        return ForKeys;
    case Command::Presign:
        return ForPresign;
    case Command::None:
        break;
    }
    return 0;
}

std::span<const OptionRule> optionRules()
{
    return rules;
}

} // namespace cli
