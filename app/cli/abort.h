// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli abort: deletes one upload in progress by its ID, or all that are older than an age. "Older" means that nothing has happened for
// so long: neither was the upload begun nor did a part of it arrive since, so that a living upload is spared however long ago it was begun.

#include "app/cli/aborttext.h"
#include "app/cli/accountcommand.h"
#include "app/cli/ownabort.h"
#include "app/cli/question.h"
#include "app/cli/sparing.h"
#include "app/cli/survey.h"

namespace cli {

class Abort : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void start() override;
    void interrupt() override;

private:
    struct Target {
        qint64 bytes = -1; // -1: not known
        std::optional<upload::Money> aMonth;
    };

    void look(); // at the one that is named
    void onLooked(const SeenUpload &seen);
    void survey();
    void onSeen(const QList<SeenUpload> &uploads);
    void onRefused(const QString &bucket, const s3::Error &error);
    void spare(const SeenUpload &seen, Sparing why);
    void choose(const SeenUpload &seen);

    void proceed(); // all is known
    void ask();
    void clean();
    void cleanRest();
    void take(const upload::AbortResult &result);
    void conclude();

    OwnUploads m_own;
    std::optional<Pricing> m_pricing;
    Question m_question;
    Survey *m_survey = nullptr;
    s3::UploadAddress m_named;
    QList<SeenUpload> m_chosen;        // until they are being deleted
    QHash<QByteArray, Target> m_open;  // not told of yet
    QList<upload::AbortTarget> m_rest; // not ours
    QHash<upload::UploadId, s3::UploadAddress> m_ours;
    QList<s3::Error> m_refused; // buckets
    AbortTally m_tally;
    Sum m_wouldGo;
    qint64 m_seen = 0, m_spared = 0, m_young = 0;
    int m_bucketsListed = 0;
    bool m_cleans = false, m_interrupted = false, m_shownHead = false;
};

} // namespace cli
