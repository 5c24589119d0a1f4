// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/redirect.h"

#include <QTest>

class TestRedirect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOnlyWhereItMay_data()
    {
        QTest::addColumn<QByteArray>("scheme");
        QTest::addColumn<QByteArray>("endpointHost");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QByteArray>("expected"); // scheme://host/path, empty when refused
        const auto row = [](const char *name, QByteArray scheme, QByteArray endpointHost, QByteArray host, QByteArray path,
                             QByteArray location, QByteArray expected) {
            QTest::newRow(name) << scheme << endpointHost << host << path << location << expected;
        };
        row("AWS to a region's host", "https", "s3.amazonaws.com", "b.s3.amazonaws.com", "/k%20e",
            "https://b.s3.eu-west-1.amazonaws.com/k%20e?partNumber=1", "https://b.s3.eu-west-1.amazonaws.com/k%20e");
        row("path style to virtual host", "https", "s3.amazonaws.com", "s3.amazonaws.com", "/b/k", "https://b.s3.eu-west-1.amazonaws.com/k",
            "https://b.s3.eu-west-1.amazonaws.com/k");
        row("same host, absolute path", "http", "h:9000", "h:9000", "/b/k", "/b/k", "http://h:9000/b/k");
        row("lower-case hex names the same key", "http", "h:9000", "h:9000", "/b/%C3%A4", "http://h:9000/b/%c3%a4",
            "http://h:9000/b/%C3%A4");
        row("from http to https", "http", "h", "h", "/b/k", "https://h/b/k", "https://h/b/k");
        row("a stranger", "https", "s3.amazonaws.com", "b.s3.amazonaws.com", "/k", "https://evil.example/k", "");
        row("another port is another server", "http", "h:9000", "h:9000", "/b/k", "http://h:9001/b/k", "");
        row("looks like AWS", "https", "s3.amazonaws.com", "b.s3.amazonaws.com", "/k", "https://s3.amazonaws.com.evil.example/k", "");
        row("user in front of a stranger", "https", "s3.amazonaws.com", "b.s3.amazonaws.com", "/k",
            "https://b.s3.amazonaws.com@evil.example/k", "");
        row("no longer private", "https", "h", "h", "/b/k", "http://h/b/k", "");
        row("another object", "http", "h", "h", "/b/k", "/b/other", "");
        row("the path is lost", "http", "h", "h", "/b/k", "/", "");
        row("another scheme", "https", "h", "h", "/b/k", "ftp://h/b/k", "");
        row("nonsense", "https", "h", "h", "/b/k", "http://", "");
    }

    void goesOnlyWhereItMay()
    {
        QFETCH(QByteArray, scheme);
        QFETCH(QByteArray, endpointHost);
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, location);
        QFETCH(QByteArray, expected);
        s3::Endpoint endpoint;
        endpoint.scheme = scheme;
        endpoint.host = endpointHost;
        s3::HttpRequest request;
        request.method = "PUT";
        request.scheme = scheme;
        request.host = host;
        request.path = path;
        request.query = {{"partNumber", "1"}, {"uploadId", "u"}};
        request.headers.set("x-amz-acl", "private");
        const auto next = net::redirected(request, endpoint, location);
        QCOMPARE(next ? next->scheme + "://" + next->host + next->path : QByteArray(), expected);
        if (next) {
            // What identifies the request stays ours, whatever the Location says.
            QCOMPARE(next->query, request.query);
            QCOMPARE(next->method, request.method);
            QCOMPARE(next->headers.value("x-amz-acl"), QByteArray("private"));
        } else {
            QCOMPARE(next.error().kind, s3::ErrorKind::NeedsUser);
            QCOMPARE(next.error().code, QStringLiteral("RedirectRefused"));
            QVERIFY(!next.error().message.isEmpty());
        }
    }

    void knowsARedirect()
    {
        s3::HttpResponse response;
        response.headers.set("Location", "http://h/");
        for (int status : {301, 307, 308}) {
            response.status = status;
            QVERIFY(net::redirectLocation(response));
        }
        for (int status : {200, 300, 302, 303, 304, 400, 503}) { // 302 and 303 would turn a PUT into a GET
            response.status = status;
            QVERIFY(!net::redirectLocation(response));
        }
        response.headers.clear();
        response.status = 301; // AWS's PermanentRedirect has only a body
        QVERIFY(!net::redirectLocation(response));
    }
};

QTEST_GUILESS_MAIN(TestRedirect)
#include "tst_redirect.moc"
