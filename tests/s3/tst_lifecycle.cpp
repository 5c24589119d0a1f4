// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Lifecycle rules as servers write them: what is understood of them, what is changed, and that nothing else is.

#include "s3/lifecyclexml.h"
#include "s3/requests.h"
#include "s3/responses.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QStringEncoder>
#include <QTest>

#include <algorithm>

using namespace s3;

class tst_Lifecycle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesAreUnderstood_data();
    void rulesAreUnderstood();
    void answersAreRead_data();
    void answersAreRead();
    void foreignRulesStayAsTheyAre();
    void filtersAreMended_data();
    void filtersAreMended();
    void theRuleForTheWholeBucketIsChanged_data();
    void theRuleForTheWholeBucketIsChanged();
    void aNewRuleFitsTheOthers_data();
    void aNewRuleFitsTheOthers();
    void removingUndoesAdding();
    void spellingsMeanTheSame_data();
    void spellingsMeanTheSame();
    void differencesAreSeen_data();
    void differencesAreSeen();
    void rulesCountOneByOne();
    void theTransitionMinimumIsKept();
    void theSoonestRuleCounts();
    void textsTellWhatHappens_data();
    void textsTellWhatHappens();
    void requestsReplaceAllRules();
    void writingIsJudged_data();
    void writingIsJudged();
    void randomMergesKeepTheRest();
};

static HttpResponse answer(const QByteArray &body, int status = 200, const Headers &headers = {})
{
    return {status, headers, body};
}

static QByteArray document(const QByteArray &rules)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" +
           rules + "</LifecycleConfiguration>";
}

static LifecycleConfiguration read(const QByteArray &rules)
{
    const auto said = parseGetBucketLifecycle(answer(document(rules)));
    if (!said)
        qFatal("%s", qPrintable(said.error().code));
    return *said;
}

static LifecycleRule rule(const QByteArray &inner)
{
    return ruleFrom("<Rule>" + inner + "</Rule>").value();
}

static const QByteArray On = "<Status>Enabled</Status>";
static const QByteArray All = "<Filter><Prefix></Prefix></Filter>";

static QByteArray aborts(int days)
{
    return "<AbortIncompleteMultipartUpload><DaysAfterInitiation>" + QByteArray::number(days) +
           "</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
}

// The examples of the user guide's "Examples of S3 Lifecycle configurations", as GetBucketLifecycleConfiguration gives them.
static const QList<QByteArray> &foreignRules()
{
    static const QList<QByteArray> rules{
        "<Rule><ID>Archive and then delete "
        "rule</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Transition><Days>30</Days>"
        "<StorageClass>STANDARD_IA</StorageClass></Transition><Transition><Days>90</Days><StorageClass>GLACIER</StorageClass></Transition>"
        "<Expiration><Days>365</Days></Expiration></Rule>",
        "<Rule><ID>tags &amp; sizes</ID><Filter><And><Prefix>tax/</Prefix><Tag><Key>k&lt;1&gt;</Key><Value>v \"1\"</Value></Tag><Tag>"
        "<Key>key2</Key><Value></Value></Tag><ObjectSizeGreaterThan>500</ObjectSizeGreaterThan><ObjectSizeLessThan>64000</"
        "ObjectSizeLessThan></And></Filter><Status>Disabled</Status><Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration></Rule>",
        "<Rule><ID>versions</ID><Filter></Filter><Status>Enabled</Status><NoncurrentVersionTransition><NoncurrentDays>10</NoncurrentDays>"
        "<NewerNoncurrentVersions>3</NewerNoncurrentVersions><StorageClass>GLACIER</StorageClass></NoncurrentVersionTransition>"
        "<NoncurrentVersionExpiration><NoncurrentDays>60</NoncurrentDays></NoncurrentVersionExpiration></Rule>",
        "<Rule><ID>markers</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><ExpiredObjectDeleteMarker>true</"
        "ExpiredObjectDeleteMarker></Expiration></Rule>",
        "<Rule><ID>ünïcode 中 🚢</ID><Filter><Prefix> blanks and&#13;breaks </Prefix></Filter><Status>Enabled</Status><Expiration><Days>1</"
        "Days></Expiration></Rule>",
        "<Rule><ID>aborts below a prefix</ID><Filter><Prefix>tmp/</Prefix></Filter><Status>Enabled</Status>"
        "<AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>",
        "<Rule><ID>switched off</ID><Filter><Prefix></Prefix></Filter><Status>Disabled</Status><AbortIncompleteMultipartUpload>"
        "<DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>",
        "<Rule><ID>from the future</ID><Filter><Galaxy a=\"1 &quot;2&quot;\">far</Galaxy></Filter><Status>Enabled</Status><Teleport>"
        "<Days>1</Days>mixed<To>moon</To></Teleport></Rule>",
    };
    return rules;
}

