// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which way the AWS chain goes for one connection: from environment and files to a plan, without asking anybody yet.

#include "credentials/awsenvironment.h"
#include "credentials/metadataplaces.h"
#include "s3/credentials.h"

#include <QList>

#include <variant>

namespace credentials {

struct WebIdentity {
    QString roleArn;
    QString sessionName; // empty: made up
    QString tokenFile;
    bool operator==(const WebIdentity &) const = default;
};

struct SsoRole {
    QString profile; // to be named in "aws sso login --profile …"
    QString session; // of an [sso-session …]; empty in the older form
    QString startUrl;
    QString accountId;
    QString roleName;
    QString cacheFile; // of the token
    s3::Endpoint portal, oidc;
    bool operator==(const SsoRole &) const = default;
};

struct CredentialCommand {
    QString profile;
    QString line; // as it stands in the file; no shell reads it
    bool operator==(const CredentialCommand &) const = default;
};

// What the credentials come from, before any role.
using CredentialBase = std::variant<s3::Credentials, WebIdentity, SsoRole, CredentialCommand, ContainerPlace, InstancePlace>;

struct RoleToAssume {
    QString profile;
    QString roleArn;
    QString sessionName; // empty: made up
    QString externalId;
    QString mfaSerial; // not empty: a code is asked for
    int seconds = 0;   // 0: STS's own measure
    bool operator==(const RoleToAssume &) const = default;
};

struct AwsPlan {
    CredentialBase base;
    QList<RoleToAssume> roles; // assumed in this order, each with the credentials of the one before
    s3::Endpoint sts;          // for roles and web identities
    // Nobody claimed the connection: the plan is what is left, a machine's own role. When that is not there, this is what to say.
    std::optional<s3::Error> elseError;

    bool isAnonymous() const;
    bool needsMfa() const;
};

// botocore's order: keys of the environment · the profile's role · web identity, of the environment or the profile · the profile's single sign-on
// · its keys in the credentials file · its process · its keys in the config file · the container · the instance. The environment's keys and web
// identity stand aside for a profile that was asked for by name. Whoever claims the connection and cannot serve it is an error, never skipped.
// Errors, all NeedsUser: "PartialCredentials" (says which half is missing), "UnusableCredentials" (says which holds what no key can),
// "ProfileNotFound", "SourceProfileNotFound", "ProfileLoop", "RoleIncomplete", "WebIdentityIncomplete", "SsoIncomplete",
// "UnsupportedCredentials", "NoCredentials", and those of the services' addresses.
s3::Result<AwsPlan> planAwsCredentials(const AwsWishes &wishes, const QProcessEnvironment &environment, const AwsFiles &files);

} // namespace credentials
