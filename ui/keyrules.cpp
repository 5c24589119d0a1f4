// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/keyrules.h"

#include "s3/awsarn.h"
#include "s3/uriencoding.h"
#include "ui/formatting.h"

#include <QCoreApplication>

namespace ui {

namespace {

constexpr int LongestKeyInBytes = 1024;

struct KeyRules {
    Q_DECLARE_TR_FUNCTIONS(ui::KeyRules)
};

} // namespace

QString bucketTrouble(const QString &bucket, const s3::Endpoint &endpoint, s3::Concern concern)
{
    if (bucket.isEmpty())
        return KeyRules::tr("Choose a bucket, or type its name.");
    if (bucket.startsWith(QLatin1String("s3://")))
        return KeyRules::tr("Only the bucket's name, without “s3://”.");
    if (bucket.contains(QLatin1Char('/')) && !s3::looksLikeArn(bucket))
        return KeyRules::tr("A bucket's name has no slash; what follows it belongs into Folder (prefix).");
    if (bucket.contains(QLatin1Char(' ')) || printable(bucket) != bucket)
        return KeyRules::tr("A bucket's name has no blanks.");
    if (bucket == QLatin1String(".") || bucket == QLatin1String(".."))
        return KeyRules::tr("This cannot be a bucket's name.");
    const auto place = s3::resolveBucket(endpoint, bucket, concern);
    return place ? QString() : place.error().message;
}

QString prefixTrouble(const QString &prefix, int longestNameInBytes)
{
    // A name that a file system has given is never "." or ".."; only what is typed can be.
    if (s3::hasDotSegment(prefix))
        return KeyRules::tr("“.” and “..” between slashes cannot be sent; choose another folder.");
    const qsizetype bytes = prefix.toUtf8().size() + longestNameInBytes;
    if (bytes > LongestKeyInBytes)
        return KeyRules::tr("The longest key would have %1 bytes; S3 allows 1,024.").arg(formattedCount(bytes));
    return {};
}

QString asFolder(const QString &typed)
{
    return typed.isEmpty() || typed.endsWith(QLatin1Char('/')) ? typed : typed + QLatin1Char('/');
}

} // namespace ui
