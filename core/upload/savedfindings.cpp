// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/savedfindings.h"

#include "s3/providerprofilejson.h"

namespace upload {

namespace {

const QString dayName = QStringLiteral("foundOn");

s3::ProviderProfile profileOf(const SavedConnection &connection)
{
    const auto known = connectionOf(connection);
    return known ? known->profile : s3::ProviderProfile();
}

} // namespace

s3::ProviderProfile supposedProfile(const SavedConnection &connection)
{
    SavedConnection bare = connection;
    bare.findings = {};
    return profileOf(bare);
}

QJsonObject findingsOf(const SavedConnection &connection, const s3::ProviderProfile &found, const QDate &today)
{
    QJsonObject findings = s3::profileDifference(found, supposedProfile(connection));
    if (!findings.isEmpty())
        findings.insert(dayName, today.toString(Qt::ISODate));
    return findings;
}

QJsonObject findingsWithLearned(const SavedConnection &connection, const s3::ProviderProfile &learned, const QDate &today)
{
    s3::ProviderProfile whole = profileOf(connection);
    if (whole.overHttps == learned.overHttps)
        return connection.findings;
    whole.overHttps = learned.overHttps;
    return findingsOf(connection, whole, today);
}

QDate findingsDay(const QJsonObject &findings)
{
    return QDate::fromString(findings.value(dayName).toString(), Qt::ISODate);
}

} // namespace upload
