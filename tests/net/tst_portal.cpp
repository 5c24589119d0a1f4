// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/portal.h"

#include <QTest>

Q_DECLARE_METATYPE(s3::Headers)

class TestPortal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isToldFromS3_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<int>("status");
        QTest::addColumn<s3::Headers>("headers");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("expected");
        const QByteArray there = "http://s3.example/b/k";
        const QByteArray page = "\n<!-- hello --><HTML><body>Sign in</body></HTML>";
        const QByteArray error = "<?xml version=\"1.0\"?><Error><Code>TemporaryRedirect</Code></Error>";
        const s3::Header html{"Content-Type", "text/html; charset=utf-8"};
        const s3::Header hotel{"location", "http://login.hotel.example/"};
        const auto row = [](const char *name, const QByteArray &url, const QByteArray &method, bool isKnown, int status,
                             const s3::Headers &headers, const QByteArray &body,
                             bool expected) { QTest::newRow(name) << url << method << isKnown << status << headers << body << expected; };
        row("page for a GET", there, "GET", false, 200, {html}, page, true);
        row("page for a PUT", there, "PUT", false, 200, {html}, page, true);
        row("page in XML", there, "GET", false, 200, {html},
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\"><html/>", true);
        row("page with an ETag for a PUT", there, "PUT", false, 200, {html, {"ETag", "\"1\""}}, page, true);
        row("page for a HEAD", there, "HEAD", false, 200, {html}, {}, true);
        row("redirect", there, "GET", false, 302, {hotel}, page, true);
        row("redirect after POST", there, "POST", false, 303, {hotel}, {}, true);
        row("temporary redirect", there, "PUT", false, 307, {hotel}, {}, true);
        row("network authentication required", there, "PUT", false, 511, {html}, page, true);
        row("known, though https", "https://s3.example/b/k", "GET", true, 200, {html}, page, true);
        row("known, though of this computer", "http://127.0.0.1:9000/b/k", "GET", true, 302, {hotel}, {}, true);

        row("object that is a page", there, "HEAD", false, 200, {html, {"ETag", "\"1\""}}, {}, false);
        row("object of somebody's that is a page", there, "HEAD", false, 200, {html, {"x-amz-request-id", "1"}}, {}, false);
        row("listing", there, "GET", false, 200, {}, "<?xml version=\"1.0\"?><ListAllMyBucketsResult/>", false);
        row("listing sent as a page", there, "GET", false, 200, {html}, "<ListAllMyBucketsResult/>", false);
        row("part", there, "PUT", false, 200, {html, {"ETag", "\"1\""}}, {}, false);
        row("empty", there, "DELETE", false, 204, {}, {}, false);
        row("S3's own redirect", there, "PUT", false, 307, {hotel}, error, false);
        row("S3's own redirect without a body", there, "HEAD", false, 307, {hotel, {"x-amz-bucket-region", "eu-west-1"}}, {}, false);
        row("redirect to itself", there, "PUT", false, 307, {{"Location", "/b/k?x"}}, {}, false);
        row("moved for good", there, "PUT", false, 301, {hotel}, {}, false);
        row("gateway's page", there, "PUT", false, 502, {html}, page, false);
        row("refusal's page", there, "PUT", false, 403, {html}, page, false);
        row("page whose host is proven", "https://s3.example/b/k", "GET", false, 200, {html}, page, false);
        row("page of this computer", "http://localhost:9001/b/k", "GET", false, 200, {html}, page, false);
    }

    void isToldFromS3()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, method);
        QFETCH(bool, isKnown);
        QFETCH(int, status);
        QFETCH(s3::Headers, headers);
        QFETCH(QByteArray, body);
        s3::HttpRequest request;
        const QUrl asked = QUrl::fromEncoded(url);
        request.scheme = asked.scheme().toLatin1();
        request.host = asked.authority().toLatin1();
        request.path = asked.path().toLatin1();
        request.method = method;
        QTEST(net::isOfPortal(request, {status, headers, body}, isKnown), "expected");
    }
};

QTEST_GUILESS_MAIN(TestPortal)
#include "tst_portal.moc"
