// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "accountinmemory.h"
#include "fakeworld.h"
#include "upload/uploadbrowser.h"

#include <QSignalSpy>
#include <QTest>

using namespace upload;

namespace {

const QDateTime LongAgo(QDate(2026, 8, 1), QTime(12, 0), Qt::UTC);

Connection connectionTo(const QByteArray &host)
{
    Connection connection;
    connection.id = QStringLiteral("lab");
    connection.endpoint.host = host;
    connection.endpoint.scheme = "http";
    connection.profile = s3::profileFor(connection.endpoint);
    return connection;
}

} // namespace

class TestUploadBrowser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void allBuckets();
    void oneBucketByPrefix();
    void eachUploadOnce();
    void markersThatDoNotAdvance();
    void markersThatGoInCircles();
    void aPrefixThatTheServerTakesForAKey();
    void aPrefixThatTheServerIgnores();
    void deniedIsNotEmpty();
    void whatWasListedBeforeAFaultStays();
    void noBucketMayBeListed();
    void aThrottledServerIsAskedAgain();
    void nobodyThere();
    void anotherRegion();
    void aWrongClock();
    void expiredCredentials();
    void noCredentials();
    void noConnection();
    void expiryByRuleAndByHabit();
    void aSlowRuleDoesNotHoldUpTheRows();
    void stopping();
    void anotherListingEndsTheFirst();
    void looksInOrderAndOnce();
    void anotherWishReplacesWhatHasNotBegun();
    void goneMeanwhile();
    void atMostSoManyAtOnce();
    void allPartsOfOne();

private:
    void list(const QString &bucket = {}, const QString &prefix = {});
    QStringList keys() const; // found, "bucket/key"

    std::unique_ptr<AccountTransport> m_account;
    std::unique_ptr<FakeCredentials> m_credentials;
    std::unique_ptr<Inquiries> m_inquiries;
    std::unique_ptr<UploadBrowser> m_browser;
    std::unique_ptr<QSignalSpy> m_ended, m_refused, m_listed;
    QList<ListedUpload> m_found;
    QList<HeldBytes> m_held;
    quint64 m_number = 0;
};

void TestUploadBrowser::init()
{
    m_account = std::make_unique<AccountTransport>();
    m_credentials = std::make_unique<FakeCredentials>();
    m_inquiries = std::make_unique<Inquiries>(*m_account, *m_credentials);
    m_inquiries->setConnections({connectionTo("s3.lab.example")});
    m_browser = std::make_unique<UploadBrowser>(*m_inquiries);
    m_ended = std::make_unique<QSignalSpy>(m_browser.get(), &UploadBrowser::ended);
    m_refused = std::make_unique<QSignalSpy>(m_browser.get(), &UploadBrowser::bucketRefused);
    m_listed = std::make_unique<QSignalSpy>(m_browser.get(), &UploadBrowser::bucketListed);
    m_found.clear();
    m_held.clear();
    connect(m_browser.get(), &UploadBrowser::found, this, [this](quint64 number, const QList<ListedUpload> &found) {
        QCOMPARE(number, m_number);
        m_found += found;
    });
    connect(m_browser.get(), &UploadBrowser::held, this, [this](quint64 number, const QList<HeldBytes> &held) {
        QCOMPARE(number, m_number);
        m_held += held;
    });
    for (const char *bucket : {"a", "b", "c"}) {
        for (int i = 0; i < 7; ++i)
            m_account->add(QString::fromLatin1(bucket), QStringLiteral("key %1").arg(i), QByteArray::number(i), LongAgo, {5, 7});
    }
}

void TestUploadBrowser::cleanup()
{
    m_browser.reset();
    m_inquiries.reset();
}

