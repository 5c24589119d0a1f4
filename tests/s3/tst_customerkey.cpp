// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// SSE-C: what a request brings along, and where such a key may travel.

#include "s3/customerkey.h"

#include <QTest>

using namespace s3;

class tst_CustomerKey : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Names by the S3 user guide, "Specifying server-side encryption with customer-provided keys"; values by Python's hashlib and base64.
    void headers()
    {
        const CustomerKey key{"00112233445566778899AABBCCDDEEFF"};
        HttpRequest request;
        addCustomerKey(request, key);
        QCOMPARE(request.headers, (Headers{{"x-amz-server-side-encryption-customer-algorithm", "AES256"},
                                      {"x-amz-server-side-encryption-customer-key", "MDAxMTIyMzM0NDU1NjY3Nzg4OTlBQUJCQ0NEREVFRkY="},
                                      {"x-amz-server-side-encryption-customer-key-MD5", "2v5pk+5ggMwu0jiRAJ7ZOw=="}}));
        HttpRequest plain;
        addCustomerKey(plain, {});
        QVERIFY(plain.headers.isEmpty());
        QCOMPARE(CustomerKey().fingerprint(), QByteArray());
    }

    void mayTravel_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<bool>("may");
        QTest::newRow("aws") << QStringLiteral("https://s3.eu-west-1.amazonaws.com") << true;
        QTest::newRow("https") << QStringLiteral("https://10.0.0.1:9000") << true;
        QTest::newRow("http") << QStringLiteral("http://s3.example.com") << false;
        QTest::newRow("http in the house") << QStringLiteral("http://10.0.0.1:9000") << false;
        QTest::newRow("loopback") << QStringLiteral("http://127.0.0.2:9000") << true;
        QTest::newRow("IPv6 loopback") << QStringLiteral("http://[::1]:9000") << true;
        QTest::newRow("localhost") << QStringLiteral("http://s3.localhost:9000") << true;
        QTest::newRow("not localhost") << QStringLiteral("http://localhost.example.com") << false;
    }
    void mayTravel()
    {
        QFETCH(QString, endpoint);
        QFETCH(bool, may);
        QCOMPARE(mayCarryCustomerKey(endpointFromText(endpoint).value()), may);
        QCOMPARE(customerKeyNeedsHttps().kind, ErrorKind::NeedsUser);
    }

    void confirmed()
    {
        HttpResponse response;
        response.headers = {{"x-amz-server-side-encryption", "AES256"}};
        QVERIFY(!confirmsCustomerKey(response));
        response.headers = {{"X-Amz-Server-Side-Encryption-Customer-Algorithm", "AES256"}};
        QVERIFY(confirmsCustomerKey(response));
    }
};

QTEST_APPLESS_MAIN(tst_CustomerKey)
#include "tst_customerkey.moc"
