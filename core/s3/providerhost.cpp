// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerhost.h"

#include "s3/hostname.h"

#include <QByteArrayList>

#include <algorithm>

namespace s3 {

namespace {

// "{region}" is one label that names the region, any other "{…}" one that tells accounts apart.
struct Pattern {
    const char *labels;
    const char *region = ""; // of all its buckets, where no label says it
    const char *place = "";  // where it is another name of a host that another pattern describes
};

struct Provider {
    const char *id;
    QByteArrayList domains;
    QList<Pattern> patterns; // the first that fits counts
    bool virtualHostedOnly = false;
};

// Sources: the providers' own pages on their endpoints; rclone's provider files for those of OVHcloud; facts/s3-semantics.md, section 8.
const QList<Provider> &providers()
{
    static const QList<Provider> table = {
        {"r2", {"r2.cloudflarestorage.com"},
            {{"{account}.eu.r2.cloudflarestorage.com", "auto"}, {"{account}.fedramp.r2.cloudflarestorage.com", "auto"},
                {"{account}.r2.cloudflarestorage.com", "auto"}}},
        {"b2", {"backblazeb2.com"}, {{"s3.{region}.backblazeb2.com"}}},
        {"gcs", {"storage.googleapis.com"}, {{"storage.googleapis.com", "auto"}}},
        {"wasabi", {"wasabisys.com"}, {{"s3.{region}.wasabisys.com"}, {"s3.wasabisys.com", "us-east-1", "s3.*.wasabisys.com"}}},
        {"digitalocean", {"digitaloceanspaces.com"}, {{"{region}.digitaloceanspaces.com"}}},
        {"scaleway", {"scw.cloud"}, {{"s3.{region}.scw.cloud"}}},
        {"ovh", {"cloud.ovh.net", "cloud.ovh.us", "ovhcloud.com"},
            {{"s3.{region}.io.cloud.ovh.net"}, {"s3.{region}.perf.cloud.ovh.net"}, {"s3.{region}.cloud.ovh.net"},
                {"s3.{region}.io.cloud.ovh.us"}}},
        {"hetzner", {"your-objectstorage.com"}, {{"{region}.your-objectstorage.com"}}},
        {"storj", {"storjshare.io"}, {}},
        {"oss", {"aliyuncs.com"}, {}, true},
        {"oci", {"oraclecloud.com"}, {{"{namespace}.compat.objectstorage.{region}.oraclecloud.com"}}},
        {"linode", {"linodeobjects.com"}, {{"{region}.linodeobjects.com"}}},
    };
    return table;
}

bool isWithin(QByteArrayView host, QByteArrayView domain)
{
    return host == domain || (host.endsWith(domain) && host.chopped(domain.size()).endsWith('.'));
}

const Provider *providerOf(QByteArrayView host)
{
    for (const Provider &provider : providers()) {
        if (std::any_of(provider.domains.begin(), provider.domains.end(), [&](const QByteArray &domain) { return isWithin(host, domain); }))
            return &provider;
    }
    return nullptr;
}

struct Match {
    const Pattern *pattern = nullptr;
    QByteArrayList wanted; // the pattern's labels
    QByteArrayList front;  // the labels of the host that stand before them
    QByteArrayList labels; // those that the pattern took
};

std::optional<Match> matched(QByteArrayView host)
{
    const Provider *provider = providerOf(host);
    const QByteArrayList labels = host.toByteArray().split('.');
    if (!provider || !std::all_of(labels.begin(), labels.end(), [](const QByteArray &label) { return isHostLabel(label); }))
        return {};
    for (const Pattern &pattern : provider->patterns) {
        const QByteArrayList wanted = QByteArray(pattern.labels).split('.');
        const qsizetype before = labels.size() - wanted.size();
        if (before < 0)
            continue;
        const QByteArrayList taken = labels.sliced(before);
        if (std::equal(wanted.begin(), wanted.end(), taken.begin(),
                [](const QByteArray &want, const QByteArray &label) { return want.startsWith('{') || want == label; }))
            return Match{&pattern, wanted, labels.first(before), taken};
    }
    return {};
}

} // namespace

std::optional<ProviderHost> providerHostFromName(QByteArrayView host)
{
    std::optional<Match> match = matched(host);
    if (!match)
        return {};
    ProviderHost found;
    found.bucket = match->front.join('.');
    found.region = match->pattern->region;
    if (const qsizetype region = match->wanted.indexOf("{region}"); region >= 0) {
        found.region = match->labels.at(region);
        match->labels[region] = "*";
    }
    found.place = *match->pattern->place ? QByteArray(match->pattern->place) : match->labels.join('.');
    return found;
}

QByteArray providerOfHost(QByteArrayView host)
{
    const Provider *provider = providerOf(host);
    return provider ? QByteArray(provider->id) : QByteArray();
}

bool isVirtualHostedOnly(QByteArrayView host)
{
    const Provider *provider = providerOf(host);
    return provider && provider->virtualHostedOnly;
}

QByteArray inProviderRegion(const QByteArray &host, QByteArrayView region)
{
    std::optional<Match> match = matched(host);
    const qsizetype place = match ? match->wanted.indexOf("{region}") : -1;
    if (place < 0)
        return host;
    match->labels[place] = region.toByteArray();
    return (match->front + match->labels).join('.');
}

} // namespace s3
