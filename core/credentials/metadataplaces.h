// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where a container or a machine in the cloud finds the credentials of the role it runs under.

#include "s3/httpmessage.h"
#include "s3/result.h"

#include <QProcessEnvironment>

#include <optional>

namespace credentials {

struct AwsProfile;

// ECS, EKS Pod Identity and whatever else speaks their protocol.
struct ContainerPlace {
    QUrl url;
    QString tokenFile; // read each time: it changes
    QByteArray token;  // when there is no file; may be empty
    bool operator==(const ContainerPlace &) const = default;
};

// From AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or …_FULL_URI; nothing when neither is set. Over plain http only the hosts of the machine itself
// and AWS's link-local ones are asked, as in every SDK: the token must not travel. Errors, NeedsUser: "InvalidContainerUri".
std::optional<s3::Result<ContainerPlace>> containerPlace(const QProcessEnvironment &environment);

// The instance metadata service (version 2 only) of EC2.
struct InstancePlace {
    QUrl base;            // ends in '/'
    bool isNamed = false; // by a setting: somebody expects it there
    bool operator==(const InstancePlace &) const = default;
};

// Nothing when AWS_EC2_METADATA_DISABLED. Errors, NeedsUser: "InvalidMetadataEndpoint".
std::optional<s3::Result<InstancePlace>> instancePlace(const QProcessEnvironment &environment, const AwsProfile &profile);

// A request for an address that somebody gave as a whole.
s3::HttpRequest requestTo(const QUrl &url, const QByteArray &method);

} // namespace credentials
