// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An unfinished upload with all that could be found out about it: as a row of a table, as a JSON object, and as part of a sum.

#include "app/cli/ownuploads.h"

#include "upload/connection.h"
#include "upload/prices.h"

#include <QJsonObject>

namespace cli {

struct SeenUpload {
    s3::InProgressUpload upload;
    QDateTime expires;                      // UTC; invalid: not by itself
    std::optional<upload::Holding> holding; // nothing: not known
    std::optional<s3::Error> notHeld;       // why it is not
    std::optional<OwnUpload> own;
    upload::Judgement judgement;
    QDateTime now; // UTC, the server's clock: by it was decided whether it is young, and by it everything else is

    // It was looked into in vain, for a reason that passes: of such an upload nothing is known, not even that it may not be looked into.
    bool lookFailed() const;

    qint64 bytes() const { return holding ? holding->bytes : -1; } // -1: not known
    QDateTime lastSign() const;                                    // of life: begun, or the last part; invalid when neither is known
};

class Pricing {
public:
    Pricing(const upload::Connection &connection, const upload::PriceTable &table);

    // Nothing where the price, or what is held, is not known.
    std::optional<upload::Money> aMonth(const SeenUpload &seen) const;
    std::optional<upload::Money> soFar(const SeenUpload &seen) const;
    QDate pricesOf(const SeenUpload &seen) const; // the day of the table's price; invalid where there is none, or no day is told

private:
    std::optional<upload::Price> priceOf(const SeenUpload &seen) const;
    QString m_provider;
    QByteArray m_host;
    upload::PriceTable m_table;
};

struct Sum {
    qint64 uploads = 0, bytes = 0;
    qint64 unknown = 0;                  // of these it is not known what they hold
    std::optional<upload::Money> aMonth; // of all of them; nothing as soon as the price of one is not known
    QDate pricesOf;                      // the oldest of them; invalid: not known

    void add(const SeenUpload &seen, const Pricing &pricing);
    void add(qint64 moreBytes, const std::optional<upload::Money> &moreAMonth, const QDate &day); // -1 bytes: not known

private:
    bool m_isPriced = true;
};
// ", about $4.94 a month (estimate, prices of 2025-06-01)"; without the day where none is given, empty where the price is not known.
QString moneyPhrase(const std::optional<upload::Money> &aMonth, const QDate &pricesOf);
// "214.6 GiB, about $4.94 a month (estimate, prices of 2025-06-01) and what is not known of 3".
QString amountText(const Sum &sum);
// "14 unfinished uploads hold 214.6 GiB, about $4.94 a month (estimate, prices of 2025-06-01)": without the full stop.
QString sumText(const Sum &sum);
// Bytes and money under these names, and the day of the prices: null for what is not known of all of them.
void insertSum(QJsonObject &object, const Sum &sum, const QString &bytesName, const QString &moneyName);
QJsonValue moneyOrNull(const std::optional<upload::Money> &money);

QString tableHead();                                              // one line
QString tableRow(const SeenUpload &seen, const Pricing &pricing); // two lines; the second one has the upload ID
QJsonObject jsonOf(const SeenUpload &seen, const Pricing &pricing, const QString &event);

} // namespace cli
