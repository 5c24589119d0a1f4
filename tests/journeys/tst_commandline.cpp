// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/comparisontext.h"
#include "app/cli/options.h"
#include "app/cli/target.h"
#include "app/cli/unfinished.h"
#include "app/cli/words.h"

#include <QTemporaryDir>
#include <QTest>

#include <clocale>

using namespace std::chrono_literals;

class TestCommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(std::setlocale(LC_ALL, "C.UTF-8")); }
    void bytes_data();
    void bytes();
    void sizes_data();
    void sizes();
    void times();
    void printables();
    void columns();
    void elides();
    void errors();
    void options();
    void keysAndLocks();
    void problems_data();
    void problems();
    void helpNamesEveryOption();
    void adoptionLines();
    void unfinished_data();
    void unfinished();
    void candidates();
    void targets_data();
    void targets();
};

void TestCommandLine::bytes_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("bytes"); // 0: refused
    const auto row = [](const char *typed, qint64 bytes) { QTest::addRow("%s", typed) << QString::fromUtf8(typed) << bytes; };
    row("16777216", 16'777'216);
    row("16MiB", 16'777'216);
    row("16M", 16'777'216);
    row("16m", 16'777'216);
    row("16 mib", 16'777'216);
    row("16MB", 16'000'000);
    row("5B", 5);
    row("64K", 65'536);
    row("1.5GiB", 1'610'612'736);
    row("2TiB", 2'199'023'255'552);
    row("", 0);
    row("0", 0);
    row("-5M", 0);
    row("0.1", 0);
    row("M", 0);
    row("5X", 0);
    row("5MiBs", 0);
    row("1e6", 0);
    row("0x10", 0);
    row("999999999999999T", 0);
    row("٥", 0);
}

void TestCommandLine::bytes()
{
    QFETCH(QString, typed);
    QFETCH(qint64, bytes);
    QCOMPARE(cli::bytesFromText(typed).value_or(0), bytes);
    QCOMPARE(cli::rateFromText(typed + QStringLiteral("/s")).value_or(0), bytes);
}

void TestCommandLine::sizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 bytes, const char *text) { QTest::addRow("%s", text) << bytes << QString::fromLatin1(text); };
    row(0, "0 bytes");
    row(1, "1 byte");
    row(1023, "1,023 bytes");
    row(1024, "1.0 KiB");
    row(1'048'575, "1.0 MiB");
    row(45'088'768, "43.0 MiB");
    row(3'435'973'836, "3.2 GiB");
    row(53'687'091'200'000, "48.8 TiB");
}

