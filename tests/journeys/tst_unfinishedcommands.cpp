// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/aborttext.h"

#include "app/cli/denial.h"
#include "app/cli/lifecycle.h"
#include "app/cli/parts.h"
#include "app/cli/sparing.h"
#include "s3/permissions.h"

#include <QJsonArray>
#include <QTest>

#include <clocale>

using namespace std::chrono_literals;
using cli::SeenUpload;
using cli::Sparing;
using upload::AbortResult;

namespace {

const QDateTime Now(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC);

// Begun, and with a part of so many bytes that arrived, so many seconds ago; -1: not known, or none.
SeenUpload seen(qint64 begun, qint64 lastPart, qint64 bytes = 1024)
{
    SeenUpload seen;
    seen.now = Now;
    seen.upload.address = {{QStringLiteral("b"), QStringLiteral("k")}, "id"};
    if (begun >= 0)
        seen.upload.initiated = Now.addSecs(-begun);
    if (bytes >= 0) {
        seen.holding = upload::Holding();
        seen.holding->bytes = bytes;
        seen.holding->asOf = Now;
        seen.holding->parts = lastPart >= 0 ? 1 : 0;
        if (lastPart >= 0)
            seen.holding->lastPart = Now.addSecs(-lastPart);
    }
    seen.judgement = upload::judged(seen.upload, seen.holding, upload::Ours::No, {}, Now);
    return seen;
}

SeenUpload own(SeenUpload seen, qint64 holder = 0)
{
    seen.own = cli::OwnUpload();
    seen.own->id = QUuid(QStringLiteral("12345678-0000-0000-0000-000000000000"));
    seen.own->holderPid = holder;
    seen.own->holder = QStringLiteral("process %1").arg(holder);
    seen.own->ours = holder ? upload::Ours::Running : upload::Ours::Paused;
    seen.judgement = upload::judged(seen.upload, seen.holding, seen.own->ours, {}, Now);
    return seen;
}

SeenUpload unseen(s3::ErrorKind kind, const char *code)
{
    SeenUpload upload = seen(8 * 86'400, -1, -1);
    upload.notHeld = s3::ownError(kind, QLatin1String(code), QStringLiteral("No."));
    return upload;
}

cli::Pricing pricing()
{
    upload::Connection connection;
    connection.endpoint.host = "quay:9000";
    const QByteArray table = R"({"providers": [{"id": "quay", "name": "q", "asOf": "2026-01-01", "currency": "USD", "unit": "GiB",
        "prices": {"STANDARD": 1, "COLD": 0.25}}]})";
    return {connection, upload::PriceTable::fromJson(table).value()};
}

s3::LifecycleRule rule(const char *id, std::optional<int> days)
{
    s3::LifecycleRule rule;
    rule.id = QLatin1String(id);
    rule.xml = QByteArray("<Rule><ID>") + id + "</ID><Filter></Filter><Status>Enabled</Status>";
    if (days)
        rule.xml += "<AbortIncompleteMultipartUpload><DaysAfterInitiation>" + QByteArray::number(*days) +
                    "</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
    rule.xml += "</Rule>";
    rule.enabled = true;
    rule.abortAfterDays = days;
    rule.onlyAborts = days.has_value();
    return rule;
}

} // namespace

class TestUnfinishedCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void spares_data();
    void spares();
    void sparesAfterTheQuestion_data();
    void sparesAfterTheQuestion();
    void redFlags();
    void sums();
    void sumsInJson();
    void rows();
    void json();
    void asks();
    void tallies();
    void failures();
    void refusals();
    void gaps();
    void differences();
    void expiry();
    void written();
    void ownUploads();
};