void tst_Lifecycle::rulesAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("inner");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<bool>("byPrefixOnly");
    QTest::addColumn<int>("days"); // 0: does not abort
    QTest::addColumn<bool>("onlyAborts");
    const auto row = [](const char *name, const QByteArray &inner, bool enabled, const char *prefix, bool byPrefixOnly, int days,
                         bool onlyAborts) {
        QTest::newRow(name) << inner << enabled << QString::fromUtf8(prefix) << byPrefixOnly << days << onlyAborts;
    };
    row("prefix in a filter", "<ID>a</ID><Filter><Prefix>p/</Prefix></Filter>" + On + aborts(7), true, "p/", true, 7, true);
    row("empty prefix", All + On + aborts(7), true, "", true, 7, true);
    row("empty filter", "<Filter/>" + On + aborts(7), true, "", true, 7, true);
    row("no filter", On + aborts(7), true, "", true, 7, true);
    row("old prefix", "<Prefix>p/</Prefix>" + On + aborts(7), true, "p/", true, 7, true);
    row("old empty prefix", "<Prefix/>" + On + aborts(7), true, "", true, 7, true);
    row("blank prefix", "<Prefix> </Prefix>" + On + aborts(7), true, " ", true, 7, true);
    row("and", "<Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>" + On + aborts(7), true, "p", false,
        7, true);
    row("tag", "<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>" + On + aborts(7), true, "", false, 7, true);
    row("size", "<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>" + On + aborts(7), true, "", false, 7, true);
    row("unknown filter", "<Filter><Moon>full</Moon></Filter>" + On + aborts(7), true, "", false, 7, true);
    row("disabled", All + "<Status>Disabled</Status>" + aborts(7), false, "", true, 7, true);
    row("no status", All + aborts(7), false, "", true, 7, true);
    row("expires as well", All + On + aborts(7) + "<Expiration><Days>1</Days></Expiration>", true, "", true, 7, false);
    row("empty elements", All + On + aborts(7) + "<Expiration><Days></Days></Expiration>", true, "", true, 7, true);
    row("does something unknown as well", All + On + aborts(7) + "<Teleport/><X>1</X>", true, "", true, 7, false);
    row("does not abort", All + On + "<Expiration><Days>1</Days></Expiration>", true, "", true, 0, false);
    row("no number",
        All + On + "<AbortIncompleteMultipartUpload><DaysAfterInitiation>soon</DaysAfterInitiation></AbortIncompleteMultipartUpload>", true,
        "", true, 0, false);
    row("zero", All + On + aborts(0), true, "", true, 0, false);
    row("far beyond",
        All + On +
            "<AbortIncompleteMultipartUpload><DaysAfterInitiation>99999999999</DaysAfterInitiation></AbortIncompleteMultipartUpload>",
        true, "", true, 0, false);
    row("white space",
        "\n  <Filter>\n <Prefix>p</Prefix>\n </Filter>\n <Status> Enabled </Status>\n <AbortIncompleteMultipartUpload>\n"
        "<DaysAfterInitiation> 7 </DaysAfterInitiation></AbortIncompleteMultipartUpload>\n",
        true, "p", true, 7, true);
}

void tst_Lifecycle::rulesAreUnderstood()
{
    QFETCH(QByteArray, inner);
    QFETCH(int, days);
    const LifecycleRule found = read("<Rule>" + inner + "</Rule>").rules.at(0);
    QTEST(found.enabled, "enabled");
    QTEST(found.prefix, "prefix");
    QTEST(found.byPrefixOnly, "byPrefixOnly");
    QTEST(found.onlyAborts, "onlyAborts");
    QCOMPARE(found.abortAfterDays.value_or(0), days);
    QCOMPARE(found.coversAll(), found.prefix.isEmpty() && found.byPrefixOnly);
}

