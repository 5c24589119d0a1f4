// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/keys.h"
#include "app/cli/optionrules.h"
#include "app/cli/words.h"

#include <QStringDecoder>

namespace cli {

namespace {

const OptionRule *ruleFor(QByteArrayView name)
{
    for (const OptionRule &rule : optionRules()) {
        if (name == QByteArrayView(rule.name))
            return &rule;
    }
    return nullptr;
}

Command commandFrom(const QByteArray &word)
{
    const QList<std::pair<const char *, Command>> commands{{"put", Command::Put}, {"resume", Command::Resume}, {"queue", Command::Queue},
        {"adopt", Command::Adopt}, {"verify", Command::Verify}, {"receipts", Command::Receipts}, {"list", Command::List},
        {"parts", Command::Parts}, {"abort", Command::Abort}, {"lifecycle", Command::Lifecycle}, {"doctor", Command::Doctor},
        {"keys", Command::Keys}, {"presign", Command::Presign}};
    for (const auto &[name, command] : commands) {
        if (word == name)
            return command;
    }
    return Command::None;
}

std::optional<QString> decoded(const QByteArray &word)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    QString text = decoder(word);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

QString contradictionOfList(const Options &options)
{
    using upload::UnfinishedState;
    if (options.operands.size() > 1)
        return QStringLiteral("list takes at most one s3://BUCKET/PREFIX.");
    if (options.looksIntoParts)
        return {};
    if (options.olderThan)
        return QStringLiteral("--older-than needs a look at the parts, which --no-parts does not take.");
    if (options.state && *options.state != UnfinishedState::RunningHere && *options.state != UnfinishedState::PausedHere)
        return QStringLiteral("--state %1 needs a look at the parts, which --no-parts does not take.")
            .arg(upload::stateName(*options.state));
    return {};
}

QString contradictionOfAbort(const Options &options)
{
    if (options.operands.size() > 2)
        return QStringLiteral("abort takes an s3://BUCKET/KEY and an upload ID, or an s3://BUCKET/PREFIX and --older-than.");
    if (options.operands.size() == 2 && options.operands[1].isEmpty())
        return QStringLiteral("The upload ID is empty; `davit-cli list` shows the IDs there are.");
    if (options.operands.size() == 2 && options.olderThan)
        return QStringLiteral("An upload ID and --older-than exclude one another.");
    if (options.operands.size() < 2 && !options.olderThan)
        return QStringLiteral("abort needs an s3://BUCKET/KEY and the upload ID that `davit-cli list` shows, or --older-than AGE.");
    if (!options.olderThan && (options.includeOwn || options.includeUnknown))
        return QStringLiteral("--include-own and --include-unknown go with --older-than; what is named by its ID is not spared.");
    return {};
}

QString contradictionOfLifecycle(const Options &options)
{
    if (options.operands.size() > 1)
        return QStringLiteral("lifecycle takes at most one s3://BUCKET.");
    if (options.abortAfterDays && options.remove)
        return QStringLiteral("--abort-after and --remove exclude one another.");
    if ((options.abortAfterDays || options.remove) && options.operands.isEmpty())
        return QStringLiteral("A rule is changed in one bucket at a time: name it as s3://BUCKET.");
    return {};
}

QString contradictionOfObject(const s3::ObjectOptions &object)
{
    if (!object.sseKmsKeyId.isEmpty() && !object.serverSideEncryption.startsWith("aws:kms"))
        return QStringLiteral("--sse-kms-key-id needs --sse aws:kms.");
    if (!object.sseCustomerKey.isEmpty() && !object.serverSideEncryption.isEmpty())
        return QStringLiteral("--sse-c-key and --sse exclude one another: either your key or the server's.");
    if (!object.objectLockMode.isEmpty() && !object.objectLockRetainUntil.isValid())
        return QStringLiteral("--object-lock-mode needs --object-lock-retain-until-date: until when?");
    if (object.objectLockMode.isEmpty() && object.objectLockRetainUntil.isValid())
        return QStringLiteral("--object-lock-retain-until-date needs --object-lock-mode: GOVERNANCE or COMPLIANCE?");
    return {};
}

// What one option alone cannot know.
QString contradiction(const Options &options)
{
    const ConnectionOptions &c = options.connection;
    if (!c.connection.isEmpty() && !c.profile.isEmpty())
        return QStringLiteral("--connection and --profile exclude one another.");
    if (options.json && options.quiet)
        return QStringLiteral("--json and --quiet exclude one another.");
    if (const QString problem = contradictionOfObject(options.object); !problem.isEmpty())
        return problem;
    if (!c.caBundle.isEmpty() && !c.verifyTls)
        return QStringLiteral("--ca-bundle and --no-verify-ssl exclude one another.");
    if (options.command == Command::Put && options.operands.size() < 2)
        return QStringLiteral("put needs at least one SOURCE and a target s3://BUCKET/…");
    if (options.command == Command::Queue && !options.operands.isEmpty())
        return QStringLiteral("queue takes no operands.");
    if (options.command == Command::Resume && options.all != options.operands.isEmpty())
        return QStringLiteral("resume needs either the IDs that `davit-cli queue` shows, or --all.");
    if (!options.movedTo.isEmpty() && options.operands.size() != 1)
        return QStringLiteral("--file needs exactly one ID: it says where that upload's file is now.");
    if (options.command == Command::Adopt && (options.operands.size() < 2 || options.operands.size() > 3))
        return QStringLiteral("adopt needs a FILE, a target s3://BUCKET/KEY, and may be given an upload ID.");
    if (options.command == Command::Verify && (options.operands.isEmpty() || options.operands.size() > 2))
        return QStringLiteral("verify needs a RECEIPT, its ID or its exported file, and may be given a FILE.");
    if (options.command == Command::Receipts && options.operands.size() > 1)
        return QStringLiteral("receipts takes at most one ID.");
    if (options.command == Command::List)
        return contradictionOfList(options);
    if (options.command == Command::Parts && (options.operands.isEmpty() || options.operands.size() > 2))
        return QStringLiteral("parts needs an upload's s3://BUCKET/KEY, and may be given its upload ID.");
    if (options.command == Command::Abort)
        return contradictionOfAbort(options);
    if (options.command == Command::Doctor && options.operands.size() != 1)
        return QStringLiteral("doctor needs one s3://BUCKET, and may be given a prefix: s3://BUCKET/PREFIX.");
    if (options.command == Command::Presign && options.operands.size() != 1)
        return QStringLiteral("presign needs one s3://BUCKET/KEY.");
    if (options.command == Command::Lifecycle)
        return contradictionOfLifecycle(options);
    if (options.command == Command::Keys)
        return contradictionOfKeys(options);
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
        options.command = commandFrom(command);
        options.help = command == "help";
        if (options.command == Command::None && !options.help) {
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
        const OptionRule *rule = ruleFor(name);
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

} // namespace cli
