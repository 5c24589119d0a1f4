// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerprofile.h"

#include "s3/hostname.h"
#include "s3/providerhost.h"

#include <algorithm>

namespace s3 {

namespace {

constexpr qint64 TiB = 1024 * GiB;

// Most compatibles still hold to what AWS allowed until December 2025: objects of 5 TiB.
constexpr PartLimits FiveTiB{5 * MiB, 5 * GiB, 10'000, 5 * TiB, 5 * GiB};

// What a member does not say is as in an unknown server: see ProviderProfile's defaults.
// Sources: facts/part-planning.md, facts/s3-semantics.md (section 8), research/features-of-peers.md (section 5), and where named the provider's pages.
QList<ProviderProfile> table()
{
    using enum ChecksumAlgorithm;
    constexpr auto named = [](const char *id, const char *name, const PartLimits &limits) {
        ProviderProfile profile;
        profile.id = QString::fromLatin1(id);
        profile.name = QString::fromUtf8(name);
        profile.limits = limits;
        return profile;
    };

    ProviderProfile aws = named("aws", "Amazon S3", {});
    aws.overHttps = Integrity::Crc64Nvme;
    aws.conditionalComplete = true;
    aws.acceptsObjectSizeOnComplete = true;
    aws.objectEtagIsComposite = true;
    aws.checksums = {Crc64Nvme, Crc32, Crc32c, Sha1, Sha256};
    aws.abortRule = true;

    // Parts and objects end a little before the round number. Part ETags are no MD5. CRC64NVME is taken as full object, the other CRCs are not
    // (Cloudflare, "S3 API compatibility"). Every bucket begins with a rule that ends unfinished uploads after seven days.
    ProviderProfile r2 = named("r2", "Cloudflare R2", {5 * MiB, 5 * GiB - 5 * MiB, 10'000, 5 * TiB - 5 * GiB, 5 * GiB - 5 * MiB});
    r2.overHttps = Integrity::Crc64Nvme;
    r2.conditionalComplete = true;
    r2.etagIsMd5 = false;
    r2.equalParts = true;
    r2.checksums = {Crc64Nvme};
    r2.unfinishedExpiry = std::chrono::hours(7 * 24);
    r2.abortRule = true;

    // Refuses every x-amz-checksum-* header. Lifecycle rules map to its own (Backblaze, "S3 Get Lifecycle Configuration").
    ProviderProfile b2 = named("b2", "Backblaze B2", {5 * MiB, 5 * GiB, 10'000, 10'000'000'000'000, 5 * GiB});
    b2.objectEtagIsComposite = true;
    b2.abortRule = true;

    // No preconditions on multipart uploads, no MD5 of their objects; lifecycle rules have a form of their own.
    ProviderProfile gcs = named("gcs", "Google Cloud Storage", FiveTiB);
    gcs.abortRule = false;

    ProviderProfile wasabi = named("wasabi", "Wasabi", FiveTiB);
    wasabi.objectEtagIsComposite = true;

    ProviderProfile digitalOcean = named("digitalocean", "DigitalOcean Spaces", FiveTiB);
    digitalOcean.objectEtagIsComposite = true;
    digitalOcean.abortRule = true;

    // 1,000 parts: a plan of 10,000 would fail after a tenth of the bytes.
    ProviderProfile scaleway = named("scaleway", "Scaleway", {5 * MiB, 5 * GiB, 1'000, 1'000 * 5 * GiB, 5 * GiB});
    scaleway.objectEtagIsComposite = true;
    scaleway.abortRule = true;

    ProviderProfile ovh = named("ovh", "OVHcloud", FiveTiB);
    ovh.objectEtagIsComposite = true;

    ProviderProfile hetzner = named("hetzner", "Hetzner Object Storage", FiveTiB);
    hetzner.objectEtagIsComposite = true;

    // Unfinished uploads go after 24 hours, whatever a rule says: it has no such rule. A second Complete is NoSuchUpload.
    ProviderProfile minio = named("minio", "MinIO", {});
    minio.objectEtagIsComposite = true;
    minio.listsUploadsByPrefix = false;
    minio.unfinishedExpiry = std::chrono::hours(24);
    minio.abortRule = false;

    // Checksums came with releases of 2025, the condition on Complete later than release 16: left to the doctor. Limits are often set higher than
    // AWS's, never lower.
    ProviderProfile ceph = named("ceph", "Ceph RGW", {});
    ceph.objectEtagIsComposite = true;
    ceph.abortRule = true;

    ProviderProfile garage = named("garage", "Garage", {});
    garage.abortRule = true;

    const ProviderProfile seaweedfs = named("seaweedfs", "SeaweedFS", {});

    // Parts below 64 MiB are refused (rclone, Storj.yaml).
    const ProviderProfile storj = named("storj", "Storj", {64 * MiB, 5 * GiB, 10'000, 5 * TiB, 5 * GiB});

    // A server nobody knows: AWS's sizes, since a limit of our own invention would refuse uploads that the server takes, and the one proof of
    // integrity that every S3 checks or ignores without harm. An ETag is compared only when it looks like an MD5.
    const ProviderProfile custom = named("custom", "S3 compatible", {});

    return {aws, r2, b2, gcs, wasabi, digitalOcean, scaleway, ovh, hetzner, minio, ceph, garage, seaweedfs, storj,
        named("oss", "Alibaba Cloud OSS", FiveTiB), named("oci", "Oracle Cloud", FiveTiB),
        named("linode", "Akamai Object Storage", FiveTiB), custom};
}

std::optional<ProviderProfile> profileCalled(const QString &id)
{
    const QList<ProviderProfile> &all = knownProfiles();
    const auto found = std::find_if(all.begin(), all.end(), [&id](const ProviderProfile &profile) { return profile.id == id; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

} // namespace

const QList<ProviderProfile> &knownProfiles()
{
    static const QList<ProviderProfile> profiles = table();
    return profiles;
}

ProviderProfile profileFor(const Endpoint &endpoint, const QString &chosen)
{
    if (endpoint.isAws())
        return *profileCalled(QStringLiteral("aws"));
    if (const QByteArray provider = providerOfHost(withoutPort(endpoint.host)); !provider.isEmpty())
        return *profileCalled(QString::fromLatin1(provider));
    // A provider's name on a host of somebody else's would promise what only the provider keeps.
    const bool isServerOfOnesOwn =
        QStringList{QStringLiteral("minio"), QStringLiteral("ceph"), QStringLiteral("garage"), QStringLiteral("seaweedfs")}.contains(
            chosen);
    return *profileCalled(isServerOfOnesOwn ? chosen : QStringLiteral("custom"));
}

Integrity integrityFor(const Endpoint &endpoint, const ProviderProfile &profile)
{
    return endpoint.isPrivate() ? profile.overHttps : Integrity::SignedPayload;
}

std::optional<ChecksumAlgorithm> announcedFor(Integrity integrity)
{
    switch (integrity) {
    case Integrity::Crc64Nvme:
        return ChecksumAlgorithm::Crc64Nvme;
    case Integrity::Crc32c:
        return ChecksumAlgorithm::Crc32c;
    case Integrity::Sha256:
        return ChecksumAlgorithm::Sha256;
    case Integrity::Crc32:
        return ChecksumAlgorithm::Crc32;
    case Integrity::Sha1:
        return ChecksumAlgorithm::Sha1;
    case Integrity::SignedPayload:
    case Integrity::ContentMd5:
        return {};
    }
    Q_UNREACHABLE();
}

} // namespace s3
