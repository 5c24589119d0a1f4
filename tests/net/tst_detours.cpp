// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/detours.h"

#include <QTest>

using namespace std::chrono_literals;

class TestDetours : public QObject {
    Q_OBJECT

private:
    static s3::HttpRequest request(const QByteArray &url)
    {
        const QUrl parsed = QUrl::fromEncoded(url);
        s3::HttpRequest made;
        made.scheme = parsed.scheme().toLatin1();
        made.host = parsed.authority().toLatin1();
        made.path = parsed.path(QUrl::FullyEncoded).toLatin1();
        return made;
    }
    static QByteArray text(const s3::HttpRequest &request) { return request.scheme + "://" + request.host + request.path; }

private Q_SLOTS:
    void areApplied_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("next");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const QByteArray &from, const QByteArray &to, const QByteArray &next,
                             const QByteArray &expected) { QTest::newRow(name) << from << to << next << expected; };
        row("another host", "http://a/my%20b/k", "http://b/my%20b/k", "http://a/my%20b/other", "http://b/my%20b/other");
        row("https", "http://a/my%20b/k", "https://a/my%20b/k", "http://a/my%20b/k", "https://a/my%20b/k");
        row("path style to virtual host", "http://a/my%20b/k", "http://b.a/k", "http://a/my%20b/o/k", "http://b.a/o/k");
        row("the bucket itself", "http://a/my%20b/k", "http://b.a/k", "http://a/my%20b/", "http://b.a/");
        row("virtual host to path style", "http://b.a/k", "http://a/my%20b/k", "http://b.a/o", "http://a/my%20b/o");
        row("other host is asked", "http://a/my%20b/k", "http://b/my%20b/k", "http://c/my%20b/k", "http://c/my%20b/k");
        row("not of a bucket", "http://a/my%20b/k", "http://b.a/k", "http://a/", "http://a/");
        row("more than the bucket is gone", "http://a/my%20b/x/k", "http://b/k", "http://a/my%20b/x/k", "http://a/my%20b/x/k");
        row("a prefix of its own", "http://a/my%20b/k", "http://b/x/my%20b/k", "http://a/my%20b/k", "http://a/my%20b/k");
    }

    void areApplied()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, next);
        net::Detours detours;
        const net::Detours::TimePoint now{1h};
        const QString bucket = QStringLiteral("my b");
        detours.remember(request(from), request(to), bucket, now);
        QTEST(text(detours.applied(request(next), bucket, now + 1min)), "expected");
        // Another bucket may lie elsewhere; and nothing holds for ever.
        QCOMPARE(text(detours.applied(request(next), QStringLiteral("other"), now)), next);
        QCOMPARE(text(detours.applied(request(next), bucket, now + 1h)), next);
        detours.forget(bucket);
        QCOMPARE(text(detours.applied(request(next), bucket, now)), next);
    }
};

QTEST_GUILESS_MAIN(TestDetours)
#include "tst_detours.moc"
