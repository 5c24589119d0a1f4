// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/surveycommand.h"

#include "app/cli/denial.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"

#include "store/paths.h"

namespace cli {

void SurveyCommand::readPrices()
{
    const auto table = upload::PriceTable::withUserFile(store::pricesPath(QProcessEnvironment::systemEnvironment()));
    if (!table)
        say(errorText(table.error()));
    m_pricing.emplace(m_connection, table ? *table : upload::PriceTable::builtIn());
}

void SurveyCommand::survey(const OwnUploads &own, bool looksInto, std::chrono::seconds youngest)
{
    m_survey = new Survey(*m_engine, own, this);
    connect(m_survey, &Survey::seen, this, [this](const QList<SeenUpload> &uploads) {
        for (const SeenUpload &seen : uploads)
            noteLook(seen);
        onSeen(uploads);
    });
    connect(m_survey, &Survey::refused, this, [this](const QString &bucket, const s3::Error &error) {
        ++m_bucketsRefused;
        m_refused.append(error);
        refuseBucket(bucket.isEmpty() ? s3::Operation::ListBuckets : s3::Operation::ListMultipartUploads, bucket, error);
    });
    connect(m_survey, &Survey::bucketListed, this, [this] { ++m_bucketsListed; });
    connect(m_survey, &Survey::ended, this, [this] { onSurveyed(); });
    m_survey->start({m_connection.id, m_target.bucket, m_target.key, looksInto, youngest});
}

void SurveyCommand::noteLook(const SeenUpload &seen)
{
    const QString &bucket = seen.upload.address.object.bucket;
    const bool failed = seen.lookFailed();
    QSet<QString> &said = failed ? m_notSeen : m_hidden;
    if (!seen.notHeld || s3::saysGone(*seen.notHeld) || said.contains(bucket))
        return;
    said.insert(bucket);
    if (failed)
        m_refused.append(*seen.notHeld);
    refuseBucket(s3::Operation::ListParts, bucket, *seen.notHeld);
}

void SurveyCommand::refuseBucket(s3::Operation operation, const QString &bucket, const s3::Error &error)
{
    const QList<s3::Permission> wanted = bucket.isEmpty() ? QList{s3::permissionFor(operation, bucket)} : permissionsFor(bucket);
    if (m_options.json)
        writeOut(jsonLine(refusalJson(operation, bucket, error, wanted)));
    say(refusalText(operation, bucket, error));
}

void SurveyCommand::interrupt()
{
    if (m_survey)
        m_survey->stop();
}

} // namespace cli