void tst_Lifecycle::answersAreRead_data()
{
    QTest::addColumn<HttpResponse>("response");
    QTest::addColumn<QString>("outcome"); // the number of rules, or kind and code
    const auto error = [](const QByteArray &code, const QByteArray &message = "m") {
        return "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
    };
    const auto row = [](const char *name, const HttpResponse &response, const char *outcome) {
        QTest::newRow(name) << response << QString::fromLatin1(outcome);
    };
    const QByteArray one = "<Rule>" + All + On + aborts(7) + "</Rule>";
    row("one", answer(document(one)), "1");
    row("many", answer(document(foreignRules().join("\n  "))), "8");
    row("none", answer(document({})), "0");
    row("prefixed names",
        answer("<s3:LifecycleConfiguration><s3:Rule><s3:Status>Enabled</s3:Status></s3:Rule></s3:LifecycleConfiguration>"), "1");
    row("blanks and a byte order mark before", answer("\n \xEF\xBB\xBF" + document(one)), "1");
    row("something beside the rules", answer(document("<Owner><Rule/></Owner>" + one)), "1");
    row("no configuration", answer(error("NoSuchLifecycleConfiguration"), 404), "0");
    row("no configuration, OSS", answer(error("NoSuchLifecycle"), 404), "0");
    row("no bucket", answer(error("NoSuchBucket"), 404), "needs-user NoSuchBucket");
    row("bare 404", answer({}, 404), "needs-user ");
    row("denied", answer(error("AccessDenied"), 403), "needs-user AccessDenied");
    row("denied without a word", answer({}, 403), "needs-user AccessDenied");
    row("not implemented", answer(error("NotImplemented", "A header you provided implies functionality that is not implemented"), 501),
        "permanent NotImplemented");
    row("bare 501", answer({}, 501), "permanent ");
    row("of its own", answer(error("XNotImplemented"), 501), "permanent XNotImplemented");
    row("not allowed", answer(error("MethodNotAllowed"), 405), "permanent MethodNotAllowed");
    row("later", answer(error("SlowDown"), 503), "throttled SlowDown");
    row("error in 200", answer(error("InternalError")), "transient InternalError");
    row("something else", answer("<ListAllMyBucketsResult/>"), "permanent UnexpectedAnswer");
    row("a list of objects, as of Swift", answer("<ListBucketResult><Name>b</Name></ListBucketResult>"), "permanent NotImplemented");
    row("broken off", answer(document(one).chopped(20)), "transient IncompleteAnswer");
    row("nothing", answer({}), "transient IncompleteAnswer");
    row("web page", answer("<!DOCTYPE html><html/>"), "permanent NotAnS3Endpoint");
    row("entities", answer("<!DOCTYPE a [<!ENTITY x \"y\">]>" + document("<Rule><ID>&x;</ID></Rule>")), "permanent RefusedAnswer");
    row("too deep", answer(document("<Rule>" + QByteArray("<a>").repeated(30) + QByteArray("</a>").repeated(30) + "</Rule>")),
        "permanent RefusedAnswer");
    // Either all rules are carried or none is read: one that is lost here would be deleted by the next change.
    const QByteArray large = "<Rule><Prefix>" + QByteArray(100'000, '>') + "</Prefix></Rule>";
    row("too large to be sent back",
        answer(document("<Rule>" + ("<X>" + QByteArray(120'000, '>') + "</X>").repeated(50) + "</Rule>" + one)), "permanent RefusedAnswer");
    row("large", answer(document(large + one)), "2");
    QStringEncoder utf16(QStringEncoder::Utf16, QStringEncoder::Flag::WriteBom);
    row("UTF-16", answer(utf16.encode(QStringLiteral("<LifecycleConfiguration><Rule></Rule></LifecycleConfiguration>"))), "1");
    row("a control character", answer(document("<Rule><ID>&#1;</ID></Rule>")), "permanent RefusedAnswer");
}

void tst_Lifecycle::answersAreRead()
{
    QFETCH(HttpResponse, response);
    const auto said = parseGetBucketLifecycle(response);
    QTEST(said ? QString::number(said->rules.size()) : kindName(said.error().kind) + u' ' + said.error().code, "outcome");
}

void tst_Lifecycle::foreignRulesStayAsTheyAre()
{
    const LifecycleConfiguration configuration = read('\n' + foreignRules().join("\n\t"));
    QCOMPARE(configuration.rules.size(), foreignRules().size());
    for (qsizetype i = 0; i < foreignRules().size(); ++i)
        QCOMPARE(configuration.rules.at(i).xml, foreignRules().at(i));
    // Also with what a person or another server puts around it.
    const auto spaced = parseGetBucketLifecycle(
        answer("<?xml version='1.0'?><!-- by hand -->\n<x:LifecycleConfiguration xmlns:x=\"u\">\n  <x:Rule x:y=\"z\">\n"
               "    <x:ID><![CDATA[a<b]]></x:ID>\n    <x:Status>Enabled</x:Status>\n"
               "    <x:Filter/>\n  </x:Rule>\n</x:LifecycleConfiguration>\n"));
    QVERIFY(spaced.ok());
    QCOMPARE(spaced->rules.at(0).xml, QByteArray("<Rule><ID>a&lt;b</ID><Status>Enabled</Status><Filter></Filter></Rule>"));
    // Reading what was written is a fixed point.
    const auto again = parseGetBucketLifecycle(answer(lifecycleXml(configuration)));
    QVERIFY(again.ok());
    QCOMPARE(*again, configuration);
    QVERIFY(holdsSame(*again, configuration));

    const LifecycleConfiguration merged = withAbortAfter(configuration, 7);
    QCOMPARE(merged.rules.size(), configuration.rules.size() + 1);
    QCOMPARE(merged.rules.mid(0, configuration.rules.size()), configuration.rules);
    QCOMPARE(withoutAbort(configuration), configuration);
}

// As Ceph RGW 16 gives them: sent back so, it would forget the prefix.
void tst_Lifecycle::filtersAreMended_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("mended");
    const QByteArray one = "<Tag><Key>k</Key><Value> v&amp;</Value></Tag>";
    const QByteArray two = "<Tag><Key>k2</Key><Value>v2</Value></Tag>";
    QTest::newRow("prefix beside and") << "<Prefix>tax/</Prefix><And>" + one + two + "</And>"
                                       << "<And><Prefix>tax/</Prefix>" + one + two + "</And>";
    QTest::newRow("prefix beside a tag") << "<Prefix>tax/</Prefix>" + one << "<And><Prefix>tax/</Prefix>" + one + "</And>";
    QTest::newRow("empty prefix beside a tag") << "<Prefix></Prefix>" + one << one;
    QTest::newRow("two tags") << one + two << "<And>" + one + two + "</And>";
    QTest::newRow("nothing twice") << QByteArray("<Prefix></Prefix><And></And>") << QByteArray();
    QTest::newRow("as it should be") << "<And><Prefix></Prefix>" + one + "</And>"
                                     << "<And><Prefix></Prefix>" + one + "</And>";
}

void tst_Lifecycle::filtersAreMended()
{
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, mended);
    const auto around = [](const QByteArray &filter) {
        return "<Rule><ID>x</ID><Filter>" + filter + "</Filter><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>";
    };
    const LifecycleRule rule = read(around(given)).rules.at(0);
    QCOMPARE(rule.xml, around(mended));
    QCOMPARE(ruleFrom(rule.xml), std::optional(rule));
    QCOMPARE(rule.prefix, given.contains("tax/") ? QStringLiteral("tax/") : QString());
    QCOMPARE(rule.byPrefixOnly, !given.contains("Tag"));
    LifecycleRule asGiven = rule;
    asGiven.xml = around(given);
    QCOMPARE(meaningOf(asGiven), meaningOf(rule));
}

void tst_Lifecycle::theRuleForTheWholeBucketIsChanged_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");   // withAbortAfter(9)
    QTest::addColumn<QByteArray>("without"); // withoutAbort; empty: the rule is dropped
    const QByteArray expires = "<Expiration><Days>5</Days></Expiration>";
    QTest::newRow("only aborts") << "<ID>x</ID>" + All + On + aborts(7) << "<ID>x</ID>" + All + On + aborts(9) << QByteArray();
    QTest::newRow("old form") << "<ID>x</ID><Prefix></Prefix>" + On + aborts(7) << "<ID>x</ID><Prefix></Prefix>" + On + aborts(9)
                              << QByteArray();
    QTest::newRow("expires too") << "<ID>x</ID>" + All + On + aborts(7) + expires << "<ID>x</ID>" + All + On + aborts(9) + expires
                                 << "<ID>x</ID>" + All + On + expires;
    QTest::newRow("in the middle") << expires + aborts(30) + "<ID>x</ID><Filter></Filter>" + On
                                   << expires + aborts(9) + "<ID>x</ID><Filter></Filter>" + On
                                   << expires + "<ID>x</ID><Filter></Filter>" + On;
    QTest::newRow("unknown beside the days")
        << "<Filter></Filter>" + On +
               "<AbortIncompleteMultipartUpload><Why>x</Why><DaysAfterInitiation> 7 </DaysAfterInitiation></AbortIncompleteMultipartUpload>"
        << "<Filter></Filter>" + On +
               "<AbortIncompleteMultipartUpload><Why>x</Why><DaysAfterInitiation>9</DaysAfterInitiation></AbortIncompleteMultipartUpload>"
        << QByteArray();
    QTest::newRow("same days elsewhere") << All + On + "<Expiration><DaysAfterInitiation>7</DaysAfterInitiation></Expiration>" + aborts(7)
                                         << All + On + "<Expiration><DaysAfterInitiation>7</DaysAfterInitiation></Expiration>" + aborts(9)
                                         << All + On + "<Expiration><DaysAfterInitiation>7</DaysAfterInitiation></Expiration>";
}

void tst_Lifecycle::theRuleForTheWholeBucketIsChanged()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, without);
    LifecycleConfiguration configuration = read(foreignRules().at(0) + "<Rule>" + before + "</Rule>" + foreignRules().at(1));
    configuration.transitionMinimum = "varies_by_storage_class";
    const LifecycleConfiguration changed = withAbortAfter(configuration, 9);
    QCOMPARE(changed.transitionMinimum, configuration.transitionMinimum);
    QCOMPARE(changed.rules.size(), 3);
    QCOMPARE(changed.rules.at(0).xml, foreignRules().at(0));
    QCOMPARE(changed.rules.at(1).xml, "<Rule>" + after + "</Rule>");
    QCOMPARE(changed.rules.at(1).abortAfterDays, std::optional(9));
    QCOMPARE(changed.rules.at(2).xml, foreignRules().at(1));
    QCOMPARE(withAbortAfter(changed, 9), changed);
    QVERIFY(wholeBucketAbortRule(changed) == &changed.rules.at(1));

    const LifecycleConfiguration removed = withoutAbort(configuration);
    QCOMPARE(removed.transitionMinimum, configuration.transitionMinimum);
    QCOMPARE(removed.rules.first().xml, foreignRules().at(0));
    QCOMPARE(removed.rules.last().xml, foreignRules().at(1));
    QCOMPARE(removed.rules.size(), without.isEmpty() ? 2 : 3);
    if (!without.isEmpty())
        QCOMPARE(removed.rules.at(1).xml, "<Rule>" + without + "</Rule>");
    QVERIFY(!wholeBucketAbortRule(removed));
}

void tst_Lifecycle::aNewRuleFitsTheOthers_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("hasFilter");
    const QString ours = QStringLiteral("davit-abort-incomplete");
    const QByteArray filter = "<Rule><ID>f</ID><Filter><Prefix>a</Prefix></Filter>" + On + "<Expiration><Days>1</Days></Expiration></Rule>";
    const QByteArray old = "<Rule><ID>o</ID><Prefix>a</Prefix>" + On + "<Expiration><Days>1</Days></Expiration></Rule>";
    QTest::newRow("none") << QByteArray() << ours << true;
    QTest::newRow("filters") << filter << ours << true;
    QTest::newRow("old prefixes") << old << ours << false;
    QTest::newRow("both") << old + filter << ours << true;
    QTest::newRow("neither") << "<Rule>" + On + "<Expiration><Days>1</Days></Expiration></Rule>" << ours << true;
    QTest::newRow("ID taken") << "<Rule><ID>davit-abort-incomplete</ID><Filter><Prefix>a</Prefix></Filter>" + On + aborts(3) + "</Rule>"
                              << ours + QStringLiteral("-2") << true;
    QTest::newRow("a disabled one") << "<Rule><ID>davit-abort-incomplete</ID>" + All + "<Status>Disabled</Status>" + aborts(3) + "</Rule>"
                                    << ours + QStringLiteral("-2") << true;
    QTest::newRow("one by tags") << "<Rule><ID>t</ID><Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>" + On + aborts(3) + "</Rule>"
                                 << ours << true;
}

