// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Proxies: that requests take the way they were told to, what a proxy is told and what it is not, and what is said when it does not let us through.

#include "identities.h"
#include "ordering.h"
#include "testproxy.h"

#include <QTest>

using namespace nettest;
using namespace std::chrono_literals;
using Kind = upload::ProxyOptions::Kind;

class TestLaneProxies : public QObject {
    Q_OBJECT

private:
    static constexpr char Password[] = "open sesame: \xc3\xa4%41";

    // The name is known to the proxies only: what arrives has come through one.
    upload::Connection connection(bool isTls, const TestProxy &proxy) const
    {
        upload::Connection to = connectionTo("s3.test:9000", isTls ? "https" : "http");
        to.tls.extraCaPem = m_identity.certificate;
        to.proxy.kind = &proxy == &m_socks ? Kind::Socks5 : Kind::Http;
        to.proxy.host = QStringLiteral("127.0.0.1");
        to.proxy.port = proxy.serverPort();
        return to;
    }
    upload::Order part(const upload::Connection &connection) { return partOrder(connection, m_path); }
    static upload::Order question(const upload::Connection &connection)
    {
        return orderFor(connection, upload::CheckObject{{QStringLiteral("bucket"), QStringLiteral("key")}});
    }
    void route(bool isTls)
    {
        for (TestProxy *proxy : {&m_http, &m_socks})
            proxy->setRoute("s3.test:9000", server(isTls).serverPort());
    }
    static void ways()
    {
        QTest::addColumn<bool>("isTls");
        QTest::addColumn<bool>("isSocks");
        QTest::addColumn<bool>("hasPassword");
        for (bool isTls : {false, true}) {
            for (bool isSocks : {false, true}) {
                for (bool hasPassword : {false, true})
                    QTest::addRow(
                        "%s over %s%s", isTls ? "https" : "http", isSocks ? "socks" : "http", hasPassword ? " with a password" : "")
                        << isTls << isSocks << hasPassword;
            }
        }
    }
    ScriptedServer &server(bool isTls) { return isTls ? m_secure : m_plain; }
    TestProxy &proxy(bool isSocks) { return isSocks ? m_socks : m_http; }

    ScriptedServer m_plain;
    ScriptedServer m_secure;
    TestProxy m_http{TestProxy::Speaks::Http};
    TestProxy m_socks{TestProxy::Speaks::Socks5};
    QTemporaryDir m_folder;
    QString m_path;
    const QByteArray m_bytes = someBytes(400'000);
    const Identity m_identity = issue({"s3.test", {"s3.test"}});

private Q_SLOTS:
    void initTestCase()
    {
        m_path = writeFile(m_folder, QStringLiteral("source"), m_bytes);
        m_secure.setTls(serverConfiguration(m_identity));
    }

    void init()
    {
        for (ScriptedServer *server : {&m_plain, &m_secure}) {
            server->reset();
            server->setScript(stored());
        }
        for (TestProxy *proxy : {&m_http, &m_socks})
            proxy->reset();
        route(false);
    }

    void bytesArrive_data() { ways(); }
    void bytesArrive()
    {
        QFETCH(bool, isTls);
        QFETCH(bool, isSocks);
        QFETCH(bool, hasPassword);
        route(isTls);
        auto order = part(connection(isTls, proxy(isSocks)));
        if (hasPassword) {
            proxy(isSocks).setPassword("ann", Password);
            order.connection.proxy.user = QStringLiteral("ann");
            order.credentials.proxyPassword = Password;
        }
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("ok"));
        QCOMPARE(server(isTls).seen().size(), 1);
        QCOMPARE(server(isTls).seen().first().body, m_bytes);
        // The server's signature is the server's, the proxy's password the proxy's.
        QVERIFY(server(isTls).seen().first().headers.value("Authorization").startsWith("AWS4-HMAC-SHA256"));
        QCOMPARE(server(isTls).seen().first().headers.value("Host"), QByteArray("s3.test:9000"));
        if (isTls || isSocks) {
            QVERIFY(!server(isTls).seen().first().headers.has("Proxy-Authorization"));
            QVERIFY(proxy(isSocks).tunnels() > 0);
            for (const QByteArray &head : proxy(isSocks).heads())
                QVERIFY2(!head.contains("AWS4"), head.constData());
        }
    }

