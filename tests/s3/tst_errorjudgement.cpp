// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// What each code and each status means, as facts and public issue reports have it.

#include "s3/errorjudgement.h"

#include <QTest>

using namespace s3;

class tst_ErrorJudgement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codes_data();
    void codes();
    void messagesDecide_data();
    void messagesDecide();
    void operationsDecide_data();
    void operationsDecide();
    void statuses_data();
    void statuses();
    void everyKindHasASentence();
};

void tst_ErrorJudgement::codes_data()
{
    using enum ErrorKind;
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<ErrorKind>("kind");
    const auto rows = [](ErrorKind kind, std::initializer_list<const char *> codes) {
        for (const char *code : codes)
            QTest::newRow(code) << QByteArray(code) << kind;
    };
    rows(Transient, {"InternalError", "InternalErrors", "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete",
                        "IncompleteBody", "OperationAborted", "ServiceUnavailable", "BadDigest"});
    rows(Throttled,
        {"SlowDown", "SlowDownRead", "SlowDownWrite", "Throttling", "ThrottlingException", "ThrottledException", "RequestLimitExceeded",
            "RequestThrottled", "BandwidthLimitExceeded", "TooManyRequestsException", "KMS.ThrottlingException"});
    rows(Corrupted, {"XAmzContentSHA256Mismatch"});
    rows(ClockSkewed, {"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"});
    rows(WrongRegion, {"PermanentRedirect", "TemporaryRedirect", "IllegalLocationConstraintException"});
    rows(CredentialsExpired, {"ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired"});
    rows(NeedsUser, {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket", "InvalidBucketName", "AccountProblem",
                        "QuotaExceeded", "AllAccessDisabled", "XMinioStorageFull"});
    rows(Permanent, {"EntityTooSmall", "EntityTooLarge", "InvalidPartOrder", "MalformedXML", "InvalidArgument", "InvalidRequest",
                        "KeyTooLongError", "MethodNotAllowed", "NotImplemented"});
    rows(UploadGone, {"NoSuchUpload"});
    rows(KeyExists, {"PreconditionFailed"});
    rows(PartMissing, {"InvalidPart"});
    rows(TrailerRefused, {"MissingContentLength"});
    rows(RestartUpload, {"ConditionalRequestConflict"});
    rows(PresignExpired, {"ExpiredPresignRequest"});
}

void tst_ErrorJudgement::codes()
{
    QFETCH(QByteArray, code);
    QFETCH(ErrorKind, kind);
    const auto judged = kindByCode(Operation::UploadPart, code, {});
    QVERIFY(judged);
    QCOMPARE(kindName(*judged), kindName(kind));
}

void tst_ErrorJudgement::messagesDecide_data()
{
    using enum ErrorKind;
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("message");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const char *code, const char *message, ErrorKind kind) {
        QTest::newRow(name) << QByteArray(code) << QString::fromLatin1(message) << kind;
    };
    row("B2", "InvalidArgument", "Unsupported header 'x-amz-checksum-crc32' received for this API call.", ChecksumRefused);
    row("B2, sdk header", "InvalidArgument", "Unsupported header 'x-amz-sdk-checksum-algorithm' received for this API call.",
        ChecksumRefused);
    row("R2", "NotImplemented", "Header 'x-amz-checksum-algorithm' with value 'CRC32' not implemented", ChecksumRefused);
    row("R2, streaming", "NotImplemented", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD not implemented", TrailerRefused);
    row("OSS", "InvalidArgument", "aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.", TrailerRefused);
    row("OCI", "NotImplemented", "AWS chunked encoding not supported.", TrailerRefused);
    row("S3 itself", "NotImplemented", "A header you provided implies functionality that is not implemented", ChecksumRefused);
    row("transfer encoding", "NotImplemented", "A header you provided implies functionality that is not implemented: Transfer-Encoding",
        TrailerRefused);
    row("an argument of ours", "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", Permanent);
    row("checksum of another kind", "InvalidRequest",
        "Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: crc64nvme", Permanent);
    row("algorithm of no use", "InvalidRequest", "Checksum algorithm provided is unsupported.", ChecksumRefused);
    row("wrong size", "InvalidRequest", "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 6",
        Permanent);
    row("elements of checksums", "MalformedXML", "Unexpected element ChecksumCRC32 of checksum type CRC32", ChecksumRefused);
    row("XML", "MalformedXML", "The XML you provided was not well-formed", Permanent);
    row("object size", "NotImplemented", "Header x-amz-mp-object-size is not supported", ChecksumRefused);
    row("condition", "NotImplemented", "A header you provided implies functionality that is not implemented If-None-Match",
        ChecksumRefused);
    row("tags", "NotImplemented", "A header you provided implies functionality that is not implemented x-amz-tagging", Permanent);
    row("presigned", "AccessDenied", "Request has expired", PresignExpired);
    row("denied", "AccessDenied", "Access Denied", NeedsUser);
    row("region", "AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'a' is wrong; expecting 'b'",
        WrongRegion);
    row("Garage", "AuthorizationHeaderMalformed", "Authorization header malformed, unexpected scope: 20260307/us-east-1/s3/aws4_request",
        WrongRegion);
    row("no key", "AuthorizationHeaderMalformed", "The authorization header is malformed; a non-empty Access Key (AKID) must be provided",
        NeedsUser);
    row("R2's unequal parts", "InvalidPart", "All non-trailing parts must have the same length.", Permanent);
    row("a part that is missing", "InvalidPart", "One or more of the specified parts could not be found.", PartMissing);
}

