// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Metadata and tags, from what is typed to what is sent and back.

#include "ui/objecttext.h"

#include <QTest>

using namespace ui;

class TestObjectText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void metadata()
    {
        const auto read = metadataFromText(QStringLiteral(" project = Aurora ,place=Köln,, when=Mon\\, 1 Jan, path=C:\\\\x, empty= "));
        QVERIFY(read.ok());
        QCOMPARE(read->size(), 5);
        QCOMPARE(read->value("project"), QByteArray("Aurora"));
        QCOMPARE(read->value("place"), QByteArray("K\xc3\xb6ln"));
        QCOMPARE(read->value("when"), QByteArray("Mon, 1 Jan"));
        QCOMPARE(read->value("path"), QByteArray("C:\\x"));
        QCOMPARE(metadataFromText(textOfMetadata(*read)).value(), *read);
        QVERIFY(textOfMetadata(*read).contains(QStringLiteral("Köln")));
        QVERIFY(metadataFromText(QString())->isEmpty());
    }

    void tags()
    {
        const auto read = tagsFromText(QStringLiteral("team=Kamera B, cost/centre=a&b=c+d"));
        QVERIFY(read.ok());
        QCOMPARE(*read, QByteArray("team=Kamera%20B&cost%2Fcentre=a%26b%3Dc%2Bd"));
        QCOMPARE(textOfTags(*read), QStringLiteral("team=Kamera B, cost/centre=a&b=c+d"));
        QCOMPARE(tagsFromText(QString()).value(), QByteArray());
        QCOMPARE(textOfTags({}), QString());
    }

    void refused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ofMetadata");
        QTest::addColumn<QString>("ofTags");
        const auto row = [](const char *title, const QString &text, const char *metadata, const char *tags) {
            QTest::newRow(title) << text << QString::fromLatin1(metadata) << QString::fromLatin1(tags);
        };
        row("no pair", QStringLiteral("nonsense"), "NotPairs", "NotPairs");
        row("no name", QStringLiteral("a=b, =c"), "NotPairs", "NotPairs");
        row("twice", QStringLiteral("a=b, a=c"), "DoubleName", "DoubleName");
        row("blank in a name", QStringLiteral("a b=c"), "InvalidName", "");
        row("letters beyond ASCII in a name", QStringLiteral("größe=c"), "InvalidName", "");
        row("ten", pairs(10), "", "");
        row("eleven", pairs(11), "", "TooMuch");
        row("name of 128", QString(128, u'n') + QStringLiteral("=v"), "", "");
        row("name of 129", QString(129, u'n') + QStringLiteral("=v"), "", "InvalidName");
        row("value of 256", QStringLiteral("n=") + QString(256, u'v'), "", "");
        row("value of 257", QStringLiteral("n=") + QString(257, u'v'), "", "TooMuch");
        row("2,048 bytes", QStringLiteral("n=") + QString(2047, u'v'), "", "TooMuch");
        row("2,049 bytes", QStringLiteral("n=") + QString(2048, u'v'), "TooMuch", "TooMuch");
        row("AWS's own", QStringLiteral("AWS:x=y"), "InvalidName", "InvalidName");
    }
    void refused()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, ofMetadata);
        QFETCH(const QString, ofTags);
        const auto metadata = metadataFromText(text);
        QCOMPARE(metadata.ok() ? QString() : metadata.error().code, ofMetadata);
        const auto tags = tagsFromText(text);
        QCOMPARE(tags.ok() ? QString() : tags.error().code, ofTags);
        if (!tags.ok())
            QVERIFY(!tags.error().message.isEmpty());
    }

private:
    static QString pairs(int count)
    {
        QStringList list;
        for (int i = 0; i < count; ++i)
            list.append(QStringLiteral("n%1=v").arg(i));
        return list.join(QLatin1Char(','));
    }
};

QTEST_APPLESS_MAIN(TestObjectText)
#include "tst_objecttext.moc"