    void wrongPassword_data() { ways(); }
    void wrongPassword()
    {
        QFETCH(bool, isTls);
        QFETCH(bool, isSocks);
        QFETCH(bool, hasPassword);
        route(isTls);
        proxy(isSocks).setPassword("ann", Password);
        for (auto order : {part(connection(isTls, proxy(isSocks))), question(connection(isTls, proxy(isSocks)))}) {
            if (hasPassword) {
                order.connection.proxy.user = QStringLiteral("ann");
                order.credentials.proxyPassword = "something else";
            }
            net::LanePool pool;
            Ledger ledger(pool);
            const auto outcome = ledger.carryOut(order);
            QCOMPARE(summary(outcome), QStringLiteral("needs-user ProxyAuthenticationFailed"));
            const QString name = QStringLiteral("127.0.0.1:%1").arg(proxy(isSocks).serverPort());
            QVERIFY2(outcome.error().message.contains(name), qPrintable(outcome.error().message));
            QVERIFY2(!outcome.error().message.contains(QLatin1String("something else")), qPrintable(outcome.error().message));
        }
        QTest::qWait(100);
        QCOMPARE(proxy(isSocks).refusals(), hasPassword ? 2 : 0); // told once an order: no guessing on
        QCOMPARE(server(isTls).connections(), 0);
    }

