// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Somebody's parts beside a file: where they lie, what is assumed of the missing ones, and what cannot be gone on with.

#include "upload/adoptionreport.h"
#include "upload/partcomparison.h"

#include <QTest>

using namespace upload;
using s3::MiB;

namespace {

using Sizes = QList<QPair<int, qint64>>; // number, size

s3::Result<AdoptionReport> adopted(const Sizes &stored, qint64 fileSize, const s3::PartLimits &limits = {})
{
    PartsListed listed;
    for (const auto &[number, size] : stored) {
        s3::StoredPart part;
        part.number = number;
        part.size = size;
        part.etag = "\"d41d8cd98f00b204e9800998ecf8427e\"";
        listed.parts.append(part);
    }
    FileFingerprint fingerprint;
    fingerprint.size = fileSize;
    return adoptionOf({{QStringLiteral("b"), QStringLiteral("k")}, "id"}, listed, QStringLiteral("/f"), fingerprint, limits);
}

Sizes equal(int from, int to, qint64 size)
{
    Sizes sizes;
    for (int number = from; number <= to; ++number)
        sizes.append({number, size});
    return sizes;
}

bool says(const AdoptionReport &report, const char *words)
{
    return report.remarks.join(QLatin1Char(' ')).contains(QLatin1String(words));
}

} // namespace

Q_DECLARE_METATYPE(Sizes)

