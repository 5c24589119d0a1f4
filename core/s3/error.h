// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What went wrong: the server's own words, and a kind graded by what has to be done about it.

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QStringList>

#include <chrono>
#include <optional>

namespace s3 {

// One kind for each consequence, not for each cause (facts/s3-semantics.md, section 1).
enum class ErrorKind {
    Transient,          // back off, send the same again
    Throttled,          // back off longer, and slow the whole endpoint
    Corrupted,          // read and hash the part again, once; the same mismatch twice means a changed file or bad memory
    ClockSkewed,        // correct the offset from serverDate, sign again once
    WrongRegion,        // sign again for `region` (or ask HeadBucket when it is empty), once
    CredentialsExpired, // reload the credentials once, then ask
    NeedsUser,          // stop, keep everything resumable, say what to do
    PresignExpired,     // make a new presigned URL
    PartMissing,        // Complete: the named part is not there; send it again, then Complete
    UploadGone,         // the upload ID is unknown to the server: aborted, expired or completed
    UnknownOutcome,     // neither success nor failure is proven: ask before doing anything else
    RestartUpload,      // a new Create and all parts
    KeyExists,          // 412: "do not overwrite" met an existing object
    ChecksumRefused,    // the server does not take x-amz-checksum-*: fall back, remember
    TrailerRefused,     // the server does not take aws-chunked: fall back, remember
    NotFound,           // no such object
    Permanent,          // never send the same again
    Offline,            // the endpoint could not be reached at all: a state of the transport, not of a part
    SourceChanged,      // the local file is not the one the upload was begun with
    SourceUnreadable,   // the local file is gone or may not be read
    Interrupted,        // we stopped it ourselves
};

struct Error {
    ErrorKind kind = ErrorKind::Permanent;
    QString code;       // the server's <Code>, or ours in the same style ("FileChanged")
    QString message;    // the server's <Message>, or one sentence of ours; never holds a secret
    QString requestId;  // x-amz-request-id or <RequestId>
    QString hostId;     // x-amz-id-2 or <HostId>
    int httpStatus = 0; // 0 when no answer arrived
    QString region;     // WrongRegion: the region that the server named
    QString endpoint;   // WrongRegion: the host that the server named, not to be trusted with credentials unchecked
    std::optional<std::chrono::milliseconds> retryAfter; // Retry-After or x-amz-retry-after
    QDateTime serverDate;                                // the Date header, UTC
    std::optional<int> partNumber;                       // PartMissing
    QStringList details;                                 // for whoever wants to know more: the chain of a certificate that is not trusted
    // CertificateNotTrusted: the authority's, when the server shows it. TlsOptions::extraCaPem with it would trust the server.
    QByteArray certificatePem;

    bool operator==(const Error &) const = default;
};

// An error of our own making, in the server's style: a code and one sentence.
inline Error ownError(ErrorKind kind, const QString &code, const QString &message)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.message = message;
    return error;
}

// What was asked about is not there (any more): said of an upload by its listing of parts, of an object by its HEAD.
inline bool saysGone(const Error &error)
{
    return error.kind == ErrorKind::UploadGone || error.kind == ErrorKind::NotFound;
}

// The name of a kind as scripts see it ("transient", "needs-user", …).
QString kindName(ErrorKind kind);

} // namespace s3

Q_DECLARE_METATYPE(s3::Error)
