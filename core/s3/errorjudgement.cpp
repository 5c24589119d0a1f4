// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/errorjudgement.h"

#include <QCoreApplication>
#include <QHash>

namespace s3 {

using Table = QHash<QByteArray, ErrorKind>;

static const Table &table()
{
    using enum ErrorKind;
    static const Table codes = {
        // botocore's transient errors, minio-go's and aws-c-s3's lists
        {"InternalError", Transient},
        {"InternalErrors", Transient},
        {"InternalFailure", Transient},
        {"InternalServerError", Transient},
        {"ServiceUnavailable", Transient},
        {"ServiceUnavailableException", Transient},
        {"ServiceFailure", Transient},
        {"BadGateway", Transient},
        {"GatewayTimeout", Transient},
        {"RequestTimeout", Transient},
        {"RequestTimeoutException", Transient},
        {"PriorRequestNotComplete", Transient},
        {"IncompleteBody", Transient},
        {"OperationAborted", Transient},
        {"BusyUpload", Transient},
        {"XMinioServerNotInitialized", Transient},
        {"XMinioReadQuorum", Transient},
        {"XMinioWriteQuorum", Transient},
        {"ClientDisconnected", Transient},
        {"OperationTimedOut", Transient},

        {"SlowDown", Throttled},
        {"SlowDownRead", Throttled},
        {"SlowDownWrite", Throttled},
        {"ThrottledException", Throttled},
        {"RequestThrottled", Throttled},
        {"RequestThrottledException", Throttled},
        {"RequestLimitExceeded", Throttled},
        {"LimitExceededException", Throttled},
        {"BandwidthLimitExceeded", Throttled},
        {"TooManyRequests", Throttled},
        {"TooManyRequestsException", Throttled},
        {"EC2ThrottledException", Throttled},
        {"KMS.ThrottlingException", Throttled},
        {"ProvisionedThroughputExceededException", Throttled},
        {"TransactionInProgressException", Throttled},

        {"XAmzContentSHA256Mismatch", Corrupted},
        {"XAmzContentChecksumMismatch", Corrupted},

        {"RequestTimeTooSkewed", ClockSkewed},
        {"RequestExpired", ClockSkewed},
        {"RequestInTheFuture", ClockSkewed},

        {"PermanentRedirect", WrongRegion},
        {"TemporaryRedirect", WrongRegion},
        {"Redirect", WrongRegion},
        {"IllegalLocationConstraintException", WrongRegion},

        {"ExpiredToken", CredentialsExpired},
        {"ExpiredTokenException", CredentialsExpired},
        {"InvalidToken", CredentialsExpired},
        {"InvalidTokenId", CredentialsExpired},
        {"TokenRefreshRequired", CredentialsExpired},

        {"AccessDenied", NeedsUser},
        {"AccessForbidden", NeedsUser},
        {"AllAccessDisabled", NeedsUser},
        {"UnauthorizedAccess", NeedsUser},
        {"Unauthorized", NeedsUser},
        {"Forbidden", NeedsUser},
        {"AccountProblem", NeedsUser},
        {"AuthFailure", NeedsUser},
        {"InvalidAccessKeyId", NeedsUser},
        {"InvalidClientTokenId", NeedsUser},
        {"InvalidSecurity", NeedsUser},
        {"InvalidPayer", NeedsUser},
        {"MissingSecurityHeader", NeedsUser},
        {"MissingAuthenticationToken", NeedsUser},
        {"NotSignedUp", NeedsUser},
        {"NotAuthorized", NeedsUser},
        {"SignatureDoesNotMatch", NeedsUser},
        {"InvalidSignatureException", NeedsUser},
        {"NoSuchBucket", NeedsUser},
        {"InvalidBucketName", NeedsUser},
        {"BucketNotFound", NeedsUser},
        {"NoSuchAccessPoint", NeedsUser},
        {"NoSuchUser", NeedsUser},
        {"UserSuspended", NeedsUser},
        {"QuotaExceeded", NeedsUser},
        {"QuotaExceededException", NeedsUser},
        {"InsufficientCapacity", NeedsUser},
        {"InsufficientStorage", NeedsUser},
        {"StorageFull", NeedsUser},
        {"XMinioStorageFull", NeedsUser},
        {"XMinioAdminBucketQuotaExceeded", NeedsUser},
        {"XMinioBucketQuotaExceeded", NeedsUser},
        {"KMS.DisabledException", NeedsUser},
        {"KMS.InvalidStateException", NeedsUser},
        {"KMS.KMSInvalidStateException", NeedsUser},
        {"KMS.NotFoundException", NeedsUser},
        {"KMS.InvalidKeyUsageException", NeedsUser},
        {"KMSNotConfigured", NeedsUser},

        {"ExpiredPresignRequest", PresignExpired},

        {"NoSuchUpload", UploadGone},
        {"PreconditionFailed", KeyExists},
        {"MissingContentLength", TrailerRefused},

        {"EntityTooSmall", Permanent},
        {"EntityTooLarge", Permanent},
        {"InvalidPartOrder", Permanent},
        {"InvalidPartNumber", Permanent},
        {"MalformedXML", Permanent},
        {"InvalidRequest", Permanent},
        {"InvalidDigest", Permanent},
        {"InvalidURI", Permanent},
        {"InvalidTag", Permanent},
        {"InvalidStorageClass", Permanent},
        {"InvalidEncryptionAlgorithmError", Permanent},
        {"InvalidObjectState", Permanent},
        {"InvalidRange", Permanent},
        {"KeyTooLongError", Permanent},
        {"MetadataTooLarge", Permanent},
        {"MaxMessageLengthExceeded", Permanent},
        {"MethodNotAllowed", Permanent},
        {"TooManyParts", Permanent},
        {"UnexpectedContent", Permanent},
        {"MissingRequestBodyError", Permanent},
        {"XMinioInvalidObjectName", Permanent},
        {"AccessControlListNotSupported", Permanent},
    };
    return codes;
}

static bool mentions(const QString &message, std::initializer_list<const char *> words)
{
    for (const char *word : words) {
        if (message.contains(QLatin1String(word), Qt::CaseInsensitive))
            return true;
    }
    return false;
}

// aws-chunked framing and its trailers; messages of OSS, OCI, R2, Ceph, Akamai (facts/s3-semantics.md, 8).
static bool refusesTrailer(const QString &message)
{
    return mentions(message, {"aws-chunked", "chunked encoding", "chunked transfer", "transfer-encoding", "streaming-", "x-amz-trailer",
                                 "trailing checksum", "decoded-content-length"});
}

static bool refusesChecksum(const QString &message)
{
    return mentions(message, {"x-amz-checksum", "x-amz-sdk-checksum", "checksum algorithm", "checksum-algorithm", "checksum type"});
}

// What S3 says of a header that it may not name. Of those that we send unasked, only the checksum's and what Complete may carry are beyond the
// oldest S3; others were somebody's wish.
static bool refusesSomeHeader(const QString &message)
{
    if (mentions(message, {"x-amz-mp-object-size", "if-none-match"}))
        return true;
    return mentions(message, {"a header you provided implies functionality"}) &&
           !mentions(message, {"x-amz-tagging", "x-amz-acl", "x-amz-storage-class", "x-amz-server-side", "x-amz-object-lock"});
}

// Upload, key and bucket are all "not found": the operation knows which of them was asked for.
static ErrorKind kindOfMissing(Operation operation)
{
    switch (operation) {
    case Operation::UploadPart:
    case Operation::CompleteMultipartUpload:
    case Operation::AbortMultipartUpload:
    case Operation::ListParts: // Ceph answers NoSuchKey for an upload that is gone
        return ErrorKind::UploadGone;
    case Operation::HeadObject:
    case Operation::DeleteObject:
        return ErrorKind::NotFound;
    default:
        return ErrorKind::NeedsUser; // the bucket, or the service itself
    }
}

static bool isAboutLifecycle(Operation operation)
{
    return operation == Operation::GetBucketLifecycle || operation == Operation::PutBucketLifecycle;
}

std::optional<ErrorKind> kindByCode(Operation operation, const QByteArray &code, const QString &message)
{
    if (code == "AccessDenied" && mentions(message, {"request has expired"}))
        return ErrorKind::PresignExpired;
    if (code == "AuthorizationHeaderMalformed" || code == "AuthorizationQueryParametersError") {
        // The same code for a wrong region and for a key ID that is none.
        return mentions(message, {"region", "scope"}) ? ErrorKind::WrongRegion : ErrorKind::NeedsUser;
    }
    if (code == "NotImplemented" || code == "InvalidArgument" || code == "UnsupportedHeader") {
        // "A header you provided implies functionality…" is what servers say that have no lifecycle at all.
        if (isAboutLifecycle(operation))
            return ErrorKind::Permanent;
        if (refusesTrailer(message))
            return ErrorKind::TrailerRefused;
        if (refusesChecksum(message) || refusesSomeHeader(message))
            return ErrorKind::ChecksumRefused;
        return ErrorKind::Permanent;
    }
    // Codes for much else; of checksums they speak where the server does not expect them. "Checksum Type mismatch" is another matter: a part that
    // carries another algorithm than Create announced.
    if ((code == "InvalidRequest" || code == "MalformedXML") && refusesChecksum(message) && !mentions(message, {"type mismatch"}))
        return ErrorKind::ChecksumRefused;
    // Cloudflare R2 names a plan of unequal parts so: sending the part again would change nothing.
    if (code == "InvalidPart")
        return mentions(message, {"same length"}) ? ErrorKind::Permanent : ErrorKind::PartMissing;
    if (code == "ConditionalRequestConflict")
        return operation == Operation::PutObject ? ErrorKind::Transient : ErrorKind::RestartUpload;
    // botocore sends a part again, which is read and hashed anew each time. At Complete it is the object's checksum: no repetition mends that.
    if (code == "BadDigest")
        return operation == Operation::CompleteMultipartUpload ? ErrorKind::Corrupted : ErrorKind::Transient;
    if (code == "NoSuchKey" || code == "NotFound" || code == "NoSuchVersion")
        return kindOfMissing(operation);
    if (code.startsWith("Throttling"))
        return ErrorKind::Throttled;
    const auto known = table().constFind(code);
    return known == table().cend() ? std::nullopt : std::optional(*known);
}

ErrorKind kindByStatus(Operation operation, int status)
{
    const bool isHead = operation == Operation::HeadObject || operation == Operation::HeadBucket;
    switch (status) {
    case 301:
    case 307:
    case 308:
        return ErrorKind::WrongRegion;
    case 302:
    case 303: // S3 never answers so: a login page of a network or of a company stands in between
    case 401:
    case 402:
    case 403:
    case 407:
    case 451:
    case 507:
    case 511:
        return ErrorKind::NeedsUser;
    case 400:
        // HEAD has no body, and a wrong region is the one 400 that a correct request gets.
        return isHead ? ErrorKind::WrongRegion : ErrorKind::Permanent;
    case 404:
        return kindOfMissing(operation);
    case 408:
    case 409:
    case 425:
    case 499:
        return ErrorKind::Transient;
    case 411:
        return ErrorKind::TrailerRefused;
    case 412:
        return ErrorKind::KeyExists;
    case 429:
        return ErrorKind::Throttled;
    case 501:
    case 505:
        return ErrorKind::Permanent;
    default:
        break;
    }
    // A success that holds an <Error> which nobody knows counts as 500 (AWS, CompleteMultipartUpload).
    const bool isClientError = status >= 400 && status < 500;
    const bool isOtherRedirect = status >= 300 && status < 400;
    return isClientError || isOtherRedirect ? ErrorKind::Permanent : ErrorKind::Transient;
}

static const char *sentence(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Transient:
        return QT_TRANSLATE_NOOP("s3", "The server could not answer the request for the moment.");
    case ErrorKind::Throttled:
        return QT_TRANSLATE_NOOP("s3", "The server asks for fewer requests.");
    case ErrorKind::Corrupted:
        return QT_TRANSLATE_NOOP("s3", "The data arrived at the server damaged.");
    case ErrorKind::ClockSkewed:
        return QT_TRANSLATE_NOOP("s3", "This computer's clock and the server's differ too much.");
    case ErrorKind::WrongRegion:
        return QT_TRANSLATE_NOOP("s3", "The bucket is in another region.");
    case ErrorKind::CredentialsExpired:
        return QT_TRANSLATE_NOOP("s3", "The credentials have expired.");
    case ErrorKind::NeedsUser:
        return QT_TRANSLATE_NOOP("s3", "The server refuses access.");
    case ErrorKind::PresignExpired:
        return QT_TRANSLATE_NOOP("s3", "The presigned URL has expired.");
    case ErrorKind::PartMissing:
        return QT_TRANSLATE_NOOP("s3", "A part of the upload is missing on the server.");
    case ErrorKind::UploadGone:
        return QT_TRANSLATE_NOOP("s3", "The server does not know this upload any more: it was completed, cancelled or has expired.");
    case ErrorKind::UnknownOutcome:
        return QT_TRANSLATE_NOOP("s3", "The server's answer does not say whether the object was stored.");
    case ErrorKind::RestartUpload:
        return QT_TRANSLATE_NOOP("s3", "Another write to the same key came in between; the upload has to begin anew.");
    case ErrorKind::KeyExists:
        return QT_TRANSLATE_NOOP("s3", "An object of this name exists already.");
    case ErrorKind::ChecksumRefused:
        return QT_TRANSLATE_NOOP("s3", "The server does not accept checksum headers.");
    case ErrorKind::TrailerRefused:
        return QT_TRANSLATE_NOOP("s3", "The server does not accept aws-chunked transfers.");
    case ErrorKind::NotFound:
        return QT_TRANSLATE_NOOP("s3", "There is no such object.");
    case ErrorKind::Permanent:
        return QT_TRANSLATE_NOOP("s3", "The server refuses this request.");
    case ErrorKind::Offline:
        return QT_TRANSLATE_NOOP("s3", "The server cannot be reached.");
    case ErrorKind::SourceChanged:
        return QT_TRANSLATE_NOOP("s3", "The file has changed since the upload began.");
    case ErrorKind::SourceUnreadable:
        return QT_TRANSLATE_NOOP("s3", "The file cannot be read.");
    case ErrorKind::Interrupted:
        return QT_TRANSLATE_NOOP("s3", "The request was stopped.");
    }
    Q_UNREACHABLE();
}

QString sentenceFor(ErrorKind kind, int status)
{
    switch (status) {
    case 407:
        return QCoreApplication::translate("s3", "The proxy asks for a user name and password.");
    case 413:
        return QCoreApplication::translate("s3", "A proxy or the server does not take requests of this size.");
    case 507:
        return QCoreApplication::translate("s3", "The server has no room left.");
    case 302:
    case 303:
    case 511:
        return QCoreApplication::translate("s3", "The network wants a sign-in before it lets requests through.");
    case 404:
        if (kind == ErrorKind::NeedsUser)
            return QCoreApplication::translate("s3", "There is no such bucket at this address.");
        break;
    default:
        break;
    }
    return QCoreApplication::translate("s3", sentence(kind));
}

} // namespace s3
