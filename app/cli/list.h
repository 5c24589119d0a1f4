// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli list: the unfinished uploads of a bucket, or of all, with what they hold and cost and whether somebody still sends them.

#include "app/cli/accountcommand.h"
#include "app/cli/survey.h"

#include <QMap>

namespace cli {

class List : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void start() override;
    void interrupt() override;

private:
    void onSeen(const QList<SeenUpload> &uploads);
    void onRefused(const QString &bucket, const s3::Error &error);
    void onEnded();
    bool isWanted(const SeenUpload &seen) const;
    void sayWhatIsHidden(); // of which buckets the parts may not be listed

    std::optional<Pricing> m_pricing;
    Survey *m_survey = nullptr;
    Sum m_sum;
    QMap<QString, Sum> m_byBucket;
    QMap<QString, s3::Error> m_hidden; // bucket → why ListParts was refused, the first time
    QList<s3::Error> m_refused;
    int m_bucketsListed = 0;
};

} // namespace cli
