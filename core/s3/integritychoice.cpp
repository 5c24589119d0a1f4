// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/integritychoice.h"

#include <QCoreApplication>

#include <algorithm>

namespace s3 {

static Integrity integrityBy(ChecksumAlgorithm algorithm)
{
    switch (algorithm) {
    case ChecksumAlgorithm::Crc64Nvme:
        return Integrity::Crc64Nvme;
    case ChecksumAlgorithm::Crc32c:
        return Integrity::Crc32c;
    case ChecksumAlgorithm::Sha256:
        return Integrity::Sha256;
    case ChecksumAlgorithm::Crc32:
        return Integrity::Crc32;
    case ChecksumAlgorithm::Sha1:
        return Integrity::Sha1;
    case ChecksumAlgorithm::Md5:
        return Integrity::ContentMd5;
    }
    Q_UNREACHABLE();
}

Proving provingFor(const Endpoint &endpoint, const ProviderProfile &profile, std::optional<ChecksumAlgorithm> asked,
    const QList<ChecksumAlgorithm> &refused)
{
    if (asked == ChecksumAlgorithm::Md5) // no algorithm that Create could announce
        return {endpoint.isPrivate() ? Integrity::ContentMd5 : Integrity::SignedPayload, {}};
    if (!endpoint.isPrivate())
        return {Integrity::SignedPayload, asked};
    if (asked)
        return {integrityBy(*asked), asked};
    const std::optional<ChecksumAlgorithm> best = announcedFor(profile.overHttps);
    if (!best)
        return {profile.overHttps, {}};
    if (!refused.contains(*best))
        return {profile.overHttps, best};
    for (const ChecksumAlgorithm next : {ChecksumAlgorithm::Crc64Nvme, ChecksumAlgorithm::Crc32c, ChecksumAlgorithm::Sha256}) {
        if (profile.checksums.contains(next) && !refused.contains(next))
            return {integrityBy(next), next};
    }
    return {Integrity::ContentMd5, {}};
}

bool namesChecksum(const QString &refusal, ChecksumAlgorithm algorithm)
{
    // "CRC32" is the beginning of "CRC32C".
    const QString name = QString::fromLatin1(checksumName(algorithm));
    const qsizetype at = refusal.indexOf(name, 0, Qt::CaseInsensitive);
    return at >= 0 && (at + name.size() == refusal.size() || !refusal[at + name.size()].isLetterOrNumber());
}

Integrity integrityOfBegun(const Endpoint &endpoint, std::optional<ChecksumAlgorithm> announced)
{
    if (!endpoint.isPrivate())
        return Integrity::SignedPayload;
    return announced ? integrityBy(*announced) : Integrity::ContentMd5;
}

QString integrityWords(Integrity integrity)
{
    switch (integrity) {
    case Integrity::SignedPayload:
        return QCoreApplication::translate("s3", "a signed hash");
    case Integrity::ContentMd5:
        return QStringLiteral("Content-MD5");
    default:
        return QString::fromLatin1(checksumHeader(announcedFor(integrity).value()));
    }
}

} // namespace s3