class tst_AdoptionReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void layout_data()
    {
        QTest::addColumn<Sizes>("stored");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("missing");
        QTest::addColumn<qint64>("offsetOfLast");
        QTest::newRow("the beginning") << equal(1, 3, 5 * MiB) << 23 * MiB << 5 << 2 << 20 * MiB;
        QTest::newRow("all but one") << (equal(1, 2, 5 * MiB) + equal(4, 4, 5 * MiB) + Sizes{{5, 3 * MiB}}) << 23 * MiB << 5 << 1
                                     << 20 * MiB;
        QTest::newRow("all") << (equal(1, 4, 5 * MiB) + Sizes{{5, 3 * MiB}}) << 23 * MiB << 5 << 0 << 20 * MiB;
        QTest::newRow("unequal") << Sizes{{1, 5 * MiB}, {2, 7 * MiB}, {3, 6 * MiB + 1}} << 30 * MiB << 5 << 2 << 25 * MiB + 1;
        QTest::newRow("unequal and whole") << Sizes{{1, 9 * MiB}, {2, 5 * MiB}, {3, 1}} << 14 * MiB + 1 << 3 << 0 << 14 * MiB;
        QTest::newRow("the last part alone") << Sizes{{4, MiB}} << 19 * MiB << 4 << 3 << 18 * MiB;
        QTest::newRow("a middle part alone") << Sizes{{3, 5 * MiB}} << 23 * MiB << 5 << 4 << 20 * MiB;
        QTest::newRow("one part is all") << Sizes{{1, 3}} << qint64(3) << 1 << 0 << qint64(0);
        QTest::newRow("nothing stored") << Sizes{} << 23 * MiB << 3 << 3 << 16 * MiB;
        QTest::newRow("beyond 2 GiB") << equal(1, 9, 600 * MiB) << 6000 * MiB << 10 << 1 << 5400 * MiB;
    }
    void layout()
    {
        QFETCH(Sizes, stored);
        QFETCH(qint64, size);
        const auto report = adopted(stored, size);
        QVERIFY2(report.ok(), qPrintable(report.ok() ? QString() : report.error().message));
        QTEST(report->plan.count(), "count");
        QTEST(report->count(PartVerdict::Missing), "missing");
        QTEST(report->parts.last().range.offset, "offsetOfLast");
        qint64 end = 0;
        for (const AdoptedPart &part : report->parts) { // without a gap or an overlap, to the end of the file
            QCOMPARE(part.range.offset, end);
            end += part.range.length;
            if (part.stored)
                QCOMPARE(part.stored->size, part.range.length);
        }
        QCOMPARE(end, size);
        QVERIFY(says(*report, "cannot be read back"));
        // The record leads back to the same places.
        const UploadRecord record = adoptedRecord(*report, Unproven::SendAgain);
        const auto plan = record.firstSizes.isEmpty() ? s3::PartPlan::resumed(size, record.partSize)
                                                      : s3::PartPlan::irregular(size, record.firstSizes, record.partSize);
        QVERIFY(plan.ok());
        QVERIFY(*plan == report->plan);
    }

    void gapsAreAssumedAndSaid()
    {
        const auto report = adopted(Sizes{{1, 8 * MiB}, {2, 8 * MiB}, {5, 8 * MiB}}, 50 * MiB);
        QVERIFY(report.ok());
        QVERIFY(says(*report, "Parts 3 to 4 are not on the server; they are taken to have the common size"));
        QCOMPARE(report->parts[4].range.offset, 32 * MiB);
    }

    void whatCannotBeGoneOnWith_data()
    {
        QTest::addColumn<Sizes>("stored");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<QString>("code");
        QTest::newRow("more than the file") << equal(1, 3, 5 * MiB) << 14 * MiB << QStringLiteral("PartsBeyondObject");
        QTest::newRow("an empty file") << equal(1, 1, 5 * MiB) << qint64(0) << QStringLiteral("EntityTooSmall");
    }
    void whatCannotBeGoneOnWith()
    {
        QFETCH(Sizes, stored);
        QFETCH(qint64, size);
        const auto report = adopted(stored, size);
        QVERIFY(!report.ok());
        QTEST(report.error().code, "code");
        QVERIFY(report.error().message.size() > 20);
    }

    // The server would refuse it in the middle of an object: it and what follows are cut anew.
    void tooSmallInTheMiddle()
    {
        const auto report = adopted(Sizes{{1, 5 * MiB}, {2, MiB}, {3, 5 * MiB}}, 26 * MiB);
        QVERIFY(report.ok());
        QVERIFY(says(*report, "Part 2 is smaller"));
        QCOMPARE(report->parts[1].range, (s3::ByteRange{5 * MiB, 5 * MiB}));
        QCOMPARE(report->parts[1].verdict, PartVerdict::Differs);
        QCOMPARE(report->parts.last().range.offset + report->parts.last().range.length, 26 * MiB);
    }

    // 9,999 small parts and a large rest: the rest is cut so that it fits.
    void theRestFitsIntoTheNumbersLeft()
    {
        const auto report = adopted(equal(1, 9'999, 5 * MiB), 9'999 * 5 * MiB + 1000 * MiB);
        QVERIFY2(report.ok(), qPrintable(report.ok() ? QString() : report.error().message));
        QCOMPARE(report->plan.count(), 10'000);
        QCOMPARE(report->parts.last().range.length, 1000 * MiB);
    }

    void etagsThatAreNoMd5ProveNothing()
    {
        auto report = adopted(equal(1, 3, 5 * MiB), 20 * MiB).value();
        for (AdoptedPart &part : report.parts) {
            if (part.stored) {
                part.verdict = PartVerdict::Differs;
                part.reason = QStringLiteral("ETag (MD5)");
            }
        }
        AdoptionReport oneSame = report;
        oneSame.parts[0].verdict = PartVerdict::Same;
        conclude(report);
        QCOMPARE(report.count(PartVerdict::Unproven), 3);
        QVERIFY(says(report, "3 of 3 stored parts cannot be proven"));
        QCOMPARE(adoptedRecord(report, Unproven::SendAgain).parts.size(), 0);
        QCOMPARE(adoptedRecord(report, Unproven::Keep).parts.size(), 3);
        conclude(oneSame); // one ETag is an MD5: then the others are as well
        QCOMPARE(oneSame.count(PartVerdict::Differs), 2);
        QCOMPARE(adoptedRecord(oneSame, Unproven::Keep).parts.size(), 1);
    }

    // S3's ETags are no MD5s there: one that differs proves as little as all of them.
    void withACustomerKeyOneEtagProvesNothing()
    {
        auto report = adopted(equal(1, 1, 5 * MiB), 20 * MiB).value();
        report.parts[0].verdict = PartVerdict::Differs;
        report.parts[0].reason = QStringLiteral("ETag (MD5)");
        AdoptionReport keyed = report;
        keyed.customerKey = QStringLiteral("studio");
        conclude(report);
        QCOMPARE(report.count(PartVerdict::Differs), 1);
        conclude(keyed);
        QCOMPARE(keyed.count(PartVerdict::Unproven), 1);
        QCOMPARE(adoptedRecord(keyed, Unproven::Keep).parts.size(), 1);
    }

    void theStrongestChecksumDecides()
    {
        s3::StoredPart part;
        part.size = 3;
        part.etag = "\"900150983cd24fb0d6963f7d28e17f72\""; // MD5 of "abc"
        using enum s3::ChecksumAlgorithm;
        QCOMPARE(comparableBy(part, true), QList{Md5});
        QCOMPARE(comparableBy(part, false), QList<s3::ChecksumAlgorithm>());
        const auto digests = [](const QByteArray &bytes) {
            Digests made;
            for (const auto algorithm : {Md5, Crc32, Crc32c, Crc64Nvme, Sha1, Sha256})
                made.insert(algorithm, s3::digestOf(algorithm, bytes));
            return made;
        };
        QCOMPARE(compared(part, 3, digests("abc"), true).result, Comparison::Same);
        QCOMPARE(compared(part, 3, digests("abd"), true).result, Comparison::Differs);
        QCOMPARE(compared(part, 3, digests("abc"), false).result, Comparison::Impossible);
        part.etag = "\"900150983CD24FB0D6963F7D28E17F72\"";
        QCOMPARE(compared(part, 3, digests("abc"), true).result, Comparison::Same);
        part.checksums.values.insert("CRC32C", s3::digestOf(Crc32c, "abc").toBase64());
        part.checksums.values.insert("SHA256", s3::digestOf(Sha256, "abd").toBase64());
        QCOMPARE(compared(part, 3, digests("abc"), true).by, QStringLiteral("SHA256"));
        QCOMPARE(compared(part, 3, digests("abc"), true).result, Comparison::Differs);
        QCOMPARE(checksumsForComplete(part, Crc32c).value("x-amz-checksum-crc32c"), s3::digestOf(Crc32c, "abc").toBase64());
        QVERIFY(checksumsForComplete(part, std::nullopt).isEmpty());
    }
};

QTEST_APPLESS_MAIN(tst_AdoptionReport)
#include "tst_adoptionreport.moc"