void tst_Lifecycle::aNewRuleFitsTheOthers()
{
    QFETCH(QByteArray, rules);
    QFETCH(QString, id);
    QFETCH(bool, hasFilter);
    const LifecycleConfiguration before = read(rules);
    const LifecycleConfiguration after = withAbortAfter(before, 7);
    QCOMPARE(after.rules.size(), before.rules.size() + 1);
    QCOMPARE(after.rules.mid(0, before.rules.size()), before.rules);
    const LifecycleRule &added = after.rules.last();
    QCOMPARE(added.id, id);
    QVERIFY(added.enabled && added.coversAll() && added.onlyAborts);
    QCOMPARE(added.abortAfterDays, std::optional(7));
    QCOMPARE(added.xml.contains("<Filter>"), hasFilter);
    QVERIFY(added.xml.contains("<Prefix></Prefix>"));
    QCOMPARE(*withAbortAfter(before, 0).rules.last().abortAfterDays, 1);
    QCOMPARE(withoutAbort(after), before);
}

void tst_Lifecycle::removingUndoesAdding()
{
    const LifecycleConfiguration before = read(foreignRules().join());
    QCOMPARE(withoutAbort(withAbortAfter(before, 7)), before);
    QVERIFY(withoutAbort(withAbortAfter({}, 7)).rules.isEmpty());
}

