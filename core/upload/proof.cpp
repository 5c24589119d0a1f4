// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/proof.h"

namespace upload {

namespace {

// What the server checked of every part that we sent; over http that is the signed hash of the body.
QString checkedOnItsWay(s3::Integrity integrity)
{
    switch (integrity) {
    case s3::Integrity::SignedPayload:
    case s3::Integrity::Sha256:
        return QStringLiteral("SHA-256");
    case s3::Integrity::ContentMd5:
        return QStringLiteral("MD5");
    case s3::Integrity::Crc64Nvme:
        return QStringLiteral("CRC64NVME");
    case s3::Integrity::Crc32c:
        return QStringLiteral("CRC32C");
    case s3::Integrity::Crc32:
        return QStringLiteral("CRC32");
    case s3::Integrity::Sha1:
        return QStringLiteral("SHA-1");
    }
    Q_UNREACHABLE();
}

// Unless another checksum was announced, a server that vouches for one vouches for the CRC64NVME that it made itself.
QString vouchedFor(s3::Integrity integrity)
{
    return s3::announcedFor(integrity) ? checkedOnItsWay(integrity) : QStringLiteral("CRC64NVME");
}

} // namespace

QString proofText(Proof proof, s3::Integrity integrity)
{
    switch (proof) {
    case Proof::None:
        return {};
    case Proof::Checksum:
        return QStringLiteral("verified (%1)").arg(vouchedFor(integrity));
    case Proof::Etag:
        return QStringLiteral("verified (ETag)");
    case Proof::Token:
    case Proof::Confirmed:
    case Proof::Length:
        return QStringLiteral("verified (%1)").arg(checkedOnItsWay(integrity));
    }
    Q_UNREACHABLE();
}

QString proofSentence(Proof proof, s3::Integrity integrity)
{
    switch (proof) {
    case Proof::None:
        return QStringLiteral("Nothing was confirmed.");
    case Proof::Checksum:
        return QStringLiteral("The server vouches for a checksum of the whole object, and it is the file's.");
    case Proof::Etag:
        return QStringLiteral("The object's ETag is the one that follows from the MD5 of every part of the file.");
    case Proof::Token:
        return QStringLiteral(
            "The object carries this upload's own token and has the file's length; each part was checked by its %1 as it arrived.")
            .arg(checkedOnItsWay(integrity));
    case Proof::Confirmed:
        return QStringLiteral(
            "The server confirmed the upload; each part was checked by its %1 as it arrived. The object could not be looked at.")
            .arg(checkedOnItsWay(integrity));
    case Proof::Length:
        return QStringLiteral(
            "Only the length was compared: this server offers neither a checksum nor an ETag that follows from the bytes.");
    }
    Q_UNREACHABLE();
}

} // namespace upload