    void nobodyIsTheProxy_data() { ways(); }
    void nobodyIsTheProxy()
    {
        QFETCH(bool, isTls);
        QFETCH(bool, isSocks);
        QFETCH(bool, hasPassword);
        auto order = question(connection(isTls, proxy(isSocks)));
        quint16 port = 0;
        {
            QTcpServer free;
            QVERIFY(free.listen(QHostAddress::LocalHost));
            port = free.serverPort();
        }
        order.connection.proxy.port = port;
        if (hasPassword) {
            order.connection.proxy.user = QStringLiteral("ann");
            order.credentials.proxyPassword = Password;
        }
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order);
        QCOMPARE(outcome.error().kind, s3::ErrorKind::Offline);
        QVERIFY2(outcome.error().message.contains(QStringLiteral("127.0.0.1:%1").arg(port)), qPrintable(outcome.error().message));
    }

    void proxyThatIsNoHost()
    {
        auto order = question(connection(true, m_http));
        order.connection.proxy.host = QStringLiteral("proxy.invalid");
        order.connection.proxy.port = 3128;
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order, std::chrono::seconds(60));
        QCOMPARE(outcome.error().kind, s3::ErrorKind::Offline);
        QVERIFY2(outcome.error().message.contains(QStringLiteral("proxy.invalid:3128")), qPrintable(outcome.error().message));
    }

    void proxyThatHangsUp_data()
    {
        QTest::addColumn<bool>("isTls");
        QTest::addColumn<bool>("isSocks");
        QTest::newRow("https over http") << true << false;
        QTest::newRow("https over socks") << true << true;
        QTest::newRow("http over socks") << false << true;
    }

    // Of which Qt says nothing, ever.
    void proxyThatHangsUp()
    {
        QFETCH(bool, isTls);
        QFETCH(bool, isSocks);
        QTcpServer rude;
        QVERIFY(rude.listen(QHostAddress::LocalHost));
        int met = 0;
        connect(&rude, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = rude.nextPendingConnection();
            ++met;
            connect(socket, &QTcpSocket::readyRead, socket, &QTcpSocket::disconnectFromHost);
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        net::Timing timing;
        timing.silenceOfConnecting = std::chrono::milliseconds(700);
        timing.pulse = std::chrono::milliseconds(50);
        net::LanePool pool(timing);
        Ledger ledger(pool);
        upload::Connection to = connection(isTls, proxy(isSocks));
        to.proxy.port = rude.serverPort();
        const auto outcome = ledger.carryOut(question(to));
        QVERIFY(met > 0);
        QCOMPARE(summary(outcome), QStringLiteral("offline ConnectTimedOut"));
        QVERIFY(outcome.error().message.contains(QStringLiteral("through the proxy 127.0.0.1:%1").arg(rude.serverPort())));
    }

    void tunnelIsRefused_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("expected");
        QTest::newRow("forbidden") << 403 << QStringLiteral("needs-user ProxyDenied");
        QTest::newRow("method forbidden") << 405 << QStringLiteral("needs-user ProxyDenied");
        QTest::newRow("no such host") << 404 << QStringLiteral("offline HostNotFound");
        QTest::newRow("bad gateway") << 502 << QStringLiteral("offline ProxyFailed");
        QTest::newRow("unavailable") << 503 << QStringLiteral("offline ConnectionRefused");
        QTest::newRow("gateway timeout") << 504 << QStringLiteral("offline ProxyFailed");
    }
    void tunnelIsRefused()
    {
        QFETCH(int, status);
        QFETCH(QString, expected);
        m_http.setRefusal(
            "HTTP/1.1 " + QByteArray::number(status) + " No\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>");
        net::LanePool pool;
        Ledger ledger(pool);
        // Nothing has left: that a Create may have happened is not to be feared.
        const upload::CreateUpload create{{QStringLiteral("bucket"), QStringLiteral("key")}};
        for (const auto &order : {part(connection(true, m_http)), orderFor(connection(true, m_http), create)}) {
            const auto outcome = ledger.carryOut(order);
            QCOMPARE(summary(outcome), expected);
            const QString name = QStringLiteral("127.0.0.1:%1").arg(m_http.serverPort());
            QVERIFY2(outcome.error().message.contains(name), qPrintable(outcome.error().message));
        }
    }

    void forwardedIsAnsweredByTheProxy()
    {
        m_http.setRefusal("HTTP/1.1 502 No\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>");
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(ledger.carryOut(question(connection(false, m_http))).error().kind, s3::ErrorKind::Transient);
    }

    void systemsProxyIsTheEnvironments()
    {
        route(true);
        auto through = connection(true, m_http);
        through.proxy = {};
        qputenv("https_proxy", "127.0.0.1:" + QByteArray::number(m_http.serverPort()));
        qputenv("no_proxy", "elsewhere.test");
        {
            net::LanePool pool;
            Ledger ledger(pool);
            QCOMPARE(summary(ledger.carryOut(part(through))), QStringLiteral("ok"));
            QCOMPARE(m_http.tunnels(), 1);
            QVERIFY(m_http.heads().first().startsWith("CONNECT s3.test:9000 "));
            // Nobody asks a proxy for this very computer.
            auto near = connectionTo(m_plain.host());
            qputenv("http_proxy", "127.0.0.1:1");
            QCOMPARE(summary(ledger.carryOut(question(near))), QStringLiteral("ok"));
            QCOMPARE(m_http.connections(), 1);
        }
        for (const char *name : {"https_proxy", "http_proxy", "no_proxy"})
            qunsetenv(name);
    }

    void portalInPlaceOfAServer()
    {
        Script portal;
        portal.status = 302;
        portal.headers.set("Location", "http://login.hotel.example/");
        m_plain.setScript(portal);
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(question(connection(false, m_socks)))), QStringLiteral("offline CaptivePortal"));
        QCOMPARE(m_socks.heads(), QList<QByteArray>{"s3.test:9000"}); // and nobody went to the hotel
    }

    void redirectIsRemembered()
    {
        ScriptedServer region;
        region.setScript(stored());
        m_plain.setDirector([](const Seen &seen) {
            Script redirect = xml(307, "<Error><Code>TemporaryRedirect</Code></Error>");
            redirect.headers.set("Location", "http://s3.eu-west-1.amazonaws.com" + seen.target);
            return redirect;
        });
        m_socks.setRoute("s3.amazonaws.com:80", m_plain.serverPort());
        m_socks.setRoute("s3.eu-west-1.amazonaws.com:80", region.serverPort());
        auto to = connection(false, m_socks);
        to.endpoint.host = "s3.amazonaws.com";
        net::LanePool pool;
        pool.setParallelism(1);
        Ledger ledger(pool);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(summary(ledger.carryOut(part(to))), QStringLiteral("ok"));
        QCOMPARE(m_plain.seen().size(), 1);
        QCOMPARE(region.seen().size(), 5);
        for (const Seen &seen : region.seen()) {
            QCOMPARE(seen.headers.value("Host"), QByteArray("s3.eu-west-1.amazonaws.com"));
            QCOMPARE(seen.body, m_bytes);
        }
        // Where nobody is any more, the way begins at the beginning.
        Script lost;
        lost.closeWithoutAnswer = true;
        region.setScript(lost);
        m_plain.setScript(stored());
        QVERIFY(!ledger.carryOut(part(to)));
        QCOMPARE(summary(ledger.carryOut(part(to))), QStringLiteral("ok"));
    }

    void passwordsAreNotShared()
    {
        route(true);
        m_http.setPassword("ann", Password);
        auto right = question(connection(true, m_http));
        right.connection.proxy.user = QStringLiteral("ann");
        right.credentials.proxyPassword = Password;
        auto wrong = right;
        wrong.credentials.proxyPassword = "something else";
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(right)), QStringLiteral("ok"));
        QCOMPARE(summary(ledger.carryOut(wrong)), QStringLiteral("needs-user ProxyAuthenticationFailed"));
        QCOMPARE(summary(ledger.carryOut(right)), QStringLiteral("ok"));
    }
};

QTEST_GUILESS_MAIN(TestLaneProxies)
#include "tst_laneproxies.moc"
