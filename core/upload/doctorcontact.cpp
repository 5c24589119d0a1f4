// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/doctor.h"
#include "upload/doctorwords.h"

#include "s3/requests.h"
#include "s3/wiredate.h"

#include <algorithm>

namespace upload {

using namespace std::chrono_literals;
using s3::Operation;

namespace {

constexpr qsizetype Measurements = 5; // of the latency

} // namespace

void Doctor::note(const Heard &heard)
{
    if (!heard.region.isEmpty())
        m_trial.signedFor = heard.region;
    const QDateTime date = s3::dateFromHttp(heard.response.headers.value("Date"));
    if (date.isValid() && !m_diagnosis.serverAhead) {
        // A date counts whole seconds and was written when half of the way was still to go.
        const qint64 ahead = QDateTime::currentDateTimeUtc().msecsTo(date) + 500 + heard.took.count() / 2;
        m_diagnosis.serverAhead = std::chrono::milliseconds(ahead);
    }
    if (const QByteArray region = heard.response.headers.value("x-amz-bucket-region"); !region.isEmpty())
        m_trial.namedRegion = QString::fromLatin1(region);
}

// Not by HEAD, whose answers cannot say what is wrong.
void Doctor::contact()
{
    probe(
        Operation::ListMultipartUploads, {},
        [bucket = m_diagnosis.bucket, folder = m_trial.folder](
            const s3::Endpoint &endpoint) { return s3::listMultipartUploads(endpoint, bucket, folder); },
        [this](const s3::Result<Heard> &heard) {
            if (heard)
                contacted(heard, s3::parseListMultipartUploads(heard->response));
            else
                contacted(heard, heard.error());
        });
}

void Doctor::contacted(const s3::Result<Heard> &heard, const s3::Result<s3::UploadsPage> &page)
{
    if (!page && !isSpokenTo(page.error())) {
        endInTrouble(page.error());
        return;
    }
    const QByteArray server = heard ? heard->response.headers.value("Server").left(60) : QByteArray();
    const QString host = connection().endpoint.url();
    tell("reachable", Verdict::Good,
        server.isEmpty() ? tr("%1 answers as S3 does.").arg(host)
                         : tr("%1 answers as S3 does, and calls itself \"%2\".").arg(host, QString::fromLatin1(server)));
    // Servers that see a key in the second name answer all the same; what is uploaded then lies where nobody looks for it.
    if (connection().endpoint.basePath.endsWith('/' + m_diagnosis.bucket.toUtf8()))
        tell("bucket", Verdict::Remarkable,
            tr("The address of the endpoint ends in the bucket's name, and the bucket is named once more: uploads go below \"%1/\" in it, "
               "or "
               "nowhere. Leave \"/%1\" out of the endpoint, unless the server is meant to be reached there.")
                .arg(m_diagnosis.bucket));
    tell(tlsFinding(connection()));
    if (m_trial.signedFor.isEmpty() && heard)
        tell("credentials", Verdict::Remarkable, tr("Requests are sent without credentials, as this connection is set."));
    else
        tell("credentials", Verdict::Good, tr("The server knows the access key and accepts the signature."));
    if (m_diagnosis.serverAhead)
        tell(clockFinding(*m_diagnosis.serverAhead));
    else
        tell("clock", Verdict::Unknown, tr("The server does not tell its time."));
    if (page)
        tell("list-uploads", Verdict::Good, tr("Unfinished uploads of the bucket can be listed."));
    else
        tell(refusedFinding(QStringLiteral("list-uploads"), Verdict::Remarkable, Operation::ListMultipartUploads, m_diagnosis, page.error(),
            tr("Unfinished uploads of the bucket cannot be seen, nor one whose beginning got lost on the way.")));
    m_trial.listsUploads = page.ok();
    next();
}

void Doctor::endInTrouble(const s3::Error &error)
{
    const Finding trouble = troubleFinding(error, connection(), m_diagnosis.bucket);
    if (error.serverDate.isValid() && !m_diagnosis.serverAhead)
        m_diagnosis.serverAhead = std::chrono::milliseconds(QDateTime::currentDateTimeUtc().msecsTo(error.serverDate) + 500);
    // A bucket that is not there was said by a server that knew whom it spoke with.
    if (trouble.what == QLatin1String("bucket"))
        tell("credentials", Verdict::Good, tr("The server knows the access key and accepts the signature."));
    if (m_diagnosis.serverAhead && trouble.what != QLatin1String("clock"))
        tell(clockFinding(*m_diagnosis.serverAhead));
    tell(trouble);
    if (trouble.what != QLatin1String("bucket"))
        m_diagnosis.outcome = Diagnosis::Outcome::NotReached;
    m_trial.steps.clear();
    next();
}

void Doctor::headBucket()
{
    probe(
        Operation::HeadBucket, {}, [bucket = m_diagnosis.bucket](const s3::Endpoint &endpoint) { return s3::headBucket(endpoint, bucket); },
        [this](const s3::Result<Heard> &heard) {
            if (!heard) {
                next();
                return;
            }
            m_trial.times.append(heard->took.count());
            if (m_trial.times.size() < Measurements) {
                headBucket();
                return;
            }
            std::sort(m_trial.times.begin(), m_trial.times.end());
            m_diagnosis.latency = std::chrono::milliseconds(m_trial.times[Measurements / 2]);
            next();
        });
}

// Only where the server has not named the region by itself.
void Doctor::askLocation()
{
    if (!m_trial.namedRegion.isEmpty()) {
        next();
        return;
    }
    ask<QString>(
        Operation::GetBucketLocation, {},
        [bucket = m_diagnosis.bucket](const s3::Endpoint &endpoint) { return s3::bucketLocation(endpoint, bucket); },
        s3::parseBucketLocation,
        [this](const s3::Result<QString> &location) {
            // Others than Amazon answer with words of their own, or with nothing: Amazon's first region.
            if (location && connection().endpoint.isAws())
                m_trial.namedRegion = *location;
            next();
        });
}

void Doctor::tellRegion()
{
    const Finding finding = regionFinding(connection(), m_trial.namedRegion, m_trial.signedFor);
    m_diagnosis.region = m_trial.signedFor.isEmpty() ? m_trial.namedRegion : QString::fromLatin1(m_trial.signedFor);
    tell(finding);
    if (m_diagnosis.latency)
        tell("latency", m_diagnosis.latency > 500ms ? Verdict::Remarkable : Verdict::Good,
            tr("A small request takes %1 ms there and back.").arg(std::max<qint64>(1, m_diagnosis.latency->count())));
    next();
}

void Doctor::listBuckets()
{
    ask<QList<s3::Bucket>>(
        Operation::ListBuckets, {}, [](const s3::Endpoint &endpoint) { return s3::listBuckets(endpoint); }, s3::parseListBuckets,
        [this](const s3::Result<QList<s3::Bucket>> &buckets) {
            if (buckets)
                tell("list-buckets", Verdict::Good, tr("The buckets can be listed: %1.").arg(buckets->size()));
            else
                tell(refusedFinding(QStringLiteral("list-buckets"), Verdict::Remarkable, Operation::ListBuckets, m_diagnosis,
                    buckets.error(), tr("Buckets cannot be chosen from a list: type their names.")));
            next();
        });
}

void Doctor::readLifecycle()
{
    ask<s3::LifecycleConfiguration>(
        Operation::GetBucketLifecycle, {},
        [bucket = m_diagnosis.bucket](const s3::Endpoint &endpoint) { return s3::bucketLifecycle(endpoint, bucket); },
        s3::parseGetBucketLifecycle,
        [this](const s3::Result<s3::LifecycleConfiguration> &rules) {
            if (!rules) {
                if (rules.error().httpStatus == 501 || rules.error().httpStatus == 405)
                    m_trial.hasLifecycle = false;
                tell(refusedFinding(QStringLiteral("lifecycle"), Verdict::Remarkable, Operation::GetBucketLifecycle, m_diagnosis,
                    rules.error(), tr("Whether the bucket deletes unfinished uploads by itself cannot be seen.")));
            } else if (const s3::LifecycleRule *rule = s3::wholeBucketAbortRule(*rules)) {
                tell("lifecycle", Verdict::Good,
                    tr("The bucket deletes unfinished uploads by itself after %1 days. Whether the rule may be changed was not tried, "
                       "since "
                       "that would change it.")
                        .arg(*rule->abortAfterDays));
            } else {
                tell("lifecycle", Verdict::Good,
                    tr("The rules can be read, and none deletes unfinished uploads of the whole bucket. Whether they may be changed was "
                       "not "
                       "tried, since that would change them."));
            }
            next();
        });
}

} // namespace upload
