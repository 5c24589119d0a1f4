// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/connectionid.h"

#include "upload/savedconnection.h"

#include <QUrl>

namespace credentials {

namespace {

const QString endpointName = QStringLiteral("endpoint-url");
const QString regionName = QStringLiteral("region");
const QString styleName = QStringLiteral("addressing-style");
const QString caBundleName = QStringLiteral("ca-bundle");
const QString dualStackName = QStringLiteral("use-dualstack-endpoint");
const QString fipsName = QStringLiteral("use-fips-endpoint");
const QString noSignName = QStringLiteral("no-sign-request");
const QString profilePrefix = QStringLiteral("profile:");

QString encoded(const QString &text, const QByteArray &plain = {})
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, plain));
}

QString decoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toLatin1());
}

} // namespace

QString textOf(const ConnectionId &id)
{
    QString text;
    switch (id.base) {
    case Base::Sandbox:
        text = QStringLiteral("sandbox");
        break;
    case Base::Environment:
        text = QStringLiteral("environment");
        break;
    case Base::Profile:
        // The name as it is, so that ids stay readable; only '?' would be mistaken.
        text = profilePrefix +
               QString(id.profile).replace(QLatin1Char('%'), QLatin1String("%25")).replace(QLatin1Char('?'), QLatin1String("%3F"));
        break;
    case Base::Saved:
        text = id.savedId;
        break;
    }
    QStringList items;
    const auto add = [&items](const QString &name, const QString &value) {
        if (!value.isEmpty())
            items.append(name + QLatin1Char('=') + encoded(value, ":/[]@,"));
    };
    add(endpointName, id.overruled.endpointUrl);
    add(regionName, id.overruled.region);
    add(styleName, id.overruled.addressingStyle);
    add(caBundleName, id.overruled.caBundle);
    add(dualStackName, id.overruled.dualStack);
    add(fipsName, id.overruled.fips);
    add(noSignName, id.overruled.noSignRequest ? QStringLiteral("true") : QString());
    return items.isEmpty() ? text : text + QLatin1Char('?') + items.join(QLatin1Char('&'));
}

std::optional<ConnectionId> connectionIdFrom(const QString &text)
{
    ConnectionId id;
    const qsizetype question = text.indexOf(QLatin1Char('?'));
    const QString base = question < 0 ? text : text.left(question);
    if (base == QLatin1String("sandbox"))
        id.base = Base::Sandbox;
    else if (base == QLatin1String("environment"))
        id.base = Base::Environment;
    else if (base.startsWith(profilePrefix)) {
        id.base = Base::Profile;
        id.profile = base.mid(profilePrefix.size())
                         .replace(QLatin1String("%3F"), QLatin1String("?"))
                         .replace(QLatin1String("%25"), QLatin1String("%"));
    } else if (upload::isSavedId(base)) {
        id.base = Base::Saved;
        id.savedId = base;
    } else {
        return {};
    }
    const QStringList items = question < 0 ? QStringList() : text.mid(question + 1).split(QLatin1Char('&'), Qt::SkipEmptyParts);
    for (const QString &item : items) {
        const qsizetype equals = item.indexOf(QLatin1Char('='));
        const QString name = item.left(equals), value = decoded(item.mid(equals + 1));
        if (name == endpointName)
            id.overruled.endpointUrl = value;
        else if (name == regionName)
            id.overruled.region = value;
        else if (name == styleName)
            id.overruled.addressingStyle = value;
        else if (name == caBundleName)
            id.overruled.caBundle = value;
        else if (name == dualStackName)
            id.overruled.dualStack = value;
        else if (name == fipsName)
            id.overruled.fips = value;
        else if (name == noSignName)
            id.overruled.noSignRequest = true;
        else
            return {}; // of a later version: to guess would be to send somewhere else
    }
    return id;
}

} // namespace credentials
