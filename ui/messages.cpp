// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/messages.h"

#include "ui/formatting.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <vector>

namespace ui {

namespace {

constexpr int LongestSentence = 220;

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(ui::Messages)
};

// Who and what a sentence speaks of.
struct Subject {
    const s3::Error &error;
    const upload::UploadSnapshot *upload;

    QString file() const
    {
        return upload && !upload->sourcePath.isEmpty() ? QStringLiteral("“%1”").arg(shortened(QFileInfo(upload->sourcePath).fileName(), 36))
                                                       : Messages::tr("The file");
    }
    QString bucket() const
    {
        return upload && !upload->target.bucket.isEmpty() ? Messages::tr("The bucket “%1”").arg(shortened(upload->target.bucket, 36))
                                                          : Messages::tr("The bucket");
    }
    QString connection() const
    {
        return upload && !upload->connectionName.isEmpty() ? QStringLiteral("“%1”").arg(shortened(upload->connectionName, 30))
                                                           : Messages::tr("this connection");
    }
    // What of the work is safe; with a leading blank, or nothing where there is nothing to say.
    QString kept() const
    {
        if (!upload || upload->partSize == 0)
            return {};
        if (upload->stored > 0)
            return QLatin1Char(' ') + Messages::tr("%1 are safe on the server.").arg(formattedBytes(upload->stored));
        return QLatin1Char(' ') + Messages::tr("Nothing is stored yet.");
    }
    // The server often names the permission; else it follows from where the upload stands.
    QString permission() const
    {
        static const QRegularExpression named(QStringLiteral("\\b((?:s3|kms):[A-Z][A-Za-z]{2,40})\\b"));
        const auto match = named.match(error.message);
        if (match.hasMatch())
            return match.captured(1);
        if (!upload)
            return {};
        return upload->state == upload::UploadState::Cancelling ? QStringLiteral("s3:AbortMultipartUpload")
                                                                : QStringLiteral("s3:PutObject");
    }
};

struct Words {
    QString headline;
    QString (*sentence)(const Subject &);
};

struct CodeWords {
    QList<QLatin1String> codes;
    Words words;
};

QString accessDenied(const Subject &s)
{
    const QString permission = s.permission();
    if (permission.isEmpty())
        return Messages::tr(
            "The server refuses this to the account: a permission is missing. Ask the bucket's owner to grant it, then retry.");
    return Messages::tr("The account lacks the permission %1 here.%2 Ask the bucket's owner to grant it, then retry.")
        .arg(permission, s.kept());
}

const std::vector<CodeWords> &wordsByCode()
{
    using S = const Subject &;
    static const std::vector<CodeWords> table = {
        {{QLatin1String("NoSuchBucket")}, {Messages::tr("Bucket not found"),
                                              [](S s) {
                                                  return Messages::tr(
                                                      "%1 does not exist at %2.%3 Create it or upload to another one, then retry.")
                                                      .arg(s.bucket(), s.connection(), s.kept());
                                              }}},
        {{QLatin1String("InvalidBucketName")},
            {Messages::tr("Bucket name refused"),
                [](S) {
                    return Messages::tr(
                        "The server does not accept this bucket name. Nothing was sent. Check its spelling, then upload again.");
                }}},
        {{QLatin1String("AccessDenied"), QLatin1String("AllAccessDisabled"), QLatin1String("UnauthorizedAccess"),
             QLatin1String("Forbidden")},
            {Messages::tr("Permission missing"), accessDenied}},
        {{QLatin1String("AccountProblem"), QLatin1String("NotSignedUp")},
            {Messages::tr("Account blocked"),
                [](S s) {
                    return Messages::tr(
                        "The provider reports a problem with the account at %1.%2 Sort it out with the provider, then retry.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("SignatureDoesNotMatch")}, {Messages::tr("Secret key refused"),
                                                       [](S s) {
                                                           return Messages::tr(
                                                               "The server could not verify the signature: the secret access key of %1 is "
                                                               "probably wrong.%2 Correct it, then retry.")
                                                               .arg(s.connection(), s.kept());
                                                       }}},
        {{QLatin1String("InvalidAccessKeyId")},
            {Messages::tr("Access key unknown"),
                [](S s) {
                    return Messages::tr("The server does not know the access key of %1.%2 Check the key and the endpoint, then retry.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("NoCredentials"), QLatin1String("CredentialsMissing"), QLatin1String("NoSuchProfile")},
            {Messages::tr("No credentials"),
                [](S s) {
                    return Messages::tr("There are no credentials for %1.%2 Set them in the environment or in the AWS files, then retry.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("RequestTimeTooSkewed"), QLatin1String("RequestExpired"), QLatin1String("RequestInTheFuture")},
            {Messages::tr("Clock is wrong"),
                [](S s) {
                    return Messages::tr("This computer's clock and the server's differ by more than 15 minutes, so the server refuses.%1 "
                                        "Set the clock, then retry.")
                        .arg(s.kept());
                }}},
        {{QLatin1String("ExpiredToken"), QLatin1String("ExpiredTokenException"), QLatin1String("InvalidToken"),
             QLatin1String("TokenRefreshRequired")},
            {Messages::tr("Sign-in expired"),
                [](S s) {
                    return Messages::tr("The sign-in of %1 has expired.%2 Sign in again, then retry: the upload goes on where it stopped.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("QuotaExceeded"), QLatin1String("InsufficientStorage"), QLatin1String("XMinioStorageFull"),
             QLatin1String("TooManyBuckets")},
            {Messages::tr("Storage is full"),
                [](S s) {
                    return Messages::tr("The server has no room left for this account (quota).%1 Free some space there or have the quota "
                                        "raised, then retry.")
                        .arg(s.kept());
                }}},
        {{QLatin1String("EntityTooLarge")}, {Messages::tr("Too large"),
                                                [](S s) {
                                                    return Messages::tr("%1 is larger than the server accepts in this way. Nothing was "
                                                                        "completed. Try a larger part size, or split the file.")
                                                        .arg(s.file());
                                                }}},
        {{QLatin1String("EntityTooSmall"), QLatin1String("InvalidPartSize")},
            {Messages::tr("Part size refused"),
                [](S) {
                    return Messages::tr("The server does not accept parts of this size. Nothing was completed. Cancel, and upload again "
                                        "with another part size.");
                }}},
        {{QLatin1String("KeyTooLongError"), QLatin1String("KeyTooLong")},
            {Messages::tr("Key too long"),
                [](S) {
                    return Messages::tr("The key is longer than the 1,024 bytes that S3 allows. Nothing was sent. Choose a shorter folder "
                                        "(prefix) or file name.");
                }}},
        {{QLatin1String("DotSegmentKey"), QLatin1String("DotSegment")},
            {Messages::tr("Key cannot be sent"),
                [](S) {
                    return Messages::tr("The key has “.” or “..” between slashes, which cannot be sent faithfully. Nothing was sent. "
                                        "Choose another folder (prefix) or name.");
                }}},
        {{QLatin1String("NoSuchUpload")}, {Messages::tr("Upload is gone"),
                                              [](S) {
                                                  return Messages::tr(
                                                      "The server no longer knows this upload: it was completed, cancelled or expired "
                                                      "there, and its parts are gone. Retry sends the file again.");
                                              }}},
        {{QLatin1String("FileChanged")}, {Messages::tr("File has changed"),
                                             [](S s) {
                                                 return Messages::tr("%1 has changed since the upload began, so its stored parts no longer "
                                                                     "fit. Nothing was completed. Cancel, and upload it again.")
                                                     .arg(s.file());
                                             }}},
        {{QLatin1String("FileNotFound")}, {Messages::tr("File is missing"),
                                              [](S s) {
                                                  return Messages::tr(
                                                      "%1 is no longer where it was.%2 Put it back or reconnect its drive, then retry.")
                                                      .arg(s.file(), s.kept());
                                              }}},
        {{QLatin1String("FileNotReadable")},
            {Messages::tr("File not readable"),
                [](S s) {
                    return Messages::tr("%1 may not be read by you.%2 Change its permissions, then retry.").arg(s.file(), s.kept());
                }}},
        {{QLatin1String("NotARegularFile")},
            {Messages::tr("Not a file"),
                [](S s) {
                    return Messages::tr(
                        "%1 is a device, socket or pipe, not a file with a size. It cannot be uploaded; take it off the list.")
                        .arg(s.file());
                }}},
        {{QLatin1String("NotAnS3Endpoint"), QLatin1String("NotS3"), QLatin1String("UnexpectedHtml"), QLatin1String("UnexpectedAnswer"),
             QLatin1String("InvalidAnswer")},
            {Messages::tr("Not an S3 endpoint"),
                [](S s) {
                    return Messages::tr("What answers at %1 does not speak S3: perhaps a web page, a console or a proxy.%2 Check the "
                                        "endpoint's host and port, then retry.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("InvalidEndpoint")}, {Messages::tr("Endpoint not valid"),
                                                 [](S s) {
                                                     return Messages::tr("The endpoint of %1 is not an address that can be used. Nothing "
                                                                         "was sent. Correct it in the connection, then retry.")
                                                         .arg(s.connection());
                                                 }}},
        {{QLatin1String("ConnectionRefused"), QLatin1String("ConnectionRefusedError")},
            {Messages::tr("Server not reachable"),
                [](S s) {
                    return Messages::tr("Nothing answers at %1: the server is down or its port is wrong.%2 Davit tries again by itself; "
                                        "check the endpoint if it lasts.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("HostNotFound"), QLatin1String("HostNotFoundError")},
            {Messages::tr("Server name unknown"),
                [](S s) {
                    return Messages::tr(
                        "The server's name at %1 cannot be found: no network, or a misspelt endpoint.%2 Davit tries again by itself.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("TlsUntrusted"), QLatin1String("SslHandshakeFailed"), QLatin1String("SslHandshakeFailedError"),
             QLatin1String("CertificateUntrusted"), QLatin1String("UntrustedCertificate"), QLatin1String("TlsError")},
            {Messages::tr("Certificate not trusted"),
                [](S s) {
                    return Messages::tr("The certificate of %1 is not trusted, so nothing was sent to it.%2 Add its authority to the "
                                        "connection or the system, then retry.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("ProxyAuthenticationRequired"), QLatin1String("ProxyAuthenticationRequiredError")},
            {Messages::tr("Proxy wants a sign-in"),
                [](S s) {
                    return Messages::tr("The proxy between here and the server wants a user name and password.%1 Set them in the system's "
                                        "proxy settings, then retry.")
                        .arg(s.kept());
                }}},
        {{QLatin1String("InvalidStorageClass")},
            {Messages::tr("Storage class refused"),
                [](S) {
                    return Messages::tr(
                        "The server does not know this storage class. Nothing was sent. Upload again with another one, or leave it empty.");
                }}},
        {{QLatin1String("NotImplemented"), QLatin1String("MethodNotAllowed")},
            {Messages::tr("Not supported there"),
                [](S s) {
                    return Messages::tr(
                        "The server at %1 does not support this request.%2 Check the endpoint, or upload again without special options.")
                        .arg(s.connection(), s.kept());
                }}},
        {{QLatin1String("KMS.DisabledException"), QLatin1String("KMS.NotFoundException"), QLatin1String("KMS.KMSInvalidStateException"),
             QLatin1String("KMSAccessDenied")},
            {Messages::tr("Encryption key refused"),
                [](S s) {
                    return Messages::tr("The server may not use the encryption key (KMS) of this bucket.%1 Have the key enabled and "
                                        "granted to the account, then retry.")
                        .arg(s.kept());
                }}},
        {{QLatin1String("InvalidPart"), QLatin1String("InvalidPartOrder")},
            {Messages::tr("A part is missing"),
                [](S) {
                    return Messages::tr("The server does not have every part as it was sent, so the object was not put together. Retry "
                                        "compares the parts and sends what is missing.");
                }}},
    };
    return table;
}

Words wordsForKind(s3::ErrorKind kind)
{
    using S = const Subject &;
    using K = s3::ErrorKind;
    switch (kind) {
    case K::Transient:
        return {Messages::tr("Server in trouble"), [](S s) {
                    return Messages::tr("The server or the line failed for a moment (%1).%2 Davit tries again by itself.")
                        .arg(s.error.code.isEmpty() ? Messages::tr("no answer") : shortened(s.error.code, 40), s.kept());
                }};
    case K::Throttled:
        return {Messages::tr("Server asks to slow down"), [](S s) {
                    return Messages::tr("The server asks for fewer requests.%1 Davit slows down and goes on by itself.").arg(s.kept());
                }};
    case K::Corrupted:
        return {Messages::tr("Bytes were damaged"), [](S s) {
                    return Messages::tr("A part did not arrive as it was read, and the server refused it.%1 If it happens again, check the "
                                        "file's drive and this computer's memory.")
                        .arg(s.kept());
                }};
    case K::ClockSkewed:
        return {Messages::tr("Clock is wrong"), [](S s) {
                    return Messages::tr(
                        "This computer's clock and the server's differ too much, so the server refuses.%1 Set the clock, then retry.")
                        .arg(s.kept());
                }};
    case K::WrongRegion:
        return {Messages::tr("Wrong region"), [](S s) {
                    return s.error.region.isEmpty()
                               ? Messages::tr("%1 is in another region than %2.%3 Set the region of the connection, then retry.")
                                     .arg(s.bucket(), s.connection(), s.kept())
                               : Messages::tr("%1 is in the region %2.%3 Set this region in the connection, then retry.")
                                     .arg(s.bucket(), shortened(s.error.region, 30), s.kept());
                }};
    case K::CredentialsExpired:
        return {Messages::tr("Sign-in expired"), [](S s) {
                    return Messages::tr("The sign-in of %1 has expired.%2 Sign in again, then retry: the upload goes on where it stopped.")
                        .arg(s.connection(), s.kept());
                }};
    case K::NeedsUser:
        return {Messages::tr("Needs attention"), [](S s) {
                    return Messages::tr(
                        "The server refuses this until something is changed (%1).%2 See the details for its own words, then retry.")
                        .arg(s.error.code.isEmpty() ? Messages::tr("status %1").arg(s.error.httpStatus) : shortened(s.error.code, 40),
                            s.kept());
                }};
    case K::PresignExpired:
        return {Messages::tr("Link has expired"), [](S) {
                    return Messages::tr("The signed link has expired, so the server no longer takes it. Ask for a new one, then retry.");
                }};
    case K::PartMissing:
        return {
            Messages::tr("A part is missing"), [](S s) {
                return s.error.partNumber
                           ? Messages::tr("Part %1 is no longer on the server, so the object was not put together.%2 Davit sends it again.")
                                 .arg(formattedCount(*s.error.partNumber), s.kept())
                           : Messages::tr("A part is no longer on the server, so the object was not put together.%1 Davit sends it again.")
                                 .arg(s.kept());
            }};
    case K::UploadGone:
        return {Messages::tr("Upload is gone"), [](S) {
                    return Messages::tr("The server no longer knows this upload: it was completed, cancelled or expired there, and its "
                                        "parts are gone. Retry sends the file again.");
                }};
    case K::UnknownOutcome:
        return {Messages::tr("Outcome unknown"), [](S) {
                    return Messages::tr("The server's answer was lost, so it is not known whether the object was put together. Nothing was "
                                        "deleted. Retry asks the server first.");
                }};
    case K::RestartUpload:
        return {Messages::tr("Has to start again"), [](S) {
                    return Messages::tr("Somebody else wrote the same key at the same moment, so the server refused to put these parts "
                                        "together. Retry sends the file again.");
                }};
    case K::KeyExists:
        return {Messages::tr("Key exists already"), [](S s) {
                    return Messages::tr("There is an object of this name already, and it was left as it is.%1 Choose: overwrite it, skip "
                                        "this file, or keep both.")
                        .arg(s.kept());
                }};
    case K::ChecksumRefused:
    case K::TrailerRefused:
        return {Messages::tr("Checksum refused"), [](S s) {
                    return Messages::tr(
                        "The server does not take this kind of checksum.%1 Retry sends the parts with another proof that it understands.")
                        .arg(s.kept());
                }};
    case K::NotFound:
        return {Messages::tr("Not found"), [](S) {
                    return Messages::tr(
                        "The server has no object of this name. If it was just uploaded, somebody has deleted it; upload the file again.");
                }};
    case K::Permanent:
        return {
            Messages::tr("Refused by the server"), [](S s) {
                return Messages::tr(
                    "The server refuses this request for good (%1).%2 See the details for its own words; sending it again would not help.")
                    .arg(
                        s.error.code.isEmpty() ? Messages::tr("status %1").arg(s.error.httpStatus) : shortened(s.error.code, 40), s.kept());
            }};
    case K::Offline:
        return {Messages::tr("Server not reachable"), [](S s) {
                    return Messages::tr("%1 cannot be reached.%2 Davit goes on by itself as soon as it answers.")
                        .arg(s.upload ? s.connection() : Messages::tr("The server"), s.kept());
                }};
    case K::SourceChanged:
        return {Messages::tr("File has changed"), [](S s) {
                    return Messages::tr("%1 has changed since the upload began, so its stored parts no longer fit. Nothing was completed. "
                                        "Cancel, and upload it again.")
                        .arg(s.file());
                }};
    case K::SourceUnreadable:
        return {Messages::tr("File not readable"), [](S s) {
                    return Messages::tr("%1 cannot be read.%2 Check that it is there and that you may read it, then retry.")
                        .arg(s.file(), s.kept());
                }};
    case K::Interrupted:
        return {Messages::tr("Stopped"),
            [](S s) { return Messages::tr("The upload was stopped here.%1 Resume goes on where it stopped.").arg(s.kept()); }};
    }
    Q_UNREACHABLE();
}

bool looksLikeHtml(const s3::Error &error)
{
    return error.message.contains(QLatin1String("<html"), Qt::CaseInsensitive) ||
           error.message.contains(QLatin1String("<!doctype"), Qt::CaseInsensitive);
}

const CodeWords *knownCode(const s3::Error &error)
{
    const QString code = looksLikeHtml(error) ? QStringLiteral("NotAnS3Endpoint") : error.code;
    for (const CodeWords &entry : wordsByCode()) {
        for (const QLatin1String known : entry.codes) {
            if (code == known)
                return &entry;
        }
    }
    return nullptr;
}

Words wordsFor(const s3::Error &error)
{
    const CodeWords *entry = knownCode(error);
    return entry ? entry->words : wordsForKind(error.kind);
}

// Errors that never came from a server carry a sentence of ours already.
bool hasSentenceOfOurs(const s3::Error &error)
{
    return error.httpStatus == 0 && error.requestId.isEmpty() && error.message.size() > 12 && error.message.size() <= LongestSentence &&
           error.message.endsWith(QLatin1Char('.')) && error.message.contains(QLatin1Char(' ')) &&
           printable(error.message) == error.message;
}

} // namespace

QString sentence(const s3::Error &error, const upload::UploadSnapshot *upload)
{
    // Among refusals of our own making the written sentence knows more than a table can (which limit, which size).
    const bool isOurs =
        error.kind == s3::ErrorKind::Permanent || error.kind == s3::ErrorKind::NeedsUser || error.kind == s3::ErrorKind::SourceUnreadable;
    if (isOurs && hasSentenceOfOurs(error) && (!knownCode(error) || error.kind == s3::ErrorKind::Permanent))
        return error.message;
    const Words words = wordsFor(error);
    const QString full = words.sentence({error, upload});
    if (full.size() <= LongestSentence || !upload)
        return full;
    // The names made it too long: the row shows them anyway.
    return words.sentence({error, nullptr});
}

QString headline(const s3::Error &error)
{
    return wordsFor(error).headline;
}

QString technicalDetails(const s3::Error &error)
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines.append(QStringLiteral("%1: %2").arg(name, printable(value)));
    };
    add(Messages::tr("Code"), error.code);
    add(Messages::tr("Kind"), s3::kindName(error.kind));
    add(Messages::tr("Status"), error.httpStatus ? QString::number(error.httpStatus) : QString());
    add(Messages::tr("Message"), error.message);
    add(Messages::tr("Request ID"), error.requestId);
    add(Messages::tr("Host ID"), error.hostId);
    add(Messages::tr("Region"), error.region);
    return lines.join(QLatin1Char('\n'));
}

} // namespace ui