void TestCommandLine::sizes()
{
    QFETCH(qint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(cli::sizeText(bytes), text);
}

void TestCommandLine::times()
{
    QCOMPARE(cli::timeText(3249ms), QStringLiteral("3.2 s"));
    QCOMPARE(cli::timeText(-1ms), QStringLiteral("0.0 s"));
    QCOMPARE(cli::timeText(245s), QStringLiteral("4:05"));
    QCOMPARE(cli::timeText(3723s), QStringLiteral("1:02:03"));
    QCOMPARE(cli::timeLeftText(13s), QStringLiteral("13 s"));
    QCOMPARE(cli::timeLeftText(245s), QStringLiteral("4:05"));
    QCOMPARE(cli::spanText(-5), QStringLiteral("0 seconds"));
    QCOMPARE(cli::spanText(59), QStringLiteral("59 seconds"));
    QCOMPARE(cli::spanText(3'599), QStringLiteral("59 minutes"));
    QCOMPARE(cli::spanText(2 * 86'400 - 1), QStringLiteral("1 day"));
    QCOMPARE(cli::ageFromText(QStringLiteral("90s")), 90s);
    QCOMPARE(cli::ageFromText(QStringLiteral("36h")), 36h);
    QCOMPARE(cli::ageFromText(QStringLiteral("2w")), std::chrono::seconds(14 * 86'400));
    for (const QString &typed : {QString(), QStringLiteral("7"), QStringLiteral("0d"), QStringLiteral("-1d"), QStringLiteral("1.5h"),
             QStringLiteral("7 d"), QStringLiteral("7D"), QStringLiteral("\u0667d"), QStringLiteral("7d\n")})
        QVERIFY2(!cli::ageFromText(typed), qPrintable(typed));
}

void TestCommandLine::printables()
{
    QCOMPARE(cli::printable(QStringLiteral("träume 漢")), QStringLiteral("träume 漢"));
    QCOMPARE(cli::printable(QStringLiteral("a\x1b[2J\n")), QStringLiteral("a\\x1b[2J\\x0a"));
    for (const char16_t turns : {u'\u202e', u'\u2066', u'\u200f', u'\u061c', u'\u2028'})
        QCOMPARE(cli::printable(QString(QChar(turns))), QStringLiteral("\\x%1").arg(int(turns), 2, 16, QLatin1Char('0')));
    QCOMPARE(cli::printable(QByteArray("caf\xe9/\xc3\xa9\x80")), QStringLiteral("caf\\xe9/é\\x80"));
    QCOMPARE(cli::printable(QByteArray("\xf0\x9f\x98\x80")), QStringLiteral("😀"));
}

void TestCommandLine::columns()
{
    QCOMPARE(cli::columnsOf(QStringLiteral("abc")), 3);
    QCOMPARE(cli::columnsOf(QStringLiteral("漢字")), 4);
    QCOMPARE(cli::columnsOf(QStringLiteral("e\u0301")), 1);
}

void TestCommandLine::elides()
{
    QCOMPARE(cli::elided(QStringLiteral("short"), 5), QStringLiteral("short"));
    QCOMPARE(cli::elided(QStringLiteral("interview-master.mov"), 11), QStringLiteral("inter…r.mov"));
    for (int room = 0; room < 20; ++room) {
        for (const QString &name :
            {QStringLiteral("漢字漢字漢字漢字漢字"), QStringLiteral("a漢b字c漢d字e漢f字"), QStringLiteral("plain-ascii-name.bin")})
            QVERIFY(cli::columnsOf(cli::elided(name, room)) <= room);
    }
}

void TestCommandLine::errors()
{
    s3::Error error;
    error.code = QStringLiteral("NoSuchBucket");
    error.message = QStringLiteral("There is no bucket.");
    error.requestId = QStringLiteral("tx1");
    error.httpStatus = 404;
    QCOMPARE(cli::errorText(error), QStringLiteral("There is no bucket. Look at its spelling and at the endpoint: Davit makes no buckets. "
                                                   "(NoSuchBucket, HTTP 404, request ID tx1)"));
    error = {};
    error.code = QStringLiteral("Odd");
    QCOMPARE(cli::errorText(error), QStringLiteral("Odd"));
}

void TestCommandLine::options()
{
    const cli::ParsedOptions parsed = cli::parsedOptions(
        {"put", "--part-size=16MiB", "--parallel", "auto", "--limit", "10MiB/s", "--sse", "a", "--metadata", "k=v=w,who=Łódź",
            "--checksum-algorithm", "crc32c", "--addressing-style", "virtual", "--no-overwrite", "--", "--odd name", "s3://b/"});
    QCOMPARE(parsed.problem, QString());
    const cli::Options &o = parsed.options;
    QCOMPARE(o.command, cli::Command::Put);
    QCOMPARE(o.operands, (QList<QByteArray>{"a", "--odd name", "s3://b/"}));
    QCOMPARE(o.partSize, 16'777'216);
    QCOMPARE(o.parallel, 0);
    QCOMPARE(o.limit, 10'485'760);
    QCOMPARE(o.object.serverSideEncryption, "AES256");
    QCOMPARE(o.object.metadata.value("k"), "v=w");
    QCOMPARE(o.object.metadata.value("who"), "Łódź");
    QVERIFY(o.checksumAlgorithm == s3::ChecksumAlgorithm::Crc32c);
    QVERIFY(o.connection.addressingStyle == s3::AddressingStyle::VirtualHosted);
    QVERIFY(o.noOverwrite && !o.json && o.connection.verifyTls);
    QCOMPARE(o.keyRule, upload::KeyRule());
    const cli::Options named = cli::parsedOptions({"put", "--key-pattern", "{date}/{name}", "--keep-unicode-form", "a", "s3://b/"}).options;
    QCOMPARE(named.keyRule.pattern, QStringLiteral("{date}/{name}"));
    QVERIFY(!named.keyRule.composed);
    QCOMPARE(cli::parsedOptions({"presign", "s3://b/a"}).options.expiresIn.count(), 3600);
    QCOMPARE(cli::parsedOptions({"presign", "--expires-in", "604800", "s3://b/a"}).options.expiresIn.count(), 604800);
    QCOMPARE(cli::parsedOptions({"put", "--metadata", "{\"a\":\"x,y\"}", "f", "s3://b"}).options.object.metadata.value("a"), "x,y");
    QCOMPARE(cli::parsedOptions({"put", "--sse", "aws:kms", "--sse-kms-key-id", "k", "f", "s3://b"}).options.object.serverSideEncryption,
        "aws:kms");
}

void TestCommandLine::keysAndLocks()
{
    const auto optionsOf = [](const QList<QByteArray> &words) {
        const cli::ParsedOptions parsed = cli::parsedOptions(words);
        if (!parsed.problem.isEmpty())
            qWarning() << parsed.problem;
        return parsed.problem.isEmpty() ? std::optional(parsed.options) : std::nullopt;
    };
    const auto locked = optionsOf({"put", "--object-lock-mode", "COMPLIANCE", "--object-lock-retain-until-date",
        "2999-12-31T12:00:00+02:00", "--object-lock-legal-hold-status", "ON", "f", "s3://b"});
    QVERIFY(locked);
    QCOMPARE(locked->object.objectLockMode, "COMPLIANCE");
    QCOMPARE(locked->object.objectLockRetainUntil, QDateTime({2999, 12, 31}, {10, 0}, Qt::UTC));
    QVERIFY(locked->object.objectLockLegalHold);
    const auto dated =
        optionsOf({"put", "--object-lock-mode", "GOVERNANCE", "--object-lock-retain-until-date", "2999-12-31", "f", "s3://b"});
    QVERIFY(dated);
    QCOMPARE(dated->object.objectLockRetainUntil, QDateTime({2999, 12, 31}, {0, 0}).toUTC());
    const auto lifted = optionsOf({"put", "--object-lock-legal-hold-status", "OFF", "f", "s3://b"});
    QVERIFY(lifted && !lifted->object.locksObject());
    QCOMPARE(optionsOf({"put", "--sse-c-key", "Studio 5", "f", "s3://b"})->object.sseCustomerKey, QStringLiteral("Studio 5"));
    QCOMPARE(optionsOf({"adopt", "--sse-c-key", "k", "f", "s3://b/k"})->object.sseCustomerKey, QStringLiteral("k"));
    for (const QList<QByteArray> &words : {QList<QByteArray>{"keys"}, {"keys", "list", "--json"}, {"keys", "create", "k"},
             {"keys", "import", "k"}, {"keys", "remove", "k", "--yes"}})
        QCOMPARE(optionsOf(words)->command, cli::Command::Keys);
}

void TestCommandLine::problems_data()
{
    QTest::addColumn<QList<QByteArray>>("words");
    QTest::addColumn<QString>("names");
    const auto row = [](const char *name, const QList<QByteArray> &words, const char *names) {
        QTest::newRow(name) << words << QString::fromUtf8(names);
    };
    row("nothing", {}, "command");
    row("unknown command", {"fly"}, "fly");
    row("unknown option", {"put", "--warp", "a", "s3://b"}, "--warp");
    row("option of another command", {"queue", "--part-size", "5M"}, "--part-size");
    row("value missing", {"put", "a", "s3://b", "--part-size"}, "--part-size");
    row("value too much", {"put", "--json=yes", "a", "s3://b"}, "--json");
    row("not a size", {"put", "--part-size", "big", "a", "s3://b"}, "--part-size");
    row("parallel 0", {"put", "--parallel", "0", "a", "s3://b"}, "--parallel");
    row("parallel 65", {"put", "--parallel", "65", "a", "s3://b"}, "--parallel");
    row("pattern", {"put", "--key-pattern", "{nmae}", "a", "s3://b/"}, "{nmae}");
    row("no pattern", {"put", "--key-pattern=", "a", "s3://b/"}, "pattern");
    row("link for two", {"presign", "s3://b/a", "s3://b/b"}, "presign");
    row("link for longer than a week", {"presign", "--expires-in", "604801", "s3://b/a"}, "--expires-in");
    row("link for no time", {"presign", "--expires-in", "0", "s3://b/a"}, "--expires-in");
    row("MD5", {"put", "--checksum-algorithm", "MD5", "a", "s3://b"}, "--checksum-algorithm");
    row("header injection", {"put", "--cache-control", "a\r\nx: y", "a", "s3://b"}, "--cache-control");
    row("metadata injection", {"put", "--metadata", "k=a\nb", "a", "s3://b"}, "k");
    row("metadata name", {"put", "--metadata", "a b=c", "a", "s3://b"}, "a b");
    row("key without kms", {"put", "--sse-kms-key-id", "k", "a", "s3://b"}, "--sse-kms-key-id");
    row("two encryptions", {"put", "--sse-c-key", "k", "--sse", "AES256", "a", "s3://b"}, "--sse-c-key");
    row("key without a name", {"put", "--sse-c-key", "", "a", "s3://b"}, "--sse-c-key");
    row("key of a resumed one", {"resume", "--all", "--sse-c-key", "k"}, "--sse-c-key");
    row("lock without an end", {"put", "--object-lock-mode", "GOVERNANCE", "a", "s3://b"}, "--object-lock-retain-until-date");
    row("lock of no kind", {"put", "--object-lock-retain-until-date", "2999-01-01T00:00:00Z", "a", "s3://b"}, "--object-lock-mode");
    row("lock of another kind", {"put", "--object-lock-mode", "governance", "a", "s3://b"}, "COMPLIANCE");
    row("lock until yesterday",
        {"put", "--object-lock-mode", "GOVERNANCE", "--object-lock-retain-until-date", "2001-01-01T00:00:00Z", "a", "s3://b"}, "past");
    row("lock until some day", {"put", "--object-lock-mode", "GOVERNANCE", "--object-lock-retain-until-date", "soon", "a", "s3://b"},
        "ISO 8601");
    row("hold or not", {"put", "--object-lock-legal-hold-status", "yes", "a", "s3://b"}, "ON, OFF");
    row("keys of what", {"keys", "make", "k"}, "create");
    row("keys create what", {"keys", "create"}, "NAME");
    row("key on the command line", {"keys", "import", "k", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}, "never typed");
    row("yes to what", {"keys", "create", "k", "--yes"}, "remove");
    row("no target", {"put", "a"}, "target");
    row("not UTF-8", {"put", "--content-type", "\xff", "a", "s3://b"}, "\\xff");
    row("two ways to be", {"put", "--profile", "p", "--connection", "c", "a", "s3://b"}, "--profile");
    row("two ways to speak", {"put", "--json", "--quiet", "a", "s3://b"}, "--quiet");
    row("resume what", {"resume"}, "--all");
    row("resume both", {"resume", "--all", "x"}, "--all");
    row("moved what", {"resume", "--all", "--file", "x"}, "--file");
    row("moved two", {"resume", "a", "b", "--file", "x"}, "--file");
    row("adopt what", {"adopt", "a"}, "FILE");
    row("adopt too much", {"adopt", "a", "s3://b/k", "id", "x"}, "FILE");
    row("adopt in parts", {"adopt", "--part-size", "5M", "a", "s3://b/k"}, "--part-size");
    row("unfinished how", {"put", "--unfinished", "newest", "a", "s3://b"}, "--unfinished");
    row("unproven how", {"adopt", "--unproven", "trust", "a", "s3://b/k"}, "--unproven");
    row("verify what", {"verify"}, "RECEIPT");
    row("receipts of what", {"receipts", "a", "b"}, "at most one");
    row("list two", {"list", "s3://a", "s3://b"}, "at most one");
    row("list in parts", {"list", "--part-size", "5M"}, "--part-size");
    row("how old", {"list", "--older-than", "7"}, "--older-than");
    row("no age", {"list", "--older-than", "0d"}, "--older-than");
    row("which state", {"list", "--state", "dead"}, "running-elsewhere");
    row("parts of what", {"parts"}, "s3://BUCKET/KEY");
    row("abort what", {"abort"}, "--older-than");
    row("abort which", {"abort", "s3://b/k"}, "--older-than");
    row("abort both", {"abort", "s3://b/k", "id", "--older-than", "7d"}, "--older-than");
    row("abort too much", {"abort", "s3://b/k", "id", "more"}, "upload ID");
    row("spared by ID", {"abort", "s3://b/k", "id", "--include-own"}, "--include-own");
    row("rule of two", {"lifecycle", "s3://a", "s3://b"}, "at most one");
    row("rule of which", {"lifecycle", "--abort-after", "7"}, "s3://BUCKET");
    row("rule both ways", {"lifecycle", "s3://b", "--abort-after", "7", "--remove"}, "--remove");
    row("rule of no days", {"lifecycle", "s3://b", "--abort-after", "0"}, "--abort-after");
    row("age of a rule", {"lifecycle", "s3://b", "--older-than", "7d"}, "--older-than");
}

void TestCommandLine::problems()
{
    QFETCH(QList<QByteArray>, words);
    QFETCH(QString, names);
    const QString problem = cli::parsedOptions(words).problem;
    QVERIFY(!problem.isEmpty());
    QVERIFY2(problem.contains(names), qPrintable(problem));
}

void TestCommandLine::helpNamesEveryOption()
{
    const QString help = cli::helpText(cli::Command::Put);
    for (const char *option : {"--endpoint-url", "--region", "--profile", "--no-verify-ssl", "--ca-bundle", "--no-sign-request",
             "--storage-class", "--sse", "--sse-kms-key-id", "--acl", "--content-type", "--cache-control", "--metadata", "--tagging",
             "--checksum-algorithm", "--no-overwrite", "--connection", "--part-size", "--parallel", "--limit", "--addressing-style",
             "--json", "--quiet", "--dry-run", "--unfinished", "--unproven", "--snapshot", "--sse-c-key", "--object-lock-mode",
             "--object-lock-retain-until-date", "--object-lock-legal-hold-status"})
        QVERIFY2(help.contains(QLatin1String("  ") + QLatin1String(option)), option);
}

void TestCommandLine::adoptionLines()
{
    using upload::PartVerdict;
    upload::AdoptionReport report;
    report.upload.uploadId = "ID";
    report.plan = s3::PartPlan::resumed(qint64(6) * 5 * s3::MiB, 5 * s3::MiB).value();
    const PartVerdict verdicts[] = {
        PartVerdict::Same, PartVerdict::Same, PartVerdict::Differs, PartVerdict::Missing, PartVerdict::Missing, PartVerdict::Unproven};
    for (int number = 1; number <= 6; ++number) {
        upload::AdoptedPart part;
        part.number = number;
        part.range = report.plan.range(number);
        part.verdict = verdicts[number - 1];
        if (part.verdict != PartVerdict::Missing) {
            part.reason = QStringLiteral("why");
            part.stored = s3::StoredPart{number, part.range.length, "\"etag\"", {}, {}};
        }
        report.parts.append(part);
    }
    report.remarks = {QStringLiteral("A remark.")};
    QCOMPARE(cli::comparisonLines(report),
        (QStringList{QStringLiteral("Parts 1–2    10.0 MiB  same: why"), QStringLiteral("Part 3        5.0 MiB  differs: why"),
            QStringLiteral("Parts 4–5    10.0 MiB  missing"), QStringLiteral("Part 6        5.0 MiB  unproven: why"),
            QStringLiteral("6 parts of upload ID ID: 2 same (10.0 MiB), 1 differs (5.0 MiB), 2 missing (10.0 MiB), 1 unproven (5.0 MiB)"),
            QStringLiteral("A remark.")}));
    QCOMPARE(cli::jsonOf(report.parts[0]).value(QLatin1String("by")).toString(), QStringLiteral("why"));
    QCOMPARE(cli::jsonOf(report.parts[0]).value(QLatin1String("etag")).toString(), QStringLiteral("etag"));
    QCOMPARE(cli::jsonOf(report.parts[5]).value(QLatin1String("reason")).toString(), QStringLiteral("why"));
    QVERIFY(cli::jsonOf(report.parts[3]).value(QLatin1String("etag")).isNull());
    QCOMPARE(cli::jsonOf(report).value(QLatin1String("missing")).toObject().value(QLatin1String("bytes")).toInteger(), 10 * s3::MiB);
}

namespace {

cli::Candidate strangers(const char *id)
{
    cli::Candidate candidate;
    candidate.uploadId = id;
    return candidate;
}

cli::Candidate ours(const char *id, bool isSame, qint64 holder = 0)
{
    cli::Candidate candidate = strangers(id);
    candidate.record = upload::UploadRecord();
    candidate.record->spec.sourcePath = isSame ? QStringLiteral("/a") : QStringLiteral("/b");
    candidate.isSame = isSame;
    candidate.holderPid = holder;
    return candidate;
}

} // namespace

void TestCommandLine::unfinished_data()
{
    using cli::Answer;
    using cli::Unfinished;
    QTest::addColumn<QList<cli::Candidate>>("candidates");
    QTest::addColumn<cli::Unfinished>("wish");
    QTest::addColumn<bool>("canAsk");
    QTest::addColumn<cli::Answer>("answer");
    QTest::addColumn<int>("with");
    QTest::addColumn<int>("sentences");
    const auto row = [](const char *name, const QList<cli::Candidate> &candidates, Unfinished wish, bool canAsk, Answer answer, int with,
                         int sentences) { QTest::newRow(name) << candidates << wish << canAsk << answer << with << sentences; };
    row("none", {}, Unfinished::Ask, true, Answer::BeginNew, -1, 0);
    row("none to resume", {}, Unfinished::Resume, false, Answer::BeginNew, -1, 0);
    row("a person", {strangers("x")}, Unfinished::Ask, true, Answer::AskSomebody, -1, 0);
    row("nobody, a stranger's", {strangers("x"), strangers("y")}, Unfinished::Ask, false, Answer::BeginNew, -1, 2);
    row("nobody, ours", {strangers("x"), ours("y", true)}, Unfinished::Ask, false, Answer::GoOn, 1, 2);
    row("nobody, two of ours", {ours("x", true), ours("y", true)}, Unfinished::Ask, false, Answer::BeginNew, -1, 2);
    row("nobody, ours of another file", {ours("x", false)}, Unfinished::Ask, false, Answer::BeginNew, -1, 1);
    row("running", {ours("x", true, 7)}, Unfinished::Ask, true, Answer::Refuse, -1, 0);
    row("running, anew", {ours("x", true, 7)}, Unfinished::New, false, Answer::Refuse, -1, 0);
    row("running somewhere unknown", {ours("x", true, -1)}, Unfinished::Ask, false, Answer::Refuse, -1, 0);
    row("running of another file", {ours("x", false, 7)}, Unfinished::Ask, false, Answer::BeginNew, -1, 1);
    row("running of another file, replaced", {ours("x", false, 7), strangers("y")}, Unfinished::Replace, false, Answer::Refuse, -1, 0);
    row("new", {strangers("x"), ours("y", true)}, Unfinished::New, true, Answer::BeginNew, -1, 0);
    row("resume", {strangers("x")}, Unfinished::Resume, true, Answer::GoOn, 0, 0);
    row("resume one of two", {strangers("x"), ours("y", true)}, Unfinished::Resume, true, Answer::Refuse, -1, 0);
    row("replace", {strangers("x"), ours("y", true)}, Unfinished::Replace, true, Answer::Replace, -1, 0);
}

void TestCommandLine::unfinished()
{
    QFETCH(QList<cli::Candidate>, candidates);
    QFETCH(cli::Unfinished, wish);
    QFETCH(bool, canAsk);
    upload::UploadSpec spec;
    spec.sourcePath = QStringLiteral("/a");
    const cli::Decision decision = cli::decisionFor(spec, candidates, wish, canAsk);
    QTEST(decision.answer, "answer");
    QTEST(int(decision.candidate), "with");
    QTEST(int(decision.sentences.size()), "sentences");
    QCOMPARE(decision.error.has_value(), decision.answer == cli::Answer::Refuse);
}

void TestCommandLine::candidates()
{
    QTemporaryDir folder;
    upload::UploadSpec spec;
    spec.sourcePath = folder.filePath(QStringLiteral("file"));
    spec.target = {QStringLiteral("b"), QStringLiteral("k")};
    spec.connectionId = QStringLiteral("environment");
    QFile file(spec.sourcePath);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("bytes") == 5);
    file.close();

    store::ListedRecord known;
    known.record.spec = spec;
    known.record.spec.id = QUuid::createUuid();
    known.record.fingerprint = upload::fingerprintOf(spec.sourcePath).value();
    known.record.uploadId = "one";
    known.record.stage = upload::Stage::Transferring;
    upload::OpenUpload sameOnServer, stranger, otherKey;
    sameOnServer.upload.address = {spec.target, "one"};
    sameOnServer.bytes = 10;
    stranger.upload.address = {spec.target, "two"};
    otherKey.upload.address = {{QStringLiteral("b"), QStringLiteral("kk")}, "three"};

    const auto found = cli::candidatesFor(spec, {known}, {sameOnServer, stranger, otherKey});
    QCOMPARE(found.size(), 2);
    const bool oursFirst = found[0].record.has_value();
    QVERIFY(found[oursFirst ? 0 : 1].isSame);
    QCOMPARE(found[oursFirst ? 0 : 1].bytes, 10);
    QCOMPARE(found[oursFirst ? 1 : 0].uploadId, "two");

    store::ListedRecord elsewhere = known; // the same key, perhaps of another server
    elsewhere.record.spec.connectionId = QStringLiteral("profile:other");
    QCOMPARE(cli::candidatesFor(spec, {elsewhere}, {}).size(), 0);
    QCOMPARE(cli::candidatesFor(spec, {elsewhere}, {sameOnServer}).size(), 1);
    QVERIFY(!cli::candidatesFor(spec, {elsewhere}, {sameOnServer}).first().isSame);

    store::ListedRecord unbegun = known;
    unbegun.record.uploadId.clear();
    unbegun.record.stage = upload::Stage::New;
    QVERIFY(cli::candidatesFor(spec, {unbegun}, {}).first().isSame);
    unbegun.record.fingerprint.mtimeNs += 1;
    QCOMPARE(cli::candidatesFor(spec, {unbegun}, {}).size(), 0);

    store::ListedRecord over = known;
    over.record.stage = upload::Stage::Completed;
    store::ListedRecord cancelled = known;
    cancelled.record.intent = upload::Intent::Cancel;
    QCOMPARE(cli::candidatesFor(spec, {over}, {}).size(), 0);
    QCOMPARE(cli::candidatesFor(spec, {cancelled}, {sameOnServer}).size(), 0);
}

void TestCommandLine::targets_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QString>("bucket"); // empty: refused
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("isPrefix");
    const auto row = [](const char *typed, const char *bucket, const char *key, bool isPrefix) {
        QTest::addRow("%s", typed) << QByteArray(typed) << QString::fromUtf8(bucket) << QString::fromUtf8(key) << isPrefix;
    };
    row("s3://b", "b", "", true);
    row("s3://b/", "b", "", true);
    row("s3://b/p/", "b", "p/", true);
    row("s3://b/k", "b", "k", false);
    row("s3://b//k//l", "b", "/k//l", false);
    row("s3://b/a%2Fb+c?d#e", "b", "a%2Fb+c?d#e", false);
    row("s3://b/漢", "b", "漢", false);
    row("s3://", "", "", true);
    row("s3:///k", "", "", true);
    row("s3://../k", "", "", true);
    row("s3://a b/k", "", "", true);
    row("s3://a?b/k", "", "", true);
    row("http://b/k", "", "", true);
    row("s3://b/\xff", "", "", true);
}

void TestCommandLine::targets()
{
    QFETCH(QByteArray, typed);
    QFETCH(QString, bucket);
    const s3::Result<cli::Target> target = cli::targetFromText(typed);
    QCOMPARE(target.ok(), !bucket.isEmpty());
    if (!target.ok()) {
        QVERIFY(!target.error().message.isEmpty());
        return;
    }
    QCOMPARE(target->bucket, bucket);
    QTEST(target->key, "key");
    QTEST(target->isPrefix(), "isPrefix");
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
