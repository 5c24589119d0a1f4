// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the environment and the AWS files say about one connection, in the order in which the AWS SDKs ask them.

#include "credentials/awsfiles.h"
#include "s3/endpoint.h"

namespace credentials {

// As given on a command line; empty means: not given.
struct AwsWishes {
    QString endpointUrl;
    QString region;
    QString profile;
    QString addressingStyle;     // auto, path, virtual
    QString caBundle;            // path of a PEM file
    QString dualStack{}, fips{}; // "true" or "false"
    bool noSignRequest = false;
    bool profileOnly = false; // leave the environment's region and endpoint aside
};

struct AwsSettings {
    QString profile;
    QString region;      // empty when nobody names one
    QString endpointUrl; // empty for AWS's own
    s3::Endpoint endpoint;
    QString caBundle;                   // a path; not read yet
    bool signsPayload = false;          // payload_signing_enabled: the hash of the bytes is signed, over https as well
    bool checksumsWhenRequired = false; // request_checksum_calculation = when_required: no x-amz-checksum-* unless asked for
};

// Errors, all NeedsUser unless the endpoint is refused: "ProfileNotFound", "InvalidAddressingStyle", "InvalidEndpoint",
// "ConflictingEndpointOptions" and what else of the settings contradicts itself (s3/bucketplace.h).
s3::Result<AwsSettings> resolveAwsSettings(const AwsWishes &wishes, const QProcessEnvironment &environment, const AwsFiles &files);

} // namespace credentials
