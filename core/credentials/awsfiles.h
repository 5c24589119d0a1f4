// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads ~/.aws/config and ~/.aws/credentials as the AWS SDKs do.

#include "s3/result.h"

#include <QByteArray>
#include <QMap>
#include <QProcessEnvironment>
#include <QString>

namespace credentials {

// Names in lower case; values as they stand. A value with nested lines begins with a line feed: see nestedProperties.
using Properties = QMap<QString, QString>;

struct AwsProfile {
    Properties config;
    Properties credentials;
    // Blank when neither file has it; where both do, the credentials file wins.
    QString value(const QString &name) const;
    Properties merged() const;
};

struct AwsFiles {
    QMap<QString, AwsProfile> profiles;
    QMap<QString, Properties> ssoSessions;
    QMap<QString, Properties> services;
};

// Properties outside a section, lines without '=' and the like are errors, as in every SDK: NeedsUser "AwsFileMalformed", naming file and
// line. Sections with impossible names are left out.
s3::Result<AwsFiles> parseAwsFiles(const QByteArray &config, const QByteArray &credentials,
    const QString &configName = QStringLiteral("config"), const QString &credentialsName = QStringLiteral("credentials"));

// "\naddressing_style = path" → addressing_style: path.
Properties nestedProperties(const QString &value);

enum class Platform { Unix, Windows };

struct AwsFilePaths {
    QString config;
    QString credentials;
};

QString awsHome(const QProcessEnvironment &environment, Platform platform = Platform::Unix);
AwsFilePaths awsFilePaths(const QProcessEnvironment &environment, Platform platform = Platform::Unix);
QString awsProfileName(const QProcessEnvironment &environment); // AWS_PROFILE, AWS_DEFAULT_PROFILE, or "default"

// A file that is not there is empty. Errors as above, and NeedsUser "AwsFileUnreadable".
s3::Result<AwsFiles> readAwsFiles(const QProcessEnvironment &environment);

} // namespace credentials
