// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/optionrules.h"
#include "app/cli/words.h"

#include <QStringDecoder>

namespace cli {

namespace {

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

const OptionRule *ruleFor(QByteArrayView name)
{
    for (const OptionRule &rule : optionRules()) {
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
        for (const OptionRule &rule : optionRules()) {
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