void TestUploadBrowser::list(const QString &bucket, const QString &prefix)
{
    m_browser->list(++m_number, QStringLiteral("lab"), bucket, prefix);
    QVERIFY(m_ended->wait(10'000));
    QCOMPARE(m_ended->last().first().toULongLong(), m_number);
}

QStringList TestUploadBrowser::keys() const
{
    QStringList keys;
    for (const ListedUpload &one : m_found)
        keys.append(one.upload.address.object.bucket + QLatin1Char('/') + one.upload.address.object.key);
    return keys;
}

void TestUploadBrowser::allBuckets()
{
    m_account->buckets[QStringLiteral("empty")];
    const QSignalSpy buckets(m_browser.get(), &UploadBrowser::bucketsFound);
    list();
    QCOMPARE(buckets.size(), 1);
    QCOMPARE(buckets.first().at(1).toStringList().size(), 4);
    QCOMPARE(m_found.size(), 21);
    QCOMPARE(m_listed->size(), 4);
    QVERIFY(m_refused->isEmpty());
    QCOMPARE(m_ended->first().at(1).toBool(), false);
    QVERIFY(!keys().contains(QStringLiteral("/key 0"))); // the bucket's name is told although the server does not repeat it
    QCOMPARE(m_account->countOf<ListOpenUploads>(), 3 * 3 + 1);
    QCOMPARE(m_account->countOf<ReadLifecycle>(), 3); // nothing can expire in an empty one
}

void TestUploadBrowser::oneBucketByPrefix()
{
    list(QStringLiteral("b"), QStringLiteral("key 3"));
    QCOMPARE(keys(), QStringList{QStringLiteral("b/key 3")});
    QCOMPARE(m_account->countOf<ListBuckets>(), 0);
}

void TestUploadBrowser::eachUploadOnce()
{
    // Ceph repeats the upload of the marker.
    m_account->instead = [this](const Order &order) -> std::optional<Outcome> {
        const auto *asked = std::get_if<ListOpenUploads>(&order.work);
        if (!asked || asked->keyMarker.isEmpty())
            return {};
        s3::UploadsPage page;
        page.uploads = {m_account->buckets[asked->bucket][2].upload, m_account->buckets[asked->bucket][3].upload};
        return Outcome(Answer(page));
    };
    list(QStringLiteral("a"));
    QCOMPARE(m_found.size(), 4);
}

void TestUploadBrowser::markersThatDoNotAdvance()
{
    m_account->instead = [this](const Order &order) -> std::optional<Outcome> {
        if (!std::holds_alternative<ListOpenUploads>(order.work))
            return {};
        s3::UploadsPage page;
        page.uploads = {m_account->buckets[QStringLiteral("a")].first().upload};
        page.isTruncated = true;
        page.nextKeyMarker = QStringLiteral("key 0");
        page.nextUploadIdMarker = "0";
        return Outcome(Answer(page));
    };
    list(QStringLiteral("a"));
    QCOMPARE(m_found.size(), 1);
    QCOMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("PagingStuck"));
    QCOMPARE(m_account->countOf<ListOpenUploads>(), 2);
}

void TestUploadBrowser::markersThatGoInCircles()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        const auto *asked = std::get_if<ListOpenUploads>(&order.work);
        if (!asked)
            return {};
        s3::UploadsPage page;
        page.isTruncated = true;
        page.nextKeyMarker = asked->keyMarker == QLatin1String("x") ? QStringLiteral("y") : QStringLiteral("x");
        return Outcome(Answer(page));
    };
    list(QStringLiteral("a"));
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("PagingStuck"));
    QVERIFY(m_account->countOf<ListOpenUploads>() < 5);
}

void TestUploadBrowser::aPrefixThatTheServerTakesForAKey()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        const auto *asked = std::get_if<ListOpenUploads>(&order.work);
        return asked && !asked->prefix.isEmpty() ? std::optional(Outcome(Answer(s3::UploadsPage()))) : std::nullopt;
    };
    list(QStringLiteral("a"), QStringLiteral("key"));
    QCOMPARE(m_found.size(), 7);

    // AWS lists by prefix: an empty answer is the answer.
    m_inquiries->setConnections({connectionTo({})});
    m_found.clear();
    m_account->sent.clear();
    list(QStringLiteral("a"), QStringLiteral("key"));
    QCOMPARE(m_found.size(), 0);
    QCOMPARE(m_account->countOf<ListOpenUploads>(), 1);
}

