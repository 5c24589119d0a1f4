// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/prices.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

static void loadResources() // outside the namespaces, as the macro wants it
{
    Q_INIT_RESOURCE(davitcore);
}

namespace upload {

namespace {

constexpr double SecondsAMonth = 365.25 / 12 * 86'400;

s3::Error invalid(const QString &what)
{
    return s3::ownError(
        s3::ErrorKind::Permanent, QStringLiteral("InvalidPrices"), QStringLiteral("The price table cannot be read: %1").arg(what));
}

std::optional<double> bytesOfUnit(const QString &unit)
{
    if (unit == QLatin1String("GiB"))
        return 1024.0 * 1024 * 1024;
    if (unit == QLatin1String("GB"))
        return 1e9;
    if (unit == QLatin1String("TB"))
        return 1e12;
    return {};
}

QString withoutPort(const QByteArray &host)
{
    const qsizetype colon = host.lastIndexOf(':');
    return QString::fromLatin1(colon > host.lastIndexOf(']') ? host.left(colon) : host).toLower();
}

} // namespace

QString moneyText(const Money &money)
{
    const bool isTiny = money.amount > 0 && money.amount < 0.01;
    const QString number = QLocale().toString(isTiny ? 0.01 : money.amount, 'f', 2);
    QString text;
    if (money.currency == QLatin1String("USD"))
        text = QLatin1Char('$') + number;
    else if (money.currency == QLatin1String("EUR"))
        text = QStringLiteral("€") + number;
    else if (money.currency == QLatin1String("GBP"))
        text = QStringLiteral("£") + number;
    else
        text = number + QLatin1Char(' ') + money.currency;
    return isTiny ? QStringLiteral("< ") + text : text;
}

s3::Result<PriceTable> PriceTable::fromJson(const QByteArray &json)
{
    QJsonParseError trouble;
    const QJsonDocument document = QJsonDocument::fromJson(json, &trouble);
    if (trouble.error != QJsonParseError::NoError)
        return invalid(QStringLiteral("%1 at byte %2").arg(trouble.errorString()).arg(trouble.offset));
    const QJsonValue list = document.object().value(QLatin1String("providers"));
    if (!list.isArray())
        return invalid(QStringLiteral("there is no list of \"providers\""));
    PriceTable table;
    for (const QJsonValue &value : list.toArray()) {
        const QJsonObject object = value.toObject();
        const QString id = object.value(QLatin1String("id")).toString().toLower();
        if (id.isEmpty())
            return invalid(QStringLiteral("a provider has no \"id\""));
        const std::optional<double> unit = bytesOfUnit(object.value(QLatin1String("unit")).toString());
        if (!unit)
            return invalid(QStringLiteral("the \"unit\" of %1 is none of GiB, GB, TB").arg(id));
        Provider provider;
        provider.currency = object.value(QLatin1String("currency")).toString().toUpper();
        if (provider.currency.isEmpty())
            return invalid(QStringLiteral("%1 has no \"currency\"").arg(id));
        provider.asOf = QDate::fromString(object.value(QLatin1String("asOf")).toString(), Qt::ISODate);
        const QJsonObject prices = object.value(QLatin1String("prices")).toObject();
        for (auto price = prices.begin(); price != prices.end(); ++price) {
            if (!price->isDouble() || price->toDouble() < 0)
                return invalid(QStringLiteral("the price of %1 at %2 is no number from 0").arg(price.key(), id));
            provider.perByteMonth.insert(price.key().toUtf8(), price->toDouble() / *unit);
        }
        const QJsonObject others = object.value(QLatin1String("billedAs")).toObject();
        for (auto other = others.begin(); other != others.end(); ++other)
            provider.billedAs.insert(other.key().toUtf8(), other->toString().toUtf8());
        table.m_providers.insert(id, provider);
    }
    return table;
}

PriceTable PriceTable::builtIn()
{
    loadResources();
    QFile file(QStringLiteral(":/prices.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const s3::Result<PriceTable> read = fromJson(file.readAll());
    return read ? *read : PriceTable();
}

s3::Result<PriceTable> PriceTable::withUserFile(const QString &path)
{
    constexpr qint64 MostBytes = 1024 * 1024;
    PriceTable table = builtIn();
    QFile file(path);
    if (!file.exists())
        return table;
    if (!file.open(QIODevice::ReadOnly))
        return invalid(QStringLiteral("%1: %2").arg(path, file.errorString()));
    const s3::Result<PriceTable> own = fromJson(file.read(MostBytes));
    if (!own) {
        s3::Error error = own.error();
        error.message += QStringLiteral(" (%1)").arg(path);
        return error;
    }
    table.m_providers.insert(own->m_providers);
    return table;
}

std::optional<Price> PriceTable::priceFor(const QString &provider, const QByteArray &host, const QByteArray &storageClass) const
{
    auto found = host.isEmpty() ? m_providers.end() : m_providers.find(withoutPort(host));
    if (found == m_providers.end())
        found = m_providers.find(provider);
    if (found == m_providers.end())
        return {};
    const QByteArray asked = storageClass.isEmpty() ? QByteArray("STANDARD") : storageClass;
    const QByteArray billed = found->billedAs.value(asked, asked);
    const auto price = found->perByteMonth.find(billed);
    if (price == found->perByteMonth.end())
        return {};
    return Price{*price, found->currency, billed, found->asOf};
}

Money costAMonth(const Price &price, qint64 bytes)
{
    return {price.perByteMonth * double(bytes), price.currency};
}

Money costOf(const Price &price, double byteSeconds)
{
    return {price.perByteMonth * byteSeconds / SecondsAMonth, price.currency};
}

} // namespace upload
