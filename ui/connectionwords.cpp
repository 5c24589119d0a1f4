// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/connectionwords.h"

#include "ui/formatting.h"

#include <QCoreApplication>

namespace ui {

using upload::KeySource;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ConnectionWords)
};

} // namespace

QString endpointText(const upload::Connection &connection)
{
    const s3::Endpoint &endpoint = connection.endpoint;
    if (endpoint.host.isEmpty())
        return Words::tr("Amazon S3, %1").arg(QString::fromLatin1(endpoint.signingRegion()));
    const QString url = printable(endpoint.url());
    return endpoint.isPrivate() ? url : Words::tr("%1 · not private").arg(url);
}

QString keysText(const upload::SavedConnection &connection)
{
    const QString key = printable(connection.accessKeyId);
    switch (connection.keys) {
    case KeySource::Keychain:
        return Words::tr("%1 · in the keychain").arg(key);
    case KeySource::Session:
        return Words::tr("%1 · until Davit ends").arg(key);
    case KeySource::Profile:
        return Words::tr("AWS profile %1").arg(printable(connection.profile));
    case KeySource::Environment:
        return Words::tr("As the AWS tools find them");
    case KeySource::Anonymous:
        return Words::tr("None, requests are not signed");
    }
    Q_UNREACHABLE();
}

QString keySourceText(KeySource source)
{
    switch (source) {
    case KeySource::Keychain:
        return Words::tr("Access key, kept in the keychain");
    case KeySource::Session:
        return Words::tr("Access key, until Davit ends");
    case KeySource::Profile:
        return Words::tr("AWS profile");
    case KeySource::Environment:
        return Words::tr("As the AWS tools find them");
    case KeySource::Anonymous:
        return Words::tr("None (anonymous)");
    }
    Q_UNREACHABLE();
}

QString keySourceNote(KeySource source)
{
    switch (source) {
    case KeySource::Keychain:
        return Words::tr("The secret is kept in this desktop's keychain and nowhere else.");
    case KeySource::Session:
        return Words::tr("The secret is held in memory and asked for again at the next start; uploads wait until then.");
    case KeySource::Profile:
        return Words::tr("Davit reads the AWS files each time and refreshes what expires: keys, roles, processes, single sign-on.");
    case KeySource::Environment:
        return Words::tr("Environment, default profile, container, instance: in the order in which the AWS tools ask them.");
    case KeySource::Anonymous:
        return Words::tr("Only buckets that are open to everybody take such uploads.");
    }
    Q_UNREACHABLE();
}

QString targetText(const upload::SavedConnection &connection)
{
    if (connection.bucket.isEmpty())
        return {};
    return printable(connection.prefix.isEmpty() ? connection.bucket : connection.bucket + QLatin1Char('/') + connection.prefix);
}

QString foundText(const upload::Connection &connection)
{
    if (connection.id == QLatin1String("sandbox"))
        return Words::tr("Found: the sandbox");
    if (connection.id.startsWith(QLatin1String("profile:")))
        return Words::tr("Found: an AWS profile");
    return Words::tr("Found: the environment");
}

} // namespace ui
