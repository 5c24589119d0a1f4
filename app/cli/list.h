// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli list: the unfinished uploads of a bucket, or of all, with what they hold and cost and whether somebody still sends them.

#include "app/cli/surveycommand.h"

#include <QMap>

namespace cli {

class List : public SurveyCommand {
    Q_OBJECT
public:
    using SurveyCommand::SurveyCommand;

    void start() override;
    void interrupt() override;

private:
    void onSeen(const QList<SeenUpload> &uploads) override;
    void onSurveyed() override;
    QList<s3::Permission> permissionsFor(const QString &bucket) const override;
    bool isFiltered() const { return m_options.state || m_options.olderThan; }
    bool isWanted(const SeenUpload &seen) const;
    QString totalText() const;

    Sum m_sum;
    QMap<QString, Sum> m_byBucket;
};

} // namespace cli
