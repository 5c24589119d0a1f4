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
    QDateTime now; // UTC, the server's clock

    qint64 bytes() const { return holding ? holding->bytes : -1; } // -1: not known
    QDateTime lastSign() const;                                    // of life: begun, or the last part; invalid when neither is known
};

class Pricing {
public:
    Pricing(const upload::Connection &connection, const upload::PriceTable &table);
    // With the user's own prices on top of Davit's. Errors: "InvalidPrices".
    static s3::Result<Pricing> ofThisComputer(const upload::Connection &connection);

    // Nothing where the price, or what is held, is not known.
    std::optional<upload::Money> aMonth(const SeenUpload &seen) const;
    std::optional<upload::Money> soFar(const SeenUpload &seen) const;

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

    void add(const SeenUpload &seen, const Pricing &pricing);
    void add(qint64 moreBytes, const std::optional<upload::Money> &moreAMonth); // -1 bytes: not known

private:
    bool m_isPriced = true;
};
// ", about $4.94 a month (estimate)"; empty where the price is not known.
QString moneyPhrase(const std::optional<upload::Money> &aMonth);
// "14 unfinished uploads hold 214.6 GiB, about $4.94 a month (estimate)": without the full stop.
QString sumText(const Sum &sum);
QJsonValue moneyOrNull(const std::optional<upload::Money> &money);

QString tableHead();                                              // one line
QString tableRow(const SeenUpload &seen, const Pricing &pricing); // two lines; the second one has the upload ID
QJsonObject jsonOf(const SeenUpload &seen, const Pricing &pricing, const QString &event);

} // namespace cli
