// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/denial.h"

#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"
#include "s3/permissions.h"

#include <QJsonDocument>

namespace cli {

using s3::Operation;

namespace {

QString nameOf(Operation operation)
{
    switch (operation) {
    case Operation::ListBuckets:
        return QStringLiteral("ListBuckets");
    case Operation::ListParts:
        return QStringLiteral("ListParts");
    case Operation::AbortMultipartUpload:
        return QStringLiteral("AbortMultipartUpload");
    case Operation::GetBucketLifecycle:
        return QStringLiteral("GetBucketLifecycleConfiguration");
    case Operation::PutBucketLifecycle:
        return QStringLiteral("PutBucketLifecycleConfiguration");
    default:
        return QStringLiteral("ListMultipartUploads");
    }
}

QString beginningOf(Operation operation, const QString &bucket)
{
    const QString url = urlText(bucket);
    switch (operation) {
    case Operation::ListBuckets:
        return QStringLiteral("The buckets cannot be listed.");
    case Operation::ListParts:
        return QStringLiteral("%1: what its uploads hold cannot be seen.").arg(url);
    case Operation::AbortMultipartUpload:
        return QStringLiteral("%1: its uploads cannot be deleted.").arg(url);
    case Operation::GetBucketLifecycle:
        return QStringLiteral("%1: its lifecycle rules cannot be read.").arg(url);
    case Operation::PutBucketLifecycle:
        return QStringLiteral("%1: its lifecycle rules cannot be changed.").arg(url);
    default:
        return QStringLiteral("%1: its unfinished uploads cannot be listed.").arg(url);
    }
}

} // namespace

QString refusalText(Operation operation, const QString &bucket, const s3::Error &error)
{
    QString text = beginningOf(operation, bucket) + QLatin1Char(' ');
    if (s3::lacksPermission(error)) {
        const s3::Permission permission = s3::permissionFor(operation, bucket);
        text += QStringLiteral("These credentials lack %1 on %2. ").arg(permission.action, printable(permission.resource));
        if (operation == Operation::ListBuckets)
            text += QStringLiteral("A bucket can be named without it: s3://BUCKET. ");
    }
    return text + errorText(error);
}

QJsonObject refusalJson(Operation operation, const QString &bucket, const s3::Error &error, const QList<s3::Permission> &wanted)
{
    const bool denied = s3::lacksPermission(error);
    const s3::Permission permission = s3::permissionFor(operation, bucket);
    return {{QStringLiteral("event"), QStringLiteral("denied")}, {QStringLiteral("bucket"), textOrNull(bucket)},
        {QStringLiteral("operation"), nameOf(operation)},
        {QStringLiteral("permission"), denied ? QJsonValue(permission.action) : QJsonValue()},
        {QStringLiteral("resource"), denied ? QJsonValue(permission.resource) : QJsonValue()},
        {QStringLiteral("policy"), denied ? QJsonValue(QJsonDocument::fromJson(s3::leastPolicy(wanted)).object()) : QJsonValue()},
        {QStringLiteral("code"), error.code}, {QStringLiteral("message"), error.message},
        {QStringLiteral("requestId"), textOrNull(error.requestId)}};
}

QList<s3::Permission> lookingPermissions(const QString &bucket)
{
    if (bucket.isEmpty())
        return {s3::permissionFor(Operation::ListBuckets, bucket)};
    return {s3::permissionFor(Operation::ListMultipartUploads, bucket), s3::permissionFor(Operation::ListParts, bucket)};
}

} // namespace cli
