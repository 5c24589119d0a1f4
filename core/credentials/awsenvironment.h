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
    QString addressingStyle; // auto, path, virtual
    QString caBundle;        // path of a PEM file
    bool noSignRequest = false;
    bool profileOnly = false; // leave the environment's region and endpoint aside
};

struct AwsSettings {
    QString profile;
    QString region;      // empty when nobody names one
    QString endpointUrl; // empty for AWS's own
    s3::Endpoint endpoint;
    QString caBundle; // a path; not read yet
};

// Errors, all NeedsUser unless the endpoint is refused: "ProfileNotFound", "InvalidAddressingStyle", "InvalidEndpoint",
// "ConflictingEndpointOptions".
s3::Result<AwsSettings> resolveAwsSettings(const AwsWishes &wishes, const QProcessEnvironment &environment, const AwsFiles &files);

} // namespace credentials
