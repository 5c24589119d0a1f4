// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "accountinmemory.h"
#include "fakeworld.h"
#include "upload/cleanup.h"

#include <QSignalSpy>
#include <QTest>

using namespace upload;

class TestCleanUp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void allAreGone();
    void partsThatLandLate();
    void partsThatNeverEnd();
    void aliveOnesAreLookedAtOnceMore();
    void manyThatMayBeAliveRestTogether();
    void goneBefore();
    void denied();
    void listingPartsDenied();
    void anEmptyNameThatStays();
    void slowDown();
    void stopping();
    void anotherRun();
    void nothingToAbort();

private:
    QList<AbortTarget> targets() const;
    void run(const QList<AbortTarget> &targets);
    QList<AbortResult::Verdict> verdicts() const;

    std::unique_ptr<AccountTransport> m_account;
    std::unique_ptr<FakeCredentials> m_credentials;
    std::unique_ptr<Inquiries> m_inquiries;
    std::unique_ptr<CleanUp> m_cleanUp;
    std::unique_ptr<QSignalSpy> m_ended;
    QList<AbortResult> m_results;
};

void TestCleanUp::init()
{
    m_account = std::make_unique<AccountTransport>();
    m_credentials = std::make_unique<FakeCredentials>();
    m_inquiries = std::make_unique<Inquiries>(*m_account, *m_credentials);
    Connection connection;
    connection.id = QStringLiteral("lab");
    m_inquiries->setConnections({connection});
    m_cleanUp = std::make_unique<CleanUp>(*m_inquiries);
    m_ended = std::make_unique<QSignalSpy>(m_cleanUp.get(), &CleanUp::ended);
    m_results.clear();
    connect(m_cleanUp.get(), &CleanUp::aborted, this, [this](quint64, const QList<AbortResult> &results) { m_results += results; });
    for (int i = 0; i < 3; ++i)
        m_account->add(QStringLiteral("a"), QStringLiteral("key %1").arg(i), QByteArray::number(i), QDateTime::currentDateTimeUtc(), {5});
}

void TestCleanUp::cleanup()
{
    m_cleanUp.reset();
    m_inquiries.reset();
}

QList<AbortTarget> TestCleanUp::targets() const
{
    QList<AbortTarget> all;
    for (const UploadInMemory &one : m_account->buckets[QStringLiteral("a")])
        all.append({one.upload.address, false});
    return all;
}

void TestCleanUp::run(const QList<AbortTarget> &targets)
{
    m_cleanUp->abort(1, QStringLiteral("lab"), targets);
    QVERIFY(m_ended->wait(60'000));
}

QList<AbortResult::Verdict> TestCleanUp::verdicts() const
{
    QList<AbortResult::Verdict> all;
    for (const AbortResult &result : m_results)
        all.append(result.verdict);
    return all;
}

void TestCleanUp::allAreGone()
{
    run(targets());
    QCOMPARE(verdicts(), QList<AbortResult::Verdict>(3, AbortResult::Gone));
    QVERIFY(m_account->buckets[QStringLiteral("a")].isEmpty());
    QCOMPARE(m_account->countOf<AbortUpload>(), 3);
    QCOMPARE(m_account->countOf<ListStoredParts>(), 3);
    QCOMPARE(m_ended->first().at(1).toBool(), false);
}

void TestCleanUp::partsThatLandLate()
{
    m_account->buckets[QStringLiteral("a")][1].landsAfterAborts = 2;
    run(targets());
    QCOMPARE(verdicts(), QList<AbortResult::Verdict>(3, AbortResult::Gone));
    QCOMPARE(m_account->countOf<AbortUpload>(), 5);
    QVERIFY(m_account->buckets[QStringLiteral("a")].isEmpty());
}

void TestCleanUp::partsThatNeverEnd()
{
    // The pauses between eight rounds take a minute; three rounds show that it goes on, and stop() that it can be left.
    m_account->buckets[QStringLiteral("a")][0].landsAfterAborts = 1000;
    m_cleanUp->abort(1, QStringLiteral("lab"), targets().mid(0, 1));
    QTRY_COMPARE_WITH_TIMEOUT(m_account->countOf<AbortUpload>(), 3, 10'000);
    QVERIFY(m_results.isEmpty());
    QVERIFY(m_ended->isEmpty());
}

void TestCleanUp::aliveOnesAreLookedAtOnceMore()
{
    QList<AbortTarget> all = targets();
    all[1].maybeAlive = true;
    run(all);
    QCOMPARE(m_account->countOf<ListStoredParts>(), 4);
    QCOMPARE(m_results.last().address, all[1].address);
}

void TestCleanUp::manyThatMayBeAliveRestTogether()
{
    for (int i = 10; i < 400; ++i)
        m_account->add(QStringLiteral("a"), QStringLiteral("key %1").arg(i), QByteArray::number(i), QDateTime::currentDateTimeUtc());
    QList<AbortTarget> all = targets();
    for (AbortTarget &target : all)
        target.maybeAlive = true;
    m_cleanUp->abort(1, QStringLiteral("lab"), all);
    // All are aborted before the first of them is looked at for the last time.
    QTRY_COMPARE_WITH_TIMEOUT(m_account->countOf<AbortUpload>(), all.size(), 10'000);
    QVERIFY(m_results.isEmpty());
    QVERIFY(m_ended->wait(20'000));
    QCOMPARE(verdicts(), QList<AbortResult::Verdict>(all.size(), AbortResult::Gone));
}

void TestCleanUp::goneBefore()
{
    const QList<AbortTarget> all = targets();
    m_account->buckets[QStringLiteral("a")].removeFirst();
    run(all);
    QCOMPARE(verdicts().count(AbortResult::WasGone), 1);
    QCOMPARE(verdicts().count(AbortResult::Gone), 2);
}

void TestCleanUp::denied()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        const auto *abort = std::get_if<AbortUpload>(&order.work);
        if (abort && abort->upload.uploadId == "1")
            return Outcome(AccountTransport::error(s3::ErrorKind::NeedsUser, "AccessDenied", 403));
        return {};
    };
    run(targets());
    QCOMPARE(verdicts().count(AbortResult::Refused), 1);
    QCOMPARE(verdicts().count(AbortResult::Gone), 2);
    for (const AbortResult &result : std::as_const(m_results)) {
        if (result.verdict == AbortResult::Refused)
            QCOMPARE(result.error->code, QStringLiteral("AccessDenied"));
    }
}

void TestCleanUp::listingPartsDenied()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        if (std::holds_alternative<ListStoredParts>(order.work))
            return Outcome(AccountTransport::error(s3::ErrorKind::NeedsUser, "AccessDenied", 403));
        return {};
    };
    run(targets());
    QCOMPARE(verdicts(), QList<AbortResult::Verdict>(3, AbortResult::Unproven));
    QVERIFY(!m_results.first().isGone());
}

void TestCleanUp::anEmptyNameThatStays()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        if (std::holds_alternative<ListStoredParts>(order.work))
            return Outcome(Answer(PartsListed{}));
        return {};
    };
    run(targets().mid(0, 1));
    QCOMPARE(verdicts(), QList<AbortResult::Verdict>{AbortResult::Gone});
    QCOMPARE(m_account->countOf<AbortUpload>(), 2);
}

