// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/prices.h"
#include "upload/unfinishedupload.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace upload;

namespace {

const QDateTime Now(QDate(2026, 11, 25), QTime(12, 0), Qt::UTC);
const QByteArray Md5 = "\"0123456789abcdef0123456789abcdef\"";

s3::StoredPart part(qint64 size, int secondsAgo, const QByteArray &etag = Md5)
{
    return {1, size, etag, Now.addSecs(-secondsAgo), {}};
}

Holding holding(const QList<s3::StoredPart> &parts, bool etagIsMd5 = true)
{
    PartsListed listed;
    listed.parts = parts;
    return holdingOf(listed, etagIsMd5, Now);
}

constexpr int Minute = 60, Hour = 3600, Day = 86'400;

} // namespace

class TestUnfinishedUpload : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void state_data();
    void state();
    void whatWasSeenLongAgoProvesNothing();
    void comparable_data();
    void comparable();
    void heldOverTime();
    void expiry();
    void prices_data();
    void prices();
    void glacierIsStagedAtTheStandardRate();
    void estimates();
    void amounts_data();
    void amounts();
    void tableOfTheUser();
    void brokenTables_data();
    void brokenTables();
};

void TestUnfinishedUpload::state_data()
{
    QTest::addColumn<int>("begunAgo"); // seconds; -1: the server does not tell
    QTest::addColumn<int>("partAgo");  // -1: no part; -2: not known
    QTest::addColumn<Ours>("ours");
    QTest::addColumn<UnfinishedState>("state");
    using enum UnfinishedState;
    QTest::newRow("ours, running") << 40 * Day << 30 * Day << Ours::Running << RunningHere;
    QTest::newRow("ours, paused a minute ago") << Hour << Minute << Ours::Paused << PausedHere;
    QTest::newRow("a part 8 s ago") << 25 * Minute << 8 << Ours::No << RunningElsewhere;
    QTest::newRow("old, a part 59 min ago") << 40 * Day << 59 * Minute << Ours::No << RunningElsewhere;
    QTest::newRow("old, a part an hour ago") << 40 * Day << Hour << Ours::No << Abandoned;
    QTest::newRow("begun just now, no part yet") << 5 << -1 << Ours::No << RunningElsewhere;
    QTest::newRow("begun just now, parts not known") << 5 << -2 << Ours::No << RunningElsewhere;
    QTest::newRow("old and empty") << 2 * Day << -1 << Ours::No << Abandoned;
    QTest::newRow("old, parts not known") << 90 * Day << -2 << Ours::No << Unknown;
    QTest::newRow("no date at all") << -1 << -1 << Ours::No << Unknown;
    QTest::newRow("no date of its own, an old part") << -1 << 9 * Day << Ours::No << Abandoned;
    QTest::newRow("a clock ahead of ours") << -2 * Hour << -1 << Ours::No << RunningElsewhere;
}

void TestUnfinishedUpload::state()
{
    QFETCH(const int, begunAgo);
    QFETCH(const int, partAgo);
    QFETCH(const Ours, ours);
    QFETCH(const UnfinishedState, state);
    s3::InProgressUpload upload;
    if (begunAgo != -1)
        upload.initiated = Now.addSecs(-begunAgo);
    std::optional<Holding> held;
    if (partAgo == -1)
        held = holding({});
    else if (partAgo >= 0)
        held = holding({part(5, 50 * Day), part(5, partAgo)});
    const Judgement judgement = judged(upload, held, ours, {}, Now);
    QCOMPARE(stateName(judgement.state), stateName(state));
}

// An upload that is sent all the time, looked into once: an hour later nobody knows.
void TestUnfinishedUpload::whatWasSeenLongAgoProvesNothing()
{
    s3::InProgressUpload upload;
    upload.initiated = Now.addDays(-3);
    PartsListed listed;
    listed.parts = {part(5, 2 * Hour + 10 * Minute)};
    Holding seen = holdingOf(listed, true, Now.addSecs(-2 * Hour));
    QCOMPARE(judged(upload, seen, Ours::No, {}, Now).state, UnfinishedState::Unknown);
    QCOMPARE(judged(upload, seen, Ours::No, {}, Now.addSecs(-2 * Hour)).state, UnfinishedState::RunningElsewhere);
    seen.asOf = Now;
    QCOMPARE(judged(upload, seen, Ours::No, {}, Now).state, UnfinishedState::Abandoned);
    // Begun an hour and a half ago, empty when it was looked into an hour ago.
    upload.initiated = Now.addSecs(-Hour - 30 * Minute);
    QCOMPARE(judged(upload, holdingOf({}, true, Now.addSecs(-Hour)), Ours::No, {}, Now).state, UnfinishedState::Unknown);
}

