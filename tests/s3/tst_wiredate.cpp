// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/wiredate.h"

#include <QTest>

using namespace s3;

class tst_WireDate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void http_data();
    void http();
    void xml_data();
    void xml();
};

static QDateTime utc(int year, int month, int day, int hour, int minute, int second, int ms = 0)
{
    return {QDate(year, month, day), QTime(hour, minute, second, ms), Qt::UTC};
}

void tst_WireDate::http_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QDateTime>("date");
    // RFC 9110, 5.6.7: one moment in its three forms
    QTest::newRow("IMF-fixdate") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << utc(1994, 11, 6, 8, 49, 37);
    QTest::newRow("asctime") << QByteArray("Sun Nov  6 08:49:37 1994") << utc(1994, 11, 6, 8, 49, 37);
    QTest::newRow("RFC 850") << QByteArray("Sunday, 06-Nov-26 08:49:37 GMT") << utc(2026, 11, 6, 8, 49, 37);
    QTest::newRow("AWS") << QByteArray("Tue, 25 Jul 2023 16:27:59 GMT") << utc(2023, 7, 25, 16, 27, 59);
    QTest::newRow("offset zero") << QByteArray("Tue, 25 Jul 2023 16:27:59 +0000") << utc(2023, 7, 25, 16, 27, 59);
    QTest::newRow("wrong weekday") << QByteArray("Mon, 25 Jul 2023 16:27:59 GMT") << utc(2023, 7, 25, 16, 27, 59);
    QTest::newRow("day of one digit") << QByteArray(" Sat, 7 Mar 2026 09:08:07 GMT ") << utc(2026, 3, 7, 9, 8, 7);
    QTest::newRow("leap day") << QByteArray("Thu, 29 Feb 2024 00:00:00 GMT") << utc(2024, 2, 29, 0, 0, 0);
    QTest::newRow("no such day") << QByteArray("Sat, 30 Feb 2026 00:00:00 GMT") << QDateTime();
    QTest::newRow("empty") << QByteArray() << QDateTime();
    QTest::newRow("seconds") << QByteArray("120") << QDateTime();
    QTest::newRow("junk") << QByteArray("tomorrow, perhaps") << QDateTime();
    QTest::newRow("another zone") << QByteArray("Tue, 25 Jul 2023 16:27:59 +0200") << QDateTime();
}

void tst_WireDate::http()
{
    QFETCH(QByteArray, header);
    QFETCH(QDateTime, date);
    const QDateTime read = dateFromHttp(header);
    QCOMPARE(read.isValid(), date.isValid());
    if (date.isValid()) {
        QCOMPARE(read, date);
        QCOMPARE(read.timeSpec(), Qt::UTC);
    }
}

void tst_WireDate::xml_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QDateTime>("date");
    QTest::newRow("AWS") << QStringLiteral("2026-03-07T09:08:07.000Z") << utc(2026, 3, 7, 9, 8, 7);
    QTest::newRow("milliseconds") << QStringLiteral("2026-03-07T09:08:07.125Z") << utc(2026, 3, 7, 9, 8, 7, 125);
    QTest::newRow("no fraction") << QStringLiteral("2010-11-10T20:48:33Z") << utc(2010, 11, 10, 20, 48, 33);
    QTest::newRow("nanoseconds") << QStringLiteral("2026-03-07T09:08:07.125000000Z") << utc(2026, 3, 7, 9, 8, 7, 125);
    QTest::newRow("without a zone") << QStringLiteral("2026-03-07T09:08:07.000") << utc(2026, 3, 7, 9, 8, 7);
    QTest::newRow("offset") << QStringLiteral("2026-03-07T10:08:07+01:00") << utc(2026, 3, 7, 9, 8, 7);
    QTest::newRow("white space") << QStringLiteral("\n 2026-03-07T09:08:07Z\n") << utc(2026, 3, 7, 9, 8, 7);
    QTest::newRow("empty") << QString() << QDateTime();
    QTest::newRow("junk") << QStringLiteral("soon") << QDateTime();
}

void tst_WireDate::xml()
{
    QFETCH(QString, text);
    QFETCH(QDateTime, date);
    const QDateTime read = dateFromXml(text);
    QCOMPARE(read.isValid(), date.isValid());
    if (date.isValid()) {
        QCOMPARE(read, date);
        QCOMPARE(read.timeSpec(), Qt::UTC);
    }
}

QTEST_APPLESS_MAIN(tst_WireDate)
#include "tst_wiredate.moc"
