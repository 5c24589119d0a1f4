// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/savedplace.h"

#include "store/connectionlist.h"
#include "store/paths.h"

#include <QProcessEnvironment>

#include <algorithm>

namespace cli {

using upload::SavedConnection;

namespace {

s3::Result<store::ConnectionList> saved()
{
    return store::savedConnections(store::journalPath(QProcessEnvironment::systemEnvironment()));
}

} // namespace

s3::Result<std::optional<QString>> savedIdCalled(const QString &name)
{
    const auto list = saved();
    if (!list)
        return list.error();
    const auto find = [&list](const auto &fits) -> std::optional<QString> {
        const auto found = std::find_if(list->connections.begin(), list->connections.end(), fits);
        return found == list->connections.end() ? std::nullopt : std::optional(found->id);
    };
    if (const auto id = find([&name](const SavedConnection &one) { return one.id == name || one.name == name; }))
        return id;
    return find([&name](const SavedConnection &one) { return one.name.compare(name, Qt::CaseInsensitive) == 0; });
}

s3::Result<upload::Connection> savedPlace(const credentials::ConnectionId &id)
{
    const auto list = saved();
    if (!list)
        return list.error();
    const auto found = std::find_if(
        list->connections.begin(), list->connections.end(), [&id](const SavedConnection &one) { return one.id == id.savedId; });
    if (found == list->connections.end())
        return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ConnectionNotFound"),
            QStringLiteral("The connection of this ID (%1) was removed from this computer.").arg(id.savedId));
    SavedConnection place = *found;
    const credentials::AwsWishes &overruled = id.overruled;
    if (!overruled.endpointUrl.isEmpty())
        place.endpoint = overruled.endpointUrl;
    if (!overruled.region.isEmpty())
        place.region = overruled.region;
    if (overruled.addressingStyle == QLatin1String("path"))
        place.style = s3::AddressingStyle::Path;
    else if (overruled.addressingStyle == QLatin1String("virtual"))
        place.style = s3::AddressingStyle::VirtualHosted;
    else if (!overruled.addressingStyle.isEmpty())
        place.style = s3::AddressingStyle::Auto;
    if (!overruled.caBundle.isEmpty()) {
        const auto certificates = credentials::certificatesIn(overruled.caBundle);
        if (!certificates)
            return certificates.error();
        place.extraCaPem = *certificates;
    }
    auto connection = upload::connectionOf(place);
    if (!connection)
        return connection;
    upload::Connection made = std::move(connection).value();
    made.id = credentials::textOf(id);
    if (!overruled.endpointUrl.isEmpty())
        made.name += QLatin1String(" at ") + QString::fromLatin1(made.endpoint.host);
    return made;
}

} // namespace cli
