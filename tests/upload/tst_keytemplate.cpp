// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Keys of patterns and facts, and patterns that are none.

#include "upload/keytemplate.h"

#include <QTest>

using namespace upload;

class tst_KeyTemplate : public QObject {
    Q_OBJECT
    static KeyFacts facts(const QString &name, const QString &folder)
    {
        return {name, folder, QDateTime(QDate(2026, 3, 7), QTime(9, 8, 5)), QDateTime(QDate(2025, 12, 31), QTime(23, 0))};
    }

private Q_SLOTS:
    void keys_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("key");
        const auto row = [](const char *title, const char *pattern, const char *name, const char *folder, const char *key) {
            QTest::newRow(title) << QString::fromUtf8(pattern) << QString::fromUtf8(name) << QString::fromUtf8(folder)
                                 << QString::fromUtf8(key);
        };
        row("as it lies", "{folder}/{name}", "a.jpg", "photos/2024", "photos/2024/a.jpg");
        row("a single file", "{folder}/{name}", "a.jpg", "", "a.jpg");
        row("empty in the middle", "backup/{folder}/{name}", "a.jpg", "", "backup/a.jpg");
        row("empty within a segment", "x{folder}/{name}", "a.jpg", "", "x/a.jpg");
        row("date", "{date}/{year}/{month}/{day}/{time}-{name}", "a", "", "2026-03-07/2026/03/07/090805-a");
        row("modified", "{modified}/{name}", "a", "", "2025-12-31/a");
        row("stem and extension", "{extension}/{stem}", "archive.tar.gz", "", "gz/archive.tar");
        row("no extension", "{extension}/{stem}", "README", "", "README");
        row("hidden file", "{stem}.{extension}", ".profile", "", ".profile.");
        row("braces", "{{{name}}}", "a", "", "{a}");
        row("braces in a name are no placeholders", "{name}", "{date}", "", "{date}");
        row("slashes that were written stay", "/a//{name}", "b", "", "/a//b");
        row("composed", "{folder}/{name}", "a\xcc\x88.txt", "u\xcc\x88", "\xc3\xbc/\xc3\xa4.txt");
    }
    void keys()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, name);
        QFETCH(const QString, folder);
        const s3::Result<QString> key = keyOf({pattern, true}, facts(name, folder));
        QVERIFY2(key.ok(), key.ok() ? "" : qPrintable(key.error().message));
        QTEST(*key, "key");
    }

    void exactlyTheFilesBytes()
    {
        const QString apart = QString::fromUtf8("a\xcc\x88");
        QCOMPARE(keyOf({QStringLiteral("{name}"), false}, facts(apart, {})).value(), apart);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("code");
        const QString bad = QStringLiteral("InvalidKeyPattern");
        QTest::newRow("unknown") << QStringLiteral("{nmae}") << QStringLiteral("a") << bad;
        QTest::newRow("other case") << QStringLiteral("{Name}") << QStringLiteral("a") << bad;
        QTest::newRow("open") << QStringLiteral("{name") << QStringLiteral("a") << bad;
        QTest::newRow("closed") << QStringLiteral("name}") << QStringLiteral("a") << bad;
        QTest::newRow("empty placeholder") << QStringLiteral("{}") << QStringLiteral("a") << bad;
        QTest::newRow("nothing") << QString() << QStringLiteral("a") << QStringLiteral("EmptyKey");
        QTest::newRow("nothing left") << QStringLiteral("{folder}/") << QStringLiteral("a") << QStringLiteral("EmptyKey");
        QTest::newRow("too long") << QStringLiteral("{name}") << QString(513, QChar(0xe4)) << QStringLiteral("KeyTooLongError");
        QTest::newRow("dots") << QStringLiteral("a/../{name}") << QStringLiteral("a") << QStringLiteral("DotSegmentKey");
    }
    void refused()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, name);
        const s3::Result<QString> key = keyOf({pattern, true}, facts(name, {}));
        QVERIFY(!key.ok());
        QTEST(key.error().code, "code");
    }

    void patternsAreJudgedWithoutAFile()
    {
        QVERIFY(!patternTrouble(KeyRule().pattern));
        QVERIFY(!patternTrouble(QStringLiteral("{extension}")));
        QCOMPARE(patternTrouble(QString())->code, QStringLiteral("EmptyKey"));
        QCOMPARE(patternTrouble(QStringLiteral("{nmae}"))->code, QStringLiteral("InvalidKeyPattern"));
    }

    void everyPlaceholderIsKnown()
    {
        for (const QString &placeholder : keyPlaceholders())
            QVERIFY(keyOf({QStringLiteral("x{%1}").arg(placeholder), true}, facts(QStringLiteral("a.b"), QStringLiteral("c"))).ok());
    }
};

QTEST_APPLESS_MAIN(tst_KeyTemplate)
#include "tst_keytemplate.moc"