void TestUnfinishedCommands::initTestCase()
{
    QVERIFY(std::setlocale(LC_ALL, "C.UTF-8"));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestUnfinishedCommands::spares_data()
{
    QTest::addColumn<SeenUpload>("upload");
    QTest::addColumn<bool>("includeOwn");
    QTest::addColumn<bool>("includeUnknown");
    QTest::addColumn<Sparing>("verdict");
    const auto row = [](const char *name, const SeenUpload &upload, bool includeOwn, bool includeUnknown, Sparing verdict) {
        QTest::newRow(name) << upload << includeOwn << includeUnknown << verdict;
    };
    const qint64 day = 86'400;
    row("old", seen(8 * day, 8 * day), false, false, Sparing::Goes);
    row("as old as asked", seen(7 * day, 7 * day), false, false, Sparing::Goes);
    row("a second younger", seen(7 * day - 1, 7 * day - 1), false, false, Sparing::Young);
    row("old without parts", seen(8 * day, -1), false, false, Sparing::Goes);
    row("old and living", seen(8 * day, day), false, false, Sparing::Alive);
    row("living, whatever is included", own(seen(8 * day, 7 * day - 1)), true, true, Sparing::Alive);
    row("parts not known", seen(8 * day, -1, -1), false, false, Sparing::Unknown);
    row("parts not known, included", seen(8 * day, -1, -1), false, true, Sparing::Goes);
    row("young, parts not known", seen(day, -1, -1), false, true, Sparing::Young);
    row("begun when", seen(-1, 8 * day), false, false, Sparing::Goes);
    row("begun when, no parts", seen(-1, -1, 0), false, false, Sparing::Unknown);
    row("nothing known", seen(-1, -1, -1), false, false, Sparing::Unknown);
    row("ours", own(seen(8 * day, 8 * day)), false, true, Sparing::Own);
    row("ours, included", own(seen(8 * day, 8 * day)), true, false, Sparing::Goes);
    row("ours, held", own(seen(8 * day, 8 * day), 7), true, true, Sparing::Held);
    const SeenUpload denied = unseen(s3::ErrorKind::NeedsUser, "AccessDenied");
    row("parts denied", denied, false, false, Sparing::Unknown);
    row("parts denied, included", denied, false, true, Sparing::Goes);
    for (const auto &[name, kind] : {std::pair("offline", s3::ErrorKind::Offline), std::pair("busy", s3::ErrorKind::Throttled),
             std::pair("broken", s3::ErrorKind::Transient), std::pair("expired", s3::ErrorKind::CredentialsExpired)}) {
        row(name, unseen(kind, "Trouble"), false, true, Sparing::NotSeen);
        row(qPrintable(QStringLiteral("ours, ") + QLatin1String(name)), own(unseen(kind, "Trouble")), true, true, Sparing::NotSeen);
    }
    row("ours, held by another computer", own(seen(8 * day, 8 * day), -1), true, true, Sparing::Held);
}

void TestUnfinishedCommands::spares()
{
    QFETCH(SeenUpload, upload);
    cli::Options options;
    options.olderThan = 7 * 24h;
    QFETCH(bool, includeOwn);
    QFETCH(bool, includeUnknown);
    options.includeOwn = includeOwn;
    options.includeUnknown = includeUnknown;
    const Sparing sparing = cli::sparingOf(upload, options);
    QTEST(sparing, "verdict");
    // What stays has a word and a reason.
    QCOMPARE(cli::sparingWord(sparing).isEmpty(), sparing == Sparing::Goes);
    QCOMPARE(cli::sparingText(upload, sparing).isEmpty(), sparing == Sparing::Goes);
}

void TestUnfinishedCommands::sparesAfterTheQuestion_data()
{
    QTest::addColumn<SeenUpload>("shown");
    QTest::addColumn<SeenUpload>("now");
    QTest::addColumn<Sparing>("byAge");
    QTest::addColumn<Sparing>("byId");
    const auto row = [](const char *name, const SeenUpload &shown, const SeenUpload &now, Sparing byAge, Sparing byId) {
        QTest::newRow(name) << shown << now << byAge << byId;
    };
    const qint64 day = 86'400;
    const SeenUpload old = seen(8 * day, 8 * day), denied = unseen(s3::ErrorKind::NeedsUser, "AccessDenied");
    row("as it was", old, old, Sparing::Goes, Sparing::Goes);
    row("ours as it was", own(old), own(old), Sparing::Own, Sparing::Goes);
    row("grew", old, seen(8 * day, 8 * day, 2048), Sparing::Alive, Sparing::Alive);
    row("a part was replaced by one of the same size", old, seen(8 * day, 1), Sparing::Alive, Sparing::Alive);
    row("its first part came", seen(8 * day, -1, 0), seen(8 * day, 1), Sparing::Alive, Sparing::Alive);
    row("became ours", old, own(old), Sparing::Own, Sparing::Own);
    row("was resumed", own(old), own(old, 7), Sparing::Held, Sparing::Held);
    row("cannot be seen any more", old, unseen(s3::ErrorKind::Offline, "Offline"), Sparing::NotSeen, Sparing::NotSeen);
    row("may not be seen any more", old, denied, Sparing::Unknown, Sparing::Unknown);
    row("may still not be seen", denied, denied, Sparing::Unknown, Sparing::Goes);
    row("went by itself", old, unseen(s3::ErrorKind::UploadGone, "NoSuchUpload"), Sparing::Goes, Sparing::Goes);
}

void TestUnfinishedCommands::sparesAfterTheQuestion()
{
    QFETCH(SeenUpload, shown);
    QFETCH(SeenUpload, now);
    cli::Options options;
    QTEST(cli::sparingOf(now, shown, options), "byId");
    options.olderThan = 7 * 24h;
    QTEST(cli::sparingOf(now, shown, options), "byAge");
    // What is included is included still, and nothing more.
    options.includeOwn = options.includeUnknown = true;
    QFETCH(Sparing, byId);
    QCOMPARE(cli::sparingOf(now, shown, options), byId);
}

void TestUnfinishedCommands::redFlags()
{
    QCOMPARE(cli::redFlag(seen(90'000, 90'000)), QString());
    QCOMPARE(cli::redFlag(seen(90'000, 240)), QStringLiteral("probably running elsewhere: a part arrived 4 minutes ago"));
    QCOMPARE(cli::redFlag(seen(240, -1)), QStringLiteral("probably running elsewhere: begun 4 minutes ago"));
    QCOMPARE(cli::redFlag(seen(90'000, -1, -1)), QStringLiteral("whether somebody sends it is not known"));
    QCOMPARE(cli::redFlag(own(seen(90'000, 90'000))), QStringLiteral("in this computer's queue as 12345678"));
    QVERIFY(!cli::maybeAlive(seen(90'000, 90'000)));
    QVERIFY(cli::maybeAlive(seen(90'000, 240)));
    QVERIFY(cli::maybeAlive(seen(90'000, -1, -1)));
}

void TestUnfinishedCommands::sums()
{
    const qint64 GiB = 1024 * s3::MiB;
    cli::Sum sum;
    QCOMPARE(cli::sumText(sum), QStringLiteral("0 unfinished uploads"));
    sum.add(seen(90'000, 90'000, 2 * GiB), pricing());
    QCOMPARE(cli::sumText(sum), QStringLiteral("1 unfinished upload holds 2.0 GiB, about $2.00 a month (estimate, prices of 2026-01-01)"));
    sum.add(seen(90'000, -1, 0), pricing());
    QCOMPARE(cli::sumText(sum), QStringLiteral("2 unfinished uploads hold 2.0 GiB, about $2.00 a month (estimate, prices of 2026-01-01)"));
    sum.add(seen(90'000, -1, -1), pricing());
    QCOMPARE(cli::sumText(sum),
        QStringLiteral(
            "3 unfinished uploads hold 2.0 GiB, about $2.00 a month (estimate, prices of 2026-01-01) and what is not known of 1"));
    SeenUpload cold = seen(90'000, 90'000, 4 * GiB);
    cold.upload.storageClass = "COLD";
    cli::Sum two;
    two.add(cold, pricing());
    QCOMPARE(two.aMonth->amount, 1.0);
    // As soon as one price is not known, no sum is claimed, and none comes back.
    cold.upload.storageClass = "ODD";
    two.add(cold, pricing());
    two.add(seen(90'000, 90'000, GiB), pricing());
    QVERIFY(!two.aMonth);
    QCOMPARE(cli::sumText(two), QStringLiteral("3 unfinished uploads hold 9.0 GiB"));
    QCOMPARE(cli::moneyPhrase(upload::Money{0.001, QStringLiteral("USD")}, {}), QStringLiteral(", less than $0.01 a month (estimate)"));
    QCOMPARE(cli::moneyPhrase(upload::Money{0, QStringLiteral("USD")}, {}), QString());
    QCOMPARE(cli::moneyPhrase({}, {}), QString());
    cli::Sum unknown;
    unknown.add(-1, {}, {});
    QCOMPARE(cli::sumText(unknown), QStringLiteral("1 unfinished upload"));
    QCOMPARE(cli::moneyPhrase(upload::Money{2, QStringLiteral("USD")}, QDate(2026, 1, 1)),
        QStringLiteral(", about $2.00 a month (estimate, prices of 2026-01-01)"));
    cli::Sum old;
    for (const QDate &day : {QDate(2026, 1, 1), QDate(2025, 6, 1), QDate()})
        old.add(GiB, upload::Money{1, QStringLiteral("USD")}, day);
    QCOMPARE(old.pricesOf, QDate(2025, 6, 1));
}

void TestUnfinishedCommands::sumsInJson()
{
    const auto of = [](const cli::Sum &sum) {
        QJsonObject object;
        cli::insertSum(object, sum, QStringLiteral("bytes"), QStringLiteral("cost"));
        return object;
    };
    const QJsonValue null;
    QCOMPARE(of({}), (QJsonObject{{QStringLiteral("bytes"), 0}, {QStringLiteral("cost"), null}, {QStringLiteral("pricesOf"), null}}));
    cli::Sum sum;
    sum.add(seen(90'000, 90'000, 1024 * s3::MiB), pricing());
    const QJsonObject known = of(sum);
    QCOMPARE(known.value(QLatin1String("bytes")).toInteger(), 1024 * s3::MiB);
    QCOMPARE(known.value(QLatin1String("cost")).toObject().value(QLatin1String("amount")).toDouble(), 1.0);
    QCOMPARE(known.value(QLatin1String("pricesOf")).toString(), QStringLiteral("2026-01-01"));
    // A sum of which a part is not known is none.
    sum.add(-1, {}, {});
    QCOMPARE(of(sum), (QJsonObject{{QStringLiteral("bytes"), null}, {QStringLiteral("cost"), null}, {QStringLiteral("pricesOf"), null}}));
}

void TestUnfinishedCommands::rows()
{
    SeenUpload odd = own(seen(3 * 86'400, 7'300, 1024 * s3::MiB), 4711);
    odd.upload.address = {{QStringLiteral("b"), QStringLiteral("a\u202eb\n")}, "I\x1b[2J"};
    odd.judgement.canBeResumed = true;
    odd.judgement.expires = Now.addDays(2);
    QCOMPARE(cli::tableRow(odd, pricing()),
        QStringLiteral("    1.0 GiB      1      3 days     2 hours  running here                   $1.00  s3://b/a\\x202eb\\x0a\n"
                       "             upload ID I\\x1b[2J  (12345678 in this computer's queue, held by process 4711, can be resumed with "
                       "the file, expires by itself in 2 days)\n"));
    QCOMPARE(cli::tableRow(seen(-1, -1, -1), pricing()),
        QStringLiteral(
            "          ?      ?           ?           ?  unknown                            –  s3://b/k\n             upload ID id\n"));
    QCOMPARE(cli::tableHead().indexOf(QLatin1String("UPLOAD")), cli::tableRow(seen(1, 1), pricing()).indexOf(QLatin1String("s3://")));
}

void TestUnfinishedCommands::json()
{
    SeenUpload odd = seen(90'000, 3'700, 1024 * s3::MiB);
    odd.upload.address.object.key = QStringLiteral("a\u202eb\n");
    odd.holding->byteSeconds = 0;
    const QJsonObject object = cli::jsonOf(odd, pricing(), QStringLiteral("upload"));
    QCOMPARE(object.value(QLatin1String("key")).toString(), QStringLiteral("a\u202eb\n")); // as it is
    QCOMPARE(object.value(QLatin1String("ageSeconds")).toInteger(), 90'000);
    QCOMPARE(object.value(QLatin1String("state")).toString(), QStringLiteral("abandoned"));
    QCOMPARE(object.value(QLatin1String("costPerMonth")).toObject().value(QLatin1String("amount")).toDouble(), 1.0);
    QCOMPARE(object.value(QLatin1String("lastPart")).toString(), QStringLiteral("2026-05-01T10:58:20.000Z"));
    const QJsonObject unknown = cli::jsonOf(seen(-1, -1, -1), pricing(), QStringLiteral("upload"));
    for (const char *name : {"initiated", "ageSeconds", "initiator", "owner", "storageClass", "bytes", "parts", "lastPart", "canBeResumed",
             "expires", "costPerMonth", "costSoFar", "pricesOf", "id", "heldBy"}) {
        QVERIFY2(unknown.contains(QLatin1String(name)), name);
        QVERIFY2(unknown.value(QLatin1String(name)).isNull(), name);
    }
}

void TestUnfinishedCommands::asks()
{
    QList<SeenUpload> targets;
    for (int i = 0; i < 30; ++i)
        targets.append(seen(90'000, 90'000));
    targets.append(own(seen(90'000, 90'000)));
    targets.last().upload.address.object = {QStringLiteral("c"), QStringLiteral("ours")};
    const QString question = cli::abortQuestion(targets, pricing());
    // What may be missed comes first, and not every name is read by anybody.
    QVERIFY(question.startsWith(QLatin1String("    1.0 KiB  s3://c/ours, begun 1 day ago, upload ID id\n             ! in this")));
    QCOMPARE(question.count(QLatin1String("s3://b/k")), 20);
    QVERIFY(question.contains(QLatin1String("and 10 more\n")));
    QVERIFY(question.contains(QLatin1String(
        "31 unfinished uploads hold 31.0 KiB, less than $0.01 a month (estimate, prices of 2026-01-01), in 2 buckets; 1 of them")));
    QVERIFY(question.endsWith(QLatin1String("This cannot be undone. Delete these 31 uploads? [y/N]: ")));
    QVERIFY(!cli::abortQuestion({seen(90'000, 90'000)}, pricing()).contains(QLatin1Char('!')));
}

void TestUnfinishedCommands::tallies()
{
    cli::AbortTally tally;
    QCOMPARE(cli::tallyText(tally), QString());
    tally.freed.add(3 * 1024 * s3::MiB, upload::Money{3, QStringLiteral("USD")}, {});
    tally.freed.add(0, upload::Money{0, QStringLiteral("USD")}, {});
    tally.wasGone = 1;
    QCOMPARE(cli::tallyText(tally),
        QStringLiteral("Freed 3.0 GiB, about $3.00 a month (estimate). 2 uploads are proven gone. 1 upload was gone already."));
    tally.failed = 2;
    tally.notBegun = 1;
    QVERIFY(cli::tallyText(tally).endsWith(QLatin1String("2 could not be deleted. 1 is left as it was.")));
    tally.freed.add(-1, {}, {});
    QVERIFY(
        cli::tallyText(tally).startsWith(QLatin1String("Freed 3.0 GiB, about $3.00 a month (estimate) and what is not known of 1. 3 ")));
    cli::AbortTally unproven;
    unproven.unproven = 1;
    QCOMPARE(cli::tallyText(unproven), QStringLiteral("1 is deleted by the server's word, which nothing confirms."));
}

void TestUnfinishedCommands::failures()
{
    AbortResult result;
    result.address = {{QStringLiteral("b"), QStringLiteral("k")}, "id"};
    result.verdict = AbortResult::Gone;
    QCOMPARE(cli::failureText(result), QString());
    result.verdict = AbortResult::StillThere;
    QVERIFY(cli::failureText(result).contains(QLatin1String("somebody is sending it")));
    result.verdict = AbortResult::Refused;
    result.error = s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("AccessDenied"), QStringLiteral("No."));
    QVERIFY(cli::failureText(result).contains(QLatin1String("s3:AbortMultipartUpload on arn:aws:s3:::b/*")));
    result.verdict = AbortResult::Unproven;
    QVERIFY(cli::failureText(result).contains(QLatin1String("s3:ListMultipartUploadParts on arn:aws:s3:::b/*")));
    result.error->code = QStringLiteral("InternalError");
    QVERIFY(!cli::failureText(result).contains(QLatin1String("lack")));
    const QList<std::pair<AbortResult::Verdict, const char *>> words{{AbortResult::Gone, "gone"}, {AbortResult::WasGone, "was-gone"},
        {AbortResult::Unproven, "unproven"}, {AbortResult::StillThere, "still-there"}, {AbortResult::Refused, "refused"}};
    for (const auto &[verdict, word] : words)
        QCOMPARE(cli::verdictWord(verdict), QLatin1String(word));
}

void TestUnfinishedCommands::refusals()
{
    s3::Error error = s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("AccessDenied"), QStringLiteral("No."));
    const QJsonObject denied =
        cli::refusalJson(s3::Operation::ListMultipartUploads, QStringLiteral("b"), error, cli::lookingPermissions(QStringLiteral("b")));
    QCOMPARE(denied.value(QLatin1String("permission")).toString(), QStringLiteral("s3:ListBucketMultipartUploads"));
    QCOMPARE(denied.value(QLatin1String("policy")).toObject().value(QLatin1String("Statement")).toArray().size(), 2);
    error.code = QStringLiteral("NoSuchBucket");
    QVERIFY(cli::refusalJson(s3::Operation::ListMultipartUploads, QStringLiteral("b"), error, {}).value(QLatin1String("policy")).isNull());
    QVERIFY(!s3::lacksPermission(error));
}

void TestUnfinishedCommands::gaps()
{
    const auto of = [](std::initializer_list<int> numbers) {
        QList<s3::StoredPart> parts;
        for (const int number : numbers) {
            parts.append(s3::StoredPart());
            parts.last().number = number;
        }
        return cli::gapsIn(parts);
    };
    QCOMPARE(of({}), {});
    QCOMPARE(of({1, 2, 3}), {});
    QCOMPARE(of({3, 7, 9}), (QList<cli::PartGap>{{1, 2}, {4, 6}, {8, 8}}));
    QCOMPARE(cli::gapsText(of({1})), QString());
    QCOMPARE(cli::gapsText(of({1, 3})), QStringLiteral("part 2 is missing"));
    QCOMPARE(cli::gapsText(of({1, 4})), QStringLiteral("parts 2 to 3 are missing"));
    QCOMPARE(cli::gapsText(of({3, 7, 9})), QStringLiteral("parts 1 to 2, parts 4 to 6 and part 8 are missing"));
}

void TestUnfinishedCommands::differences()
{
    const s3::LifecycleConfiguration now{{rule("logs", {}), rule("mine", 30)}, {}}, wished{{rule("logs", {}), rule("mine", 7)}, {}};
    const QStringList lines = cli::ruleDifference(now, wished);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith(QLatin1String("  logs")));
    QVERIFY(lines[1].startsWith(QLatin1String("- mine")) && lines[1].contains(QLatin1String("30 days")));
    QVERIFY(lines[2].startsWith(QLatin1String("+ mine")) && lines[2].contains(QLatin1String("7 days")));
}

void TestUnfinishedCommands::expiry()
{
    const s3::LifecycleConfiguration none, week{{rule("mine", 7)}, {}};
    s3::LifecycleConfiguration some{{rule("logs", 3)}, {}};
    some.rules[0].prefix = QStringLiteral("logs/");
    QCOMPARE(cli::expiryText(none, 0h), QStringLiteral("nothing deletes unfinished uploads by itself."));
    QCOMPARE(cli::expiryText(some, 0h), QStringLiteral("some unfinished uploads are deleted by themselves:"));
    QCOMPARE(cli::expiryText(week, 0h), QStringLiteral("unfinished uploads are deleted by themselves 7 days after they were begun."));
    QCOMPARE(cli::expiryText(none, 24h), QStringLiteral("this server deletes unfinished uploads after 1 day, without any rule."));
    // Whichever comes first.
    QCOMPARE(cli::expiryText(week, 24h), QStringLiteral("this server deletes unfinished uploads after 1 day, sooner than the rule says."));
    QCOMPARE(cli::expiryText(week, 168h), cli::expiryText(week, 0h));
    QCOMPARE(cli::expiryText(week, 200h), cli::expiryText(week, 0h));
}

void TestUnfinishedCommands::written()
{
    using s3::ErrorKind;
    using s3::Operation;
    const auto of = [](Operation operation, ErrorKind kind, const char *code) {
        return cli::writtenJson(operation, s3::ownError(kind, QLatin1String(code), QStringLiteral("No.")));
    };
    QCOMPARE(of(Operation::GetBucketLifecycle, ErrorKind::Offline, "LifecycleNotProven"), QJsonValue(true));
    QCOMPARE(of(Operation::PutBucketLifecycle, ErrorKind::Permanent, "LifecycleNotKept"), QJsonValue(true));
    QCOMPARE(of(Operation::PutBucketLifecycle, ErrorKind::NeedsUser, "LifecycleChanged"), QJsonValue(false));
    QCOMPARE(of(Operation::PutBucketLifecycle, ErrorKind::NeedsUser, "AccessDenied"), QJsonValue(false));
    QCOMPARE(of(Operation::GetBucketLifecycle, ErrorKind::Transient, "InternalError"), QJsonValue(false));
    QVERIFY(of(Operation::PutBucketLifecycle, ErrorKind::Transient, "InternalError").isNull());
    QVERIFY(of(Operation::PutBucketLifecycle, ErrorKind::Offline, "ConnectionRefused").isNull());
}

void TestUnfinishedCommands::ownUploads()
{
    store::ListedRecord paused;
    paused.record.spec.id = QUuid::createUuid();
    paused.record.spec.target = {QStringLiteral("b"), QStringLiteral("k")};
    paused.record.uploadId = "id";
    paused.record.stage = upload::Stage::Transferring;
    paused.record.intent = upload::Intent::Pause;
    paused.holderPid = 7; // an open window
    store::ListedRecord runs = paused, over = paused, another = paused;
    runs.record.intent = upload::Intent::Run;
    runs.record.uploadId = "runs";
    over.record.stage = upload::Stage::Completed;
    over.record.uploadId = "over";
    another.record.spec.target.key = QStringLiteral("l");
    const cli::OwnUploads own({paused, runs, over, another});
    QVERIFY(own.find({paused.record.spec.target, "id"})->ours == upload::Ours::Paused);
    QVERIFY(own.find({another.record.spec.target, "id"})->address.object.key == QLatin1String("l"));
    QVERIFY(own.find({paused.record.spec.target, "runs"})->ours == upload::Ours::Running);
    QVERIFY(!own.find({paused.record.spec.target, "over"}));
    QVERIFY(!own.find({{QStringLiteral("c"), QStringLiteral("k")}, "id"}));
    QCOMPARE(own.inBucket(QStringLiteral("b")).size(), 3);
}

QTEST_GUILESS_MAIN(TestUnfinishedCommands)
#include "tst_unfinishedcommands.moc"
