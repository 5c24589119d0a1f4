// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Links are signed for what is there and may be read, by the server's clock and in the bucket's region.

#include "accountinmemory.h"
#include "fakeworld.h"
#include "upload/linksigning.h"

#include <QSignalSpy>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace upload;
using namespace std::chrono_literals;

class tst_LinkSigning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        m_signing.reset();
        m_inquiries.reset();
    }
    void init()
    {
        m_transport = std::make_unique<AccountTransport>();
        m_credentials = std::make_unique<FakeCredentials>();
        m_inquiries = std::make_unique<Inquiries>(*m_transport, *m_credentials);
        m_signing = std::make_unique<LinkSigning>(*m_inquiries);
        Connection connection;
        connection.id = QStringLiteral("lab");
        connection.endpoint.host = "s3.lab.test";
        m_inquiries->setConnections({connection});
        answer(200);
    }

    void aLinkToWhatIsThere()
    {
        const QDateTime before = QDateTime::currentDateTimeUtc();
        const s3::PresignedLink link = linked(3600);
        const QUrlQuery query(QUrl::fromEncoded(link.url));
        QVERIFY(link.url.startsWith("https://s3.lab.test/b/a%20b.txt?") || link.url.startsWith("https://b.s3.lab.test/a%20b.txt?"));
        QCOMPARE(query.queryItemValue(QStringLiteral("X-Amz-Expires")), QStringLiteral("3600"));
        QVERIFY(query.hasQueryItem(QStringLiteral("X-Amz-Signature")));
        QVERIFY(!query.hasQueryItem(QStringLiteral("versionId")));
        QVERIFY(before.secsTo(link.expires) >= 3599 && before.secsTo(link.expires) < 3660);
        QCOMPARE(m_transport->countOf<Probe>(), 1);
    }

    void oneVersionOfIt()
    {
        const s3::PresignedLink link = linked(60, "v 1");
        QCOMPARE(
            QUrlQuery(QUrl::fromEncoded(link.url)).queryItemValue(QStringLiteral("versionId"), QUrl::FullyDecoded), QStringLiteral("v 1"));
        // The version was asked for, not the latest.
        const auto &probe = std::get<Probe>(m_transport->sent.first().work);
        QVERIFY(probe.make(m_transport->sent.first().connection.endpoint).target().contains("versionId=v%201"));
    }

    // The link is good by the clock of the server, not by a computer's that is 40 minutes slow.
    void byTheServersClock()
    {
        m_transport->instead = [this](const Order &) -> std::optional<Outcome> {
            Q_EMIT m_transport->timeTold(1, 40min);
            return heard(200);
        };
        const s3::PresignedLink link = linked(3600);
        const qint64 ahead = QDateTime::currentDateTimeUtc().secsTo(link.expires) - 3600;
        QVERIFY2(qAbs(ahead - 2400) < 60, qPrintable(QString::number(ahead)));
        const QString date = QUrlQuery(QUrl::fromEncoded(link.url)).queryItemValue(QStringLiteral("X-Amz-Date"));
        const QDateTime signedAt = QDateTime::fromString(date, QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
        QVERIFY(qAbs(signedAt.secsTo(link.expires) - 3600) < 2);
    }

    void inTheBucketsRegion()
    {
        int asked = 0;
        m_transport->instead = [&](const Order &order) -> std::optional<Outcome> {
            if (++asked == 1) {
                s3::Error error = AccountTransport::error(s3::ErrorKind::WrongRegion, "AuthorizationHeaderMalformed", 400);
                error.region = QStringLiteral("eu-lab-1");
                return error;
            }
            return order.region == QLatin1String("eu-lab-1") ? heard(200) : heard(400);
        };
        const s3::PresignedLink link = linked(60);
        QVERIFY2(link.url.contains("%2Feu-lab-1%2Fs3%2Faws4_request"), link.url.constData());
    }

    void refused_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::newRow("gone") << 404 << QByteArray() << QStringLiteral("NoSuchKey");
        QTest::newRow("not for these keys") << 403 << QByteArray() << QStringLiteral("AccessDenied");
        QTest::newRow("not for these keys, in words")
            << 403 << QByteArray("<Error><Code>AccessDenied</Code></Error>") << QStringLiteral("AccessDenied");
        QTest::newRow("another secret") << 403
                                        << QByteArray("<Error><Code>SignatureDoesNotMatch</Code><Message>Check your key.</Message></Error>")
                                        << QStringLiteral("SignatureDoesNotMatch");
        QTest::newRow("encrypted with an owner's key")
            << 400
            << QByteArray("<Error><Code>InvalidRequest</Code><Message>The object was stored using a form of Server Side Encryption. The "
                          "correct parameters must be provided to retrieve the object.</Message></Error>")
            << QStringLiteral("UnreadableObject");
        QTest::newRow("no such version") << 400
                                         << QByteArray("<Error><Code>InvalidArgument</Code><Message>Invalid version id</Message></Error>")
                                         << QStringLiteral("InvalidArgument");
    }
    void refused()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        answer(status, body);
        const s3::Error error = refusal(60);
        QTEST(error.code, "code");
        QVERIFY(!error.message.isEmpty());
    }

    void forAWeekAtMost()
    {
        QCOMPARE(refusal(604'801).code, QStringLiteral("InvalidExpiry"));
        QCOMPARE(refusal(0).code, QStringLiteral("InvalidExpiry"));
        linked(604'800);
    }

    void notWithoutAConnection()
    {
        QSignalSpy refusedSpy(m_signing.get(), &LinkSigning::refused);
        m_signing->sign(QUuid::createUuid(), QStringLiteral("nobody"), object(), {}, 60);
        QVERIFY(refusedSpy.wait());
        QCOMPARE(refusedSpy.first().at(1).value<s3::Error>().code, QStringLiteral("NoSuchConnection"));
    }

    // Each wish has its own answer.
    void severalAtOnce()
    {
        QSignalSpy links(m_signing.get(), &LinkSigning::signedLink);
        QList<QUuid> wishes;
        for (int i = 0; i < 3; ++i) {
            wishes.append(QUuid::createUuid());
            m_signing->sign(wishes.last(), QStringLiteral("lab"), object(), {}, 60 + i);
        }
        QTRY_COMPARE(links.size(), 3);
        for (const auto &one : links) {
            const auto link = one.at(1).value<s3::PresignedLink>();
            const auto wish = wishes.indexOf(one.at(0).toUuid());
            QVERIFY(link.url.contains("X-Amz-Expires=" + QByteArray::number(60 + wish)));
        }
    }

private:
    static s3::ObjectAddress object() { return {QStringLiteral("b"), QStringLiteral("a b.txt")}; }
    static Outcome heard(int status)
    {
        Heard heard;
        heard.response.status = status;
        return Answer(heard);
    }
    void answer(int status, const QByteArray &body = {})
    {
        Heard said;
        said.response.status = status;
        said.response.body = body;
        m_transport->instead = [said](const Order &) { return std::optional<Outcome>(Answer(said)); };
    }
    s3::PresignedLink linked(qint64 seconds, const QByteArray &versionId = {})
    {
        QSignalSpy links(m_signing.get(), &LinkSigning::signedLink);
        m_signing->sign(QUuid::createUuid(), QStringLiteral("lab"), object(), versionId, seconds);
        return links.wait() ? links.first().at(1).value<s3::PresignedLink>() : s3::PresignedLink();
    }
    s3::Error refusal(qint64 seconds)
    {
        QSignalSpy refusals(m_signing.get(), &LinkSigning::refused);
        m_signing->sign(QUuid::createUuid(), QStringLiteral("lab"), object(), {}, seconds);
        return refusals.wait() ? refusals.first().at(1).value<s3::Error>() : s3::Error();
    }

    std::unique_ptr<AccountTransport> m_transport;
    std::unique_ptr<FakeCredentials> m_credentials;
    std::unique_ptr<Inquiries> m_inquiries;
    std::unique_ptr<LinkSigning> m_signing;
};

QTEST_GUILESS_MAIN(tst_LinkSigning)
#include "tst_linksigning.moc"
