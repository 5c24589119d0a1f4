// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/proxychoice.h"

#include <QTest>
#include <QUrl>

class TestProxyChoice : public QObject {
    Q_OBJECT

private:
    static QString described(const QNetworkProxy &proxy)
    {
        if (proxy.type() == QNetworkProxy::NoProxy)
            return QStringLiteral("direct");
        const QString kind = proxy.type() == QNetworkProxy::Socks5Proxy ? QStringLiteral("socks ") : QStringLiteral("http ");
        const QString user = proxy.user().isEmpty() ? QString() : proxy.user() + u':' + proxy.password() + u'@';
        return kind + user + net::proxyName(proxy);
    }

private Q_SLOTS:
    void environment_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected"); // empty: the environment says nothing
        const auto row = [](const char *name, const char *variables, const char *url, const char *expected) {
            QTest::newRow(name) << QString::fromLatin1(variables).split(u' ', Qt::SkipEmptyParts) << QString::fromLatin1(url)
                                << QString::fromLatin1(expected);
        };
        row("nothing", "", "https://s3.example/", "");
        row("empty", "https_proxy=", "https://s3.example/", "");
        row("no_proxy alone", "no_proxy=s3.example", "https://s3.example/", "");
        row("https", "https_proxy=http://p:3128", "https://s3.example/", "http p:3128");
        row("capitals", "HTTPS_PROXY=http://p:3128", "https://s3.example/", "http p:3128");
        row("small letters first", "HTTPS_PROXY=http://q:1 https_proxy=http://p:3128", "https://s3.example/", "http p:3128");
        row("without a scheme", "https_proxy=p:3128", "https://s3.example/", "http p:3128");
        row("without a port", "https_proxy=http://p", "https://s3.example/", "http p:8080");
        row("slash at the end", "https_proxy=http://p:3128/", "https://s3.example/", "http p:3128");
        row("IPv6", "https_proxy=http://[fd00::1]:3128", "https://s3.example/", "http [fd00::1]:3128");
        row("nonsense", "https_proxy=://", "https://s3.example/", "direct");
        row("the other scheme's", "http_proxy=p:3128", "https://s3.example/", "direct");
        row("http", "http_proxy=p:3128 https_proxy=q:3129", "http://s3.example/", "http p:3128");
        row("all", "all_proxy=p:3128", "https://s3.example/", "http p:3128");
        row("all, but its own first", "all_proxy=q:1 http_proxy=p:3128", "http://s3.example/", "http p:3128");
        row("socks", "all_proxy=socks5://p", "https://s3.example/", "socks p:1080");
        row("socks with names", "https_proxy=socks5h://p:1081", "https://s3.example/", "socks p:1081");
        row("password", "https_proxy=http://a%40b:s%3Ap@p:3128", "https://s3.example/", "http a@b:s:p@p:3128");

