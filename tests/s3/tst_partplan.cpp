// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Plans against a table of our own, against the smallest legal part size, and by the hundred thousand against the rules themselves.

#include "s3/partplan.h"

#include <QRandomGenerator>
#include <QTest>

using s3::GiB;
using s3::MiB;
using s3::PartLimits;
using s3::PartPlan;

namespace {

constexpr qint64 TiB = 1024 * GiB;
constexpr qint64 largestObject = 53'687'091'200'000;

// Cloudflare's documented limits: a part 5 MiB below 5 GiB, an object 5 GiB below 5 TiB.
PartLimits r2()
{
    return {5 * MiB, 5 * GiB - 5 * MiB, 10'000, 5 * TiB - 5 * GiB, 5 * GiB - 5 * MiB};
}

PartLimits fewParts()
{
    return {5 * MiB, 5 * GiB, 1'000, largestObject, 5 * GiB};
}

PartLimits largeParts()
{
    return {64 * MiB, 5 * GiB, 10'000, largestObject, 5 * GiB};
}

// Empty when the plan is sound, else what is wrong with it.
QString fault(const PartPlan &plan, qint64 objectSize, const PartLimits &limits)
{
    if (plan.objectSize() != objectSize)
        return QStringLiteral("another object size");
    if (plan.isSinglePut())
        return plan.count() == 0 && objectSize <= limits.maxSinglePut ? QString() : QStringLiteral("too large for one PUT");
    if (plan.count() < 1 || plan.count() > limits.maxParts)
        return QStringLiteral("%1 parts").arg(plan.count());
    qint64 covered = 0;
    for (int number = 1; number <= plan.count(); ++number) {
        const s3::ByteRange range = plan.range(number);
        const bool isLast = number == plan.count();
        if (range.offset != covered)
            return QStringLiteral("a gap or overlap before part %1").arg(number);
        if (range.length < 1 || range.length > limits.maxPartSize || (!isLast && range.length < limits.minPartSize))
            return QStringLiteral("part %1 has %2 bytes").arg(number).arg(range.length);
        if (isLast ? range.length > plan.partSize() : range.length != plan.partSize())
            return QStringLiteral("part %1 is unlike the others").arg(number);
        covered += range.length;
    }
    return covered == objectSize ? QString() : QStringLiteral("%1 bytes covered").arg(covered);
}

} // namespace

Q_DECLARE_METATYPE(s3::PartLimits)

class tst_PartPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plans_data();
    void plans();
    void refusals_data();
    void refusals();
    void neverBelowMinimal_data();
    void neverBelowMinimal();
    void resumed();
    void ranges();
    void randomPlans();
};

void tst_PartPlan::plans_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("wish");
    QTest::addColumn<qint64>("singlePutUpTo");
    QTest::addColumn<PartLimits>("limits");
    QTest::addColumn<qint64>("partSize");
    QTest::addColumn<int>("count");

    const PartLimits aws;
    const qint64 usual = 16 * MiB;
    const auto row = [](const char *name, qint64 size, qint64 wish, qint64 singlePutUpTo, const PartLimits &limits, qint64 partSize,
                         int count) { QTest::newRow(name) << size << wish << singlePutUpTo << limits << partSize << count; };

    row("empty", 0, 0, usual, aws, 0, 0);
    row("empty, never one PUT", 0, 0, 0, aws, 0, 0);
    row("empty with wish", 0, 5 * MiB, usual, aws, 0, 0);
    row("one byte", 1, 0, usual, aws, 0, 0);
    row("one byte in parts", 1, 0, 0, aws, 8 * MiB, 1);
    row("at the threshold", 16 * MiB, 0, usual, aws, 0, 0);
    row("beyond the threshold", 16 * MiB + 1, 0, usual, aws, 8 * MiB, 3);
    row("exactly one part", 8 * MiB, 0, 0, aws, 8 * MiB, 1);
    row("one byte more than a part", 8 * MiB + 1, 0, 0, aws, 8 * MiB, 2);
    row("43 MiB by 5 MiB", 43 * MiB, 5 * MiB, usual, aws, 5 * MiB, 9);
    row("1 GiB", GiB, 0, usual, aws, 8 * MiB, 128);
    row("a thousand parts", 1000 * 8 * MiB, 0, usual, aws, 8 * MiB, 1000);
    row("a thousand parts and a byte", 1000 * 8 * MiB + 1, 0, usual, aws, 9 * MiB, 889);
    row("64 GB", 64'000'000'000, 0, usual, aws, 62 * MiB, 985);
    row("640,000 MiB", 10'000 * 64 * MiB, 0, usual, aws, 64 * MiB, 10'000);
    row("640,000 MiB and a byte", 10'000 * 64 * MiB + 1, 0, usual, aws, 65 * MiB, 9847);
    row("1 TiB", TiB, 0, usual, aws, 105 * MiB, 9987);
    row("5 TiB", 5 * TiB, 0, usual, aws, 525 * MiB, 9987);
    row("largest object", largestObject, 0, usual, aws, 5 * GiB, 10'000);
    row("a byte below the largest", largestObject - 1, 0, usual, aws, 5 * GiB, 10'000);

    row("wish of 5 MiB, ten thousand parts", 10'000 * 5 * MiB, 5 * MiB, usual, aws, 5 * MiB, 10'000);
    row("odd wish", 100'000'000, 7'654'321, usual, aws, 7'654'321, 14);
    row("wish of 5 GiB", 12 * GiB, 5 * GiB, usual, aws, 5 * GiB, 3);
    row("wish larger than the object", 20 * MiB, GiB, usual, aws, GiB, 1);
    row("wish raised to the minimum", 43 * MiB, MiB, usual, aws, 5 * MiB, 9);
    row("small wish, but one part", 3 * MiB, 4 * MiB, 0, aws, 4 * MiB, 1);
    row("small wish, raised to one part", 3 * MiB, MiB, 0, aws, 5 * MiB, 1);
    row("16 MiB boundary of others", 10'000 * 16 * MiB + 1, 32 * MiB, usual, aws, 32 * MiB, 5001);

    row("threshold above the largest PUT", 6 * GiB, 0, 10 * GiB, aws, 8 * MiB, 768);
    row("at the largest PUT", 5 * GiB, 0, 10 * GiB, aws, 0, 0);

    row("a thousand parts at most", 1000 * 64 * MiB + 1, 0, usual, fewParts(), 65 * MiB, 985);
    row("a thousand parts at most, 1 TiB", TiB, 0, usual, fewParts(), 1049 * MiB, 1000);
    row("64 MiB at least", GiB, 0, usual, largeParts(), 64 * MiB, 16);
    row("64 MiB at least, wish below", GiB, 8 * MiB, usual, largeParts(), 64 * MiB, 16);
    row("64 MiB at least, one part", 20 * MiB, 0, usual, largeParts(), 64 * MiB, 1);
    row("R2's largest object", 5 * TiB - 5 * GiB, 0, usual, r2(), 524 * MiB, 9996);
    row("limit not in whole MiB", 10'000'000, 0, 0, {1000, 1'000'001, 10, largestObject, 5 * GiB}, 1'000'001, 10);
    row("limit below our own choice", 10'000'000, 0, 0, {1000, 2'000'000, 100, largestObject, 5 * GiB}, 2'000'000, 5);
}

void tst_PartPlan::plans()
{
    QFETCH(qint64, size);
    QFETCH(qint64, wish);
    QFETCH(qint64, singlePutUpTo);
    QFETCH(PartLimits, limits);
    QFETCH(qint64, partSize);
    QFETCH(int, count);
    const auto plan = PartPlan::make(size, wish, limits, singlePutUpTo);
    QVERIFY2(plan.ok(), plan ? "" : qPrintable(plan.error().message));
    QCOMPARE(plan->partSize(), partSize);
    QCOMPARE(plan->count(), count);
    QCOMPARE(fault(*plan, size, limits), QString());
}

void tst_PartPlan::refusals_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("wish");
    QTest::addColumn<PartLimits>("limits");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");

    const PartLimits aws;
    const QString invalid = QStringLiteral("InvalidPartSize");
    const QString tooLarge = QStringLiteral("EntityTooLarge");

    QTest::newRow("wish above 5 GiB") << 12 * GiB << 5 * GiB + 1 << aws << invalid
                                      << QStringLiteral(
                                             "Parts of 5,368,709,121 bytes are too large; this server takes parts of at most 5 GiB.");
    QTest::newRow("wish of too many parts")
        << 100 * GiB << 5 * MiB << aws << invalid
        << QStringLiteral(
               "Parts of 5 MiB would make 20,480 parts; this server takes at most 10,000. Choose a part size of at least 11 MiB.");
    QTest::newRow("wish of one part too many")
        << 10'000 * 16 * MiB + 1 << 16 * MiB << aws << invalid
        << QStringLiteral(
               "Parts of 16 MiB would make 10,001 parts; this server takes at most 10,000. Choose a part size of at least 17 MiB.");
    QTest::newRow("raised wish, still too many")
        << 10'000 * 5 * MiB + 1 << MiB << aws << invalid
        << QStringLiteral(
               "Parts of 5 MiB would make 10,001 parts; this server takes at most 10,000. Choose a part size of at least 6 MiB.");
    QTest::newRow("wish near the largest object") << largestObject << 5 * GiB - 1 << aws << invalid
                                                  << QStringLiteral("Parts of 5,368,709,119 bytes would make 10,001 parts; this server "
                                                                    "takes at most 10,000. Choose a part size of at least 5 GiB.");
    QTest::newRow("a thousand parts at most")
        << 10 * GiB << 8 * MiB << fewParts() << invalid
        << QStringLiteral("Parts of 8 MiB would make 1,280 parts; this server takes at most 1,000. Choose a part size of at least 11 MiB.");
    QTest::newRow("negative wish") << GiB << qint64(-1) << aws << invalid << QStringLiteral("A part size cannot be negative.");
    QTest::newRow("beyond the largest object") << largestObject + 1 << qint64(0) << aws << tooLarge
                                               << QStringLiteral(
                                                      "The object has 53,687,091,200,001 bytes; this server takes at most 50,000 GiB.");
    QTest::newRow("50 TiB") << 50 * TiB << qint64(0) << aws << tooLarge
                            << QStringLiteral("The object has 51,200 GiB; this server takes at most 50,000 GiB.");
    QTest::newRow("beyond all parts together")
        << 5000 * GiB + 1 << qint64(0) << fewParts() << tooLarge
        << QStringLiteral("The object has 5,368,709,120,001 bytes; this server takes at most 1,000 parts of 5 GiB.");
    QTest::newRow("no parts at all") << GiB << qint64(0) << PartLimits{5 * MiB, 5 * GiB, 0, largestObject, 5 * GiB} << tooLarge
                                     << QStringLiteral("The object has 1 GiB; this server takes at most 0 parts of 5 GiB.");
    QTest::newRow("largest number there is")
        << std::numeric_limits<qint64>::max() << qint64(0)
        << PartLimits{5 * MiB, 5 * GiB, 10'000, std::numeric_limits<qint64>::max(), 5 * GiB} << tooLarge
        << QStringLiteral("The object has 9,223,372,036,854,775,807 bytes; this server takes at most 10,000 parts of 5 GiB.");
    QTest::newRow("negative size") << qint64(-1) << qint64(0) << aws << QStringLiteral("InvalidArgument")
                                   << QStringLiteral("The size of the object is not known.");
}

void tst_PartPlan::refusals()
{
    QFETCH(qint64, size);
    QFETCH(qint64, wish);
    QFETCH(PartLimits, limits);
    QFETCH(QString, code);
    QFETCH(QString, message);
    const auto plan = PartPlan::make(size, wish, limits);
    QVERIFY(!plan.ok());
    QCOMPARE(plan.error().kind, s3::ErrorKind::Permanent);
    QCOMPARE(plan.error().code, code);
    QCOMPARE(plan.error().message, message);
}

// Sizes around every limit, with the smallest whole-MiB part size that is legal for them.
void tst_PartPlan::neverBelowMinimal_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("minimalMiB");
    QTest::newRow("1 B") << qint64(1) << qint64(5);
    QTest::newRow("5 MiB - 1") << 5 * MiB - 1 << qint64(5);
    QTest::newRow("5 MiB") << 5 * MiB << qint64(5);
    QTest::newRow("5 MiB + 1") << 5 * MiB + 1 << qint64(5);
    QTest::newRow("100 MB") << qint64(100'000'000) << qint64(5);
    QTest::newRow("5 GiB + 1") << 5 * GiB + 1 << qint64(5);
    QTest::newRow("10000 x 5 MiB") << 10'000 * 5 * MiB << qint64(5);
    QTest::newRow("10000 x 5 MiB + 1") << 10'000 * 5 * MiB + 1 << qint64(6);
    QTest::newRow("10000 x 8 MiB + 1") << 10'000 * 8 * MiB + 1 << qint64(9);
    QTest::newRow("120864818840") << qint64(120'864'818'840) << qint64(12);
    QTest::newRow("10000 x 16 MiB + 1") << 10'000 * 16 * MiB + 1 << qint64(17);
    QTest::newRow("10000 x 16 MiB + 9999") << 10'000 * 16 * MiB + 9'999 << qint64(17);
    QTest::newRow("10000 x 16 MiB + 10000") << 10'000 * 16 * MiB + 10'000 << qint64(17);
    QTest::newRow("1 TiB") << TiB << qint64(105);
    QTest::newRow("5 TB") << qint64(5'000'000'000'000) << qint64(477);
    QTest::newRow("5 TiB + 1") << 5 * TiB + 1 << qint64(525);
    QTest::newRow("10 TiB") << 10 * TiB << qint64(1049);
    QTest::newRow("40 TiB + 1") << 40 * TiB + 1 << qint64(4195);
    QTest::newRow("48.8 TiB") << qint64(53'656'167'435'468) << qint64(5118);
    QTest::newRow("50 TB") << qint64(50'000'000'000'000) << qint64(4769);
    QTest::newRow("10000 x 5 GiB - 1") << largestObject - 1 << qint64(5120);
    QTest::newRow("10000 x 5 GiB") << largestObject << qint64(5120);
}

void tst_PartPlan::neverBelowMinimal()
{
    QFETCH(qint64, size);
    QFETCH(qint64, minimalMiB);
    const auto chosen = PartPlan::make(size, 0, {}, 0);
    QVERIFY(chosen.ok());
    QVERIFY(chosen->partSize() >= minimalMiB * MiB);
    QCOMPARE(chosen->partSize() % MiB, qint64(0));
    QCOMPARE(fault(*chosen, size, {}), QString());

    const auto minimal = PartPlan::make(size, minimalMiB * MiB, {}, 0);
    QVERIFY(minimal.ok());
    QCOMPARE(fault(*minimal, size, {}), QString());
    if (minimalMiB > 5)
        QVERIFY(!PartPlan::make(size, (minimalMiB - 1) * MiB, {}, 0).ok());
}

void tst_PartPlan::resumed()
{
    const auto plan = PartPlan::resumed(43 * MiB, 5 * MiB);
    QVERIFY(plan.ok());
    QCOMPARE(*plan, PartPlan::make(43 * MiB, 5 * MiB).value());

    // Even where today's plan would be one PUT, or another part size.
    QCOMPARE(PartPlan::resumed(10 * MiB, 6 * MiB)->count(), 2);
    QCOMPARE(PartPlan::resumed(GiB, 7'000'000)->partSize(), qint64(7'000'000));
    QCOMPARE(PartPlan::resumed(MiB, MiB)->count(), 1);
    QCOMPARE(PartPlan::resumed(MiB, 3 * MiB)->range(1), (s3::ByteRange{0, MiB}));

    const auto codeOf = [](const s3::Result<PartPlan> &result) { return result ? QString() : result.error().code; };
    QCOMPARE(codeOf(PartPlan::resumed(43 * MiB, 0)), QStringLiteral("InvalidPartSize"));
    QCOMPARE(codeOf(PartPlan::resumed(43 * MiB, -5)), QStringLiteral("InvalidPartSize"));
    QCOMPARE(codeOf(PartPlan::resumed(43 * MiB, 4 * MiB)), QStringLiteral("InvalidPartSize"));
    QCOMPARE(codeOf(PartPlan::resumed(43 * MiB, 6 * GiB)), QStringLiteral("InvalidPartSize"));
    QCOMPARE(codeOf(PartPlan::resumed(100 * GiB, 5 * MiB)), QStringLiteral("InvalidPartSize"));
    QCOMPARE(codeOf(PartPlan::resumed(largestObject + 1, 5 * GiB)), QStringLiteral("EntityTooLarge"));
    QCOMPARE(codeOf(PartPlan::resumed(-1, 5 * GiB)), QStringLiteral("InvalidArgument"));
}

void tst_PartPlan::ranges()
{
    const PartPlan plan = PartPlan::make(largestObject - 1, 5 * GiB).value();
    QCOMPARE(plan.range(1), (s3::ByteRange{0, 5 * GiB}));
    QCOMPARE(plan.range(2), (s3::ByteRange{5 * GiB, 5 * GiB}));
    QCOMPARE(plan.range(10'000), (s3::ByteRange{9'999 * 5 * GiB, 5 * GiB - 1}));
}

void tst_PartPlan::randomPlans()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    // As many small numbers as large ones: a random count of bits, then random bits.
    const auto number = [&random](int bits) { return qint64(random.generate64() >> (64 - 1 - random.bounded(bits))); };
    int planned = 0;
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        PartLimits limits;
        if (round % 2) {
            limits.minPartSize = number(26) + 1;
            limits.maxPartSize = limits.minPartSize + number(33);
            limits.maxParts = static_cast<int>(number(11)) + 1;
        }
        const qint64 size = number(46);
        const qint64 wish = random.bounded(3) == 0 ? 0 : number(30);
        const qint64 threshold = random.bounded(2) == 0 ? 0 : 16 * MiB;
        const QString where = QStringLiteral("seed %1, round %2: size %3, wish %4").arg(seed).arg(round).arg(size).arg(wish);
        const auto plan = PartPlan::make(size, wish, limits, threshold);
        if (!plan) {
            ++refused;
            QVERIFY2(!plan.error().message.isEmpty(), qPrintable(where));
            // Without a wish, only what fits in no plan at all may be refused.
            const bool fits = size <= limits.maxObjectSize && (size + limits.maxParts - 1) / limits.maxParts <= limits.maxPartSize;
            QVERIFY2(wish != 0 || !fits, qPrintable(where));
            continue;
        }
        ++planned;
        const QString wrong = fault(*plan, size, limits);
        QVERIFY2(wrong.isEmpty(), qPrintable(where + QStringLiteral(": ") + wrong));
        if (!plan->isSinglePut()) {
            const auto again = PartPlan::resumed(size, plan->partSize(), limits);
            QVERIFY2(again.ok() && *again == *plan, qPrintable(where));
            QVERIFY2(wish < limits.minPartSize || plan->partSize() == wish, qPrintable(where));
        }
    }
    QVERIFY2(planned > 1000 && refused > 1000, qPrintable(QStringLiteral("%1 planned, %2 refused").arg(planned).arg(refused)));
}

QTEST_APPLESS_MAIN(tst_PartPlan)

#include "tst_partplan.moc"
