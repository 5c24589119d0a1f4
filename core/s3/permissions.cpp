// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/permissions.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace s3 {

// A key may hold what a policy takes for a wildcard or for a variable.
static QString literally(const QString &prefix)
{
    QString text;
    for (const QChar c : prefix)
        text += QStringLiteral("*?$").contains(c) ? QStringLiteral("${%1}").arg(c) : QString(c);
    return text;
}

Permission permissionFor(Operation operation, const QString &bucket, const QString &prefix)
{
    const QString ofBucket = QStringLiteral("arn:aws:s3:::") + bucket;
    const QString ofObjects = ofBucket + QLatin1Char('/') + literally(prefix) + QLatin1Char('*');
    switch (operation) {
    case Operation::CreateMultipartUpload:
    case Operation::UploadPart:
    case Operation::CompleteMultipartUpload:
    case Operation::PutObject:
        return {QStringLiteral("s3:PutObject"), ofObjects};
    case Operation::AbortMultipartUpload:
        return {QStringLiteral("s3:AbortMultipartUpload"), ofObjects};
    case Operation::ListParts:
        return {QStringLiteral("s3:ListMultipartUploadParts"), ofObjects};
    case Operation::ListMultipartUploads:
        return {QStringLiteral("s3:ListBucketMultipartUploads"), ofBucket};
    case Operation::HeadObject:
        return {QStringLiteral("s3:GetObject"), ofObjects};
    case Operation::DeleteObject:
        return {QStringLiteral("s3:DeleteObject"), ofObjects};
    case Operation::HeadBucket:
    case Operation::ListObjectsV2:
        return {QStringLiteral("s3:ListBucket"), ofBucket};
    case Operation::ListBuckets:
        return {QStringLiteral("s3:ListAllMyBuckets"), QStringLiteral("*")};
    case Operation::GetBucketLocation:
        return {QStringLiteral("s3:GetBucketLocation"), ofBucket};
    case Operation::GetBucketLifecycle:
        return {QStringLiteral("s3:GetLifecycleConfiguration"), ofBucket};
    case Operation::PutBucketLifecycle:
        return {QStringLiteral("s3:PutLifecycleConfiguration"), ofBucket};
    }
    Q_UNREACHABLE();
}

bool lacksPermission(const Error &error)
{
    static const QStringList codes{QStringLiteral("AccessDenied"), QStringLiteral("AccessForbidden"), QStringLiteral("AllAccessDisabled"),
        QStringLiteral("UnauthorizedAccess"), QStringLiteral("Forbidden")};
    return codes.contains(error.code);
}

QByteArray leastPolicy(const QList<Permission> &permissions)
{
    QStringList resources;
    QHash<QString, QJsonArray> actions;
    for (const Permission &permission : permissions) {
        if (!resources.contains(permission.resource))
            resources += permission.resource;
        if (QJsonArray &ofResource = actions[permission.resource]; !ofResource.contains(permission.action))
            ofResource.append(permission.action);
    }
    QJsonArray statements;
    for (const QString &resource : std::as_const(resources)) {
        statements.append(QJsonObject{{QStringLiteral("Effect"), QStringLiteral("Allow")}, {QStringLiteral("Action"), actions[resource]},
            {QStringLiteral("Resource"), resource}});
    }
    const QJsonObject policy{{QStringLiteral("Version"), QStringLiteral("2012-10-17")}, {QStringLiteral("Statement"), statements}};
    return QJsonDocument(policy).toJson();
}

QList<Permission> cleaningPermissions(const QString &bucket)
{
    return {permissionFor(Operation::ListMultipartUploads, bucket), permissionFor(Operation::ListParts, bucket),
        permissionFor(Operation::AbortMultipartUpload, bucket)};
}

QList<Permission> uploadingPermissions(const QString &bucket, const QString &prefix)
{
    QList<Permission> permissions;
    // HEAD of a key that is not there answers 404 only to those who may list the bucket; to others it says 403, which tells nothing.
    for (const Operation operation : {Operation::PutObject, Operation::AbortMultipartUpload, Operation::ListParts, Operation::HeadObject,
             Operation::ListMultipartUploads, Operation::ListObjectsV2})
        permissions.append(permissionFor(operation, bucket, prefix));
    return permissions;
}

} // namespace s3