void TestCleanUp::slowDown()
{
    for (int i = 10; i < 200; ++i)
        m_account->add(QStringLiteral("a"), QStringLiteral("key %1").arg(i), QByteArray::number(i), QDateTime::currentDateTimeUtc());
    int faults = 5;
    m_account->instead = [&](const Order &order) -> std::optional<Outcome> {
        if (!std::holds_alternative<AbortUpload>(order.work) || faults-- <= 0)
            return {};
        return Outcome(AccountTransport::error(s3::ErrorKind::Throttled, "SlowDown", 503));
    };
    run(targets());
    QCOMPARE(verdicts(), QList<AbortResult::Verdict>(193, AbortResult::Gone));
    QVERIFY(m_account->mostInFlight <= Inquiries::AtOnce);
}

void TestCleanUp::stopping()
{
    for (int i = 10; i < 200; ++i)
        m_account->add(QStringLiteral("a"), QStringLiteral("key %1").arg(i), QByteArray::number(i), QDateTime::currentDateTimeUtc());
    m_cleanUp->abort(1, QStringLiteral("lab"), targets());
    QTRY_VERIFY(m_account->countOf<AbortUpload>() > 0);
    m_cleanUp->stop();
    QVERIFY(m_ended->wait(10'000));
    QCOMPARE(m_ended->first().at(1).toBool(), true);
    // What was begun is proven, and the rest was not touched.
    QVERIFY(m_results.size() >= CleanUp::AskedAtOnce && m_results.size() < 193);
    QCOMPARE(verdicts().count(AbortResult::Gone), m_results.size());
    QCOMPARE(m_account->buckets[QStringLiteral("a")].size(), 193 - m_results.size());
    m_cleanUp->stop();
    QCOMPARE(m_ended->size(), 1);
}

void TestCleanUp::anotherRun()
{
    const QList<AbortTarget> all = targets();
    m_cleanUp->abort(1, QStringLiteral("lab"), all.mid(0, 1));
    m_cleanUp->abort(2, QStringLiteral("lab"), all.mid(1));
    QTRY_COMPARE(m_ended->size(), 2);
    QCOMPARE(m_results.size(), 3);
    QVERIFY(m_account->buckets[QStringLiteral("a")].isEmpty());
}

void TestCleanUp::nothingToAbort()
{
    m_cleanUp->abort(1, QStringLiteral("lab"), {});
    QTRY_COMPARE(m_ended->size(), 1);
    QVERIFY(m_results.isEmpty());
    QVERIFY(m_account->sent.isEmpty());
}

QTEST_GUILESS_MAIN(TestCleanUp)
#include "tst_cleanup.moc"
