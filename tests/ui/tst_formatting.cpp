// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Numbers and names as a person reads them.

#include "ui/formatting.h"
#include "ui/plaintext.h"

#include <QLocale>
#include <QTest>
#include <QTextDocument>

using namespace ui;
using namespace std::chrono_literals;

class TestFormatting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void bytes_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("asPartSize");
        const auto row = [](qint64 bytes, const char *shown, const char *asPartSize) {
            QTest::newRow(QByteArray::number(bytes).constData()) << bytes << QString::fromLatin1(shown) << QString::fromLatin1(asPartSize);
        };
        row(0, "0 B", "0 B");
        row(1023, "1,023 B", "1,023 B");
        row(1024, "1.0 KiB", "1 KiB");
        row(1536, "1.5 KiB", "1.5 KiB");
        row(17 * 1024 * 1024, "17.0 MiB", "17 MiB");
        row(160 * 1024 * 1024, "160 MiB", "160 MiB");
        row(51'754'926'080, "48.2 GiB", "48.2 GiB");
        row(128'849'018'880, "120 GiB", "120 GiB");
        row(1024 * 1024 - 1, "1.0 MiB", "1.0 MiB"); // never "1,024 KiB"
        row(53'687'091'200'000, "48.8 TiB", "48.8 TiB");
        row(std::numeric_limits<qint64>::max(), "8.0 EiB", "8 EiB");
        row(-5, "0 B", "0 B");
    }
    void bytes()
    {
        QFETCH(qint64, bytes);
        QTEST(formattedBytes(bytes), "shown");
        QTEST(formattedPartSize(bytes), "asPartSize");
    }

    void percent()
    {
        QCOMPARE(formattedPercent(0, 100), QStringLiteral("0 %"));
        QCOMPARE(formattedPercent(619, 1000), QStringLiteral("61 %"));
        QCOMPARE(formattedPercent(999'999'999'999, 1'000'000'000'000), QStringLiteral("99 %"));
        QCOMPARE(formattedPercent(5, 5), QStringLiteral("100 %"));
        QCOMPARE(formattedPercent(0, 0), QStringLiteral("100 %"));
        const qint64 huge = std::numeric_limits<qint64>::max();
        QCOMPARE(formattedPercent(huge - 1, huge), QStringLiteral("99 %"));
    }

    void rate()
    {
        QCOMPARE(formattedRate(0), QStringLiteral("–"));
        QCOMPARE(formattedRate(0.4), QStringLiteral("–"));
        QCOMPARE(formattedRate(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("–"));
        QCOMPARE(formattedRate(112.0 * 1024 * 1024), QStringLiteral("112 MiB/s"));
    }

    void duration()
    {
        QCOMPARE(formattedDuration(0s), QStringLiteral("0 s"));
        QCOMPARE(formattedDuration(59s), QStringLiteral("59 s"));
        QCOMPARE(formattedDuration(180s), QStringLiteral("3 min"));
        QCOMPARE(formattedDuration(3599s), QStringLiteral("1 h"));
        QCOMPARE(formattedDuration(72min), QStringLiteral("1 h 12 min"));
        QCOMPARE(formattedDuration(51h), QStringLiteral("2 d 3 h"));
        QCOMPARE(formattedDuration(-7s), QStringLiteral("0 s"));
    }

    void namesAreNoMarkup()
    {
        QCOMPARE(buttonText(QStringLiteral("Food & Drink")), QStringLiteral("Food && Drink"));
        QCOMPARE(tipText(QStringLiteral("Food & Drink \"raw\"")), QStringLiteral("Food & Drink \"raw\"")); // which Qt shows as it stands
        for (const char *name : {"<b>bold</b>.mov", "a\n<img src=\"x\">", "<a href='x'>y</a>"}) {
            const QString tip = tipText(QString::fromUtf8(name));
            QTextDocument shown; // as a tool tip does it
            Qt::mightBeRichText(tip) ? shown.setHtml(tip) : shown.setPlainText(tip);
            QCOMPARE(shown.toPlainText(), QString::fromUtf8(name));
        }
    }

    void namesComeAsPeopleCount()
    {
        QVERIFY(comesBefore(QStringLiteral("Customer 2"), QStringLiteral("Customer 10")));
        QVERIFY(!comesBefore(QStringLiteral("Customer 10"), QStringLiteral("Customer 2")));
        QVERIFY(comesBefore(QStringLiteral("archive"), QStringLiteral("Studio")));
        QVERIFY(!comesBefore(QStringLiteral("a"), QStringLiteral("a")));
    }

    void namesCannotPretend()
    {
        QCOMPARE(printable(QStringLiteral("Überblick 日本 👩‍🚀.mov")), QStringLiteral("Überblick 日本 👩‍🚀.mov"));
        QCOMPARE(printable(QStringLiteral("a\nb\tc")), QStringLiteral("a\\nb\\tc"));
        QCOMPARE(printable(QStringLiteral("photo\u202Egpj.exe")), QStringLiteral("photo\\u202Egpj.exe"));
        QCOMPARE(printable(QString(QChar(0x7))), QStringLiteral("\\u0007"));
        QCOMPARE(printable(QString(QChar(0xd83d))), QStringLiteral("\\uD83D"));
    }

    void longNamesAreCutInTheMiddle()
    {
        QCOMPARE(shortened(QStringLiteral("short"), 10), QStringLiteral("short"));
        const QString cut = shortened(QStringLiteral("a-very-long-name-of-a-film-4k.mov"), 15);
        QCOMPARE(cut.size(), 15);
        QVERIFY(cut.startsWith(QLatin1String("a-very")));
        QVERIFY(cut.endsWith(QLatin1String("4k.mov")));
        const QString emoji = shortened(QStringLiteral("👾").repeated(40), 15);
        QVERIFY(emoji.isValidUtf16());
    }
};

QTEST_GUILESS_MAIN(TestFormatting)
#include "tst_formatting.moc"