void TestUnfinishedUpload::comparable_data()
{
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<bool>("etagIsMd5");
    QTest::addColumn<bool>("isComparable");
    QTest::newRow("MD5") << Md5 << true << true;
    QTest::newRow("MD5 without quotes") << Md5.mid(1, 32) << true << true;
    QTest::newRow("the same on a server with opaque ETags") << Md5 << false << false;
    QTest::newRow("opaque") << QByteArray("\"AGFzZGY=\"") << true << false;
    QTest::newRow("none") << QByteArray() << true << false;
}

void TestUnfinishedUpload::comparable()
{
    QFETCH(const QByteArray, etag);
    QFETCH(const bool, etagIsMd5);
    QFETCH(const bool, isComparable);
    s3::StoredPart one = part(5, Day, etag);
    QCOMPARE(holding({part(5, Day), one}, etagIsMd5).isComparable, isComparable && etagIsMd5);
    one.checksums.values.insert("CRC32C", "AAAAAA==");
    QVERIFY(holding({one}, etagIsMd5).isComparable);
    QVERIFY(!holding({}).isComparable); // nothing is there to be compared
}

void TestUnfinishedUpload::heldOverTime()
{
    const Holding held = holding({part(100, 10), part(50, 4)});
    QCOMPARE(held.parts, 2);
    QCOMPARE(held.bytes, 150);
    QCOMPARE(held.lastPart, Now.addSecs(-4));
    QCOMPARE(held.byteSeconds, 1200.0);
    QCOMPARE(holding({part(100, -10)}).byteSeconds, 0.0); // from the future: nothing was billed yet
}

void TestUnfinishedUpload::expiry()
{
    s3::InProgressUpload upload;
    upload.address.object.key = QStringLiteral("runs/1.bin");
    upload.initiated = QDateTime(QDate(2026, 11, 20), QTime(15, 30), Qt::UTC);
    const s3::LifecycleConfiguration rules = s3::withAbortAfter({}, 3);
    QCOMPARE(expiryOf(upload, rules, {}), QDateTime(QDate(2026, 11, 24), QTime(0, 0), Qt::UTC));
    QVERIFY(!expiryOf(upload, {}, {}).isValid());
    QCOMPARE(expiryOf(upload, {}, std::chrono::hours(24)), upload.initiated.addDays(1));
    QCOMPARE(expiryOf(upload, rules, std::chrono::hours(24 * 7)), QDateTime(QDate(2026, 11, 24), QTime(0, 0), Qt::UTC)); // the sooner
    upload.initiated = {};
    QVERIFY(!expiryOf(upload, rules, std::chrono::hours(24)).isValid());
}

void TestUnfinishedUpload::prices_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("storageClass");
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("AWS") << QStringLiteral("aws") << QByteArray() << QByteArray("STANDARD") << true;
    QTest::newRow("no class told") << QStringLiteral("aws") << QByteArray() << QByteArray() << true;
    QTest::newRow("R2 by its profile") << QStringLiteral("r2") << QByteArray("x.r2.cloudflarestorage.com") << QByteArray() << true;
    QTest::newRow("a class nobody knows") << QStringLiteral("aws") << QByteArray() << QByteArray("PLATINUM") << false;
    QTest::newRow("a server of one's own") << QStringLiteral("custom") << QByteArray("ceph.lab.example:7480") << QByteArray() << false;
}

void TestUnfinishedUpload::prices()
{
    QFETCH(const QString, provider);
    QFETCH(const QByteArray, host);
    QFETCH(const QByteArray, storageClass);
    const std::optional<Price> price = PriceTable::builtIn().priceFor(provider, host, storageClass);
    QTEST(price.has_value(), "isKnown");
    if (price) {
        QVERIFY(price->perByteMonth > 0);
        QVERIFY(price->asOf.isValid());
        QCOMPARE(price->currency.size(), 3);
    }
}