void tst_ErrorJudgement::messagesDecide()
{
    QFETCH(QByteArray, code);
    QFETCH(QString, message);
    QFETCH(ErrorKind, kind);
    QCOMPARE(kindName(kindByCode(Operation::UploadPart, code, message).value()), kindName(kind));
}

void tst_ErrorJudgement::operationsDecide_data()
{
    using enum ErrorKind;
    QTest::addColumn<QByteArray>("code"); // empty: by status 404
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const char *code, Operation operation, ErrorKind kind) {
        QTest::newRow(name) << QByteArray(code) << operation << kind;
    };
    row("ceph: parts of an upload that is gone", "NoSuchKey", Operation::ListParts, UploadGone);
    row("part for an upload that is gone", "NoSuchKey", Operation::UploadPart, UploadGone);
    row("complete of an upload that is gone", "NoSuchUpload", Operation::CompleteMultipartUpload, UploadGone);
    row("no object", "NoSuchKey", Operation::HeadObject, NotFound);
    row("conflict at complete", "ConditionalRequestConflict", Operation::CompleteMultipartUpload, RestartUpload);
    row("conflict at put", "ConditionalRequestConflict", Operation::PutObject, Transient);
    row("damaged part", "BadDigest", Operation::UploadPart, Transient);
    row("object's checksum at complete", "BadDigest", Operation::CompleteMultipartUpload, Corrupted);
    row("404 on head", "", Operation::HeadObject, NotFound);
    row("404 on head of a bucket", "", Operation::HeadBucket, NeedsUser);
    row("404 on a part", "", Operation::UploadPart, UploadGone);
    row("404 on parts", "", Operation::ListParts, UploadGone);
    row("404 on complete", "", Operation::CompleteMultipartUpload, UploadGone);
    row("404 on create", "", Operation::CreateMultipartUpload, NeedsUser);
    row("404 on uploads", "", Operation::ListMultipartUploads, NeedsUser);
}

void tst_ErrorJudgement::operationsDecide()
{
    QFETCH(QByteArray, code);
    QFETCH(Operation, operation);
    QFETCH(ErrorKind, kind);
    const ErrorKind judged = code.isEmpty() ? kindByStatus(operation, 404) : kindByCode(operation, code, {}).value();
    QCOMPARE(kindName(judged), kindName(kind));
}

void tst_ErrorJudgement::statuses_data()
{
    using enum ErrorKind;
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    const auto rows = [](ErrorKind kind, std::initializer_list<int> statuses) {
        for (const int status : statuses)
            QTest::newRow(qPrintable(QString::number(status))) << status << kind;
    };
    rows(Transient, {200, 408, 409, 499, 500, 502, 503, 504, 520, 522, 524, 599});
    rows(Throttled, {429});
    rows(WrongRegion, {301, 307, 308});
    rows(NeedsUser, {302, 303, 401, 403, 407, 507, 511});
    rows(Permanent, {304, 400, 405, 410, 413, 414, 415, 416, 418, 431, 501, 505});
    rows(TrailerRefused, {411});
    rows(KeyExists, {412});
}

void tst_ErrorJudgement::statuses()
{
    QFETCH(int, status);
    QFETCH(ErrorKind, kind);
    QCOMPARE(kindName(kindByStatus(Operation::UploadPart, status)), kindName(kind));
    if (status == 400)
        QCOMPARE(kindByStatus(Operation::HeadBucket, status), ErrorKind::WrongRegion);
}

void tst_ErrorJudgement::everyKindHasASentence()
{
    QVERIFY(!kindByCode(Operation::UploadPart, "SomethingNobodyKnows", {}));
    QVERIFY(!kindByCode(Operation::UploadPart, {}, {}));
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::Interrupted); ++kind) {
        for (const int status : {0, 200, 302, 404, 407, 413, 500, 507}) {
            const QString sentence = sentenceFor(static_cast<ErrorKind>(kind), status);
            QVERIFY(sentence.size() > 10 && sentence.endsWith(u'.') && sentence.front().isUpper());
            QCOMPARE(sentence.count(u'.'), 1);
        }
    }
}

QTEST_APPLESS_MAIN(tst_ErrorJudgement)
#include "tst_errorjudgement.moc"