void tst_Lifecycle::spellingsMeanTheSame_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    const QByteArray tag = "<Tag><Key>k</Key><Value>v</Value></Tag>";
    QTest::newRow("filter and old") << "<ID>a</ID><Filter><Prefix>p</Prefix></Filter>" + On + aborts(7)
                                    << "<ID>a</ID><Prefix>p</Prefix>" + On + aborts(7);
    QTest::newRow("empty filter and old") << "<Filter/>" + On + aborts(7) << "<Prefix/>" + On + aborts(7);
    QTest::newRow("no filter") << On + aborts(7) << All + On + aborts(7);
    QTest::newRow("order and white space") << All + On + aborts(7) << "\n " + aborts(7) + "\n" + On + "  " + All;
    QTest::newRow("empty elements") << All + On + aborts(7) << All + On + aborts(7) + "<Expiration/><Transition><Days/></Transition>";
    QTest::newRow("and of one") << "<Filter>" + tag + "</Filter>" + On + aborts(7)
                                << "<Filter><And>" + tag + "<Prefix/></And></Filter>" + On + aborts(7);
    QTest::newRow("order of tags") << "<Filter><And><Tag><Key>1</Key></Tag>" + tag + "</And></Filter>" + On
                                   << "<Filter><And>" + tag + "<Tag><Key>1</Key></Tag></And></Filter>" + On;
    QTest::newRow("order of transitions") << On + "<Transition><Days>1</Days><StorageClass>A</StorageClass></"
                                                  "Transition><Transition><Days>2</Days><StorageClass>B</StorageClass></Transition>"
                                          << On + "<Transition><StorageClass>B</StorageClass><Days>2</Days></"
                                                  "Transition><Transition><Days>1</Days><StorageClass>A</StorageClass></Transition>";
}

