// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Aborts many uploads in progress, each until ListParts proves that it is gone: parts that were on their way may still land after an abort
// and would be billed (https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html). Lives in the engine's thread.

#include "upload/inquiries.h"

#include <memory>

namespace upload {

struct AbortTarget {
    s3::UploadAddress address;
    bool maybeAlive = false; // somebody may be sending: it is looked at once more after a while, for parts that were on their way
};

struct AbortResult {
    enum Verdict {
        Gone,       // aborted, and proven gone
        WasGone,    // was not there any more
        Unproven,   // aborted by the server's word; ListParts did not confirm it, `error` says why
        StillThere, // aborted again and again, and parts keep arriving: somebody is sending it
        Refused,    // `error`
    };
    s3::UploadAddress address;
    Verdict verdict = Refused;
    std::optional<s3::Error> error;
    bool isGone() const { return verdict == Gone || verdict == WasGone; }
};

class CleanUp : public QObject {
    Q_OBJECT
public:
    static constexpr int AskedAtOnce = 32; // those that wait for their next look do not count

    explicit CleanUp(Inquiries &inquiries, QObject *parent = nullptr);

public Q_SLOTS:
    // The run's number comes back in every signal. An earlier run ends as by stop().
    void abort(quint64 run, const QString &connectionId, const QList<upload::AbortTarget> &targets);
    void stop(); // what has begun is brought to its end, the rest is left alone; `ended` follows

Q_SIGNALS:
    void aborted(quint64 run, const QList<upload::AbortResult> &results); // at most ten times a second; those not begun have none
    void ended(quint64 run, bool wasStopped);

private:
    struct Run {
        quint64 number = 0;
        QString connectionId;
        QList<AbortTarget> waiting; // the next one last
        int begun = 0;              // and not ended
        int resting = 0;            // of them: wait for their next look
        bool wasStopped = false;
        QList<AbortResult> untold;
    };
    struct Pursuit { // of one upload, until it is gone
        std::shared_ptr<Run> run;
        AbortTarget target;
        int rounds = 0;
        bool wasThere = false, wasEmpty = false, lookedAgain = false;
    };
    using PursuitPtr = std::shared_ptr<Pursuit>;

    void beginNext(const std::shared_ptr<Run> &run);
    void sendAbort(const PursuitPtr &pursuit);
    void look(const PursuitPtr &pursuit);
    void rest(const PursuitPtr &pursuit, std::chrono::milliseconds time, void (CleanUp::*next)(const PursuitPtr &));
    void seenThere(const PursuitPtr &pursuit, bool isEmpty);
    void seenGone(const PursuitPtr &pursuit);
    void end(const PursuitPtr &pursuit, AbortResult::Verdict verdict, const std::optional<s3::Error> &error = {});
    void tell(const std::shared_ptr<Run> &run);

    InquiryGroup m_questions;
    std::shared_ptr<Run> m_run; // the current one
};

} // namespace upload

Q_DECLARE_METATYPE(upload::AbortTarget)
Q_DECLARE_METATYPE(upload::AbortResult)
