// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/awsarn.h"

#include <QRegularExpression>

namespace s3 {

bool looksLikeArn(const QString &bucket)
{
    return bucket.startsWith(QLatin1String("arn:"));
}

std::optional<AwsArn> arnFromText(const QString &text)
{
    constexpr qsizetype Fields = 6; // the resource may hold more colons
    const QStringList fields = text.split(u':');
    if (!looksLikeArn(text) || fields.size() < Fields)
        return {};
    const QString resource = fields.sliced(Fields - 1).join(u'/');
    if (fields.at(1).isEmpty() || fields.at(2).isEmpty() || resource.isEmpty())
        return {};
    return AwsArn{fields.at(1), fields.at(2), fields.at(3), fields.at(4), resource.split(u'/')};
}

qsizetype bucketLengthIn(const QString &bucketAndKey)
{
    static const QRegularExpression arn(
        QStringLiteral("^arn:[^:/]*:[^:/]*:[^:/]*:[^:/]*:(outpost[:/][^:/]+[:/])?accesspoint[:/][^:/]+(?=/|$)"));
    const QRegularExpressionMatch match = arn.match(bucketAndKey);
    if (match.hasMatch())
        return match.capturedLength();
    const qsizetype slash = bucketAndKey.indexOf(u'/');
    return slash < 0 ? bucketAndKey.size() : slash;
}

} // namespace s3
