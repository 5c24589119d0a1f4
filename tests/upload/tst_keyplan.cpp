// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Where found files arrive, by a prefix and a rule.

#include "s3/partplan.h"
#include "upload/keyplan.h"

#include <QTest>

using namespace upload;

class tst_KeyPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asTheyLie()
    {
        UploadSpec common;
        common.target.bucket = QStringLiteral("b");
        common.connectionId = QStringLiteral("c");
        common.wishedPartSize = 8 * s3::MiB;
        common.ifKeyExists = IfKeyExists::Skip;
        const QList<UploadSpec> specs = specsFor({single("a.bin"), folder()}, common, {QStringLiteral("2026/11/"), {}}).specs;
        QCOMPARE(specs.size(), 3);
        QCOMPARE(specs.at(0).target, (s3::ObjectAddress{QStringLiteral("b"), QStringLiteral("2026/11/a.bin")}));
        QVERIFY(specs.at(0).batch.isNull());
        QCOMPARE(specs.at(2).target.key, QStringLiteral("2026/11/run/s/2"));
        QCOMPARE(specs.at(2).sourcePath, QStringLiteral("/d/run/s/2"));
        QVERIFY(!specs.at(1).batch.isNull());
        QCOMPARE(specs.at(1).batch, specs.at(2).batch);
        QCOMPARE(specs.at(1).batchName, QStringLiteral("run"));
        QCOMPARE(specs.at(1).batchTarget, (s3::ObjectAddress{QStringLiteral("b"), QStringLiteral("2026/11/run/")}));
        QCOMPARE(specs.at(1).wishedPartSize, 8 * s3::MiB);
        QCOMPARE(specs.at(1).ifKeyExists, IfKeyExists::Skip);
    }

    void aPatternMovesFilesAndFolder()
    {
        const KeyPlan plan{QStringLiteral("p/"), {QStringLiteral("{modified}/{folder}/x-{name}"), true}};
        const PlannedUploads planned = specsFor({folder()}, {}, plan);
        QCOMPARE(planned.specs.at(0).target.key, QStringLiteral("p/2025-12-31/run/x-1"));
        QCOMPARE(planned.specs.at(1).target.key, QStringLiteral("p/2025-12-31/run/s/x-2"));
        QCOMPARE(planned.specs.at(0).batchTarget.key, QStringLiteral("p/2025-12-31/run/"));
        // Nothing in common but the prefix; a beginning of letters alone is no folder.
        QCOMPARE(targetOf({QStringLiteral("p/"), {QStringLiteral("a{name}/x"), true}}, folder()), QStringLiteral("p/"));
        QCOMPARE(targetOf({{}, {QStringLiteral("{name}/x"), true}}, folder()), QString());
    }

    // The prefix was typed by somebody who may mean a folder that is there already.
    void accentsAreComposedBelowThePrefix()
    {
        const QString apart = QString::fromUtf8("u\xcc\x88"), composed = QString::fromUtf8("\xc3\xbc");
        const FoundFile file{QStringLiteral("/d"), apart + QLatin1Char('/') + apart, 1};
        QCOMPARE(
            keyOf(KeyPlan{apart + QLatin1Char('/'), {}}, file).value(), apart + QLatin1Char('/') + composed + QLatin1Char('/') + composed);
        QCOMPARE(keyOf(KeyPlan{{}, {KeyRule().pattern, false}}, file).value(), apart + QLatin1Char('/') + apart);
        FoundItem item{QStringLiteral("/d"), apart, true, {file}, 1};
        QCOMPARE(targetOf(KeyPlan(), item), composed + QLatin1Char('/'));
    }

    void whatHasNoKeyIsSaid()
    {
        const PlannedUploads planned =
            specsFor({single("a"), single("b.c")}, {}, {QStringLiteral("p/"), {QStringLiteral("{extension}"), true}});
        QCOMPARE(planned.specs.size(), 1);
        QCOMPARE(planned.specs.first().target.key, QStringLiteral("p/c"));
        QCOMPARE(planned.refused.size(), 1);
        QCOMPARE(planned.refused.first().path, QStringLiteral("/d/a"));
        QCOMPARE(planned.refused.first().error.code, QStringLiteral("EmptyKey"));
    }

    void thePrefixCountsToo()
    {
        const FoundFile file{QStringLiteral("/d/a"), QStringLiteral("a"), 1};
        QVERIFY(keyOf(KeyPlan{QString(1022, u'x') + QLatin1Char('/'), {}}, file).ok());
        const s3::Result<QString> key = keyOf(KeyPlan{QString(1023, u'x') + QLatin1Char('/'), {}}, file);
        QVERIFY(!key.ok());
        QCOMPARE(key.error().code, QStringLiteral("KeyTooLongError"));
        QCOMPARE(keyOf(KeyPlan{QStringLiteral("../"), {}}, file).error().code, QStringLiteral("DotSegmentKey"));
    }

private:
    static FoundItem single(const char *name)
    {
        const QString text = QString::fromLatin1(name);
        return {QStringLiteral("/d/") + text, text, false, {{QStringLiteral("/d/") + text, text, 3}}, 3};
    }
    static FoundItem folder()
    {
        const qint64 then = QDateTime(QDate(2025, 12, 31), QTime(23, 0)).toMSecsSinceEpoch();
        return {QStringLiteral("/d/run"), QStringLiteral("run"), true,
            {{QStringLiteral("/d/run/1"), QStringLiteral("run/1"), 1, then},
                {QStringLiteral("/d/run/s/2"), QStringLiteral("run/s/2"), 2, then}},
            3};
    }
};

QTEST_APPLESS_MAIN(tst_KeyPlan)
#include "tst_keyplan.moc"
