// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What storing bytes costs, by provider and storage class: dated data that anybody may edit, and estimates made of it.

#include "s3/result.h"

#include <QByteArray>
#include <QDate>
#include <QHash>
#include <QString>

#include <optional>

namespace upload {

struct Money {
    double amount = 0;
    QString currency; // "USD"
    bool operator==(const Money &) const = default;
};
// "$3.62"; "< $0.01" for what is more than nothing and less than a cent. Currencies without a sign that everybody knows: "3.62 CHF".
QString moneyText(const Money &money);

struct Price {
    double perByteMonth = 0;
    QString currency;
    QByteArray billedAs; // the storage class whose price it is: parts for the Glacier classes are staged at the price of STANDARD
    QDate asOf;
};

class PriceTable {
public:
    // The form is told in resources/prices.json. Errors: Permanent "InvalidPrices" with what is wrong and where.
    static s3::Result<PriceTable> fromJson(const QByteArray &json);
    static PriceTable builtIn();
    // Davit's own with the user's file on top, where there is one: its providers replace those of the same ID. Reads a file.
    static s3::Result<PriceTable> withUserFile(const QString &path);

    // Of a provider (s3::ProviderProfile::id), or of a host for a server of one's own (":port" does not matter); the host is looked for first.
    // An empty storage class is STANDARD. Nothing when it is not known.
    std::optional<Price> priceFor(const QString &provider, const QByteArray &host, const QByteArray &storageClass) const;

private:
    struct Provider {
        QHash<QByteArray, double> perByteMonth; // by storage class
        QHash<QByteArray, QByteArray> billedAs;
        QString currency;
        QDate asOf;
    };
    QHash<QString, Provider> m_providers; // by ID
};

// Estimates; a month is a twelfth of a year.
Money costAMonth(const Price &price, qint64 bytes);
Money costOf(const Price &price, double byteSeconds);

} // namespace upload
