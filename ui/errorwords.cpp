// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/errorwords.h"

#include <QCoreApplication>
#include <QHash>

namespace ui {

namespace {

#define TEXT(text) QT_TRANSLATE_NOOP("ui::Messages", text)

struct CodeWords {
    const char *codes; // with a blank between
    ErrorWords words;
};

// clang-format off
const CodeWords ByCode[] = {
    { "NoSuchBucket", { TEXT("Bucket not found"),
        TEXT("{bucket} does not exist at {connection}.{kept} Create it or upload to another one, then retry.") } },
    { "InvalidBucketName", { TEXT("Bucket name refused"),
        TEXT("The server does not accept this bucket name. Nothing was sent. Check its spelling, then upload again.") } },
    { "AccessDenied AllAccessDisabled UnauthorizedAccess Forbidden", { TEXT("Permission missing"),
        TEXT("The account lacks {permission} here.{kept} Ask the bucket's owner to grant it, then retry.") } },
    { "AccountProblem NotSignedUp", { TEXT("Account blocked"),
        TEXT("The provider reports a problem with the account at {connection}.{kept} Sort it out with the provider, then retry.") } },
    { "SignatureDoesNotMatch", { TEXT("Secret key refused"),
        TEXT("The server could not verify the signature: the secret access key of {connection} is probably wrong.{kept} Correct it, then retry.") } },
    { "InvalidAccessKeyId", { TEXT("Access key unknown"),
        TEXT("The server does not know the access key of {connection}.{kept} Check the key and the endpoint, then retry.") } },
    { "NoCredentials", { TEXT("No credentials"),
        TEXT("There are no credentials for {connection}.{kept} Set them in the environment or in the AWS files, then retry."), true } },
    { "ProfileNotFound PartialCredentials UnsupportedCredentials AwsFileUnreadable AwsFileMalformed", { TEXT("Credentials incomplete"),
        TEXT("The credentials of {connection} cannot be used.{kept} Correct the AWS files or the environment, then retry."), true } },
    { "KeychainMissing KeychainLocked KeychainFailed KeychainDamaged", { TEXT("Keychain not open"),
        TEXT("The keychain does not give the credentials of {connection}.{kept} Unlock it, then retry."), true } },
    { "CustomerKeyMissing CustomerKeyChanged", { TEXT("Encryption key missing"),
        TEXT("The keychain does not have the key that this upload is encrypted with.{kept} Bring the key back, and it goes on by itself."), true } },
    { "CustomerKeyNeedsHttps", { TEXT("Encryption key needs https"),
        TEXT("A key of your own must not travel over http. Nothing was sent. Use an https endpoint, or upload without the key."), true } },
    { "CustomerKeyIgnored", { TEXT("Encryption key ignored"),
        TEXT("The server does not encrypt with keys of your own (SSE-C). Choose another encryption, then upload again."), true } },
    { "ConnectionNotFound NoSuchConnection", { TEXT("Connection is gone"),
        TEXT("The connection of this upload is no longer on offer.{kept} Bring it back, then retry."), true } },
    { "RequestTimeTooSkewed RequestExpired RequestInTheFuture", { TEXT("Clock is wrong"),
        TEXT("This computer's clock and the server's differ by more than 15 minutes, so the server refuses.{kept} Set the clock, then retry.") } },
    { "ExpiredToken ExpiredTokenException InvalidToken TokenRefreshRequired CredentialsUnchanged", { TEXT("Sign-in expired"),
        TEXT("The sign-in of {connection} has expired.{kept} Sign in again, then retry: the upload goes on where it stopped.") } },
    { "QuotaExceeded InsufficientStorage XMinioStorageFull", { TEXT("Storage is full"),
        TEXT("The server has no room left for this account (quota).{kept} Free some space there or have the quota raised, then retry.") } },
    { "EntityTooLarge", { TEXT("Too large"),
        TEXT("{file} is larger than the server accepts in this way. Nothing was completed. Try a larger part size, or split the file."), true } },
    { "InvalidPartSize", { TEXT("Part size refused"),
        TEXT("The server does not accept parts of this size. Nothing was completed. Cancel, and upload again with another part size."), true } },
    { "EntityTooSmall", { TEXT("A part is too small"),
        TEXT("A part in the middle of the object is smaller than the server takes, so it was not put together. Cancel, and upload again with a larger part size."), true } },
    { "KeyTooLongError KeyTooLong", { TEXT("Key too long"),
        TEXT("The key is longer than the 1,024 bytes that S3 allows. Nothing was sent. Choose a shorter folder (prefix) or file name.") } },
    { "DotSegmentKey", { TEXT("Key cannot be sent"),
        TEXT("The key has “.” or “..” between slashes, which cannot be sent faithfully. Nothing was sent. Choose another folder (prefix) or name.") } },
    { "UnsendableAddress", { TEXT("Key cannot be sent"),
        TEXT("This key cannot be sent exactly as it is written. Nothing was sent. Choose another folder (prefix) or name.") } },
    { "NoSuchUpload", { TEXT("Upload is gone"),
        TEXT("The server no longer knows this upload: it was completed, cancelled or expired there, and its parts are gone. Retry sends the file again.") } },
    { "UploadExpired", { TEXT("Upload has expired"),
        TEXT("The server ended this unfinished upload, by a rule or by somebody's hand, and its parts are gone. Another program began it, so add the file anew to send it.") } },
    { "RunningElsewhere", { TEXT("Running elsewhere"),
        TEXT("Another Davit works on this upload at the moment, so it was left alone here. Control it there, or retry when that one has ended.") } },
    { "ChecksumMismatch", { TEXT("Object is not the file"),
        TEXT("{file} was sent, but the object that the server put together does not hold its bytes, so it does not count as completed. Retry sends it again; check its drive if it lasts.") } },
    { "OutcomeUnknown", { TEXT("Outcome unknown"),
        TEXT("The server's answer was lost, and nothing proves that the object there is this file. Nothing was deleted. Look at the object, or retry to send the file again.") } },
    { "ObjectReplaced", { TEXT("Object was replaced"),
        TEXT("The object there is not the one that this upload made: somebody wrote the same key meanwhile. Nothing was deleted. Upload the file again if yours is wanted.") } },
    { "NotAReceipt", { TEXT("Not a receipt"),
        TEXT("This file is not a receipt of Davit, or it was changed since. Nothing was checked. Choose a receipt that was exported as JSON."), true } },
    { "ObjectMissing", { TEXT("Object is not there"),
        TEXT("The server confirmed the upload, but the object is not there: somebody may have deleted it. Upload the file again.") } },
    { "FileChanged", { TEXT("File has changed"),
        TEXT("{file} has changed since the upload began. Nothing was completed. “Upload the changed file” keeps the parts that still hold its bytes and sends the others.") } },
    { "FileNotFound", { TEXT("File is missing"),
        TEXT("{file} is no longer where it was.{kept} Say where it is now, or put it back and retry: the upload goes on where it stopped.") } },
    { "AnotherFile", { TEXT("Another file"),
        TEXT("{file} had another size than the one that was chosen in its place, so that is another file. Nothing was changed. Choose the one that was moved."), true } },
    { "SnapshotImpossible", { TEXT("No snapshot"),
        TEXT("{file} cannot be copied as a snapshot: its file system or its folder does not allow it. Nothing was sent. Upload it again without a snapshot.") } },
    { "FileNotReadable", { TEXT("File not readable"),
        TEXT("{file} may not be read by you.{kept} Change its permissions, then retry.") } },
    { "ReadFailed", { TEXT("File not readable"),
        TEXT("Reading {file} failed: its drive may be damaged or disconnected.{kept} See to the drive, then retry.") } },
    { "NotARegularFile", { TEXT("Not a file"),
        TEXT("{file} is a device, socket or pipe, not a file with a size. It cannot be uploaded; take it off the list.") } },
    { "NotAnS3Endpoint UnexpectedAnswer", { TEXT("Not an S3 endpoint"),
        TEXT("What answers at {connection} does not speak S3: perhaps a web page, a console or a proxy.{kept} Check the endpoint's host and port, then retry.") } },
    { "InvalidEndpoint", { TEXT("Endpoint not valid"),
        TEXT("The endpoint of {connection} is not an address that can be used. Nothing was sent. Correct it in the connection, then retry."), true } },
    { "ConnectionRefused", { TEXT("Server not reachable"),
        TEXT("Nothing answers at {connection}: the server is down or its port is wrong.{kept} Davit tries again by itself; check the endpoint if it lasts.") } },
    { "HostNotFound", { TEXT("Server name unknown"),
        TEXT("The server's name at {connection} cannot be found: no network, or a misspelt endpoint.{kept} Davit tries again by itself.") } },
    { "CertificateNotTrusted", { TEXT("Certificate not trusted"),
        TEXT("The certificate of {connection} is not trusted, so nothing was sent to it.{kept} Add its authority to the connection or the system, then retry.") } },
    { "CertificateForAnotherHost", { TEXT("Certificate for another host"),
        TEXT("The certificate shown at {connection} is for another host, so nothing was sent to it.{kept} Check the endpoint's name, then retry.") } },
    { "CertificateExpired", { TEXT("Certificate out of date"),
        TEXT("The certificate of {connection} is not valid at this computer's date.{kept} Check the clock; if it is right, the server needs a new certificate.") } },
    { "UnusableCertificates", { TEXT("Added certificate unusable"),
        TEXT("The certificate that was added to {connection} cannot be read. Nothing was sent.{kept} Add it again to the connection, then retry.") } },
    { "HttpsNeeded", { TEXT("https is needed there"),
        TEXT("The server at {connection} wants https on this port.{kept} Change the endpoint to https://, then retry.") } },
    { "PlainHttp", { TEXT("No https on this port"),
        TEXT("The port at {connection} speaks plain http, which is not private.{kept} Choose the port that speaks https, or change the endpoint to http://.") } },
    { "CaptivePortal", { TEXT("Network wants a sign-in"),
        TEXT("This network shows a page of its own in place of {connection}.{kept} Sign in to the network in a browser; Davit goes on by itself.") } },
    { "TlsHandshakeFailed", { TEXT("No secure connection"),
        TEXT("No secure connection (TLS) to {connection} could be made.{kept} Check that the endpoint speaks https on this port, then retry.") } },
    { "ProxyAuthenticationFailed ProxyAuthenticationRequired", { TEXT("Proxy wants a sign-in"),
        TEXT("The proxy between here and the server wants a user name and password, or others.{kept} Set them in the connection or the system, then retry.") } },
    { "ProxyDenied", { TEXT("Proxy does not let through"),
        TEXT("The proxy between here and {connection} does not allow connections to it.{kept} Ask whoever runs the proxy, or choose another one.") } },
    { "ProxyConnectionRefused ProxyConnectionClosed ProxyNotFound ProxyTimedOut ProxyFailed", { TEXT("Proxy not reachable"),
        TEXT("The proxy between here and the server does not answer.{kept} Check the system's proxy settings; Davit goes on by itself when it is back.") } },
    { "RedirectRefused TooManyRedirects", { TEXT("Sent elsewhere"),
        TEXT("The server points to another address, which must not be given these credentials.{kept} Correct the endpoint or its region, then retry.") } },
    { "InvalidStorageClass", { TEXT("Storage class refused"),
        TEXT("The server does not know this storage class. Nothing was sent. Upload again with another one, or leave it empty.") } },
    { "NotImplemented MethodNotAllowed", { TEXT("Not supported there"),
        TEXT("The server at {connection} does not support this request.{kept} Check the endpoint, or upload again without special options.") } },
    { "KMS.DisabledException KMS.NotFoundException KMS.KMSInvalidStateException KMSAccessDenied", { TEXT("Encryption key refused"),
        TEXT("The server may not use the encryption key (KMS) of this bucket.{kept} Have the key enabled and granted to the account, then retry.") } },
    { "InvalidPart", { TEXT("A part is missing"),
        TEXT("The server does not have every part as it was sent, so the object was not put together. Retry compares the parts and sends what is missing.") } },
    { "InvalidPartOrder", { TEXT("Parts do not fit"),
        TEXT("The stored parts and the file do not make one object, so the server would not put them together. Choose the file that this upload was begun with, or begin anew.") } },
    { "PartsBeyondObject", { TEXT("Another file"),
        TEXT("{file} has fewer bytes than the stored parts hold: they were made of another file, or it has become shorter. Choose the file that the upload was begun with.") } },
};
// clang-format on

QHash<QString, const ErrorWords *> indexed()
{
    QHash<QString, const ErrorWords *> index;
    for (const CodeWords &entry : ByCode) {
        const QStringList codes = QString::fromLatin1(entry.codes).split(QLatin1Char(' '));
        for (const QString &code : codes)
            index.insert(code, &entry.words);
    }
    return index;
}

} // namespace

const ErrorWords *wordsForCode(const QString &code)
{
    static const QHash<QString, const ErrorWords *> index = indexed();
    return index.value(code, nullptr);
}

// clang-format off
const ErrorWords &wordsForKind(s3::ErrorKind kind)
{
    using K = s3::ErrorKind;
    switch (kind) {
    case K::Transient: {
        static const ErrorWords words { TEXT("Server in trouble"),
            TEXT("The server or the line failed for a moment ({code}).{kept} Davit tries again by itself.") };
        return words;
    }
    case K::Throttled: {
        static const ErrorWords words { TEXT("Server asks to slow down"),
            TEXT("The server asks for fewer requests.{kept} Davit slows down and goes on by itself.") };
        return words;
    }
    case K::Corrupted: {
        static const ErrorWords words { TEXT("Bytes were damaged"),
            TEXT("A part did not arrive as it was read, and the server refused it.{kept} If it happens again, check the file's drive and this computer's memory.") };
        return words;
    }
    case K::ClockSkewed: {
        static const ErrorWords words { TEXT("Clock is wrong"),
            TEXT("This computer's clock and the server's differ too much, so the server refuses.{kept} Set the clock, then retry.") };
        return words;
    }
    case K::WrongRegion: {
        static const ErrorWords words { TEXT("Wrong region"),
            TEXT("{bucket} is in {region}, not where the connection looks for it.{kept} Correct the region of the connection, then retry.") };
        return words;
    }
    case K::CredentialsExpired: {
        static const ErrorWords words { TEXT("Sign-in expired"),
            TEXT("The sign-in of {connection} has expired.{kept} Sign in again, then retry: the upload goes on where it stopped.") };
        return words;
    }
    case K::NeedsUser: {
        static const ErrorWords words { TEXT("Needs attention"),
            TEXT("The server refuses this until something is changed ({code}).{kept} See the details for its own words, then retry."), true };
        return words;
    }
    case K::PresignExpired: {
        static const ErrorWords words { TEXT("Link has expired"),
            TEXT("The signed link has expired, so the server no longer takes it. Ask for a new one, then retry.") };
        return words;
    }
    case K::PartMissing: {
        static const ErrorWords words { TEXT("A part is missing"),
            TEXT("{part} is no longer on the server, so the object was not put together.{kept} Davit sends it again.") };
        return words;
    }
    case K::UploadGone: {
        static const ErrorWords words { TEXT("Upload is gone"),
            TEXT("The server no longer knows this upload: it was completed, cancelled or expired there, and its parts are gone. Retry sends the file again.") };
        return words;
    }
    case K::UnknownOutcome: {
        static const ErrorWords words { TEXT("Outcome unknown"),
            TEXT("The server's answer was lost, so it is not known whether the object was put together. Nothing was deleted. Retry asks the server first.") };
        return words;
    }
    case K::RestartUpload: {
        static const ErrorWords words { TEXT("Has to start again"),
            TEXT("Somebody else wrote the same key at the same moment, so the server refused to put these parts together. Retry sends the file again.") };
        return words;
    }
    case K::KeyExists: {
        static const ErrorWords words { TEXT("Key exists already"),
            TEXT("There is an object of this name already, and it was left as it is.{kept} Choose: overwrite it, skip this file, or keep both.") };
        return words;
    }
    case K::ChecksumRefused:
    case K::TrailerRefused: {
        static const ErrorWords words { TEXT("Checksum refused"),
            TEXT("The server does not take this kind of checksum.{kept} Retry sends the parts with another proof that it understands.") };
        return words;
    }
    case K::NotFound: {
        static const ErrorWords words { TEXT("Not found"),
            TEXT("The server has no object of this name. If it was just uploaded, somebody has deleted it; upload the file again.") };
        return words;
    }
    case K::Permanent: {
        static const ErrorWords words { TEXT("Refused by the server"),
            TEXT("The server refuses this request for good ({code}).{kept} See the details for its own words; sending it again would not help."), true };
        return words;
    }
    case K::Offline: {
        static const ErrorWords words { TEXT("Server not reachable"),
            TEXT("The server of {connection} cannot be reached.{kept} Davit goes on by itself as soon as it answers.") };
        return words;
    }
    case K::SourceChanged: {
        static const ErrorWords words { TEXT("File has changed"),
            TEXT("{file} has changed since the upload began. Nothing was completed. Retry keeps the parts that still hold its bytes and sends the others.") };
        return words;
    }
    case K::SourceUnreadable: {
        static const ErrorWords words { TEXT("File not readable"),
            TEXT("{file} cannot be read.{kept} Check that it is there and that you may read it, then retry."), true };
        return words;
    }
    case K::Interrupted: {
        static const ErrorWords words { TEXT("Stopped"),
            TEXT("The upload was stopped here.{kept} Resume goes on where it stopped.") };
        return words;
    }
    }
    Q_UNREACHABLE();
}
// clang-format on

#undef TEXT

} // namespace ui
