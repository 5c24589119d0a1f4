// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/permissions.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace s3;

class tst_Permissions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void operationsTakePermissions_data();
    void operationsTakePermissions();
    void policiesAreGroupedByResource();
    void cleaningTakesThree();
    void uploadingBelowAPrefix();
};

// The user guide's table "API operations and permissions" of multipart uploads; the rest from the service authorization reference.
void tst_Permissions::operationsTakePermissions_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("resource");
    const auto row = [](const char *name, Operation operation, const char *action, const char *resource) {
        QTest::newRow(name) << operation << QString::fromLatin1(action) << QString::fromLatin1(resource);
    };
    const char *bucket = "arn:aws:s3:::my.bucket";
    const char *objects = "arn:aws:s3:::my.bucket/*";
    row("CreateMultipartUpload", Operation::CreateMultipartUpload, "s3:PutObject", objects);
    row("UploadPart", Operation::UploadPart, "s3:PutObject", objects);
    row("CompleteMultipartUpload", Operation::CompleteMultipartUpload, "s3:PutObject", objects);
    row("PutObject", Operation::PutObject, "s3:PutObject", objects);
    row("AbortMultipartUpload", Operation::AbortMultipartUpload, "s3:AbortMultipartUpload", objects);
    row("ListParts", Operation::ListParts, "s3:ListMultipartUploadParts", objects);
    row("ListMultipartUploads", Operation::ListMultipartUploads, "s3:ListBucketMultipartUploads", bucket);
    row("HeadObject", Operation::HeadObject, "s3:GetObject", objects);
    row("DeleteObject", Operation::DeleteObject, "s3:DeleteObject", objects);
    row("HeadBucket", Operation::HeadBucket, "s3:ListBucket", bucket);
    row("ListObjectsV2", Operation::ListObjectsV2, "s3:ListBucket", bucket);
    row("ListBuckets", Operation::ListBuckets, "s3:ListAllMyBuckets", "*");
    row("GetBucketLocation", Operation::GetBucketLocation, "s3:GetBucketLocation", bucket);
    row("GetBucketLifecycle", Operation::GetBucketLifecycle, "s3:GetLifecycleConfiguration", bucket);
    row("PutBucketLifecycle", Operation::PutBucketLifecycle, "s3:PutLifecycleConfiguration", bucket);
}

void tst_Permissions::operationsTakePermissions()
{
    QFETCH(Operation, operation);
    const Permission permission = permissionFor(operation, QStringLiteral("my.bucket"));
    QTEST(permission.action, "action");
    QTEST(permission.resource, "resource");
}

void tst_Permissions::policiesAreGroupedByResource()
{
    const QByteArray policy = leastPolicy(
        {permissionFor(Operation::ListParts, QStringLiteral("b")), permissionFor(Operation::ListMultipartUploads, QStringLiteral("b")),
            permissionFor(Operation::AbortMultipartUpload, QStringLiteral("b")), permissionFor(Operation::ListParts, QStringLiteral("b"))});
    QVERIFY(policy.contains("\n"));
    const QJsonObject json = QJsonDocument::fromJson(policy).object();
    QCOMPARE(json.value(QLatin1String("Version")).toString(), QStringLiteral("2012-10-17"));
    const QJsonArray statements = json.value(QLatin1String("Statement")).toArray();
    const QJsonObject ofObjects{{QStringLiteral("Effect"), QStringLiteral("Allow")},
        {QStringLiteral("Action"), QJsonArray{QStringLiteral("s3:ListMultipartUploadParts"), QStringLiteral("s3:AbortMultipartUpload")}},
        {QStringLiteral("Resource"), QStringLiteral("arn:aws:s3:::b/*")}};
    const QJsonObject ofBucket{{QStringLiteral("Effect"), QStringLiteral("Allow")},
        {QStringLiteral("Action"), QJsonArray{QStringLiteral("s3:ListBucketMultipartUploads")}},
        {QStringLiteral("Resource"), QStringLiteral("arn:aws:s3:::b")}};
    QCOMPARE(statements, (QJsonArray{ofObjects, ofBucket}));
}

void tst_Permissions::cleaningTakesThree()
{
    QStringList actions;
    for (const Permission &permission : cleaningPermissions(QStringLiteral("b")))
        actions += permission.action;
    actions.sort();
    QCOMPARE(actions, (QStringList{QStringLiteral("s3:AbortMultipartUpload"), QStringLiteral("s3:ListBucketMultipartUploads"),
                          QStringLiteral("s3:ListMultipartUploadParts")}));
}

void tst_Permissions::uploadingBelowAPrefix()
{
    const QList<Permission> permissions = uploadingPermissions(QStringLiteral("b"), QStringLiteral("in*box/$5?"));
    const auto has = [&](const char *action, const char *resource) {
        return permissions.contains(Permission{QString::fromLatin1(action), QString::fromLatin1(resource)});
    };
    // What a policy would take for wildcards stands for itself.
    const char *objects = "arn:aws:s3:::b/in${*}box/${$}5${?}*";
    QVERIFY(has("s3:PutObject", objects));
    QVERIFY(has("s3:AbortMultipartUpload", objects));
    QVERIFY(has("s3:ListMultipartUploadParts", objects));
    QVERIFY(has("s3:GetObject", objects));
    QVERIFY(has("s3:ListBucketMultipartUploads", "arn:aws:s3:::b"));
    QVERIFY(has("s3:ListBucket", "arn:aws:s3:::b"));
    QCOMPARE(permissions.size(), 6);
}

QTEST_APPLESS_MAIN(tst_Permissions)
#include "tst_permissions.moc"
