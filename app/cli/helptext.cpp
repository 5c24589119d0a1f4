// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/optionrules.h"

namespace cli {

QString usageLine(Command command)
{
    switch (command) {
    case Command::Put:
        return QStringLiteral("davit-cli put [OPTION...] SOURCE... s3://BUCKET/[PREFIX/|KEY]");
    case Command::Resume:
        return QStringLiteral("davit-cli resume [OPTION...] [ID...|--all]");
    case Command::Queue:
        return QStringLiteral("davit-cli queue [--json]");
    case Command::Adopt:
        return QStringLiteral("davit-cli adopt [OPTION...] FILE s3://BUCKET/KEY [UPLOAD-ID]");
    case Command::Verify:
        return QStringLiteral("davit-cli verify [OPTION...] RECEIPT [FILE]");
    case Command::Receipts:
        return QStringLiteral("davit-cli receipts [--json] [ID]");
    case Command::List:
        return QStringLiteral("davit-cli list [OPTION...] [s3://BUCKET[/PREFIX]]");
    case Command::Parts:
        return QStringLiteral("davit-cli parts [OPTION...] s3://BUCKET/KEY [UPLOAD-ID]");
    case Command::Abort:
        return QStringLiteral("davit-cli abort [OPTION...] s3://BUCKET/KEY UPLOAD-ID | [s3://BUCKET[/PREFIX]] --older-than AGE");
    case Command::Lifecycle:
        return QStringLiteral("davit-cli lifecycle [OPTION...] [s3://BUCKET] [--abort-after DAYS | --remove]");
    case Command::Doctor:
        return QStringLiteral("davit-cli doctor [OPTION...] s3://BUCKET[/PREFIX]");
    case Command::Keys:
        return QStringLiteral("davit-cli keys [OPTION...] [create NAME | import NAME | export NAME | remove NAME]");
    case Command::Presign:
        return QStringLiteral("davit-cli presign [OPTION...] s3://BUCKET/KEY");
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
        text +=
            QStringLiteral("Uploads files to S3 and everything that speaks S3, in parts that are never sent twice.\n\n"
                           "  put        upload files and folders; ends when all are completed\n"
                           "  resume     continue what was paused or interrupted\n"
                           "  queue      what this computer knows of: state, bytes stored, upload ID\n"
                           "  adopt      go on with an upload that anybody began: send what is missing or wrong, and complete\n"
                           "  receipts   what was completed from this computer, and how it was proven\n"
                           "  verify     is the object still the one of a receipt, and is a file\n"
                           "  list       unfinished uploads on the server: bytes held, cost, age, and whether somebody still sends them\n"
                           "  parts      the stored parts of one of them\n"
                           "  abort      delete one of them, or all that are old; until each is proven gone\n"
                           "  lifecycle  the rule by which a bucket deletes them by itself: show, set or remove it\n"
                           "  presign    a link that lets whoever holds it read an object for a while\n"
                           "  doctor     what this endpoint and these credentials can and cannot do, by a small trial upload\n"
                           "  keys       keys of your own for encryption by the server (SSE-C), in the system's keychain\n\n"
                           "`davit-cli COMMAND --help` tells the options, `davit-cli --version` the version.\n");
        break;
    case Command::Put:
        text += QStringLiteral(
            "Uploads files and folders. A target that ends in \"/\", or is a bucket alone, is a prefix to which the names are added;\n"
            "any other target is the key of the one file. Several files, or a folder, need a prefix. Below a prefix, letters and their\n"
            "accents are composed (NFC), as most keyboards type them; --keep-unicode-form leaves names to the byte, --key-pattern makes\n"
            "other keys of them: \"{date}/{folder}/{name}\".\n"
            "Where the key has an unfinished upload, a person on a terminal is asked what to do about it. Elsewhere an upload of the same\n"
            "file that this computer began goes on; otherwise a new one is begun, and what is there is said.\n"
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
    case Command::Adopt:
        text += QStringLiteral(
            "Lists the stored parts of an upload in progress, whoever began it, compares them with the file, tells part by part how that\n"
            "came out, sends what is missing or wrong, and completes the upload. Without an ID it takes the one unfinished upload of the\n"
            "key; where there are several one has to be named.\n\n");
        break;
    case Command::Verify:
        text += QStringLiteral("Asks the server whether the object is still the one that the receipt describes, and compares a FILE with "
                               "the receipt. RECEIPT\n"
                               "is an ID that `davit-cli receipts` shows, its beginning, or a file that `davit-cli receipts ID --json` "
                               "wrote. Nothing is sent\n"
                               "but the question. Exit status 1 also when nothing but the length could be compared.\n\n");
        break;
    case Command::List:
        text += QStringLiteral(
            "Lists uploads that were begun and neither completed nor aborted, of one bucket or of all: what is stored of them is kept, "
            "and\n"
            "billed, until somebody deletes it. Each is looked into for what it holds and when its last part arrived. \"Probably running\n"
            "elsewhere\" means that it was begun, or a part of it arrived, within the last hour. Money is an estimate; a file prices.json "
            "in\n"
            "Davit's configuration folder overrules the prices. Exit status 1 when a bucket could not be listed: denied is not empty.\n\n");
        break;
    case Command::Parts:
        text +=
            QStringLiteral("Lists the stored parts of an upload in progress, and names the gaps between them. Without an ID it takes the "
                           "one unfinished\nupload of the key; where there are several one has to be named.\n\n");
        break;
    case Command::Abort:
        text += QStringLiteral(
            "Deletes uploads in progress with all that is stored of them, each until the server proves that it is gone. This cannot be\n"
            "undone, so it asks on a terminal and needs --yes elsewhere; --dry-run only shows.\n"
            "Older means that nothing has happened for so long: neither was the upload begun, nor did a part of it arrive since. Spared "
            "by\n"
            "--older-than, and said, are those of which that cannot be known and those that Davit on this computer has in its queue. "
            "Before\n"
            "the deletion they are looked into again: what received a part while the question stood stays. An upload of this computer\n"
            "is cancelled in its queue as well; one that another process holds is left to that process.\n"
            "Ctrl-C stops: what has begun is brought to its end, the rest is left alone.\n\n");
        break;
    case Command::Lifecycle:
        text += QStringLiteral(
            "Shows the lifecycle rules of one bucket or of all, and after how many days unfinished uploads are deleted by themselves.\n"
            "--abort-after and --remove change that and nothing else; the difference is shown, and asked about on a terminal (elsewhere\n"
            "--yes is needed), and afterwards the server is asked whether it has what was written.\n\n");
        break;
    case Command::Doctor:
        text += QStringLiteral(
            "Finds out, by a small trial upload under keys that nobody else uses, what works in the bucket below the prefix: server,\n"
            "certificate, credentials, clock, region, permissions, checksums, and the habits of the server. Rules are read, never "
            "written.\n"
            "The trial is cleaned away, also after Ctrl-C; what could not be is named. Ends with the least policy that uploading takes.\n"
            "Exit status 0: uploads work; 1: something that they need does not, or something was left behind; 3: no server, or the\n"
            "credentials are refused.\n\n");
        break;
    case Command::Keys:
        text += QStringLiteral(
            "Lists the names of the keys for `put --sse-c-key NAME`, or makes one (create), reads one in base64 from the standard input\n"
            "(import), writes one in base64 to the standard output (export), or removes one. They are kept in the system's keychain, and\n"
            "travel to the server with every request, over https only. The server keeps no copy: an object can be read with its key "
            "alone,\n"
            "so keep an export of it in a safe place.\n\n");
        break;
    case Command::Presign:
        text += QStringLiteral(
            "Writes a link on stdout that lets whoever holds it read the object, without any key, until it expires. The object is asked\n"
            "for first: a link to what is not there, or may not be read, is not given out. With temporary credentials it ends with "
            "them.\n\n");
        break;
    case Command::Receipts:
        text += QStringLiteral("Lists the receipts of completed uploads, the latest first, or shows one.\n\n");
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
