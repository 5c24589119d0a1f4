// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerpreset.h"

#include "s3/hostname.h"
#include "s3/providerprofile.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace s3 {

namespace {

constexpr char Region[] = "region";

struct Row {
    const char *id;
    const char *address;
    const char *example; // of a free address
    const char *regions;
    AddressingStyle style = AddressingStyle::Auto;
};

// In the order in which they are shown. Regions as the providers list them (rclone's provider files, AWS's partitions.json): a beginning, not a limit.
constexpr Row Rows[] = {
    {"aws", "", "",
        "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 "
        "eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 "
        "af-south-1 il-central-1 me-central-1 me-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 "
        "ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 "
        "us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1 eusc-de-east-1"},
    {"r2", "https://{account}.r2.cloudflarestorage.com", "", "auto"},
    {"b2", "https://s3.{region}.backblazeb2.com", "",
        "us-west-004 us-west-000 us-west-001 us-west-002 us-east-005 ca-east-006 eu-central-003"},
    {"gcs", "https://storage.googleapis.com", "", "auto"},
    {"wasabi", "https://s3.{region}.wasabisys.com", "",
        "us-east-1 us-east-2 us-central-1 us-west-1 ca-central-1 eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-south-1 "
        "ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2"},
    {"digitalocean", "https://{region}.digitaloceanspaces.com", "", "nyc3 ams3 atl1 blr1 fra1 lon1 sfo2 sfo3 sgp1 syd1 tor1"},
    {"scaleway", "https://s3.{region}.scw.cloud", "", "fr-par nl-ams pl-waw it-mil"},
    {"ovh", "https://s3.{region}.io.cloud.ovh.net", "",
        "gra rbx sbg eu-west-par de uk waw bhs ca-east-tor sgp ap-southeast-syd ap-south-mum rbx-archive"},
    {"hetzner", "https://{region}.your-objectstorage.com", "", "fsn1 nbg1 hel1"},
    {"minio", "", "https://minio.example.com:9000", "us-east-1", AddressingStyle::Path},
    {"ceph", "", "https://rgw.example.com", "us-east-1 default", AddressingStyle::Path},
    {"garage", "", "https://garage.example.com", "garage", AddressingStyle::Path},
    {"seaweedfs", "", "https://seaweedfs.example.com:8333", "us-east-1", AddressingStyle::Path},
    {"custom", "", "https://s3.example.com", ""},
};

ProviderPreset presetOf(const Row &row)
{
    const QList<ProviderProfile> &profiles = knownProfiles();
    const QString id = QString::fromLatin1(row.id);
    const auto profile = std::find_if(profiles.begin(), profiles.end(), [&id](const ProviderProfile &one) { return one.id == id; });
    return {id, profile->name, QString::fromLatin1(row.address), *row.example != '\0', QString::fromLatin1(row.example),
        QString::fromLatin1(row.regions).split(u' ', Qt::SkipEmptyParts), row.style};
}

// The names between braces, in their order.
QStringList placeholders(const QString &address)
{
    static const QRegularExpression braces(QStringLiteral("\\{(\\w+)\\}"));
    QStringList names;
    for (auto match = braces.globalMatch(address); match.hasNext();)
        names.append(match.next().captured(1));
    return names;
}

// A region is one label. Anything else may be several: R2's accounts carry the jurisdiction behind them ("0123abcd.eu").
bool isFitting(const QString &name, const QString &value)
{
    const QByteArrayList labels = value.toUtf8().split('.');
    return (name != QLatin1String(Region) || labels.size() == 1) &&
           std::all_of(labels.begin(), labels.end(), [](const QByteArray &label) { return isHostLabel(label); });
}

Error unfilled(const QString &name)
{
    if (name == QLatin1String(Region))
        return ownError(ErrorKind::Permanent, QStringLiteral("InvalidRegion"),
            QCoreApplication::translate("s3", "Choose the region, or type its name: letters, digits and dashes."));
    return ownError(ErrorKind::Permanent, QStringLiteral("InvalidEndpoint"),
        QCoreApplication::translate("s3", "Type the %1 as it stands in the address of the service: letters, digits and dashes.").arg(name));
}

} // namespace

QStringList ProviderPreset::fields() const
{
    QStringList names = placeholders(address);
    names.removeAll(QLatin1String(Region));
    return names;
}

bool ProviderPreset::hasRegionInAddress() const
{
    return placeholders(address).contains(QLatin1String(Region));
}

const QList<ProviderPreset> &presets()
{
    static const QList<ProviderPreset> all = [] {
        QList<ProviderPreset> list;
        for (const Row &row : Rows)
            list.append(presetOf(row));
        return list;
    }();
    return all;
}

std::optional<ProviderPreset> presetCalled(const QString &id)
{
    const QList<ProviderPreset> &all = presets();
    const auto found = std::find_if(all.begin(), all.end(), [&id](const ProviderPreset &preset) { return preset.id == id; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

Result<QString> addressOf(const ProviderPreset &preset, const QMap<QString, QString> &values)
{
    QString address = preset.address;
    for (const QString &name : placeholders(preset.address)) {
        const QString value = values.value(name).trimmed().toLower();
        if (!isFitting(name, value))
            return unfilled(name);
        address.replace(u'{' + name + u'}', value);
    }
    return address;
}

std::optional<QMap<QString, QString>> valuesIn(const QString &address, const ProviderPreset &preset)
{
    const Result<Endpoint> endpoint = endpointFromText(address);
    if (preset.address.isEmpty() || !endpoint)
        return {};
    const QStringList names = placeholders(preset.address);
    QString pattern = QRegularExpression::escape(preset.address);
    for (const QString &name : names)
        pattern.replace(QRegularExpression::escape(u'{' + name + u'}'), QStringLiteral("(.+)"));
    const QRegularExpressionMatch match = QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(endpoint->url());
    if (!match.hasMatch())
        return {};
    QMap<QString, QString> values;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const QString value = match.captured(int(i) + 1);
        if (!isFitting(names.at(i), value))
            return {};
        values.insert(names.at(i), value);
    }
    return values;
}

} // namespace s3