void tst_Lifecycle::spellingsMeanTheSame()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QVERIFY(holdsSame({{rule(one)}, {}}, {{rule(other)}, {}}));
    QVERIFY(holdsSame({{rule(other)}, {}}, {{rule(one)}, {}}));
}

void tst_Lifecycle::differencesAreSeen_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("days") << All + On + aborts(7) << All + On + aborts(8);
    QTest::newRow("status") << All + On + aborts(7) << All + "<Status>Disabled</Status>" + aborts(7);
    QTest::newRow("prefix") << "<Prefix>a</Prefix>" + On + aborts(7) << "<Prefix>A</Prefix>" + On + aborts(7);
    QTest::newRow("blank in a prefix") << "<Prefix>a</Prefix>" + On + aborts(7) << "<Prefix>a </Prefix>" + On + aborts(7);
    QTest::newRow("id") << "<ID>a</ID>" + All + On + aborts(7) << "<ID>b</ID>" + All + On + aborts(7);
    QTest::newRow("a tag is lost") << "<Filter><Tag><Key>k</Key></Tag></Filter>" + On << "<Filter></Filter>" + On;
    QTest::newRow("the abort is lost") << All + On + aborts(7) + "<Expiration><Days>1</Days></Expiration>"
                                       << All + On + "<Expiration><Days>1</Days></Expiration>";
    // Leaves alone would be the same.
    QTest::newRow("pairs exchanged") << On + "<Transition><Days>1</Days><StorageClass>A</StorageClass></Transition><Transition><Days>2</"
                                             "Days><StorageClass>B</StorageClass></Transition>"
                                     << On + "<Transition><Days>2</Days><StorageClass>A</StorageClass></Transition><Transition><Days>1</"
                                             "Days><StorageClass>B</StorageClass></Transition>";
    QTest::newRow("a tag moves out of the filter") << "<Filter><X>1</X></Filter>" + On << "<X>1</X>" + On;
}

void tst_Lifecycle::differencesAreSeen()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QVERIFY(!holdsSame({{rule(one)}, {}}, {{rule(other)}, {}}));
    QVERIFY(!holdsSame({{rule(other)}, {}}, {{rule(one)}, {}}));
}

void tst_Lifecycle::rulesCountOneByOne()
{
    const LifecycleRule a = rule("<ID>a</ID>" + All + On + aborts(7));
    const LifecycleRule b = rule("<ID>b</ID>" + All + On + aborts(7));
    const LifecycleRule nameless = rule(All + On + aborts(7));
    QVERIFY(holdsSame({}, {}));
    QVERIFY(holdsSame({{a, b}, {}}, {{b, a}, {}}));
    QVERIFY(!holdsSame({{a}, {}}, {{a, b}, {}}));
    QVERIFY(!holdsSame({{a, b}, {}}, {{a}, {}})); // what was to go is still there
    QVERIFY(!holdsSame({{a, a}, {}}, {{a, b}, {}}));
    QVERIFY(!holdsSame({{a}, {}}, {}));
    // The server has named them; the one that was named must not be taken for a nameless one.
    QVERIFY(holdsSame({{a, b}, {}}, {{nameless, b}, {}}));
    QVERIFY(holdsSame({{b, a}, {}}, {{nameless, b}, {}}));
    QVERIFY(!holdsSame({{nameless}, {}}, {{a}, {}}));
}

void tst_Lifecycle::theTransitionMinimumIsKept()
{
    const auto said = parseGetBucketLifecycle(
        answer(document(foreignRules().at(0)), 200, {{"X-Amz-Transition-Default-Minimum-Object-Size", "varies_by_storage_class"}}));
    QVERIFY(said.ok());
    QCOMPARE(said->transitionMinimum, QByteArray("varies_by_storage_class"));
    const LifecycleConfiguration merged = withAbortAfter(*said, 7);
    QCOMPARE(putBucketLifecycle({}, QStringLiteral("b"), merged).headers.value("x-amz-transition-default-minimum-object-size"),
        QByteArray("varies_by_storage_class"));
    LifecycleConfiguration lost = merged;
    lost.transitionMinimum.clear();
    QVERIFY(!holdsSame(lost, merged));
    QVERIFY(holdsSame(merged, lost)); // it was never asked for
    QVERIFY(!putBucketLifecycle({}, QStringLiteral("b"), lost).headers.has("x-amz-transition-default-minimum-object-size"));
}

