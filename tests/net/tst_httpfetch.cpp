// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/httpfetch.h"
#include "scriptedserver.h"

#include <QTest>

using namespace nettest;
using namespace std::chrono_literals;

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
        QByteArray outcome;
        int answers = 0;
        fetch.fetch(request, {}, timeout, this, [&](const s3::Result<s3::HttpResponse> &response) {
            ++answers;
            outcome = response ? QByteArray::number(response->status) + ' ' + response->body : response.error().code.toUtf8();
        });
        if (answers != 0)
            return "answered from inside";
        if (!QTest::qWaitFor([&] { return answers > 0; }, 10'000))
            return "no answer";
        QTest::qWait(0);
        return answers == 1 ? outcome : "answered twice";
    }

    ScriptedServer m_server;

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

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

    void nearbyHosts()
    {
        for (const char *near :
            {"127.0.0.1", "127.0.1.1", "::1", "localhost", "169.254.169.254", "169.254.170.2", "fd00:ec2::254", "fe80::1"})
            QVERIFY2(net::isNearby(QString::fromLatin1(near)), near);
        for (const char *far : {"10.0.0.1", "sts.eu-west-1.amazonaws.com", "169.255.0.1", "fd00::1", "localhost.evil.test"})
            QVERIFY2(!net::isNearby(QString::fromLatin1(far)), far);
    }
};

QTEST_GUILESS_MAIN(TestHttpFetch)
#include "tst_httpfetch.moc"
