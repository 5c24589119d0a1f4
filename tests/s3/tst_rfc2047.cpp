// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/rfc2047.h"

#include <QList>
#include <QRandomGenerator>
#include <QTest>

using namespace s3;

class tst_Rfc2047 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodes_data();
    void encodes();
    void decodes_data();
    void decodes();
    void anyTextComesBack();
};

void tst_Rfc2047::encodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("ascii") << QByteArray("plain text, with = and ?") << QByteArray("plain text, with = and ?");
    // What Python's email.header and boto's users write for the same
    QTest::newRow("umlaut") << QByteArray("gr\xC3\xBC\xC3\x9F") << QByteArray("=?UTF-8?B?Z3LDvMOf?=");
    QTest::newRow("line break cannot begin a header") << QByteArray("a\r\nx-evil: 1") << QByteArray("=?UTF-8?B?YQ0KeC1ldmlsOiAx?=");
    QTest::newRow("looks like a word already") << QByteArray("=?x") << QByteArray("=?UTF-8?B?PT94?=");
}

void tst_Rfc2047::encodes()
{
    QFETCH(QByteArray, text);
    QTEST(encodedWords(text), "words");
    QCOMPARE(decodedWords(encodedWords(text)), text);
}

void tst_Rfc2047::decodes_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("a b") << QByteArray("a b");
    // RFC 2047, 8: blanks between words vanish, between a word and text they stay. (UTF-8 instead of its ISO-8859-1.)
    QTest::newRow("word and text") << QByteArray("=?utf-8?Q?a?= b") << QByteArray("a b");
    QTest::newRow("two words") << QByteArray("=?utf-8?Q?a?= =?utf-8?Q?b?=") << QByteArray("ab");
    QTest::newRow("underscore is a blank") << QByteArray("=?utf-8?q?a_b?=") << QByteArray("a b");
    QTest::newRow("AWS's own form") << QByteArray("=?UTF-8?B?w4PChMODwrg=?=") << QByteArray("\xC3\x83\xC2\x84\xC3\x83\xC2\xB8");
    QTest::newRow("other charset stays") << QByteArray("=?ISO-8859-1?Q?a?=") << QByteArray("=?ISO-8859-1?Q?a?=");
    QTest::newRow("broken stays") << QByteArray("=?UTF-8?B?abc") << QByteArray("=?UTF-8?B?abc");
    QTest::newRow("text first") << QByteArray("x =?utf-8?Q?=C3=BC?= y") << QByteArray("x \xC3\xBC y");
}

void tst_Rfc2047::decodes()
{
    QFETCH(QByteArray, words);
    QTEST(decodedWords(words), "text");
}

void tst_Rfc2047::anyTextComesBack()
{
    QRandomGenerator random(20470);
    for (int round = 0; round < 2000; ++round) {
        QString text;
        for (int length = random.bounded(120); length > 0; --length)
            text += random.bounded(2) ? QChar(random.bounded(0x20, 0x7f)) : QChar(random.bounded(0xa0, 0xd7ff));
        const QByteArray words = encodedWords(text.toUtf8());
        QCOMPARE(QString::fromUtf8(decodedWords(words)), text);
        for (const char c : words)
            QVERIFY(c >= 0x20 && c < 0x7f);
        if (!words.startsWith("=?UTF-8?B?"))
            continue;
        for (const QByteArray &word : words.split(' ')) {
            QVERIFY2(word.size() <= 75, word.constData());
            // Each word is whole characters: some reader decodes them one by one.
            const QByteArray content = QByteArray::fromBase64(word.split('?').at(3));
            QCOMPARE(QString::fromUtf8(content).toUtf8(), content);
        }
    }
}

QTEST_APPLESS_MAIN(tst_Rfc2047)
#include "tst_rfc2047.moc"
