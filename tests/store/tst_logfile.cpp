// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/logfile.h"
#include "store/scrubbing.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace store;

class TestLogFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void appendsLines()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("state/davit/log"));
        const QDateTime when(QDate(2026, 2, 3), QTime(4, 5, 6, 78), Qt::UTC);
        {
            LogFile log(path);
            log.append(when, QStringLiteral("Part 3 is stored."));
            log.append(when.toLocalTime(), QStringLiteral("two\nlines \u00e4"));
        }
        {
            LogFile log(path);
            log.append(when, QStringLiteral("later"));
        }
        QCOMPARE(lines(path), (QList<QByteArray>{"2026-02-03T04:05:06.078Z Part 3 is stored.",
                                  "2026-02-03T04:05:06.078Z two\\nlines \xc3\xa4", "2026-02-03T04:05:06.078Z later"}));
        QCOMPARE(QFileInfo(path).permissions() & 0x0077, QFile::Permissions());
        QCOMPARE(QFileInfo(QFileInfo(path).path()).permissions() & 0x0077, QFile::Permissions());
    }

    void rotatesAndKeepsOne()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("log"));
        {
            LogFile log(path, 10'000);
            for (int i = 0; i < 1000; ++i)
                log.append(QDateTime::currentDateTimeUtc(), QStringLiteral("line %1 of a thousand").arg(i));
        }
        QVERIFY(QFileInfo(path).size() <= 10'100);
        QVERIFY(QFileInfo(path + QLatin1String(".1")).size() >= 10'000);
        QVERIFY(!QFileInfo::exists(path + QLatin1String(".2")));
        QVERIFY(lines(path).last().endsWith("line 999 of a thousand"));
        // No line is lost at the seam.
        const int last = lines(path + QLatin1String(".1")).last().split(' ').at(2).toInt();
        QCOMPARE(lines(path).first().split(' ').at(2).toInt(), last + 1);
    }

    void severalWritersShareAFile()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("log"));
        {
            LogFile one(path, 40'000), two(path, 40'000);
            for (int i = 0; i < 700; ++i) {
                one.append(QDateTime::currentDateTimeUtc(), QStringLiteral("one %1").arg(i));
                two.append(QDateTime::currentDateTimeUtc(), QStringLiteral("two %1").arg(i));
            }
        }
        const QList<QByteArray> all = lines(path + QLatin1String(".1")) + lines(path);
        QCOMPARE(all.size(), 1400);
        int ones = 0;
        for (const QByteArray &line : all) {
            const QList<QByteArray> words = line.split(' ');
            QCOMPARE(words.size(), 3);
            ones += words.at(1) == "one" ? 1 : 0;
        }
        QCOMPARE(ones, 700);
    }

    void tellsTroubleOnce()
    {
        QTemporaryDir folder;
        QFile inTheWay(folder.filePath(QStringLiteral("davit")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        LogFile log(folder.filePath(QStringLiteral("davit/log")));
        QSignalSpy troubled(&log, &LogFile::troubled);
        for (int i = 0; i < 5; ++i)
            log.append(QDateTime::currentDateTimeUtc(), QStringLiteral("x"));
        QVERIFY(troubled.wait());
        QTest::qWait(50);
        QCOMPARE(troubled.size(), 1);
        QCOMPARE(troubled.first().first().value<s3::Error>().code, QStringLiteral("LogUnavailable"));
    }

    void scrubs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("nothing", "PUT /b/k?partNumber=3&uploadId=abc 200", "PUT /b/k?partNumber=3&uploadId=abc 200");
        row("words", "The signature is wrong and the secret is out.", "The signature is wrong and the secret is out.");
        row("code", "403 SignatureDoesNotMatch (request 4442587FB7D0A2F9)", "403 SignatureDoesNotMatch (request 4442587FB7D0A2F9)");
        row("authorization",
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=fe5f80f7",
            "Authorization: [removed]");
        row("lower case", "authorization=Basic dXNlcjpwYXNz", "authorization=[removed]");
        row("bare", "AWS4-HMAC-SHA256 Credential=AKIA/x, SignedHeaders=host, Signature=fe5f80f7", "AWS4-HMAC-SHA256 Credential=[removed]");
        row("presigned", "GET http://h/k?X-Amz-Date=20260101T000000Z&X-Amz-Signature=fe5f80f7&X-Amz-Security-Token=IQoJ%2Fb3 failed",
            "GET http://h/k?X-Amz-Date=20260101T000000Z&X-Amz-Signature=[removed]&X-Amz-Security-Token=[removed] failed");
        row("token header", "x-amz-security-token: IQoJb3JpZ2lu/+=", "x-amz-security-token: [removed]");
        row("ini", "aws_secret_access_key = wJalr/K7+=x", "aws_secret_access_key = [removed]");
        row("environment", "AWS_SECRET_ACCESS_KEY=wJalr AWS_SESSION_TOKEN=IQoJ",
            "AWS_SECRET_ACCESS_KEY=[removed] AWS_SESSION_TOKEN=[removed]");
        row("json", R"({"SecretAccessKey": "wJalr/K7", "SessionToken":"IQoJ","Expiration":"2026"})",
            R"({"SecretAccessKey": "[removed]", "SessionToken":"[removed]","Expiration":"2026"})");
        row("xml", "<SecretAccessKey>wJalr</SecretAccessKey>", "<SecretAccessKey>[removed]</SecretAccessKey>");
        row("user info", "proxy http://user:pa$$@host:3128/ refused", "proxy http://user:[removed]@host:3128/ refused");
        row("port", "http://127.0.0.1:9000/b refused", "http://127.0.0.1:9000/b refused");
        row("customer key", "x-amz-server-side-encryption-customer-key: MzI=", "x-amz-server-side-encryption-customer-key: [removed]");
    }

    void scrubs()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(scrubbed(text), expected);
    }

    void scrubsKnownValues()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("log"));
        const QByteArray secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        {
            LogFile log(path);
            log.setSecrets({secret, "", "ab"});
            log.append(QDateTime::currentDateTimeUtc(), QStringLiteral("about ") + QString::fromLatin1(secret) + QStringLiteral("!"));
            log.append(QDateTime::currentDateTimeUtc(), QStringLiteral("url ") + QString::fromLatin1(secret.toPercentEncoding()));
            log.append(QDateTime::currentDateTimeUtc(), QStringLiteral("base ") + QString::fromLatin1(secret.toBase64()));
        }
        for (const QByteArray &line : lines(path)) {
            QVERIFY2(line.contains("[removed]"), line.constData());
            QVERIFY2(!line.contains("wJalr") && !line.contains("K7MDENG"), line.constData());
        }
        QCOMPARE(lines(path).size(), 3);
        QVERIFY(lines(path).first().endsWith(" about [removed]!"));
    }

private:
    static QList<QByteArray> lines(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArray content = file.readAll();
        content.chop(1);
        return content.split('\n');
    }
};

QTEST_GUILESS_MAIN(TestLogFile)
#include "tst_logfile.moc"
