// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Keys of every kind in the lists of uploads in progress, whatever the server makes of encoding-type.

#include "net/lanepool.h"
#include "ordering.h"
#include "sandbox/server.h"

#include <QTest>

using namespace nettest;

class TestLaneUploads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysAsTheyAre_data();
    void keysAsTheyAre();

private:
    upload::Order order(const sandbox::Server &server, const upload::Work &work) const
    {
        auto connection = connectionTo(server.host());
        connection.endpoint.region = QStringLiteral("us-east-1");
        auto order = orderFor(connection, work);
        order.credentials = {sandbox::DemoAccessKey, sandbox::DemoSecretKey, {}, {}};
        return order;
    }
};

void TestLaneUploads::keysAsTheyAre_data()
{
    QTest::addColumn<QString>("habit");
    QTest::addColumn<QStringList>("keys");
    QTest::addColumn<bool>("isPlain"); // the next page need not be asked for twice
    const QStringList awkward{QStringLiteral("a b"), QStringLiteral("a%20b"), QStringLiteral("a+b"), QStringLiteral("träume/漢字 & <x>")};
    const QStringList harmless{QStringLiteral("a/b.bin"), QStringLiteral("c-d_e")};
    QTest::newRow("said") << QString() << awkward << false;
    QTest::newRow("ignored") << QStringLiteral("ignore-encoding") << awkward << true;
    QTest::newRow("honoured and not said") << QStringLiteral("silent-encoding") << awkward << true;
    QTest::newRow("nothing to be told apart") << QStringLiteral("silent-encoding") << harmless << false;
}

void TestLaneUploads::keysAsTheyAre()
{
    QFETCH(const QString, habit);
    QFETCH(const QStringList, keys);
    QFETCH(const bool, isPlain);
    const QString bucket = QStringLiteral("demo");
    sandbox::Server server;
    QCOMPARE(server.start(), QString());
    server.addBucket("demo");
    net::LanePool pool;
    Ledger ledger(pool);
    for (const QString &key : keys)
        QVERIFY(ledger.carryOut(order(server, upload::CreateUpload{{bucket, key}})).ok());
    if (!habit.isEmpty())
        server.addFault(habit);

    const upload::Outcome page = ledger.carryOut(order(server, upload::ListOpenUploads{bucket, {}, {}, {}, s3::KeyEncoding::Url}));
    QVERIFY(page.ok());
    const auto &listed = std::get<s3::UploadsPage>(*page);
    QStringList found;
    for (const s3::InProgressUpload &upload : listed.uploads)
        found.append(upload.address.object.key);
    QCOMPARE(QSet<QString>(found.begin(), found.end()), QSet<QString>(keys.begin(), keys.end()));
    QCOMPARE(listed.asked == s3::KeyEncoding::None, isPlain);

    // Page by page the markers have to fit.
    server.settings().pageSize = 1;
    const upload::Outcome all = ledger.carryOut(order(server, upload::FindOpenUploads{bucket, {}, {}}));
    QVERIFY(all.ok());
    QCOMPARE(std::get<upload::OpenUploadsFound>(*all).uploads.size(), keys.size());
    for (const QString &key : keys) {
        const upload::Outcome one = ledger.carryOut(order(server, upload::FindCreatedUpload{{bucket, key}}));
        QVERIFY(one.ok());
        QCOMPARE(std::get<upload::UploadsFound>(*one).uploads.size(), 1);
        QCOMPARE(std::get<upload::UploadsFound>(*one).uploads.first().address.object.key, key);
    }
}

QTEST_GUILESS_MAIN(TestLaneUploads)
#include "tst_laneuploads.moc"
