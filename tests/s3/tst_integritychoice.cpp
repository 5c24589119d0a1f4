// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Which proof of the bytes goes to which server.

#include "s3/integritychoice.h"

#include <QTest>

using namespace s3;

class tst_IntegrityChoice : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chosen_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<Integrity>("overHttps");
        QTest::addColumn<QList<ChecksumAlgorithm>>("taken");
        QTest::addColumn<int>("asked"); // -1: nothing in particular
        QTest::addColumn<QList<ChecksumAlgorithm>>("refused");
        QTest::addColumn<Integrity>("integrity");
        QTest::addColumn<int>("announced"); // -1: nothing
        using enum ChecksumAlgorithm;
        const QString https = QStringLiteral("https://s3.example");
        const QString http = QStringLiteral("http://s3.example");
        const QList<ChecksumAlgorithm> none;
        QTest::newRow("profile") << https << Integrity::Crc64Nvme << none << -1 << none << Integrity::Crc64Nvme << int(Crc64Nvme);
        QTest::newRow("profile, composite") << https << Integrity::Sha256 << none << -1 << none << Integrity::Sha256 << int(Sha256);
        QTest::newRow("profile without") << https << Integrity::ContentMd5 << none << -1 << none << Integrity::ContentMd5 << -1;
        QTest::newRow("refused") << https << Integrity::Crc64Nvme << none << -1 << QList{Crc64Nvme} << Integrity::ContentMd5 << -1;
        QTest::newRow("refused, another taken") << https << Integrity::Crc64Nvme << QList{Sha1, Sha256, Crc64Nvme, Crc32c} << -1
                                                << QList{Crc64Nvme} << Integrity::Crc32c << int(Crc32c);
        QTest::newRow("two refused, another taken") << https << Integrity::Crc64Nvme << QList{Sha256, Crc64Nvme} << -1
                                                    << QList{Crc64Nvme, Crc32c} << Integrity::Sha256 << int(Sha256);
        QTest::newRow("not even the profile's own")
            << https << Integrity::Crc64Nvme << QList{Crc64Nvme} << -1 << QList{Crc64Nvme} << Integrity::ContentMd5 << -1;
        QTest::newRow("a profile that will not")
            << https << Integrity::ContentMd5 << QList{Crc64Nvme} << -1 << none << Integrity::ContentMd5 << -1;
        QTest::newRow("another refused") << https << Integrity::Crc64Nvme << none << -1 << QList{Sha1} << Integrity::Crc64Nvme
                                         << int(Crc64Nvme);
        QTest::newRow("asked") << https << Integrity::Crc64Nvme << none << int(Sha1) << none << Integrity::Sha1 << int(Sha1);
        QTest::newRow("asked although refused")
            << https << Integrity::ContentMd5 << none << int(Crc32) << QList{Crc32} << Integrity::Crc32 << int(Crc32);
        QTest::newRow("asked for MD5") << https << Integrity::Crc64Nvme << none << int(Md5) << none << Integrity::ContentMd5 << -1;
        QTest::newRow("http") << http << Integrity::Crc64Nvme << none << -1 << none << Integrity::SignedPayload << -1;
        QTest::newRow("http, asked") << http << Integrity::ContentMd5 << none << int(Crc32c) << none << Integrity::SignedPayload
                                     << int(Crc32c);
        QTest::newRow("http, asked for MD5") << http << Integrity::ContentMd5 << none << int(Md5) << none << Integrity::SignedPayload << -1;
    }
    void chosen()
    {
        QFETCH(const QString, url);
        QFETCH(const Integrity, overHttps);
        QFETCH(const QList<ChecksumAlgorithm>, taken);
        QFETCH(const int, asked);
        QFETCH(const QList<ChecksumAlgorithm>, refused);
        ProviderProfile profile;
        profile.overHttps = overHttps;
        profile.checksums = taken;
        const auto wish = asked < 0 ? std::nullopt : std::optional(ChecksumAlgorithm(asked));
        const Proving proving = provingFor(endpointFromText(url).value(), profile, wish, refused);
        QTEST(proving.integrity, "integrity");
        QTEST(proving.announced ? int(*proving.announced) : -1, "announced");
    }

    void whatARefusalNames()
    {
        const QString r2 = QStringLiteral("Header 'x-amz-checksum-algorithm' with value 'CRC32C' not implemented");
        QVERIFY(namesChecksum(r2, ChecksumAlgorithm::Crc32c));
        QVERIFY(!namesChecksum(r2, ChecksumAlgorithm::Crc32));
        QVERIFY(!namesChecksum(r2, ChecksumAlgorithm::Crc64Nvme));
        QVERIFY(namesChecksum(QStringLiteral("Unsupported header x-amz-checksum-sha256"), ChecksumAlgorithm::Sha256));
        QVERIFY(!namesChecksum(QStringLiteral("A header you provided implies functionality"), ChecksumAlgorithm::Sha256));
    }

    void ofABegunUpload()
    {
        const Endpoint https = endpointFromText(QStringLiteral("https://s3.example")).value();
        const Endpoint http = endpointFromText(QStringLiteral("http://s3.example")).value();
        QCOMPARE(integrityOfBegun(https, {}), Integrity::ContentMd5);
        QCOMPARE(integrityOfBegun(https, ChecksumAlgorithm::Crc32), Integrity::Crc32);
        QCOMPARE(integrityOfBegun(http, ChecksumAlgorithm::Crc32), Integrity::SignedPayload);
    }

    void inWords()
    {
        QCOMPARE(integrityWords(Integrity::Crc64Nvme), QStringLiteral("x-amz-checksum-crc64nvme"));
        QCOMPARE(integrityWords(Integrity::ContentMd5), QStringLiteral("Content-MD5"));
        QVERIFY(integrityWords(Integrity::SignedPayload).contains(QStringLiteral("signed")));
    }
};

QTEST_APPLESS_MAIN(tst_IntegrityChoice)
#include "tst_integritychoice.moc"