        row("excluded: host", "https_proxy=p:1 no_proxy=a,s3.example", "https://s3.example/", "direct");
        row("excluded: capitals", "https_proxy=p:1 NO_PROXY=S3.Example", "https://s3.example/", "direct");
        row("excluded: blanks", "https_proxy=p:1 no_proxy=a,,s3.example,", "https://s3.example/", "direct");
        row("excluded: domain", "https_proxy=p:1 no_proxy=.example", "https://s3.example/", "direct");
        row("excluded: domain without dot", "https_proxy=p:1 no_proxy=example", "https://s3.example/", "direct");
        row("excluded: domain with star", "https_proxy=p:1 no_proxy=*.example", "https://s3.example/", "direct");
        row("excluded: everything", "https_proxy=p:1 no_proxy=*", "https://s3.example/", "direct");
        row("excluded: port", "https_proxy=p:1 no_proxy=s3.example:9000", "https://s3.example:9000/", "direct");
        row("excluded: usual port", "https_proxy=p:1 no_proxy=s3.example:443", "https://s3.example/", "direct");
        row("excluded: address", "https_proxy=p:1 no_proxy=10.1.2.3", "https://10.1.2.3/", "direct");
        row("excluded: range", "https_proxy=p:1 no_proxy=10.0.0.0/8", "https://10.1.2.3/", "direct");
        row("excluded: IPv6", "https_proxy=p:1 no_proxy=fd00::1", "https://[fd00::1]/", "direct");
        row("excluded: IPv6 in brackets with port", "https_proxy=p:1 no_proxy=[fd00::1]:443", "https://[fd00::1]/", "direct");
        row("not excluded: end of a name", "https_proxy=p:1 no_proxy=example", "https://s3example/", "http p:1");
        row("not excluded: other port", "https_proxy=p:1 no_proxy=s3.example:9000", "https://s3.example/", "http p:1");
        row("not excluded: other range", "https_proxy=p:1 no_proxy=10.0.0.0/8", "https://11.1.2.3/", "http p:1");
        row("not excluded: name in a range", "https_proxy=p:1 no_proxy=10.0.0.0/8", "https://s3.example/", "http p:1");
        row("not excluded: nonsense", "https_proxy=p:1 no_proxy=/,:,.,[", "https://s3.example/", "http p:1");
    }

    void environment()
    {
        QFETCH(QStringList, variables);
        QFETCH(QString, url);
        QProcessEnvironment environment;
        for (const QString &variable : variables)
            environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
        const auto proxy = net::proxyFromEnvironment(environment, QUrl(url));
        QTEST(proxy ? described(*proxy) : QString(), "expected");
    }

    void nearHostsAreReachedDirectly()
    {
        qputenv("https_proxy", "http://p:3128");
        net::ProxyChoice choice({}, {});
        for (const char *near : {"https://localhost:9000/", "https://LOCALHOST/", "https://s3.localhost/", "https://127.0.0.1/",
                 "https://127.1.2.3:1/", "https://[::1]/", "https://169.254.169.254/", "https://[fe80::1]/"})
            QVERIFY2(choice.proxyFor(QUrl(QString::fromLatin1(near))).type() == QNetworkProxy::NoProxy, near);
        QCOMPARE(described(choice.proxyFor(QUrl(QStringLiteral("https://s3.example/")))), QStringLiteral("http p:3128"));
        qunsetenv("https_proxy");
    }

    void ownProxyIsAsTold()
    {
        qputenv("https_proxy", "http://p:3128");
        using Kind = upload::ProxyOptions::Kind;
        const QUrl url(QStringLiteral("https://s3.example/"));
        QCOMPARE(described(net::ProxyChoice({Kind::None, {}, 0, {}}, {}).proxyFor(url)), QStringLiteral("direct"));
        QCOMPARE(described(net::ProxyChoice({Kind::Http, QStringLiteral("q"), 0, {}}, {}).proxyFor(url)), QStringLiteral("http q:8080"));
        QCOMPARE(described(net::ProxyChoice({Kind::Socks5, QStringLiteral("q"), 0, {}}, {}).proxyFor(url)), QStringLiteral("socks q:1080"));
        // Whoever names a proxy for this connection means it, wherever the server is: "localhost" may be the far end's.
        net::ProxyChoice own({Kind::Socks5, QStringLiteral("q"), 7, QStringLiteral("ann")}, "secret");
        QCOMPARE(described(own.proxyFor(QUrl(QStringLiteral("http://localhost:9000/")))), QStringLiteral("socks ann:secret@q:7"));
        qunsetenv("https_proxy");
    }

    void forwardingProxyIsNotToldByQt()
    {
        net::ProxyChoice own({upload::ProxyOptions::Kind::Http, QStringLiteral("q"), 7, QStringLiteral("ann")}, "secret");
        const QUrl http(QStringLiteral("http://s3.example/"));
        QVERIFY(net::isForwarded(own.proxyFor(http), http));
        QCOMPARE(described(own.queryProxy(QNetworkProxyQuery(http)).first()), QStringLiteral("http q:7"));
        const QUrl https(QStringLiteral("https://s3.example/"));
        QVERIFY(!net::isForwarded(own.proxyFor(https), https));
        QCOMPARE(described(own.queryProxy(QNetworkProxyQuery(https)).first()), QStringLiteral("http ann:secret@q:7"));
    }

    void nearbyHosts()
    {
        for (const char *near :
            {"127.0.0.1", "127.0.1.1", "::1", "localhost", "169.254.169.254", "169.254.170.2", "sts.localhost", "fd00:ec2::254", "fe80::1"})
            QVERIFY2(net::isNearby(QString::fromLatin1(near)), near);
        for (const char *far : {"10.0.0.1", "sts.eu-west-1.amazonaws.com", "169.255.0.1", "fd00::1", "localhost.evil.test"})
            QVERIFY2(!net::isNearby(QString::fromLatin1(far)), far);
    }
};

QTEST_GUILESS_MAIN(TestProxyChoice)
#include "tst_proxychoice.moc"
