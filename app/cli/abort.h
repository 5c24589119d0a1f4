// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli abort: deletes one upload in progress by its ID, or all that are older than an age. "Older" means that nothing has happened for
// so long: neither was the upload begun nor did a part of it arrive since, so that a living upload is spared however long ago it was begun.

#include "app/cli/aborttext.h"
#include "app/cli/look.h"
#include "app/cli/ownabort.h"
#include "app/cli/sparing.h"
#include "app/cli/surveycommand.h"

namespace cli {

class Abort : public SurveyCommand {
    Q_OBJECT
public:
    using SurveyCommand::SurveyCommand;

    void start() override;
    void interrupt() override;

private:
    struct Target {
        qint64 bytes = -1; // -1: not known
        std::optional<upload::Money> aMonth;
        QDate pricesOf;
    };

    bool isById() const { return m_options.operands.size() == 2; }
    bool readOwn();
    void lookAtNamed();
    void onNamed(const SeenUpload &seen);
    void onSeen(const QList<SeenUpload> &uploads) override;
    void onSurveyed() override;
    QList<s3::Permission> permissionsFor(const QString &bucket) const override;
    void spare(const SeenUpload &seen, Sparing why);
    void choose(const SeenUpload &seen);
    void show(const SeenUpload &seen);

    void proceed(); // all is known
    void concludeDryRun();
    void lookAgain(bool wasAsked);
    void onLookedAgain(const QList<SeenUpload> &shown, const QList<SeenUpload> &seen);
    void clean();
    void cleanRest();
    void take(const upload::AbortResult &result);
    void conclude();
    QJsonObject cleanedJson() const;

    OwnUploads m_own;
    Look *m_look = nullptr;
    QList<SeenUpload> m_chosen;              // until they are being deleted
    QHash<s3::UploadAddress, Target> m_open; // not told of yet
    QList<upload::AbortTarget> m_rest;       // not ours
    QHash<upload::UploadId, s3::UploadAddress> m_ours;
    QList<s3::Error> m_failures;
    AbortTally m_tally;
    Sum m_goes;
    qint64 m_seen = 0, m_spared = 0, m_young = 0;
    bool m_cleans = false, m_interrupted = false, m_shownHead = false;
};

} // namespace cli
