// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "identities.h"
#include "net/httpfetch.h"
#include "scriptedserver.h"
#include "testproxy.h"

#include <QTest>

using namespace nettest;
using namespace std::chrono_literals;
using Kind = upload::ProxyOptions::Kind;

class TestHttpFetch : public QObject {
    Q_OBJECT

private:
    s3::HttpRequest request(const QByteArray &method = "GET") const
    {
        s3::HttpRequest request;
        request.method = method;
        request.scheme = "http";
        request.host = m_server.host();
        request.path = "/latest/meta-data";
        return request;
    }

    QByteArray fetched(const s3::HttpRequest &request, std::chrono::milliseconds timeout = 5s)
    {
        net::HttpFetch fetch;
        return fetchedBy(fetch, request, {}, timeout);
    }

    QByteArray fetchedBy(
        net::HttpFetch &fetch, const s3::HttpRequest &request, const upload::Way &way, std::chrono::milliseconds timeout = 5s)
    {
        QByteArray outcome;
        int answers = 0;
        fetch.fetch(request, way, timeout, this, [&](const s3::Result<s3::HttpResponse> &response) {
            ++answers;
            outcome = response ? QByteArray::number(response->status) + ' ' + response->body : response.error().code.toUtf8();
            m_said = response ? QString() : response.error().message;
        });
        if (answers != 0)
            return "answered from inside";
        if (!QTest::qWaitFor([&] { return answers > 0; }, 10'000))
            return "no answer";
        QTest::qWait(0);
        return answers == 1 ? outcome : "answered twice";
    }

    // The name is known to the proxy only: what is answered has come through it.
    static s3::HttpRequest farRequest(const QByteArray &scheme)
    {
        s3::HttpRequest request;
        request.method = "POST";
        request.scheme = scheme;
        request.host = "sts.test:9000";
        request.path = "/";
        request.headers.set("Authorization", "hush");
        request.body = "Action=AssumeRole";
        return request;
    }
    upload::Way by(const TestProxy &proxy, const QByteArray &password = {}) const
    {
        upload::Way way;
        way.tls.extraCaPem = m_identity.certificate;
        way.proxy = {&proxy == &m_socks ? Kind::Socks5 : Kind::Http, QStringLiteral("127.0.0.1"), proxy.serverPort(), {}};
        if (!password.isEmpty())
            way.proxy.user = QStringLiteral("ann");
        way.proxyPassword = password;
        return way;
    }
    ScriptedServer &server(bool isTls) { return isTls ? m_secure : m_server; }
    TestProxy &proxy(bool isSocks) { return isSocks ? m_socks : m_http; }

    ScriptedServer m_server;
    ScriptedServer m_secure;
    TestProxy m_http{TestProxy::Speaks::Http};
    TestProxy m_socks{TestProxy::Speaks::Socks5};
    const Identity m_identity = issue({"sts.test", {"sts.test", "IP:127.0.0.1"}});
    QString m_said; // of the error that came last

private Q_SLOTS:
    void initTestCase() { m_secure.setTls(serverConfiguration(m_identity)); }

    void cleanup()
    {
        m_server.reset();
        m_secure.reset();
        m_http.reset();
        m_socks.reset();
    }

    void fetches()
    {
        Script script;
        script.body = "token";
        m_server.setScript(script);
        s3::HttpRequest put = request("PUT");
        put.headers.set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        put.body = "a=b";
        QCOMPARE(fetched(put), QByteArray("200 token"));
        QCOMPARE(m_server.seen().size(), 1);
        QCOMPARE(m_server.seen().first().method, QByteArray("PUT"));
        QCOMPARE(m_server.seen().first().target, QByteArray("/latest/meta-data"));
        QCOMPARE(m_server.seen().first().body, QByteArray("a=b"));
        QCOMPARE(m_server.seen().first().headers.value("x-aws-ec2-metadata-token-ttl-seconds"), QByteArray("21600"));
    }

    void anyStatusIsAnAnswer()
    {
        Script script;
        script.status = 403;
        script.body = "no";
        m_server.setScript(script);
        QCOMPARE(fetched(request()), QByteArray("403 no"));
    }

    void redirectsAreNotFollowed()
    {
        Script script;
        script.status = 302;
        script.headers = {{"Location", "http://" + m_server.host() + "/elsewhere"}};
        m_server.setScript(script);
        s3::HttpRequest secret = request();
        secret.headers.set("Authorization", "token");
        QVERIFY(fetched(secret).startsWith("302"));
        QCOMPARE(m_server.seen().size(), 1);
    }

    void longAnswersAreCutShort()
    {
        Script script;
        script.body = QByteArray(3 * 1024 * 1024, 'x');
        m_server.setScript(script);
        QCOMPARE(fetched(request()), QByteArray("AnswerTooLong"));
    }

    void silenceEnds()
    {
        Script script;
        script.neverAnswer = true;
        m_server.setScript(script);
        QCOMPARE(fetched(request(), 200ms), QByteArray("Stalled"));
    }

    void nobodyThere()
    {
        s3::HttpRequest nobody = request();
        nobody.host = "127.0.0.1:1";
        QCOMPARE(fetched(nobody), QByteArray("ConnectionRefused"));
    }

    void nobodyHearsWhenTheAskerIsGone()
    {
        m_server.setScript({});
        net::HttpFetch fetch;
        auto asker = std::make_unique<QObject>();
        bool heard = false;
        fetch.fetch(request(), {}, 5s, asker.get(), [&](const auto &) { heard = true; });
        asker.reset();
        QTRY_COMPARE(m_server.seen().size(), 1);
        QTest::qWait(50);
        QVERIFY(!heard);
    }

    void goesByTheAskersOwnProxy_data()
    {
        QTest::addColumn<bool>("isTls");
        QTest::addColumn<bool>("isSocks");
        QTest::addColumn<QByteArray>("password");
        for (bool isTls : {false, true}) {
            for (bool isSocks : {false, true}) {
                for (const QByteArray &password : {QByteArray(), QByteArray("open sesame: \xc3\xa4%41")})
                    QTest::addRow(
                        "%s over %s%s", isTls ? "https" : "http", isSocks ? "socks" : "http", password.isEmpty() ? "" : " with a password")
                        << isTls << isSocks << password;
            }
        }
    }

    void goesByTheAskersOwnProxy()
    {
        QFETCH(bool, isTls);
        QFETCH(bool, isSocks);
        QFETCH(QByteArray, password);
        Script script;
        script.body = "keys";
        server(isTls).setScript(script);
        proxy(isSocks).setRoute("sts.test:9000", server(isTls).serverPort());
        if (!password.isEmpty())
            proxy(isSocks).setPassword("ann", password);
        net::HttpFetch fetch;
        QCOMPARE(fetchedBy(fetch, farRequest(isTls ? "https" : "http"), by(proxy(isSocks), password)), QByteArray("200 keys"));
        QCOMPARE(server(isTls).seen().size(), 1);
        QCOMPARE(server(isTls).seen().first().body, QByteArray("Action=AssumeRole"));
        QCOMPARE(proxy(isSocks).refusals(), 0);
        if (isTls || isSocks) {
            QVERIFY(!server(isTls).seen().first().headers.has("Proxy-Authorization"));
            for (const QByteArray &head : proxy(isSocks).heads())
                QVERIFY2(!head.contains("hush"), head.constData());
        }
    }

    // What one way was told or has opened is not another's.
    void waysShareNothing()
    {
        m_secure.setScript({});
        m_http.setRoute("sts.test:9000", m_secure.serverPort());
        m_http.setPassword("ann", "right");
        net::HttpFetch fetch;
        QCOMPARE(fetchedBy(fetch, farRequest("https"), by(m_http, "right")), QByteArray("200 "));
        QCOMPARE(fetchedBy(fetch, farRequest("https"), by(m_http, "wrong")), QByteArray("ProxyAuthenticationFailed"));
        QVERIFY2(m_said.contains(QStringLiteral("127.0.0.1:%1").arg(m_http.serverPort())), qPrintable(m_said));
        QVERIFY(!m_said.contains(QLatin1String("wrong")) && !m_said.contains(QLatin1String("ann")));
        upload::Way distrusting = by(m_http, "right");
        distrusting.tls.extraCaPem.clear();
        QCOMPARE(fetchedBy(fetch, farRequest("https"), distrusting), QByteArray("CertificateNotTrusted"));
        // Who has none of their own takes the one of the environment, which does not know the name.
        qputenv("https_proxy", "socks5://127.0.0.1:" + QByteArray::number(m_socks.serverPort()));
        const QByteArray outcome = fetchedBy(fetch, farRequest("https"), {});
        qunsetenv("https_proxy");
        QVERIFY2(!outcome.startsWith("200"), outcome.constData());
        QCOMPARE(m_socks.connections(), 1);
        QCOMPARE(m_secure.seen().size(), 1);
        QCOMPARE(fetchedBy(fetch, farRequest("https"), by(m_http, "right")), QByteArray("200 "));
    }

    void noProxyHearsOfWhatIsNearby()
    {
        m_secure.setScript({});
        s3::HttpRequest near = request();
        near.scheme = "https";
        near.host = m_secure.host();
        net::HttpFetch fetch;
        for (const TestProxy *proxy : {&m_http, &m_socks})
            QCOMPARE(fetchedBy(fetch, near, by(*proxy, "right")), QByteArray("200 ")); // with the added certificate
        QCOMPARE(m_http.connections() + m_socks.connections(), 0);
        QCOMPARE(fetchedBy(fetch, near, {}), QByteArray("CertificateNotTrusted"));
    }
};

QTEST_GUILESS_MAIN(TestHttpFetch)
#include "tst_httpfetch.moc"
