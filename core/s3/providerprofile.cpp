// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerprofile.h"

#include <QByteArrayList>

#include <algorithm>

namespace s3 {

static constexpr qint64 TiB = 1024 * GiB;

// Where the profile holds: host names that end so, compared by labels.
struct Provider {
    const char *id;
    const char *name;
    QByteArrayList hosts;
    PartLimits limits;
    Integrity overHttps;
    bool conditionalComplete;
    bool acceptsObjectSizeOnComplete;
    bool etagIsMd5;
    std::chrono::hours unfinishedExpiry{0};
};

// Most compatibles still hold to what AWS allowed until December 2025: objects of 5 TiB.
static constexpr PartLimits fiveTiB(
    qint64 minPartSize = 5 * MiB, qint64 maxPartSize = 5 * GiB, int maxParts = 10'000, qint64 maxObjectSize = 5 * TiB)
{
    return {minPartSize, maxPartSize, maxParts, maxObjectSize, 5 * GiB};
}

static const QList<Provider> &providers()
{
    using enum Integrity;
    // Sources: facts/part-planning.md and facts/s3-semantics.md, section 8.
    static const QList<Provider> table = {
        {"aws", "Amazon S3", {}, PartLimits{}, Crc64Nvme, true, true, true},
        // Parts and objects end a little before the round number. Part ETags are no MD5. Every bucket begins with a rule that ends unfinished
        // uploads after seven days.
        {"r2", "Cloudflare R2", {"r2.cloudflarestorage.com"}, {5 * MiB, 5 * GiB - 5 * MiB, 10'000, 5 * TiB - 5 * GiB, 5 * GiB - 5 * MiB},
            ContentMd5, false, false, false, std::chrono::hours(168)},
        // Refuses every x-amz-checksum-* header.
        {"b2", "Backblaze B2", {"backblazeb2.com"}, {5 * MiB, 5 * GiB, 10'000, 10'000'000'000'000, 5 * GiB}, ContentMd5, false, false,
            true},
        {"gcs", "Google Cloud Storage", {"storage.googleapis.com"}, fiveTiB(), ContentMd5, false, false, true},
        {"wasabi", "Wasabi", {"wasabisys.com"}, fiveTiB(), ContentMd5, false, false, true},
        {"digitalocean", "DigitalOcean Spaces", {"digitaloceanspaces.com"}, fiveTiB(), ContentMd5, false, false, true},
        // 1,000 parts: a plan of 10,000 would fail after a tenth of the bytes.
        {"scaleway", "Scaleway", {"scw.cloud"}, fiveTiB(5 * MiB, 5 * GiB, 1'000, 1'000 * 5 * GiB), ContentMd5, false, false, true},
        {"ovh", "OVHcloud", {"cloud.ovh.net", "cloud.ovh.us", "ovhcloud.com"}, fiveTiB(), ContentMd5, false, false, true},
        {"hetzner", "Hetzner Object Storage", {"your-objectstorage.com"}, fiveTiB(), ContentMd5, false, false, true},
        {"oss", "Alibaba Cloud OSS", {"aliyuncs.com"}, fiveTiB(), ContentMd5, false, false, true},
        {"oci", "Oracle Cloud", {"oraclecloud.com"}, fiveTiB(), ContentMd5, false, false, true},
        {"linode", "Akamai Object Storage", {"linodeobjects.com"}, fiveTiB(), ContentMd5, false, false, true},
    };
    return table;
}

static ProviderProfile profileOf(const Provider &provider)
{
    return {QString::fromLatin1(provider.id), QString::fromUtf8(provider.name), provider.limits, provider.overHttps,
        provider.conditionalComplete, provider.acceptsObjectSizeOnComplete, provider.etagIsMd5, provider.unfinishedExpiry};
}

static bool isWithin(QByteArrayView host, QByteArrayView domain)
{
    return host == domain || (host.endsWith(domain) && host.chopped(domain.size()).endsWith('.'));
}

// A server nobody knows: AWS's sizes, since a limit of our own invention would refuse uploads that the server takes (Ceph and MinIO are often set
// higher), and the one proof of integrity that every S3 checks or ignores without harm. An ETag may be anything: it is compared only when it looks
// like an MD5.
static ProviderProfile customProfile()
{
    ProviderProfile profile;
    profile.id = QStringLiteral("custom");
    profile.name = QStringLiteral("S3 compatible");
    return profile;
}

ProviderProfile profileFor(const Endpoint &endpoint)
{
    if (endpoint.isAws())
        return profileOf(providers().first());
    const qsizetype colon = endpoint.host.lastIndexOf(':');
    const QByteArray host = colon > endpoint.host.lastIndexOf(']') ? endpoint.host.left(colon) : endpoint.host;
    for (const Provider &provider : providers()) {
        if (std::any_of(provider.hosts.begin(), provider.hosts.end(), [&](const QByteArray &domain) { return isWithin(host, domain); }))
            return profileOf(provider);
    }
    return customProfile();
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
