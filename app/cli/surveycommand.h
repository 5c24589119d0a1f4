// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the commands have in common that go through all unfinished uploads: the survey, the prices, and what was refused.

#include "app/cli/accountcommand.h"
#include "app/cli/survey.h"

#include "s3/permissions.h"

#include <QSet>

namespace cli {

class SurveyCommand : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void interrupt() override; // to be called first

protected:
    void readPrices();
    // Of the target's bucket and prefix. What was begun within `youngest` is not looked into.
    void survey(const OwnUploads &own, bool looksInto, std::chrono::seconds youngest);

    virtual void onSeen(const QList<SeenUpload> &uploads) = 0;
    virtual void onSurveyed() = 0;
    // What the command takes of a bucket, for the policy to ask for.
    virtual QList<s3::Permission> permissionsFor(const QString &bucket) const = 0;

    const Pricing &pricing() const { return *m_pricing; }
    QDateTime serverNow() const { return m_survey ? m_survey->serverNow() : QDateTime::currentDateTimeUtc(); }
    // Says once a bucket that its uploads cannot be looked into, and takes it for refused where that may pass: nothing is known of them.
    void noteLook(const SeenUpload &seen);

    QList<s3::Error> m_refused; // listings and looks
    int m_bucketsListed = 0, m_bucketsRefused = 0;

private:
    void refuseBucket(s3::Operation operation, const QString &bucket, const s3::Error &error);

    std::optional<Pricing> m_pricing;
    Survey *m_survey = nullptr;
    QSet<QString> m_hidden, m_notSeen; // buckets into whose uploads one may not, or could not, look: said
};

} // namespace cli
