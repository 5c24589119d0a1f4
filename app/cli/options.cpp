// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/options.h"
#include "app/cli/words.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include <iterator>

namespace cli {

namespace {

enum Commands : unsigned { ForPut = 1, ForResume = 2, ForQueue = 4, Anywhere = 7 };

unsigned bitOf(Command command)
{
    switch (command) {
    case Command::Put:
        return ForPut;
    case Command::Resume:
        return ForResume;
    case Command::Queue:
        return ForQueue;
    case Command::None:
        break;
    }
    return 0;
}

// One table reads the line and writes the help, so that the two cannot disagree.
struct Rule {
    const char *name;
    const char *value; // nullptr: a switch
    unsigned commands;
    const char *says;
    QString (*take)(Options &options, const QString &value); // a problem, or nothing
};

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

QString takeText(QString &into, const QString &value, const char *option)
{
    if (value.isEmpty())
        return QStringLiteral("%1 needs a value.").arg(QLatin1String(option));
    into = value;
    return {};
}

const Rule rules[] = {
    {"--part-size", "SIZE", ForPut, "size of a part, such as 16MiB, 16M or 16777216; Davit chooses when not given",
        [](Options &o, const QString &v) {
            const auto bytes = bytesFromText(v);
            o.partSize = bytes.value_or(0);
            return bytes ? QString() : notASize("--part-size", v);
        }},
    {"--parallel", "N|auto", ForPut | ForResume, "connections at once, 1 to 64", takeParallel},
    {"--limit", "RATE", ForPut | ForResume, "at most that many bytes a second over all connections, such as 10MiB/s",
        [](Options &o, const QString &v) {
            const auto rate = rateFromText(v);
            o.limit = rate.value_or(0);
            return rate ? QString() : QStringLiteral("--limit takes a rate such as 10MiB/s, not \"%1\".").arg(printable(v));
        }},
    {"--no-overwrite", nullptr, ForPut, "leave keys alone that exist already",
        [](Options &o, const QString &) {
            o.noOverwrite = true;
            return QString();
        }},
    {"--dry-run", nullptr, ForPut, "say what would be sent, and send nothing",
        [](Options &o, const QString &) {
            o.dryRun = true;
            return QString();
        }},
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
    {"--all", nullptr, ForResume, "resume all that is paused or interrupted",
        [](Options &o, const QString &) {
            o.all = true;
            return QString();
        }},
    {"--offline-wait", "SECONDS", ForPut | ForResume, "how long to wait for a server that cannot be reached before stopping, resumable; 60",
        takeOfflineWait},
    {"--connection", "NAME", ForPut | ForResume,
        "a connection of the window; else environment and AWS files decide, as the AWS SDKs resolve them",
        [](Options &o, const QString &v) { return takeText(o.connection.connection, v, "--connection"); }},
    {"--endpoint-url", "URL", ForPut | ForResume, "the service, such as http://127.0.0.1:9000",
        [](Options &o, const QString &v) { return takeText(o.connection.endpointUrl, v, "--endpoint-url"); }},
    {"--region", "NAME", ForPut | ForResume, "the region to sign for",
        [](Options &o, const QString &v) { return takeText(o.connection.region, v, "--region"); }},
    {"--profile", "NAME", ForPut | ForResume, "a profile of ~/.aws/config and ~/.aws/credentials",
        [](Options &o, const QString &v) { return takeText(o.connection.profile, v, "--profile"); }},
    {"--addressing-style", "STYLE", ForPut | ForResume, "auto, path or virtual", takeAddressingStyle},
    {"--ca-bundle", "FILE", ForPut | ForResume, "PEM file of certificates to trust beside the system's",
        [](Options &o, const QString &v) { return takeText(o.connection.caBundle, v, "--ca-bundle"); }},
    {"--no-verify-ssl", nullptr, ForPut | ForResume, "do not verify the server's certificate: anybody may read and change what is sent",
        [](Options &o, const QString &) {
            o.connection.verifyTls = false;
            return QString();
        }},
    {"--no-sign-request", nullptr, ForPut | ForResume, "send without credentials",
        [](Options &o, const QString &) {
            o.connection.noSignRequest = true;
            return QString();
        }},
    {"--json", nullptr, Anywhere, "one JSON object a line on stdout; messages go to stderr",
        [](Options &o, const QString &) {
            o.json = true;
            return QString();
        }},
    {"--quiet", nullptr, ForPut | ForResume, "only errors",
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

const Rule *ruleFor(QByteArrayView name)
{
    for (const Rule &rule : rules) {
        if (name == QByteArrayView(rule.name))
            return &rule;
    }
    return nullptr;
}

std::optional<QString> decoded(const QByteArray &word)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    QString text = decoder(word);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

// What one option alone cannot know.
QString contradiction(const Options &options)
{
    const ConnectionOptions &c = options.connection;
    if (!c.connection.isEmpty() && !c.profile.isEmpty())
        return QStringLiteral("--connection and --profile exclude one another.");
    if (options.json && options.quiet)
        return QStringLiteral("--json and --quiet exclude one another.");
    if (!options.object.sseKmsKeyId.isEmpty() && !options.object.serverSideEncryption.startsWith("aws:kms"))
        return QStringLiteral("--sse-kms-key-id needs --sse aws:kms.");
    if (!c.caBundle.isEmpty() && !c.verifyTls)
        return QStringLiteral("--ca-bundle and --no-verify-ssl exclude one another.");
    if (options.command == Command::Put && options.operands.size() < 2)
        return QStringLiteral("put needs at least one SOURCE and a target s3://BUCKET/…");
    if (options.command == Command::Queue && !options.operands.isEmpty())
        return QStringLiteral("queue takes no operands.");
    if (options.command == Command::Resume && options.all != options.operands.isEmpty())
        return QStringLiteral("resume needs either the IDs that `davit-cli queue` shows, or --all.");
    return {};
}

} // namespace

ParsedOptions parsedOptions(const QList<QByteArray> &words)
{
    ParsedOptions parsed;
    Options &options = parsed.options;
    qsizetype at = 0;
    if (!words.isEmpty() && !words.first().startsWith('-')) {
        const QByteArray &command = words.first();
        if (command == "put")
            options.command = Command::Put;
        else if (command == "resume")
            options.command = Command::Resume;
        else if (command == "queue")
            options.command = Command::Queue;
        else if (command == "help")
            options.help = true;
        else {
            parsed.problem = QStringLiteral("There is no command \"%1\".").arg(printable(command));
            return parsed;
        }
        at = 1;
    }
    bool onlyOperands = false;
    for (; at < words.size(); ++at) {
        const QByteArray &word = words[at];
        if (onlyOperands || word == "-" || !word.startsWith('-')) {
            options.operands.append(word);
            continue;
        }
        if (word == "--") {
            onlyOperands = true;
            continue;
        }
        if (word == "-h") {
            options.help = true;
            continue;
        }
        if (word == "--version" && options.command == Command::None) {
            options.version = true;
            continue;
        }
        const qsizetype equals = word.indexOf('=');
        const QByteArray name = equals < 0 ? word : word.left(equals);
        const Rule *rule = ruleFor(name);
        const bool isHelp = rule && QByteArrayView(rule->name) == QByteArrayView("--help");
        if (!rule || (!isHelp && !(rule->commands & bitOf(options.command)))) {
            parsed.problem = QStringLiteral("There is no option %1 here.").arg(printable(name));
            return parsed;
        }
        QString value;
        if (!rule->value) {
            if (equals >= 0) {
                parsed.problem = QStringLiteral("%1 takes no value.").arg(QLatin1String(rule->name));
                return parsed;
            }
        } else if (name == "--sse" && equals < 0 &&
                   (at + 1 == words.size() || !(words[at + 1] == "AES256" || words[at + 1].startsWith("aws:")))) {
            value = QStringLiteral("AES256"); // the AWS CLI takes a bare --sse so
        } else {
            if (equals < 0 && at + 1 == words.size()) {
                parsed.problem = QStringLiteral("%1 needs a value (%2).").arg(QLatin1String(rule->name), QLatin1String(rule->value));
                return parsed;
            }
            const QByteArray raw = equals >= 0 ? word.mid(equals + 1) : words[++at];
            const std::optional<QString> text = decoded(raw);
            if (!text) {
                parsed.problem = QStringLiteral("The value of %1 is not UTF-8: %2").arg(QLatin1String(rule->name), printable(raw));
                return parsed;
            }
            value = *text;
        }
        parsed.problem = rule->take(options, value);
        if (!parsed.problem.isEmpty())
            return parsed;
    }
    if (!options.help && !options.version)
        parsed.problem = options.command == Command::None ? QStringLiteral("A command is missing.") : contradiction(options);
    return parsed;
}

QString usageLine(Command command)
{
    switch (command) {
    case Command::Put:
        return QStringLiteral("davit-cli put [OPTION...] SOURCE... s3://BUCKET/[PREFIX/|KEY]");
    case Command::Resume:
        return QStringLiteral("davit-cli resume [OPTION...] [ID...|--all]");
    case Command::Queue:
        return QStringLiteral("davit-cli queue [--json]");
    case Command::None:
        break;
    }
    return QStringLiteral("davit-cli COMMAND [OPTION...]");
}

QString helpText(Command command)
{
    QString text = QStringLiteral("Usage: %1\n\n").arg(usageLine(command));
    switch (command) {
    case Command::None:
        text += QStringLiteral("Uploads files to S3 and everything that speaks S3, in parts that are never sent twice.\n\n"
                               "  put      upload files and folders; ends when all are completed\n"
                               "  resume   continue what was paused or interrupted\n"
                               "  queue    what this computer knows of: state, bytes stored, upload ID\n\n"
                               "`davit-cli COMMAND --help` tells the options, `davit-cli --version` the version.\n");
        break;
    case Command::Put:
        text += QStringLiteral(
            "Uploads files and folders. A target that ends in \"/\", or is a bucket alone, is a prefix to which the names are added;\n"
            "any other target is the key of the one file. Several files, or a folder, need a prefix.\n"
            "Ctrl-C leaves an upload that `davit-cli resume` goes on with.\n\n");
        break;
    case Command::Resume:
        text += QStringLiteral(
            "Goes on with uploads that were paused, interrupted or stopped by a trouble that is over. Parts that the server has are\n"
            "not sent again. An ID is what `davit-cli queue` shows, or its beginning.\n\n");
        break;
    case Command::Queue:
        text += QStringLiteral("Lists the uploads that this computer knows of and has not finished.\n\n");
        break;
    }
    if (command != Command::None) {
        text += QStringLiteral("Options:\n");
        for (const Rule &rule : rules) {
            if (!(rule.commands & bitOf(command)))
                continue;
            QString left = QLatin1String(rule.name);
            if (rule.value)
                left += QLatin1Char(' ') + QLatin1String(rule.value);
            text += QStringLiteral("  %1 %2\n").arg(left.leftJustified(30), QLatin1String(rule.says));
        }
    }
    text += QStringLiteral(
        "\nExit status: 0 all done · 1 something failed · 2 usage · 3 stopped and resumable (credentials, network, changed file)\n"
        "             130 interrupted; the state is saved\n");
    return text;
}

} // namespace cli