void tst_Lifecycle::theSoonestRuleCounts()
{
    const LifecycleConfiguration configuration = read(
        "<Rule><ID>all</ID>" + All + On + aborts(7) + "</Rule><Rule><ID>logs</ID><Filter><Prefix>logs/</Prefix></Filter>" + On + aborts(3) +
        "</Rule><Rule><ID>later</ID><Filter/>" + On + aborts(30) + "</Rule><Rule><ID>off</ID><Filter/><Status>Disabled</Status>" +
        aborts(1) + "</Rule><Rule><ID>tag</ID><Filter><Tag><Key>k</Key></Tag></Filter>" + On + aborts(1) + "</Rule>");
    QCOMPARE(abortRuleFor(configuration, QStringLiteral("logs/a"))->id, QStringLiteral("logs"));
    QCOMPARE(abortRuleFor(configuration, QStringLiteral("log"))->id, QStringLiteral("all"));
    QCOMPARE(wholeBucketAbortRule(configuration)->id, QStringLiteral("all"));
    QVERIFY(!abortRuleFor({}, QStringLiteral("a")));
    // Both rules for the whole bucket follow: the shorter one would go on deleting.
    const LifecycleConfiguration longer = withAbortAfter(configuration, 90);
    QCOMPARE(abortRuleFor(longer, QStringLiteral("a"))->abortAfterDays, std::optional(90));
    QCOMPARE(longer.rules.size(), configuration.rules.size());
    QCOMPARE(withoutAbort(configuration).rules.size(), configuration.rules.size() - 2);
}

void tst_Lifecycle::textsTellWhatHappens_data()
{
    QTest::addColumn<LifecycleRule>("rule");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &xml, const char *text) {
        QTest::newRow(name) << ruleFrom(xml).value() << QString::fromUtf8(text);
    };
    row("ours", withAbortAfter({}, 7).rules.at(0).xml, "davit-abort-incomplete: whole bucket, delete unfinished uploads after 7 days");
    row("one day", withAbortAfter({}, 1).rules.at(0).xml, "davit-abort-incomplete: whole bucket, delete unfinished uploads after 1 day");
    const char *texts[] = {
        "Archive and then delete rule: keys beginning with \"logs/\", move objects to STANDARD_IA after 30 days, move objects to GLACIER "
        "after 90 "
        "days, delete objects after 365 days",
        "tags & sizes: disabled, keys beginning with \"tax/\", tag k<1>=v \"1\", tag key2=, ObjectSizeGreaterThan=500, "
        "ObjectSizeLessThan=64000, "
        "delete objects on 2030-01-01",
        "versions: whole bucket, move old versions to GLACIER after 10 days (but keep 3), delete old versions after 60 days",
        "markers: whole bucket, remove expired delete markers",
        "ünïcode 中 🚢: keys beginning with \" blanks and\rbreaks \", delete objects after 1 day",
        "aborts below a prefix: keys beginning with \"tmp/\", delete unfinished uploads after 2 days",
        "switched off: disabled, whole bucket, delete unfinished uploads after 3 days",
        "from the future: whole bucket, Galaxy=far, Teleport(Days=1, To=moon)",
    };
    for (qsizetype i = 0; i < foreignRules().size(); ++i)
        row(qPrintable(ruleFrom(foreignRules().at(i))->id), foreignRules().at(i), texts[i]);
    row("no ID", "<Rule>" + All + On + aborts(7) + "<Expiration/></Rule>", "whole bucket, delete unfinished uploads after 7 days");
}

void tst_Lifecycle::textsTellWhatHappens()
{
    QFETCH(LifecycleRule, rule);
    QTEST(ruleText(rule), "text");
}

void tst_Lifecycle::requestsReplaceAllRules()
{
    Endpoint endpoint;
    endpoint.scheme = "http";
    endpoint.host = "h";
    endpoint.style = AddressingStyle::Path;
    const HttpRequest get = bucketLifecycle(endpoint, QStringLiteral("b"));
    QCOMPARE(get.method + ' ' + get.target(), QByteArray("GET /b?lifecycle="));
    const LifecycleConfiguration wished = withAbortAfter(read(foreignRules().join()), 7);
    const HttpRequest put = putBucketLifecycle(endpoint, QStringLiteral("b"), wished);
    QCOMPARE(put.method + ' ' + put.target(), QByteArray("PUT /b?lifecycle="));
    QCOMPARE(QByteArray::fromBase64(put.headers.value("Content-MD5")), QCryptographicHash::hash(put.body, QCryptographicHash::Md5));
    QCOMPARE(put.headers.value("Content-Type"), QByteArray("application/xml"));
    QVERIFY(put.body.contains("<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>"));
    QCOMPARE(*parseGetBucketLifecycle(answer(put.body)), wished);
    const HttpRequest none = putBucketLifecycle(endpoint, QStringLiteral("b"), {});
    QCOMPARE(none.method + ' ' + none.target(), QByteArray("DELETE /b?lifecycle="));
    QVERIFY(none.body.isEmpty() && none.headers.isEmpty());
}