void TestUploadBrowser::aPrefixThatTheServerIgnores()
{
    m_account->instead = [this](const Order &order) -> std::optional<Outcome> {
        if (!std::holds_alternative<ListOpenUploads>(order.work))
            return {};
        s3::UploadsPage page;
        for (const UploadInMemory &one : m_account->buckets[QStringLiteral("a")])
            page.uploads.append(one.upload);
        return Outcome(Answer(page));
    };
    list(QStringLiteral("a"), QStringLiteral("key 5"));
    QCOMPARE(keys(), QStringList{QStringLiteral("a/key 5")});
}

void TestUploadBrowser::deniedIsNotEmpty()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        const auto *asked = std::get_if<ListOpenUploads>(&order.work);
        if (asked && asked->bucket == QLatin1String("b"))
            return Outcome(AccountTransport::error(s3::ErrorKind::NeedsUser, "AccessDenied", 403));
        return {};
    };
    list();
    QCOMPARE(m_found.size(), 14);
    QCOMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(1).toString(), QStringLiteral("b"));
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("AccessDenied"));
    QCOMPARE(m_listed->size(), 2);
}

void TestUploadBrowser::whatWasListedBeforeAFaultStays()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        const auto *asked = std::get_if<ListOpenUploads>(&order.work);
        if (asked && asked->keyMarker == QLatin1String("key 5"))
            return Outcome(AccountTransport::error(s3::ErrorKind::Permanent, "MalformedXML", 400));
        return {};
    };
    list(QStringLiteral("a"));
    QCOMPARE(m_found.size(), 6);
    QCOMPARE(m_refused->size(), 1);
    QVERIFY(m_listed->isEmpty());
}

void TestUploadBrowser::noBucketMayBeListed()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        if (std::holds_alternative<ListBuckets>(order.work))
            return Outcome(AccountTransport::error(s3::ErrorKind::NeedsUser, "AccessDenied", 403));
        return {};
    };
    list();
    QCOMPARE(m_refused->size(), 1);
    QVERIFY(m_refused->first().at(1).toString().isEmpty());
}

void TestUploadBrowser::aThrottledServerIsAskedAgain()
{
    int faults = 2;
    m_account->instead = [&](const Order &order) -> std::optional<Outcome> {
        if (!std::holds_alternative<ListOpenUploads>(order.work) || faults-- <= 0)
            return {};
        return Outcome(AccountTransport::error(s3::ErrorKind::Transient, "InternalError", 500));
    };
    list(QStringLiteral("a"));
    QCOMPARE(m_found.size(), 7);
    QVERIFY(m_refused->isEmpty());
}

// Forty buckets do not wait one after the other for a server that cannot be reached.
void TestUploadBrowser::nobodyThere()
{
    for (int i = 0; i < 40; ++i)
        m_account->add(QStringLiteral("bucket %1").arg(i), QStringLiteral("key"), "id", LongAgo);
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        if (std::holds_alternative<ListBuckets>(order.work))
            return {};
        return Outcome(AccountTransport::error(s3::ErrorKind::Offline, "HostUnreachable", 0));
    };
    m_browser->list(++m_number, QStringLiteral("lab"), {}, {});
    QVERIFY(m_ended->wait(30'000));
    QCOMPARE(m_refused->size(), 43);
    QVERIFY(m_account->countOf<ListOpenUploads>() < 10);
}

void TestUploadBrowser::anotherRegion()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        const auto *asked = std::get_if<ListOpenUploads>(&order.work);
        if (!asked || asked->bucket != QLatin1String("b") || order.region == QLatin1String("eu-west-1"))
            return {};
        s3::Error error = AccountTransport::error(s3::ErrorKind::WrongRegion, "PermanentRedirect", 301);
        error.region = QStringLiteral("eu-west-1");
        return Outcome(error);
    };
    list();
    QCOMPARE(m_found.size(), 21);
    QVERIFY(m_refused->isEmpty());
    // Asked once without, then always with the region, and only for that bucket.
    QCOMPARE(m_account->countOf<ListOpenUploads>(), 3 * 3 + 1);
    for (const Order &order : m_account->sent) {
        if (const auto *asked = std::get_if<ListOpenUploads>(&order.work); asked && asked->bucket != QLatin1String("b"))
            QVERIFY(order.region.isEmpty());
    }
}

