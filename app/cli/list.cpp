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
    readPrices();
    survey(own ? *own : OwnUploads(), m_options.looksIntoParts, m_options.olderThan.value_or(std::chrono::seconds::zero()));
}

QList<s3::Permission> List::permissionsFor(const QString &bucket) const
{
    return lookingPermissions(bucket);
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
        if (!isWanted(seen))
            continue;
        if (m_sum.uploads == 0)
            print(tableHead());
        m_sum.add(seen, pricing());
        m_byBucket[seen.upload.address.object.bucket].add(seen, pricing());
        if (m_options.json)
            lines += jsonLine(jsonOf(seen, pricing(), QStringLiteral("upload")));
        else if (!m_options.quiet)
            lines += tableRow(seen, pricing()).toUtf8();
    }
    writeOut(lines);
}

QString List::totalText() const
{
    const qint64 buckets = m_bucketsListed + m_bucketsRefused;
    const QString all = countText(buckets, QStringLiteral("bucket"), QStringLiteral("buckets"));
    if (m_sum.uploads == 0) {
        return (isFiltered() ? QStringLiteral("No unfinished upload matches") : QStringLiteral("No unfinished upload")) +
               (m_target.bucket.isEmpty() ? QStringLiteral(" in %1.\n").arg(all) : QStringLiteral(".\n"));
    }
    QString text;
    if (m_byBucket.size() > 1) {
        for (auto bucket = m_byBucket.cbegin(); bucket != m_byBucket.cend(); ++bucket) {
            Sum sum = bucket.value();
            sum.pricesOf = QDate(); // told once, below
            text += QStringLiteral("%1: %2.\n").arg(urlText(bucket.key()), sumText(sum));
        }
    }
    text += sumText(m_sum);
    if (m_target.bucket.isEmpty())
        text += QStringLiteral(", in %1 of %2").arg(m_byBucket.size()).arg(all);
    return text + QStringLiteral(".\n");
}

void List::onSurveyed()
{
    if (m_options.json) {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("listed")}, {QStringLiteral("uploads"), m_sum.uploads},
            {QStringLiteral("buckets"), m_bucketsListed + m_bucketsRefused}, {QStringLiteral("denied"), m_bucketsRefused},
            {QStringLiteral("complete"), m_refused.isEmpty()}};
        insertSum(object, m_sum, QStringLiteral("bytes"), QStringLiteral("costPerMonth"));
        writeOut(jsonLine(object));
    } else if (m_bucketsListed > 0 || m_sum.uploads > 0) {
        print(totalText());
    }
    end(exitStatusOf(m_refused));
}

void List::interrupt()
{
    SurveyCommand::interrupt();
    say(QStringLiteral("Interrupted: %1 so far.").arg(sumText(m_sum)));
    end(InterruptedByUser);
}

} // namespace cli
