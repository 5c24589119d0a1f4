// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads the host names of the known S3 compatibles: which provider, which region, and whether a bucket stands in front. AWS's are in awshost.h.

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace s3 {

struct ProviderHost {
    QByteArray bucket; // what stands in front of the service's host, e.g. a pasted "my-bucket.fra1.digitaloceanspaces.com"; or empty
    QByteArray region; // from the name, or the one all its buckets share ("auto")
    QByteArray place;  // the host without bucket, "*" for the region: equal for the hosts between which keys of one account are at home
    bool operator==(const ProviderHost &) const = default;
};

// `host` in lower case without port. Nothing for a host that is not built like those of a provider.
std::optional<ProviderHost> providerHostFromName(QByteArrayView host);

// Whose domain the host is in ("r2", "b2", …), also when it is not built like one of the service; empty when unknown.
QByteArray providerOfHost(QByteArrayView host);

// Whether the provider of this host takes the bucket in the host name only.
bool isVirtualHostedOnly(QByteArrayView host);

// The same host in another region; unchanged where the name holds none. `region` has to be a host label.
QByteArray inProviderRegion(const QByteArray &host, QByteArrayView region);

} // namespace s3