void TestUploadBrowser::aWrongClock()
{
    m_account->serverDate = QDateTime::currentDateTimeUtc().addSecs(3600);
    m_account->instead = [this](const Order &order) -> std::optional<Outcome> {
        if (std::abs(order.clockOffset.count() - 3'600'000) < 60'000)
            return {};
        s3::Error error = AccountTransport::error(s3::ErrorKind::ClockSkewed, "RequestTimeTooSkewed", 403);
        error.serverDate = m_account->serverDate;
        return Outcome(error);
    };
    const QSignalSpy clock(m_browser.get(), &UploadBrowser::clockFound);
    std::optional<EndpointFacts> learned; // for those who send uploads
    connect(m_inquiries.get(), &Inquiries::learned, this, [&](const QString &id, const EndpointFacts &facts) {
        QCOMPARE(id, QStringLiteral("lab"));
        learned = facts;
    });
    list(QStringLiteral("a"));
    QCOMPARE(m_found.size(), 7);
    QVERIFY(learned && std::abs(learned->clockOffset.count() - 3'600'000) < 60'000);
    m_inquiries->disconnect(this);
    QCOMPARE(clock.size(), 1);
    QVERIFY(std::abs(clock.first().at(1).toLongLong() - 3'600'000) < 60'000);
}

void TestUploadBrowser::expiredCredentials()
{
    m_account->instead = [this](const Order &) -> std::optional<Outcome> {
        if (m_credentials->refreshed > 0)
            return {};
        return Outcome(AccountTransport::error(s3::ErrorKind::CredentialsExpired, "ExpiredToken", 400));
    };
    list();
    QCOMPARE(m_found.size(), 21);
    QCOMPARE(m_credentials->refreshed, 1);
}

void TestUploadBrowser::noCredentials()
{
    m_credentials->refusal = AccountTransport::error(s3::ErrorKind::NeedsUser, "NoCredentials", 0);
    list();
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("NoCredentials"));
    QVERIFY(m_account->sent.isEmpty());
    // Once they are there, it goes on.
    m_credentials->refusal.reset();
    list();
    QCOMPARE(m_found.size(), 21);
}

void TestUploadBrowser::noConnection()
{
    m_inquiries->setConnections({});
    list();
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("NoSuchConnection"));
}

void TestUploadBrowser::expiryByRuleAndByHabit()
{
    m_account->lifecycles.insert(QStringLiteral("a"), s3::withAbortAfter({}, 7));
    list(QStringLiteral("a"));
    QCOMPARE(m_found.first().expires, QDateTime(QDate(2026, 8, 9), QTime(0, 0), Qt::UTC));
    m_found.clear();
    list(QStringLiteral("b"));
    QVERIFY(!m_found.first().expires.isValid());
    m_found.clear();
    m_account->server = "MinIO";
    list(QStringLiteral("b"));
    QCOMPARE(m_found.first().expires, LongAgo.addDays(1));
    m_found.clear();
    m_account->server = "cloudflare";
    m_inquiries->setConnections({connectionTo("x.r2.cloudflarestorage.com")});
    list(QStringLiteral("b"));
    QCOMPARE(m_found.first().expires, LongAgo.addDays(7));
}

void TestUploadBrowser::aSlowRuleDoesNotHoldUpTheRows()
{
    m_account->hold = [](const Order &order) { return std::holds_alternative<ReadLifecycle>(order.work); };
    list(QStringLiteral("a"));
    QCOMPARE(m_found.size(), 7);
}

void TestUploadBrowser::stopping()
{
    m_account->hold = [](const Order &order) {
        const auto *asked = std::get_if<ListOpenUploads>(&order.work);
        return asked && asked->keyMarker == QLatin1String("key 5");
    };
    m_browser->list(++m_number, QStringLiteral("lab"), QStringLiteral("a"), {});
    QTRY_COMPARE(m_found.size(), 6);
    m_browser->stop();
    QCOMPARE(m_ended->size(), 1);
    QCOMPARE(m_ended->first().at(1).toBool(), true);
    QCOMPARE(m_account->interrupted, 1);
    m_browser->stop();
    QCOMPARE(m_ended->size(), 1);
}

void TestUploadBrowser::anotherListingEndsTheFirst()
{
    m_browser->list(++m_number, QStringLiteral("lab"), QStringLiteral("a"), {});
    list(QStringLiteral("b"));
    QTest::qWait(20);
    QCOMPARE(m_ended->size(), 1);
    for (const QString &key : keys())
        QVERIFY(key.startsWith(QLatin1String("b/")));
}

void TestUploadBrowser::looksInOrderAndOnce()
{
    list(QStringLiteral("a"));
    QList<s3::UploadAddress> wished;
    for (const ListedUpload &one : std::as_const(m_found))
        wished.prepend(one.upload.address);
    m_browser->lookInto(m_number, wished);
    QTRY_COMPARE(m_held.size(), 7);
    QCOMPARE(m_held.first().holding.bytes, 12);
    QCOMPARE(m_held.first().holding.parts, 2);
    QCOMPARE(m_held.first().holding.lastPart, LongAgo.addSecs(60));
    QVERIFY(m_held.first().holding.isComparable);
    QVERIFY(m_held.first().holding.byteSeconds > 12.0 * 86400);
    QList<s3::UploadAddress> asked;
    for (const Order &order : m_account->sent) {
        if (const auto *look = std::get_if<ListStoredParts>(&order.work))
            asked.append(look->upload);
    }
    QCOMPARE(asked, wished);
    // What is known is told again, and nobody is asked.
    m_browser->lookInto(m_number, {wished.last()});
    QTRY_COMPARE(m_held.size(), 8);
    QCOMPARE(m_account->countOf<ListStoredParts>(), 7);
    // Of another listing: nothing.
    m_browser->lookInto(m_number - 1, wished);
    QTest::qWait(150);
    QCOMPARE(m_held.size(), 8);
}

void TestUploadBrowser::anotherWishReplacesWhatHasNotBegun()
{
    for (int i = 10; i < 60; ++i)
        m_account->add(QStringLiteral("a"), QStringLiteral("key %1").arg(i), QByteArray::number(i), LongAgo);
    list(QStringLiteral("a"));
    QList<s3::UploadAddress> all;
    for (const ListedUpload &one : std::as_const(m_found))
        all.append(one.upload.address);
    m_account->hold = [](const Order &order) { return std::holds_alternative<ListStoredParts>(order.work); };
    m_browser->lookInto(m_number, all);
    QTRY_COMPARE(m_account->countOf<ListStoredParts>(), UploadBrowser::LooksAtOnce);
    m_account->hold = nullptr;
    m_browser->lookInto(m_number, {all[50], all[0]}); // the second is on its way already
    QTest::qWait(50);
    QCOMPARE(m_account->countOf<ListStoredParts>(), UploadBrowser::LooksAtOnce);
}

void TestUploadBrowser::goneMeanwhile()
{
    list(QStringLiteral("a"));
    const QSignalSpy notHeld(m_browser.get(), &UploadBrowser::notHeld);
    m_account->buckets[QStringLiteral("a")].clear();
    m_browser->lookInto(m_number, {m_found.first().upload.address});
    QTRY_COMPARE(notHeld.size(), 1);
    QCOMPARE(notHeld.first().at(2).value<s3::Error>().kind, s3::ErrorKind::UploadGone);
}

void TestUploadBrowser::atMostSoManyAtOnce()
{
    for (int i = 0; i < 40; ++i)
        m_account->add(QStringLiteral("bucket %1").arg(i), QStringLiteral("key"), "id", LongAgo);
    list();
    QVERIFY(m_account->mostInFlight <= Inquiries::AtOnce);
    QCOMPARE(m_found.size(), 61);
}

void TestUploadBrowser::allPartsOfOne()
{
    const QSignalSpy found(m_browser.get(), &UploadBrowser::partsFound);
    const QSignalSpy refused(m_browser.get(), &UploadBrowser::partsRefused);
    const s3::UploadAddress upload = m_account->buckets[QStringLiteral("a")].first().upload.address;
    m_browser->listParts(QStringLiteral("lab"), upload);
    QTRY_COMPARE(found.size(), 1);
    QCOMPARE(found.first().at(2).value<PartsListed>().parts.size(), 2);
    m_browser->listParts(QStringLiteral("lab"), {upload.object, "another"});
    QTRY_COMPARE(refused.size(), 1);
}

QTEST_GUILESS_MAIN(TestUploadBrowser)
#include "tst_uploadbrowser.moc"
