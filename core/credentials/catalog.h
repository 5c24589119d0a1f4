// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The connections on offer without any set-up: the sandbox when it runs, the environment, the profiles of the AWS files.

#include "credentials/awschain.h"
#include "upload/connection.h"

#include <QList>
#include <QStringList>

namespace credentials {

struct Offered {
    upload::Connection connection;
    AwsPlan plan; // how its credentials are to be had
};

struct Catalog {
    QList<Offered> offered; // "sandbox", "environment", "profile:NAME" in the order of names
    QStringList remarks;    // one sentence for each profile that cannot be used
};

// The certificates of a --ca-bundle; none for an empty path. Errors: NeedsUser "CaBundleUnusable".
s3::Result<QByteArray> certificatesIn(const QString &path);

// Nobody is asked: what is offered may yet be refused when its credentials are fetched. The environment is on offer when it, the default profile or
// the container has credentials, and on a machine of EC2.
Catalog catalog(const QProcessEnvironment &environment);

// The options of a command line, under their names there; empty means: not given.
struct ResolveOptions {
    QString endpointUrl;
    QString region;
    QString profile;
    QString addressingStyle;
    QString caBundle;
    QString connectionName; // --connection: a name or id of the catalog; the other options then overrule its settings
    bool noVerifySsl = false;
    bool noSignRequest = false;
};

// Without a connection's name: as the AWS SDKs resolve it. Errors as in awsenvironment.h and awschain.h, and NeedsUser "ConnectionNotFound",
// "CaBundleUnusable".
// The connection's id holds what the options overruled, so that the id alone is enough to resume an upload: see resolveId.
s3::Result<Offered> resolve(const ResolveOptions &options, const QProcessEnvironment &environment);

// The connection of an id that resolve() or catalog() made. --no-verify-ssl is not in an id: it has to be asked for each time.
s3::Result<Offered> resolveId(const QString &connectionId, const QProcessEnvironment &environment);

} // namespace credentials
