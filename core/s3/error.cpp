// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/error.h"

namespace s3 {

QString kindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Transient:
        return QStringLiteral("transient");
    case ErrorKind::Throttled:
        return QStringLiteral("throttled");
    case ErrorKind::Corrupted:
        return QStringLiteral("corrupted");
    case ErrorKind::ClockSkewed:
        return QStringLiteral("clock-skewed");
    case ErrorKind::WrongRegion:
        return QStringLiteral("wrong-region");
    case ErrorKind::CredentialsExpired:
        return QStringLiteral("credentials-expired");
    case ErrorKind::NeedsUser:
        return QStringLiteral("needs-user");
    case ErrorKind::PresignExpired:
        return QStringLiteral("presign-expired");
    case ErrorKind::PartMissing:
        return QStringLiteral("part-missing");
    case ErrorKind::UploadGone:
        return QStringLiteral("upload-gone");
    case ErrorKind::UnknownOutcome:
        return QStringLiteral("unknown-outcome");
    case ErrorKind::RestartUpload:
        return QStringLiteral("restart-upload");
    case ErrorKind::KeyExists:
        return QStringLiteral("key-exists");
    case ErrorKind::ChecksumRefused:
        return QStringLiteral("checksum-refused");
    case ErrorKind::TrailerRefused:
        return QStringLiteral("trailer-refused");
    case ErrorKind::NotFound:
        return QStringLiteral("not-found");
    case ErrorKind::Permanent:
        return QStringLiteral("permanent");
    case ErrorKind::Offline:
        return QStringLiteral("offline");
    case ErrorKind::SourceChanged:
        return QStringLiteral("source-changed");
    case ErrorKind::SourceUnreadable:
        return QStringLiteral("source-unreadable");
    case ErrorKind::Interrupted:
        return QStringLiteral("interrupted");
    }
    Q_UNREACHABLE();
}

} // namespace s3
