// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A service and how to address it: where a request for a bucket and key goes.

#include "s3/address.h"
#include "s3/httpmessage.h"
#include "s3/result.h"

namespace s3 {

enum class AddressingStyle { Auto, VirtualHosted, Path };

// Choices about AWS's own hosts, named as the SDKs' settings are. Elsewhere dual-stack, FIPS and acceleration are refused when a bucket is resolved.
struct AwsOptions {
    bool dualStack = false;                       // IPv6 beside IPv4 (use_dualstack_endpoint)
    bool fips = false;                            // FIPS 140 validated hosts (use_fips_endpoint)
    bool accelerate = false;                      // the nearest edge takes the bytes (use_accelerate_endpoint)
    bool globalHost = false;                      // "s3.amazonaws.com" for us-east-1 (us_east_1_regional_endpoint = legacy)
    bool useArnRegion = true;                     // an access point's ARN may name another region than the endpoint's (use_arn_region)
    bool multiRegionAccessPointsDisabled = false; // s3_disable_multiregion_access_points
    bool operator==(const AwsOptions &) const = default;
};

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
    bool operator==(const Endpoint &) const = default;
};

// Reads what a person types: "host", "host:port", "http://host:port/path/", with or without trailing slash.
// Without a scheme, https, except for loopback hosts. Errors: Permanent "InvalidEndpoint" with a sentence.
Result<Endpoint> endpointFromText(const QString &typed, const QString &region = {}, AddressingStyle style = AddressingStyle::Auto);

// Where to go for a bucket that lies in another region than the endpoint's: at AWS another regional host, anywhere else only another signing
// region (facts/s3-semantics.md, section 4). Accelerate, PrivateLink and the host without a region stay as they are.
Endpoint inRegion(const Endpoint &endpoint, const QString &region);
Endpoint awsEndpoint(const QString &region);

// A request addressed to the service (bucket empty), a bucket (key empty) or an object; method, query and headers are the caller's.
// Virtual-hosted when the style says so, or in Auto for AWS when the bucket is a DNS label; path style otherwise (facts/s3-semantics.md, 9).
HttpRequest requestFor(const Endpoint &endpoint, const QByteArray &method, const ObjectAddress &address, const Query &query = {});

// 3-63 of a-z 0-9 -, alphanumeric at both ends, no dot, not an IP address: may stand in a host name under TLS.
bool isDnsLabel(const QString &bucket);

// Where a redirect may take credentials: to the same host, or between hosts of AWS's own domain; nowhere else.
bool mayFollow(const Endpoint &from, const QByteArray &toHost);

} // namespace s3
