// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a person is offered who sets up a connection: the known services, and how the address of each is put together.

#include "s3/endpoint.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace s3 {

struct ProviderPreset {
    QString id; // of its ProviderProfile
    QString name;
    QString address; // "https://s3.{region}.wasabisys.com"; empty where AWS's rules make it of the region, and where a person types it
    bool isAddressFree = false; // a person types the whole address; `example` shows how one looks
    QString example;
    QStringList regions;                           // known ones, the first to begin with; others may be typed. Empty: any, or none.
    AddressingStyle style = AddressingStyle::Auto; // to begin with
    bool operator==(const ProviderPreset &) const = default;

    // What has to be filled in besides a region: "account". In the order of the address.
    QStringList fields() const;
    bool hasRegionInAddress() const;
};

// In the order in which they are shown.
const QList<ProviderPreset> &presets();
std::optional<ProviderPreset> presetCalled(const QString &id);

// The address with "account", "region", … filled in: what endpointFromText() reads. Empty for AWS. A value that is missing or could become another host
// is refused. Errors: Permanent "InvalidEndpoint" with a sentence; "InvalidRegion" when it is the region.
Result<QString> addressOf(const ProviderPreset &preset, const QMap<QString, QString> &values);

// The other way round, for changing a connection that was made from a preset; nothing when the address is not of the preset's form.
std::optional<QMap<QString, QString>> valuesIn(const QString &address, const ProviderPreset &preset);

} // namespace s3
