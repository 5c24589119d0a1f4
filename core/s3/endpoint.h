// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A service and how to address it: where a request for a bucket and key goes.

#include "s3/address.h"
#include "s3/awshost.h"
#include "s3/httpmessage.h"
#include "s3/result.h"

namespace s3 {

enum class AddressingStyle { Auto, VirtualHosted, Path };

struct Endpoint {
    QByteArray scheme = "https";
    QByteArray host;     // lower case, ":port" included when one was typed; empty stands for AWS's own hosts by region
    QByteArray basePath; // "" or "/prefix" for endpoints behind a path; encoded, no trailing slash
    QString region;      // the signing region; empty stands for us-east-1
    AddressingStyle style = AddressingStyle::Auto;
    AwsOptions aws;

    bool isAws() const;  // no host of its own, or a host of AWS
    QString url() const; // as a person reads it: "https://host:port/prefix"
    bool isPrivate() const { return scheme == "https"; }
    QByteArray signingRegion() const; // never empty
    QByteArray serviceHost() const;   // where requests that concern no bucket go, with ":port" when one was typed; never empty
    bool operator==(const Endpoint &) const = default;
};

// Reads what a person types: "host", "host:port", "http://host:port/path/", with or without trailing slash.
// Without a scheme, https, except for loopback hosts. Without a region, the one that the host's name holds at AWS and at the known providers.
// Errors: Permanent "InvalidEndpoint" with a sentence; also for an address with a bucket in it, before the host or behind it.
Result<Endpoint> endpointFromText(const QString &typed, const QString &region = {}, AddressingStyle style = AddressingStyle::Auto);

Endpoint awsEndpoint(const QString &region);

// Where to go for a bucket that lies in another region than the endpoint's: another regional host at AWS and at providers whose host names hold the
// region, anywhere else only another signing region (facts/s3-semantics.md, section 4). Accelerate, PrivateLink and hosts without a region stay.
Endpoint inRegion(const Endpoint &endpoint, const QString &region);

// A request addressed to the service (bucket empty), a bucket (key empty) or an object; method, query and headers are the caller's.
// Placed by resolveBucket (bucketplace.h). Where that refuses, the request has no host and is not isUrlAsSigned(): ask it first, for the reason.
HttpRequest requestFor(const Endpoint &endpoint, const QByteArray &method, const ObjectAddress &address, const Query &query = {});

// 3-63 of a-z 0-9 -, alphanumeric at both ends, no dot, not an IP address: may stand in a host name under TLS.
bool isDnsLabel(const QString &bucket);

// What a region's name may consist of: a slash or a blank would break the credential scope that it is part of.
bool isRegionCharacter(QChar c);

// Where a redirect may take credentials: to the same host, and to the hosts of the same partition of AWS or of the same account at the same known
// provider; nowhere else.
bool mayFollow(const Endpoint &from, const QByteArray &toHost);

} // namespace s3
