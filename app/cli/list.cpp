// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/list.h"
#include "app/cli/denial.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"

namespace cli {

void List::start()
{
    if (!readTarget(false) || !connectToServer())
        return;
    const auto own = OwnUploads::ofThisComputer();
    if (!own)
        say(QStringLiteral("Which uploads are this computer's own is not known: %1").arg(errorText(own.error())));
    const s3::Result<Pricing> pricing = Pricing::ofThisComputer(m_connection);
    if (!pricing)
        say(errorText(pricing.error()));
    m_pricing = pricing ? *pricing : Pricing(m_connection, upload::PriceTable::builtIn());
    m_survey = new Survey(*m_engine, own ? *own : OwnUploads(), this);
    connect(m_survey, &Survey::seen, this, &List::onSeen);
    connect(m_survey, &Survey::refused, this, &List::onRefused);
    connect(m_survey, &Survey::bucketListed, this, [this] { ++m_bucketsListed; });
    connect(m_survey, &Survey::ended, this, &List::onEnded);
    m_survey->start({m_connection.id, m_target.bucket, m_target.key, m_options.looksIntoParts,
        m_options.olderThan.value_or(std::chrono::seconds::zero())});
}

bool List::isWanted(const SeenUpload &seen) const
{
    if (m_options.state && seen.judgement.state != *m_options.state)
        return false;
    const QDateTime sign = seen.lastSign();
    return !m_options.olderThan || !sign.isValid() || sign.secsTo(seen.now) >= m_options.olderThan->count();
}

void List::onSeen(const QList<SeenUpload> &uploads)
{
    QByteArray lines;
    for (const SeenUpload &seen : uploads) {
        const QString &bucket = seen.upload.address.object.bucket;
        if (seen.notHeld && !m_hidden.contains(bucket))
            m_hidden.insert(bucket, *seen.notHeld);
        if (!isWanted(seen))
            continue;
        if (m_sum.uploads == 0)
            print(tableHead());
        m_sum.add(seen, *m_pricing);
        m_byBucket[bucket].add(seen, *m_pricing);
        if (m_options.json)
            lines += jsonLine(jsonOf(seen, *m_pricing, QStringLiteral("upload")));
        else if (!m_options.quiet)
            lines += tableRow(seen, *m_pricing).toUtf8();
    }
    writeOut(lines);
}

void List::onRefused(const QString &bucket, const s3::Error &error)
{
    m_refused.append(error);
    const auto operation = bucket.isEmpty() ? s3::Operation::ListBuckets : s3::Operation::ListMultipartUploads;
    if (m_options.json)
        writeOut(jsonLine(refusalJson(operation, bucket, error, lookingPermissions(bucket))));
    say(refusalText(operation, bucket, error));
}

void List::sayWhatIsHidden()
{
    for (auto hidden = m_hidden.cbegin(); hidden != m_hidden.cend(); ++hidden) {
        if (m_options.json)
            writeOut(jsonLine(refusalJson(s3::Operation::ListParts, hidden.key(), hidden.value(), lookingPermissions(hidden.key()))));
        say(refusalText(s3::Operation::ListParts, hidden.key(), hidden.value()));
    }
}

void List::onEnded()
{
    sayWhatIsHidden();
    const qint64 buckets = m_bucketsListed + m_refused.size();
    if (m_options.json) {
        writeOut(jsonLine({{QStringLiteral("event"), QStringLiteral("listed")}, {QStringLiteral("uploads"), m_sum.uploads},
            {QStringLiteral("bytes"), m_sum.unknown == 0 ? QJsonValue(m_sum.bytes) : QJsonValue()},
            {QStringLiteral("costPerMonth"), m_sum.unknown == 0 ? moneyOrNull(m_sum.aMonth) : QJsonValue()},
            {QStringLiteral("buckets"), buckets}, {QStringLiteral("denied"), m_refused.size()},
            {QStringLiteral("complete"), m_refused.isEmpty()}}));
    } else if (m_bucketsListed > 0 || m_sum.uploads > 0) {
        QString text;
        if (m_byBucket.size() > 1) {
            for (auto bucket = m_byBucket.cbegin(); bucket != m_byBucket.cend(); ++bucket)
                text += QStringLiteral("%1: %2.\n").arg(printable(QStringLiteral("s3://") + bucket.key()), sumText(bucket.value()));
        }
        text += m_sum.uploads == 0 ? QStringLiteral("No unfinished upload") : sumText(m_sum);
        if (m_target.bucket.isEmpty())
            text += QStringLiteral(", in %1 of %2")
                        .arg(m_byBucket.size())
                        .arg(countText(buckets, QStringLiteral("bucket"), QStringLiteral("buckets")));
        print(text + QStringLiteral(".\n"));
    }
    end(exitStatusOf(m_refused, m_bucketsListed == 0 && m_sum.uploads == 0));
}

void List::interrupt()
{
    if (m_survey)
        m_survey->stop();
    say(QStringLiteral("Interrupted: %1 so far.").arg(sumText(m_sum)));
    end(InterruptedByUser);
}

} // namespace cli