void TestUnfinishedUpload::glacierIsStagedAtTheStandardRate()
{
    const PriceTable table = PriceTable::builtIn();
    const auto standard = table.priceFor(QStringLiteral("aws"), {}, "STANDARD");
    for (const char *storageClass : {"GLACIER", "DEEP_ARCHIVE"}) {
        const auto price = table.priceFor(QStringLiteral("aws"), {}, storageClass);
        QVERIFY(price);
        QCOMPARE(price->perByteMonth, standard->perByteMonth);
        QCOMPARE(price->billedAs, QByteArray("STANDARD"));
    }
    QVERIFY(table.priceFor(QStringLiteral("aws"), {}, "STANDARD_IA")->perByteMonth < standard->perByteMonth);
}

void TestUnfinishedUpload::estimates()
{
    // The picture's: 96.0 GiB in STANDARD.
    const Price price = *PriceTable::builtIn().priceFor(QStringLiteral("aws"), {}, {});
    QCOMPARE(moneyText(costAMonth(price, qint64(96) << 30)), QStringLiteral("$2.21"));
    const double aMonth = double(qint64(96) << 30) * 365.25 / 12 * Day;
    QVERIFY(std::abs(costOf(price, aMonth).amount - costAMonth(price, qint64(96) << 30).amount) < 1e-9);
}

void TestUnfinishedUpload::amounts_data()
{
    QTest::addColumn<double>("amount");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("text");
    QTest::newRow("dollars") << 3.619 << QStringLiteral("USD") << QStringLiteral("$3.62");
    QTest::newRow("nothing") << 0.0 << QStringLiteral("USD") << QStringLiteral("$0.00");
    QTest::newRow("less than a cent") << 0.0004 << QStringLiteral("EUR") << QStringLiteral("< €0.01");
    QTest::newRow("no sign of its own") << 12.0 << QStringLiteral("CHF") << QStringLiteral("12.00 CHF");
}

void TestUnfinishedUpload::amounts()
{
    QLocale::setDefault(QLocale::c());
    QFETCH(const double, amount);
    QFETCH(const QString, currency);
    QTEST(moneyText({amount, currency}), "text");
}

void TestUnfinishedUpload::tableOfTheUser()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("prices.json"));
    QVERIFY(PriceTable::withUserFile(path)); // none: Davit's own
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"providers": [
        {"id": "ceph.lab.example", "currency": "chf", "unit": "TB", "prices": {"STANDARD": 10}},
        {"id": "aws", "currency": "USD", "unit": "GB", "prices": {"STANDARD": 1}}]})");
    file.close();
    const auto table = PriceTable::withUserFile(path);
    QVERIFY(table);
    const auto own = table->priceFor(QStringLiteral("custom"), "CEPH.lab.example:7480", {});
    QVERIFY(own);
    QCOMPARE(own->perByteMonth, 10 / 1e12);
    QCOMPARE(own->currency, QStringLiteral("CHF"));
    QCOMPARE(table->priceFor(QStringLiteral("aws"), {}, {})->perByteMonth, 1e-9);
    QVERIFY(!table->priceFor(QStringLiteral("aws"), {}, "STANDARD_IA")); // replaced as a whole
    QVERIFY(table->priceFor(QStringLiteral("r2"), {}, {}));
}

void TestUnfinishedUpload::brokenTables_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("no list") << QByteArray("{}");
    QTest::newRow("no ID") << QByteArray(R"({"providers":[{"unit":"GB","currency":"USD","prices":{}}]})");
    QTest::newRow("no unit") << QByteArray(R"({"providers":[{"id":"x","currency":"USD","prices":{}}]})");
    QTest::newRow("no currency") << QByteArray(R"({"providers":[{"id":"x","unit":"GB","prices":{}}]})");
    QTest::newRow("a price in words") << QByteArray(
        R"({"providers":[{"id":"x","unit":"GB","currency":"USD","prices":{"STANDARD":"cheap"}}]})");
    QTest::newRow("a negative price") << QByteArray(R"({"providers":[{"id":"x","unit":"GB","currency":"USD","prices":{"STANDARD":-1}}]})");
}

void TestUnfinishedUpload::brokenTables()
{
    QFETCH(const QByteArray, json);
    const auto table = PriceTable::fromJson(json);
    QVERIFY(!table);
    QCOMPARE(table.error().code, QStringLiteral("InvalidPrices"));
}

QTEST_GUILESS_MAIN(TestUnfinishedUpload)
#include "tst_unfinishedupload.moc"
