// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerpreset.h"
#include "s3/providerprofile.h"
#include "s3/storageclass.h"

#include <QTest>

#include <algorithm>

class tst_StorageClass : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyProviderHasSome()
    {
        for (const s3::ProviderProfile &profile : s3::knownProfiles()) {
            const QByteArrayList classes = s3::storageClassesOf(profile.id);
            QVERIFY2(classes.contains("STANDARD"), qPrintable(profile.id));
            const bool plain = std::all_of(classes.begin(), classes.end(), [](const QByteArray &name) {
                return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) { return c == '_' || (c >= 'A' && c <= 'Z'); });
            });
            QVERIFY2(plain, qPrintable(profile.id));
        }
    }

    void providersHaveTheirOwn()
    {
        QVERIFY(s3::storageClassesOf(QStringLiteral("aws")).contains("DEEP_ARCHIVE"));
        QVERIFY(!s3::storageClassesOf(QStringLiteral("r2")).contains("DEEP_ARCHIVE"));
        QVERIFY(s3::storageClassesOf(QStringLiteral("gcs")).contains("NEARLINE"));
        QCOMPARE(s3::storageClassesOf(QStringLiteral("never heard of")), s3::storageClassesOf(QStringLiteral("aws")));
    }
};

QTEST_APPLESS_MAIN(tst_StorageClass)
#include "tst_storageclass.moc"
