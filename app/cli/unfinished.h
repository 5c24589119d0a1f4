// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Unfinished uploads of a key, ours and those that the server lists, and what follows from them for a file that is put there again.

#include "app/cli/options.h"

#include "s3/error.h"
#include "store/sqlitejournal.h"
#include "upload/snapshot.h"

#include <QStringList>

namespace cli {

struct Candidate {
    QByteArray uploadId; // the server's; empty for one of ours that was never begun there
    QDateTime begun;
    qint64 bytes = -1;                          // stored; -1: not known
    std::optional<upload::UploadRecord> record; // of this computer's journal
    qint64 holderPid = 0;                       // of the record: 0 when no living process holds it
    bool isSame = false;                        // the record is of this very file, unchanged, over the same connection
};

// Those of the spec's key; the youngest first. What was never begun on the server is one only when it is the same upload.
QList<Candidate> candidatesFor(
    const upload::UploadSpec &spec, const QList<store::ListedRecord> &records, const QList<upload::OpenUpload> &onServer);
QString candidateText(const Candidate &candidate);
QString openUploadText(const upload::OpenUpload &one); // "upload ID X, 20.0 MiB in 4 parts, begun 3 hours ago"

enum class Answer { BeginNew, GoOn, Replace, AskSomebody, Refuse };
struct Decision {
    Answer answer = Answer::BeginNew;
    qsizetype candidate = -1;       // GoOn: with which
    std::optional<s3::Error> error; // Refuse: why
    QStringList sentences;          // to be said
};
// Never picks one of several by itself, and never begins what a living process is sending.
Decision decisionFor(const upload::UploadSpec &spec, const QList<Candidate> &candidates, Unfinished wish, bool canAsk);

s3::Result<s3::PartPlan> planOf(const upload::UploadRecord &record);
bool isOver(const upload::UploadRecord &record);
// How an object is encrypted is said at its beginning: why an upload cannot go on with the customer key that is wished for, "" for none.
std::optional<s3::Error> objectionToKey(const upload::UploadRecord &record, const QString &wished);
s3::Error runningElsewhere(const upload::UploadRecord &record, qint64 pid); // pid 0: not known
// What was compared anew takes the place of the record that is there: its wishes and its token stay.
upload::UploadRecord inPlaceOf(const upload::UploadRecord &there, const upload::UploadRecord &adopted);
// What Report::created() wants to know of an upload that is on the server already.
upload::UploadSnapshot createdSnapshot(const upload::UploadRecord &record);

} // namespace cli
