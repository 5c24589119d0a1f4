// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What leaves the window as a file: exact, complete, and without harm to whoever opens it.

#include "ui/unfinishedexport.h"
#include "unfinishedsamples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace ui;

namespace {

UnfinishedRow row(const QString &key)
{
    UnfinishedRow made;
    made.upload = samples::listed(QStringLiteral("media"), key, "2~id", 0).upload;
    made.upload.initiated = QDateTime({2026, 8, 3}, {14, 5, 6}, Qt::UTC);
    made.judgement.state = upload::UnfinishedState::Abandoned;
    made.judgement.canBeResumed = true;
    made.holding = samples::holding(5368709120, 12, 3600);
    made.holding->lastPart = QDateTime({2026, 8, 3}, {15, 0, 0}, Qt::UTC);
    made.aMonth = upload::Money{0.123, QStringLiteral("USD")};
    return made;
}

// As a program reads it (RFC 4180).
QList<QStringList> parsed(const QByteArray &csv)
{
    QList<QStringList> lines{{}};
    QString cell;
    bool quoted = false;
    const QString text = QString::fromUtf8(csv.mid(3));
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quoted && c == QLatin1Char('"') && i + 1 < text.size() && text.at(i + 1) == QLatin1Char('"')) {
            cell += c;
            ++i;
        } else if (c == QLatin1Char('"')) {
            quoted = !quoted;
        } else if (!quoted && c == QLatin1Char(',')) {
            lines.last().append(cell);
            cell.clear();
        } else if (!quoted && c == QLatin1Char('\r')) {
            lines.last().append(cell);
            cell.clear();
            lines.append(QStringList());
            ++i;
        } else {
            cell += c;
        }
    }
    lines.removeLast();
    return lines;
}

} // namespace

class TestUnfinishedExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void csvOfOne()
    {
        const QByteArray csv = unfinishedAsCsv({row(QStringLiteral("a b/ü.mov"))});
        QVERIFY(csv.startsWith("\xEF\xBB\xBF"));
        const QList<QStringList> lines = parsed(csv);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.at(0).size(), lines.at(1).size());
        QCOMPARE(lines.at(1),
            QStringList({QStringLiteral("media"), QStringLiteral("a b/ü.mov"), QStringLiteral("2~id"),
                QStringLiteral("2026-08-03T14:05:06Z"), QStringLiteral("render-07"), QStringLiteral("studio"), QStringLiteral("STANDARD"),
                QStringLiteral("5368709120"), QStringLiteral("12"), QStringLiteral("2026-08-03T15:00:00Z"), QStringLiteral("abandoned"),
                QStringLiteral("true"), QString(), QStringLiteral("0.123000"), QString(), QStringLiteral("USD")}));
    }

    void csvQuotes_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("read");
        QTest::newRow("comma") << QStringLiteral("a,b") << QStringLiteral("a,b");
        QTest::newRow("quote") << QStringLiteral("say \"hi\"") << QStringLiteral("say \"hi\"");
        QTest::newRow("line") << QStringLiteral("a\r\nb") << QStringLiteral("a\r\nb");
        QTest::newRow("formula") << QStringLiteral("=1+1") << QStringLiteral("'=1+1");
        QTest::newRow("formula, quoted") << QStringLiteral("=HYPERLINK(\"http://x\",\"y\")")
                                         << QStringLiteral("'=HYPERLINK(\"http://x\",\"y\")");
        QTest::newRow("plus") << QStringLiteral("+a") << QStringLiteral("'+a");
        QTest::newRow("minus") << QStringLiteral("-a") << QStringLiteral("'-a");
        QTest::newRow("at") << QStringLiteral("@a") << QStringLiteral("'@a");
        QTest::newRow("tab") << QStringLiteral("\ta") << QStringLiteral("'\ta");
        QTest::newRow("in the middle") << QStringLiteral("a=b") << QStringLiteral("a=b");
    }
    void csvQuotes()
    {
        QFETCH(QString, key);
        QFETCH(QString, read);
        const QList<QStringList> lines = parsed(unfinishedAsCsv({row(key), row(QStringLiteral("next"))}));
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.at(1).at(1), read);
        QCOMPARE(lines.at(2).at(1), QStringLiteral("next"));
    }

    void whatIsNotKnownIsEmptyOrNull()
    {
        UnfinishedRow unknown = row(QStringLiteral("k"));
        unknown.holding.reset();
        unknown.aMonth.reset();
        unknown.upload.initiator.clear();
        unknown.judgement = {};
        const QStringList cells = parsed(unfinishedAsCsv({unknown})).at(1);
        for (const int column : {4, 7, 8, 9, 11, 12, 13, 14, 15})
            QVERIFY2(cells.at(column).isEmpty(), qPrintable(QString::number(column)));
        const QJsonObject object = QJsonDocument::fromJson(unfinishedAsJson({unknown})).array().at(0).toObject();
        for (const char *name : {"initiator", "bytes", "parts", "lastPart", "canBeResumed", "expires", "costPerMonth", "costSoFar"}) {
            QVERIFY2(object.contains(QLatin1String(name)), name);
            QVERIFY2(object.value(QLatin1String(name)).isNull(), name);
        }
        QCOMPARE(object.value(QLatin1String("state")).toString(), QStringLiteral("unknown"));
    }

    void json()
    {
        const QJsonArray all = QJsonDocument::fromJson(unfinishedAsJson({row(QStringLiteral("=1+1")), row(QStringLiteral("b"))})).array();
        QCOMPARE(all.size(), 2);
        const QJsonObject object = all.at(0).toObject();
        QCOMPARE(object.value(QLatin1String("key")).toString(), QStringLiteral("=1+1")); // nobody runs a string of JSON
        QCOMPARE(object.value(QLatin1String("bytes")).toInteger(), 5368709120);
        QCOMPARE(object.value(QLatin1String("initiated")).toString(), QStringLiteral("2026-08-03T14:05:06Z"));
        QCOMPARE(object.value(QLatin1String("canBeResumed")).toBool(), true);
        QCOMPARE(object.value(QLatin1String("costPerMonth")).toObject().value(QLatin1String("currency")).toString(), QStringLiteral("USD"));
        QVERIFY(object.value(QLatin1String("costSoFar")).isNull());
    }
};

QTEST_GUILESS_MAIN(TestUnfinishedExport)
#include "tst_unfinishedexport.moc"
