// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/seenupload.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/report.h"
#include "app/cli/words.h"

#include "s3/customerkey.h"
#include "s3/permissions.h"

namespace cli {

using upload::Money;
using upload::UnfinishedState;

namespace {

QString stateText(UnfinishedState state)
{
    switch (state) {
    case UnfinishedState::RunningHere:
        return QStringLiteral("running here");
    case UnfinishedState::PausedHere:
        return QStringLiteral("paused in Davit");
    case UnfinishedState::RunningElsewhere:
        return QStringLiteral("probably running elsewhere");
    case UnfinishedState::Abandoned:
        return QStringLiteral("abandoned");
    case UnfinishedState::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString sinceText(const QDateTime &when, const QDateTime &now)
{
    return when.isValid() ? spanText(when.secsTo(now)) : QStringLiteral("?");
}

QString row(const QString &held, const QString &parts, const QString &begun, const QString &lastPart, const QString &state,
    const QString &cost, const QString &object)
{
    return held.rightJustified(11) + parts.rightJustified(7) + begun.rightJustified(12) + lastPart.rightJustified(12) +
           QStringLiteral("  ") + state.leftJustified(26) + cost.rightJustified(10) + QStringLiteral("  ") + object + QLatin1Char('\n');
}

} // namespace

QDateTime SeenUpload::lastSign() const
{
    if (holding && holding->lastPart.isValid() && !(upload.initiated > holding->lastPart))
        return holding->lastPart;
    return upload.initiated;
}

bool SeenUpload::lookFailed() const
{
    return notHeld && !s3::saysGone(*notHeld) && !s3::lacksPermission(*notHeld) && !s3::isOfEncryptedObject(*notHeld);
}

Pricing::Pricing(const upload::Connection &connection, const upload::PriceTable &table)
    : m_provider(connection.profile.id)
    , m_host(connection.endpoint.host)
    , m_table(table)
{
}

std::optional<upload::Price> Pricing::priceOf(const SeenUpload &seen) const
{
    if (!seen.holding)
        return std::nullopt;
    const QByteArray &listed = seen.upload.storageClass;
    return m_table.priceFor(m_provider, m_host, listed.isEmpty() ? seen.holding->storageClass : listed);
}

std::optional<Money> Pricing::aMonth(const SeenUpload &seen) const
{
    const auto price = priceOf(seen);
    return price ? std::optional(upload::costAMonth(*price, seen.holding->bytes)) : std::nullopt;
}

std::optional<Money> Pricing::soFar(const SeenUpload &seen) const
{
    const auto price = priceOf(seen);
    return price ? std::optional(upload::costOf(*price, seen.holding->byteSeconds)) : std::nullopt;
}

QDate Pricing::pricesOf(const SeenUpload &seen) const
{
    const auto price = priceOf(seen);
    return price ? price->asOf : QDate();
}

void Sum::add(const SeenUpload &seen, const Pricing &pricing)
{
    add(seen.bytes(), pricing.aMonth(seen), pricing.pricesOf(seen));
}

void Sum::add(qint64 moreBytes, const std::optional<Money> &moreAMonth, const QDate &day)
{
    ++uploads;
    if (moreBytes < 0) {
        ++unknown;
        return;
    }
    bytes += moreBytes;
    m_isPriced = m_isPriced && moreAMonth && (!aMonth || aMonth->currency == moreAMonth->currency);
    if (!m_isPriced)
        aMonth.reset();
    else if (aMonth)
        aMonth->amount += moreAMonth->amount;
    else
        aMonth = moreAMonth;
    if (!aMonth)
        pricesOf = QDate();
    else if (day.isValid() && (!pricesOf.isValid() || day < pricesOf))
        pricesOf = day;
}

QString moneyPhrase(const std::optional<Money> &aMonth, const QDate &pricesOf)
{
    if (!aMonth || aMonth->amount <= 0)
        return {};
    const QString day = pricesOf.isValid() ? QStringLiteral(", prices of %1").arg(pricesOf.toString(Qt::ISODate)) : QString();
    const QString money = upload::moneyText(*aMonth);
    const bool isTiny = money.startsWith(QLatin1String("< "));
    return QStringLiteral(", %1 a month (estimate%2)")
        .arg(isTiny ? QStringLiteral("less than ") + money.mid(2) : QStringLiteral("about ") + money, day);
}

QString amountText(const Sum &sum)
{
    const QString text = sizeText(sum.bytes) + moneyPhrase(sum.aMonth, sum.pricesOf);
    return sum.unknown == 0 ? text : text + QStringLiteral(" and what is not known of %1").arg(sum.unknown);
}

QString sumText(const Sum &sum)
{
    const QString text = countText(sum.uploads, QStringLiteral("unfinished upload"), QStringLiteral("unfinished uploads"));
    if (sum.unknown == sum.uploads)
        return text;
    return text + (sum.uploads == 1 ? QStringLiteral(" holds ") : QStringLiteral(" hold ")) + amountText(sum);
}

QJsonValue moneyOrNull(const std::optional<Money> &money)
{
    if (!money)
        return {};
    return QJsonObject{{QStringLiteral("amount"), money->amount}, {QStringLiteral("currency"), money->currency}};
}

void insertSum(QJsonObject &object, const Sum &sum, const QString &bytesName, const QString &moneyName)
{
    const bool isKnown = sum.unknown == 0;
    object.insert(bytesName, bytesOrNull(isKnown ? sum.bytes : -1));
    object.insert(moneyName, isKnown ? moneyOrNull(sum.aMonth) : QJsonValue());
    object.insert(QStringLiteral("pricesOf"), textOrNull(isKnown ? sum.pricesOf.toString(Qt::ISODate) : QString()));
}

QString tableHead()
{
    return row(QStringLiteral("HELD"), QStringLiteral("PARTS"), QStringLiteral("BEGUN AGO"), QStringLiteral("LAST PART"),
        QStringLiteral("STATE"), QStringLiteral("A MONTH"), QStringLiteral("UPLOAD"));
}

QString tableRow(const SeenUpload &seen, const Pricing &pricing)
{
    const auto aMonth = pricing.aMonth(seen);
    const QString unknown = QStringLiteral("?");
    const bool hasParts = seen.holding && seen.holding->parts > 0;
    QString text = row(seen.holding ? sizeText(seen.holding->bytes) : unknown,
        seen.holding ? QString::number(seen.holding->parts) : unknown, sinceText(seen.upload.initiated, seen.now),
        hasParts       ? sinceText(seen.holding->lastPart, seen.now)
        : seen.holding ? QStringLiteral("none")
                       : unknown,
        stateText(seen.judgement.state), aMonth ? upload::moneyText(*aMonth) : QStringLiteral("–"), urlText(seen.upload.address.object));
    QStringList more;
    if (seen.own)
        more.append(QStringLiteral("%1 in this computer's queue").arg(shortId(seen.own->id)));
    if (seen.own && seen.own->holderPid != 0)
        more.append(QStringLiteral("held by %1").arg(seen.own->holder));
    if (seen.judgement.canBeResumed)
        more.append(QStringLiteral("can be resumed with the file"));
    if (seen.judgement.expires.isValid()) {
        const qint64 left = seen.now.secsTo(seen.judgement.expires);
        more.append(
            left > 0 ? QStringLiteral("expires by itself in %1").arg(spanText(left)) : QStringLiteral("should have expired by itself"));
    }
    text += QString(11, QLatin1Char(' ')) + QStringLiteral("  upload ID %1").arg(printable(seen.upload.address.uploadId));
    if (!more.isEmpty())
        text += QStringLiteral("  (%1)").arg(more.join(QStringLiteral(", ")));
    return text + QLatin1Char('\n');
}

QJsonObject jsonOf(const SeenUpload &seen, const Pricing &pricing, const QString &event)
{
    const s3::InProgressUpload &upload = seen.upload;
    const auto ofHolding = [&seen](auto value) { return seen.holding ? QJsonValue(value(*seen.holding)) : QJsonValue(); };
    const QByteArray storageClass = upload.storageClass.isEmpty() && seen.holding ? seen.holding->storageClass : upload.storageClass;
    return {{QStringLiteral("event"), event}, {QStringLiteral("bucket"), upload.address.object.bucket},
        {QStringLiteral("key"), upload.address.object.key}, {QStringLiteral("uploadId"), QString::fromUtf8(upload.address.uploadId)},
        {QStringLiteral("initiated"), timeOrNull(upload.initiated)},
        {QStringLiteral("ageSeconds"), upload.initiated.isValid() ? QJsonValue(upload.initiated.secsTo(seen.now)) : QJsonValue()},
        {QStringLiteral("initiator"), textOrNull(upload.initiator)}, {QStringLiteral("owner"), textOrNull(upload.owner)},
        {QStringLiteral("storageClass"), textOrNull(QString::fromUtf8(storageClass))},
        {QStringLiteral("bytes"), ofHolding([](const upload::Holding &holding) { return holding.bytes; })},
        {QStringLiteral("parts"), ofHolding([](const upload::Holding &holding) { return qint64(holding.parts); })},
        {QStringLiteral("lastPart"), seen.holding ? timeOrNull(seen.holding->lastPart) : QJsonValue()},
        {QStringLiteral("state"), upload::stateName(seen.judgement.state)},
        {QStringLiteral("canBeResumed"), ofHolding([&seen](const upload::Holding &) { return seen.judgement.canBeResumed; })},
        {QStringLiteral("expires"), timeOrNull(seen.judgement.expires)},
        {QStringLiteral("costPerMonth"), moneyOrNull(pricing.aMonth(seen))},
        {QStringLiteral("costSoFar"), moneyOrNull(pricing.soFar(seen))},
        {QStringLiteral("pricesOf"), textOrNull(pricing.pricesOf(seen).toString(Qt::ISODate))},
        {QStringLiteral("id"), seen.own ? QJsonValue(fullId(seen.own->id)) : QJsonValue()},
        {QStringLiteral("heldBy"), seen.own && seen.own->holderPid != 0 ? QJsonValue(seen.own->holderPid) : QJsonValue()}};
}

} // namespace cli
