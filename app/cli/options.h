// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What was typed behind davit-cli: read once from the command line, a value from then on.

#include "s3/checksum.h"
#include "s3/endpoint.h"
#include "s3/requests.h"
#include "upload/adoptionreport.h"
#include "upload/keytemplate.h"
#include "upload/unfinishedupload.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace cli {

enum class Command { None, Put, Resume, Queue, Adopt, Verify, Receipts, List, Parts, Abort, Lifecycle, Doctor, Keys, Presign };

// What becomes of an unfinished upload of a key that is put again.
enum class Unfinished {
    Ask, // on a terminal; elsewhere go on with our own upload of the same file, and begin a new one otherwise
    Resume,
    New,
    Replace,
};

// Where to and as whom; what is not given comes from the environment and the AWS files.
struct ConnectionOptions {
    QString connection;
    QString endpointUrl;
    QString region;
    QString profile;
    std::optional<s3::AddressingStyle> addressingStyle;
    bool verifyTls = true;
    QString caBundle;
    bool noSignRequest = false;
};

struct Options {
    Command command = Command::None;
    QList<QByteArray> operands; // as the shell gave them: perhaps no UTF-8
    bool help = false, version = false;
    ConnectionOptions connection;
    s3::ObjectOptions object;
    upload::KeyRule keyRule;
    std::optional<s3::ChecksumAlgorithm> checksumAlgorithm;
    qint64 partSize = 0;                  // bytes; 0 = Davit chooses
    int parallel = 0;                     // connections; 0 = Davit chooses
    qint64 limit = 0;                     // bytes a second; 0 = none
    std::chrono::seconds offlineWait{60}; // how long to wait for a server that cannot be reached
    Unfinished unfinished = Unfinished::Ask;
    std::optional<upload::Unproven> unproven;        // what to do about stored parts that cannot be compared; nothing: ask, or send again
    QByteArray movedTo;                              // where the file of the resumed upload is now; as the shell gave it
    std::optional<std::chrono::seconds> olderThan;   // unfinished uploads: nothing has happened to them for so long
    std::optional<upload::UnfinishedState> state;    // only those in this one
    std::chrono::seconds expiresIn{3600};            // of a presigned link
    std::optional<int> abortAfterDays;               // the lifecycle rule that is wished for
    bool looksIntoParts = true;                      // of listed uploads: bytes held and the last part
    bool includeOwn = false, includeUnknown = false; // also those are aborted by age
    bool remove = false, yes = false;
    bool noOverwrite = false, fromSnapshot = false;
    bool json = false, quiet = false, dryRun = false, all = false;
};

struct ParsedOptions {
    Options options;
    QString problem; // one sentence when the line makes no sense; empty otherwise
};

// The words without the program's own name.
ParsedOptions parsedOptions(const QList<QByteArray> &words);

// The help of one command, or the overview.
QString helpText(Command command);
QString usageLine(Command command);

} // namespace cli