void tst_Lifecycle::writingIsJudged_data()
{
    QTest::addColumn<HttpResponse>("response");
    QTest::addColumn<QString>("outcome");
    const auto error = [](const QByteArray &code) { return "<Error><Code>" + code + "</Code><Message>m</Message></Error>"; };
    QTest::newRow("put") << answer({}) << QStringLiteral("ok");
    QTest::newRow("deleted") << answer({}, 204) << QStringLiteral("ok");
    QTest::newRow("was not there") << answer(error("NoSuchLifecycleConfiguration"), 404) << QStringLiteral("ok");
    QTest::newRow("no bucket") << answer(error("NoSuchBucket"), 404) << QStringLiteral("needs-user NoSuchBucket");
    QTest::newRow("denied") << answer(error("AccessDenied"), 403) << QStringLiteral("needs-user AccessDenied");
    QTest::newRow("bad XML") << answer(error("MalformedXML"), 400) << QStringLiteral("permanent MalformedXML");
    QTest::newRow("invalid") << answer(error("InvalidArgument"), 400) << QStringLiteral("permanent InvalidArgument");
    QTest::newRow("not implemented") << answer(error("NotImplemented"), 501) << QStringLiteral("permanent NotImplemented");
    QTest::newRow("in use") << answer(error("OperationAborted"), 409) << QStringLiteral("transient OperationAborted");
    QTest::newRow("error in 200") << answer(error("InternalError")) << QStringLiteral("transient InternalError");
}

void tst_Lifecycle::writingIsJudged()
{
    QFETCH(HttpResponse, response);
    const auto said = parsePutBucketLifecycle(response);
    QTEST(said ? QStringLiteral("ok") : kindName(said.error().kind) + u' ' + said.error().code, "outcome");
}

// Any rules in any order, merged, sent, rewritten by the server and read again: ours is as wished and the rest as it was.
void tst_Lifecycle::randomMergesKeepTheRest()
{
    QRandomGenerator random(20100310);
    for (int round = 0; round < 2000; ++round) {
        QList<QByteArray> rules = foreignRules();
        for (int i = 0; i < 3; ++i)
            rules += "<Rule><ID>r" + QByteArray::number(i) + "</ID>" + (random.bounded(2) ? All : "<Filter></Filter>") + On +
                     (random.bounded(2) ? aborts(1 + static_cast<int>(random.bounded(40))) : QByteArray()) +
                     (random.bounded(2) ? "<Expiration><Days>4</Days></Expiration>" : "") + "</Rule>";
        std::shuffle(rules.begin(), rules.end(), random);
        rules.resize(static_cast<qsizetype>(random.bounded(static_cast<quint32>(rules.size()) + 1)));
        const LifecycleConfiguration before = read(rules.join());
        const int days = 1 + static_cast<int>(random.bounded(100));
        const bool isRemoval = random.bounded(3) == 0;
        const LifecycleConfiguration wished = isRemoval ? withoutAbort(before) : withAbortAfter(before, days);

        LifecycleConfiguration onServer = read(wished.rules.isEmpty() ? QByteArray() : [&] {
            QByteArray all;
            for (const LifecycleRule &one : wished.rules)
                all += one.xml + "\n";
            return all;
        }());
        std::shuffle(onServer.rules.begin(), onServer.rules.end(), random);
        QVERIFY(holdsSame(onServer, wished));
        if (isRemoval)
            QVERIFY(!wholeBucketAbortRule(onServer));
        else
            QCOMPARE(wholeBucketAbortRule(onServer)->abortAfterDays, std::optional(days));
        // Whatever did not abort for the whole bucket is there byte for byte.
        for (const LifecycleRule &one : before.rules) {
            if (one.enabled && one.coversAll() && one.abortAfterDays)
                continue;
            QVERIFY2(wished.rules.contains(one), one.xml.constData());
        }
        if (!onServer.rules.isEmpty()) {
            onServer.rules.removeAt(static_cast<qsizetype>(random.bounded(static_cast<quint32>(onServer.rules.size()))));
            QVERIFY(!holdsSame(onServer, wished));
        }
    }
}

QTEST_APPLESS_MAIN(tst_Lifecycle)
#include "tst_lifecycle.moc"
