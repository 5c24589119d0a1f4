// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where the services behind credentials answer: STS, the single sign-on's portal and its token service.

#include "credentials/awsenvironment.h"

namespace credentials {

enum class AwsService { Sts, Sso, SsoOidc };

// `profile`: the one in force, also for the roles of its source profiles. `region`: of the service; empty stands for us-east-1.
// An address of one's own (AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, a [services] section, endpoint_url) goes first, as in every SDK: MinIO and
// Ceph speak STS at the address of their S3. With wishes.profileOnly the environment counts only where it names the very service.
// Errors, NeedsUser: "InvalidEndpoint", "InvalidRegion".
s3::Result<s3::Endpoint> serviceEndpoint(AwsService service, const QString &region, const AwsWishes &wishes,
    const QProcessEnvironment &environment, const AwsProfile &profile, const AwsFiles &files);

// A POST or GET to it; `path` begins with '/' and is encoded.
s3::HttpRequest serviceRequest(const s3::Endpoint &service, const QByteArray &method, const QByteArray &path);

} // namespace credentials
