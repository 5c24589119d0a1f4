// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "accountinmemory.h"
#include "fakeworld.h"
#include "upload/lifecycleeditor.h"

#include <QSignalSpy>
#include <QTest>

using namespace upload;

namespace {

const QString Bucket = QStringLiteral("archive");

// Somebody else's: expires finished objects.
s3::LifecycleConfiguration foreign()
{
    s3::HttpResponse response;
    response.status = 200;
    response.body = "<LifecycleConfiguration><Rule><ID>logs</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status>"
                    "<Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>";
    return s3::parseGetBucketLifecycle(response).value();
}

} // namespace

class TestLifecycleEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void reading();
    void aServerWithoutRules_data();
    void aServerWithoutRules();
    void writing();
    void removing();
    void changedMeanwhile();
    void aWishThatWouldLoseARule();
    void aServerThatDoesNotKeepIt();
    void denied();
    void writtenAndNotReadAgain();

private:
    std::unique_ptr<AccountTransport> m_account;
    std::unique_ptr<FakeCredentials> m_credentials;
    std::unique_ptr<Inquiries> m_inquiries;
    std::unique_ptr<LifecycleEditor> m_editor;
    std::unique_ptr<QSignalSpy> m_found, m_written, m_refused;
    const QString m_id = QStringLiteral("lab");
};

void TestLifecycleEditor::init()
{
    m_account = std::make_unique<AccountTransport>();
    m_credentials = std::make_unique<FakeCredentials>();
    m_inquiries = std::make_unique<Inquiries>(*m_account, *m_credentials);
    Connection connection;
    connection.id = m_id;
    m_inquiries->setConnections({connection});
    m_editor = std::make_unique<LifecycleEditor>(*m_inquiries);
    m_found = std::make_unique<QSignalSpy>(m_editor.get(), &LifecycleEditor::found);
    m_written = std::make_unique<QSignalSpy>(m_editor.get(), &LifecycleEditor::written);
    m_refused = std::make_unique<QSignalSpy>(m_editor.get(), &LifecycleEditor::refused);
    m_account->lifecycles.insert(Bucket, foreign());
}

void TestLifecycleEditor::cleanup()
{
    m_editor.reset();
    m_inquiries.reset();
}

void TestLifecycleEditor::reading()
{
    m_editor->read(m_id, Bucket);
    QTRY_COMPARE(m_found->size(), 1);
    QCOMPARE(m_found->first().at(2).value<s3::LifecycleConfiguration>(), foreign());
}

void TestLifecycleEditor::aServerWithoutRules_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("AWS's word") << QStringLiteral("NotImplemented") << 501;
    QTest::newRow("Swift") << QStringLiteral("MethodNotAllowed") << 405;
    QTest::newRow("no word") << QString() << 501;
}

void TestLifecycleEditor::aServerWithoutRules()
{
    QFETCH(const QString, code);
    QFETCH(const int, status);
    m_account->instead = [&](const Order &) -> std::optional<Outcome> {
        return Outcome(AccountTransport::error(s3::ErrorKind::Permanent, code.toLatin1().constData(), status));
    };
    m_editor->read(m_id, Bucket);
    QTRY_COMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("NoLifecycle"));
}

void TestLifecycleEditor::writing()
{
    const s3::LifecycleConfiguration wished = s3::withAbortAfter(foreign(), 7);
    m_editor->write(m_id, Bucket, foreign(), wished);
    QTRY_COMPARE(m_written->size(), 1);
    QVERIFY(m_refused->isEmpty());
    const s3::LifecycleConfiguration now = m_account->lifecycles.value(Bucket);
    QCOMPARE(now, wished);
    QVERIFY(now.rules.contains(foreign().rules.first()));
    QCOMPARE(*s3::wholeBucketAbortRule(now)->abortAfterDays, 7);
    QCOMPARE(m_account->countOf<ReadLifecycle>(), 2); // before and after
}

void TestLifecycleEditor::removing()
{
    const s3::LifecycleConfiguration there = s3::withAbortAfter(foreign(), 7);
    m_account->lifecycles.insert(Bucket, there);
    m_editor->write(m_id, Bucket, there, s3::withoutAbort(there));
    QTRY_COMPARE(m_written->size(), 1);
    QCOMPARE(m_account->lifecycles.value(Bucket), foreign());
}

void TestLifecycleEditor::changedMeanwhile()
{
    m_editor->write(m_id, Bucket, {}, s3::withAbortAfter({}, 7)); // made from a view without the foreign rule
    QTRY_COMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("LifecycleChanged"));
    QCOMPARE(m_found->first().at(2).value<s3::LifecycleConfiguration>(), foreign());
    QCOMPARE(m_account->countOf<WriteLifecycle>(), 0);
}

void TestLifecycleEditor::aWishThatWouldLoseARule()
{
    m_editor->write(m_id, Bucket, foreign(), s3::withAbortAfter({}, 7));
    QTRY_COMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("LifecycleWouldLose"));
    QCOMPARE(m_account->lifecycles.value(Bucket), foreign());
}

void TestLifecycleEditor::aServerThatDoesNotKeepIt()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        return std::holds_alternative<WriteLifecycle>(order.work) ? std::optional(Outcome(Answer(LifecycleWritten{}))) : std::nullopt;
    };
    m_editor->write(m_id, Bucket, foreign(), s3::withAbortAfter(foreign(), 7));
    QTRY_COMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("LifecycleNotKept"));
}

void TestLifecycleEditor::denied()
{
    m_account->instead = [](const Order &order) -> std::optional<Outcome> {
        if (std::holds_alternative<WriteLifecycle>(order.work))
            return Outcome(AccountTransport::error(s3::ErrorKind::NeedsUser, "AccessDenied", 403));
        return {};
    };
    m_editor->write(m_id, Bucket, foreign(), s3::withAbortAfter(foreign(), 7));
    QTRY_COMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("AccessDenied"));
}

void TestLifecycleEditor::writtenAndNotReadAgain()
{
    m_account->instead = [this](const Order &order) -> std::optional<Outcome> {
        if (std::holds_alternative<ReadLifecycle>(order.work) && m_account->countOf<WriteLifecycle>() > 0)
            return Outcome(AccountTransport::error(s3::ErrorKind::NeedsUser, "AccessDenied", 403));
        return {};
    };
    m_editor->write(m_id, Bucket, foreign(), s3::withAbortAfter(foreign(), 7));
    QTRY_COMPARE(m_refused->size(), 1);
    QCOMPARE(m_refused->first().at(2).value<s3::Error>().code, QStringLiteral("LifecycleNotProven"));
    QCOMPARE(m_refused->first().at(3).value<s3::Operation>(), s3::Operation::GetBucketLifecycle);
    QVERIFY(m_written->isEmpty());
}

QTEST_GUILESS_MAIN(TestLifecycleEditor)
#include "tst_lifecycleeditor.moc"
