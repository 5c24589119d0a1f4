// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Every fault by name, as a client feels it, and what is left on the server afterwards.

#include "s3/customerkey.h"
#include "s3/responses.h"
#include "sandbox/commandline.h"
#include "sandbox/rawclient.h"
#include "sandbox/server.h"

#include <QElapsedTimer>
#include <QTest>

using namespace sandbox;

class TestSandboxFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void everyNameIsTested();
    void textsBecomeFaults_data();
    void textsBecomeFaults();
    void occurrencesAreCounted();
    void probabilityFollowsTheSeed();
    void commandLinesAreRead();

    void answersAreErrors_data();
    void answersAreErrors();
    void answersAreNoAnswers_data();
    void answersAreNoAnswers();
    void bodiesBreakOff_data();
    void bodiesBreakOff();
    void stallNeverAnswers_data();
    void stallNeverAnswers();
    void slowHoldsTheSenderUp();
    void early503ComesBeforeTheBody();
    void lateAnswerIsLate();
    void completeMayFailWith200();
    void lostAnswerHasDoneTheWork();
    void dropHasDoneNothing();
    void etagsAreSpoiled();
    void blindServersTakeWrongBodies_data();
    void blindServersTakeWrongBodies();
    void customerKeysMayBeUnknown();
    void whatIsSaidOnCompleteMayBeIgnored_data();
    void whatIsSaidOnCompleteMayBeIgnored();
    void portalsLeadAway();
    void xmlIsTruncated();
    void theClockIsSkewed();
    void aStrangerAborts();
    void aPartLandsBehindTheAbort();
    void checksumHeadersAreRefused();
    void faultsKeepToTheirBucket();
    void lifecycleMayBeUnknown();
    void otherServersHaveHabits_data();
    void otherServersHaveHabits();

private:
    void fault(const char *text) { m_server->addFault(QString::fromLatin1(text)); }
    s3::UploadAddress create();
    QJsonObject partCounts(const s3::UploadAddress &upload, int number) const;
    RawClient client() const { return RawClient(m_server->host()); }
    s3::Endpoint endpoint() const { return client().endpoint(); }

    std::unique_ptr<Server> m_server;
};

void TestSandboxFaults::init()
{
    m_server = std::make_unique<Server>();
    m_server->settings().buckets = {QStringLiteral("demo")};
    const QString problem = m_server->start();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestSandboxFaults::cleanup()
{
    m_server.reset();
}

s3::UploadAddress TestSandboxFaults::create()
{
    const s3::ObjectAddress object{QStringLiteral("demo"), QStringLiteral("k")};
    return {object, client().send(s3::createMultipartUpload(endpoint(), object, {})).element("UploadId")};
}

QJsonObject TestSandboxFaults::partCounts(const s3::UploadAddress &upload, int number) const
{
    const QJsonObject uploads = m_server->state().value(QLatin1String("uploads")).toObject();
    return uploads.value(QString::fromLatin1(upload.uploadId))
        .toObject()
        .value(QLatin1String("parts"))
        .toObject()
        .value(QString::number(number))
        .toObject();
}

// A fault that nobody has tried is no fault: this file names each of them.
void TestSandboxFaults::everyNameIsTested()
{
    QFile source(QFINDTESTDATA("tst_sandboxfaults.cpp"));
    QVERIFY2(source.open(QIODevice::ReadOnly), "the test's own source is not there");
    const QByteArray text = source.readAll();
    for (const QByteArray &name : faultNames())
        QVERIFY2(text.contains('"' + name + '"') || text.contains('"' + name + ':'), name.constData());
}

void TestSandboxFaults::textsBecomeFaults_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("name") << QStringLiteral("drop") << true;
    QTest::newRow("all fields") << QStringLiteral("slowdown:op=uploadpart,part=3,nth=2,count=4,probability=0.5,seed=7,retry-after=2")
                                << true;
    QTest::newRow("unknown") << QStringLiteral("explode") << false;
    QTest::newRow("unknown operation") << QStringLiteral("drop:op=Explode") << false;
    QTest::newRow("no number") << QStringLiteral("drop:nth=second") << false;
    QTest::newRow("negative") << QStringLiteral("drop:nth=-1") << false;
    QTest::newRow("no value") << QStringLiteral("drop:nth") << false;
    QTest::newRow("empty") << QString() << false;
}

void TestSandboxFaults::textsBecomeFaults()
{
    QFETCH(QString, text);
    QFETCH(bool, isGood);
    const auto made = faultFromText(text);
    QCOMPARE(std::holds_alternative<Fault>(made), isGood);
    if (!text.contains(QLatin1String("part=3")))
        return;
    const Fault &fault = std::get<Fault>(made);
    QCOMPARE(fault.operation, std::optional(Operation::UploadPart));
    QCOMPARE(fault.part, 3);
    QCOMPARE(fault.nth, 2);
    QCOMPARE(fault.count, 4);
    QCOMPARE(fault.probability, 0.5);
    QCOMPARE(fault.number("retry-after", 0), 2);
}

void TestSandboxFaults::occurrencesAreCounted()
{
    FaultBook book;
    book.add(std::get<Fault>(faultFromText(QStringLiteral("drop:op=UploadPart,nth=2,count=2"))));
    book.add(std::get<Fault>(faultFromText(QStringLiteral("slowdown:part=5,count=0"))));
    QList<qsizetype> met;
    for (int i = 0; i < 5; ++i) {
        QVERIFY(book.take(Operation::ListParts, 0, false).isEmpty());
        met << book.take(Operation::UploadPart, 1, false).size();
    }
    QCOMPARE(met, (QList<qsizetype>{0, 1, 1, 0, 0}));
    QCOMPARE(book.take(Operation::UploadPart, 5, false).size(), 1);
    QCOMPARE(book.take(Operation::UploadPart, 5, false).size(), 1);
}

void TestSandboxFaults::probabilityFollowsTheSeed()
{
    const auto pattern = [](const QString &text) {
        FaultBook book;
        book.add(std::get<Fault>(faultFromText(text)));
        QByteArray met;
        for (int i = 0; i < 1000; ++i)
            met += book.take(Operation::UploadPart, 1, false).isEmpty() ? '.' : 'x';
        return met;
    };
    const QByteArray first = pattern(QStringLiteral("drop:probability=0.2,count=0,seed=3"));
    QCOMPARE(pattern(QStringLiteral("drop:probability=0.2,count=0,seed=3")), first);
    QVERIFY(pattern(QStringLiteral("drop:probability=0.2,count=0,seed=4")) != first);
    QVERIFY(first.count('x') > 140 && first.count('x') < 260);
}

void TestSandboxFaults::commandLinesAreRead()
{
    const auto read = [](const QStringList &options) { return invocationFrom(QStringList(QStringLiteral("davit-sandbox")) + options); };
    const auto good = read({QStringLiteral("--bucket"), QStringLiteral("a-b"), QStringLiteral("--bucket"), QStringLiteral("c-d"),
        QStringLiteral("--min-part-size"), QStringLiteral("64KiB"), QStringLiteral("--fault"), QStringLiteral("drop:op=UploadPart"),
        QStringLiteral("--rate"), QStringLiteral("2MiB/s")});
    QVERIFY(std::holds_alternative<Invocation>(good));
    const auto &invocation = std::get<Invocation>(good);
    QCOMPARE(invocation.settings.buckets.size(), 2);
    QCOMPARE(invocation.settings.limits.minPartSize, 65536);
    QCOMPARE(invocation.settings.bytesPerSecond, 2 * s3::MiB);
    QCOMPARE(invocation.settings.port, DefaultPort);
    QVERIFY(invocation.settings.mayUseAnotherPort);
    QCOMPARE(invocation.faults.size(), 1);
    QVERIFY(std::holds_alternative<QString>(read({QStringLiteral("--bind"), QStringLiteral("0.0.0.0")})));
    QVERIFY(std::holds_alternative<QString>(read({QStringLiteral("--port"), QStringLiteral("99999")})));
    QVERIFY(std::holds_alternative<QString>(read({QStringLiteral("--tls-cert"), QStringLiteral("x.pem")})));
    QVERIFY(std::holds_alternative<QString>(read({QStringLiteral("--rate"), QStringLiteral("fast")})));
    QVERIFY(std::holds_alternative<QString>(read({QStringLiteral("stray")})));
    QVERIFY(std::holds_alternative<QString>(read({QStringLiteral("--fault"), QStringLiteral("explode")})));
}

void TestSandboxFaults::answersAreErrors_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("slowdown") << QByteArray("slowdown:retry-after=7") << 503 << QByteArray("SlowDown") << QByteArray("Retry-After")
                              << QByteArray("7");
    QTest::newRow("internal-error") << QByteArray("internal-error") << 500 << QByteArray("InternalError") << QByteArray() << QByteArray();
    QTest::newRow("expired-token") << QByteArray("expired-token") << 400 << QByteArray("ExpiredToken") << QByteArray() << QByteArray();
    QTest::newRow("access-denied") << QByteArray("access-denied") << 403 << QByteArray("AccessDenied") << QByteArray() << QByteArray();
    QTest::newRow("no-such-upload") << QByteArray("no-such-upload") << 404 << QByteArray("NoSuchUpload") << QByteArray() << QByteArray();
    QTest::newRow("invalid-part") << QByteArray("invalid-part:number=4") << 400 << QByteArray("InvalidPart") << QByteArray()
                                  << QByteArray();
    QTest::newRow("precondition-failed") << QByteArray("precondition-failed") << 412 << QByteArray("PreconditionFailed") << QByteArray()
                                         << QByteArray();
    QTest::newRow("conditional-conflict") << QByteArray("conditional-conflict") << 409 << QByteArray("ConditionalRequestConflict")
                                          << QByteArray() << QByteArray();
    QTest::newRow("redirect-307") << QByteArray("redirect-307:host=elsewhere.localhost") << 307 << QByteArray("TemporaryRedirect")
                                  << QByteArray("Location") << QByteArray("http://elsewhere.localhost/demo/k");
    QTest::newRow("wrong-region") << QByteArray("wrong-region:region=eu-west-3") << 400 << QByteArray("AuthorizationHeaderMalformed")
                                  << QByteArray() << QByteArray();
    QTest::newRow("html-answer") << QByteArray("html-answer") << 200 << QByteArray() << QByteArray("Content-Type")
                                 << QByteArray("text/html; charset=utf-8");
    QTest::newRow("empty-200") << QByteArray("empty-200") << 200 << QByteArray() << QByteArray("Content-Length") << QByteArray("0");
}

void TestSandboxFaults::answersAreErrors()
{
    QFETCH(QByteArray, fault);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    m_server->addFault(QString::fromLatin1(fault + (fault.contains(':') ? ",op=PutObject" : ":op=PutObject")));
    RawClient raw = client();
    const s3::HttpRequest put = s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, payloadFor("body"));
    const Reply reply = raw.send(put, "body");
    QCOMPARE(reply.status(), status);
    QCOMPARE(reply.code(), code);
    if (!header.isEmpty())
        QCOMPARE(reply.header(header), value);
    if (fault.startsWith("wrong-region"))
        QCOMPARE(reply.element("Region"), QByteArray("eu-west-3"));
    if (fault.startsWith("invalid-part"))
        QCOMPARE(reply.element("PartNumber"), QByteArray("4"));
    QVERIFY(!m_server->object("demo", "k"));
    QVERIFY(!reply.isClosed); // in step with the connection: the next request goes through it
    QCOMPARE(raw.send(put, "body").status(), 200);
    QCOMPARE(m_server->state().value(QLatin1String("connectionsEver")).toInt(), 1);
}

void TestSandboxFaults::answersAreNoAnswers_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<bool>("isDone");
    QTest::newRow("drop") << QByteArray("drop") << false;
    QTest::newRow("lost-answer") << QByteArray("lost-answer") << true;
}

void TestSandboxFaults::answersAreNoAnswers()
{
    QFETCH(QByteArray, fault);
    QFETCH(bool, isDone);
    m_server->addFault(QString::fromLatin1(fault));
    RawClient raw = client();
    const Reply reply = raw.send(s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, payloadFor("body")), "body");
    QCOMPARE(reply.status(), 0);
    QVERIFY(reply.isClosed);
    QVERIFY(!reply.isReset);
    QCOMPARE(m_server->object("demo", "k").has_value(), isDone);
}

void TestSandboxFaults::bodiesBreakOff_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<bool>("isReset");
    QTest::newRow("RST at once") << QByteArray("reset-at-bytes:bytes=0") << 0 << true;
    QTest::newRow("RST in the body") << QByteArray("reset-at-bytes:bytes=70001") << 70'001 << true;
    QTest::newRow("FIN at once") << QByteArray("close-at-bytes:bytes=0") << 0 << false;
    QTest::newRow("FIN in the body") << QByteArray("close-at-bytes:bytes=70001") << 70'001 << false;
}

void TestSandboxFaults::bodiesBreakOff()
{
    QFETCH(QByteArray, fault);
    QFETCH(int, bytes);
    QFETCH(bool, isReset);
    m_server->addFault(QString::fromLatin1(fault + ",op=UploadPart"));
    const s3::UploadAddress upload = create();
    const QByteArray body(200'000, 'b');
    RawClient raw = client();
    const Reply reply = raw.send(s3::uploadPart(endpoint(), upload, 1, payloadFor(body)), body);
    QCOMPARE(reply.status(), 0);
    QVERIFY(reply.isClosed);
    QCOMPARE(reply.isReset, isReset);
    QTRY_COMPARE(partCounts(upload, 1).value(QLatin1String("partial")).toInt(), 1);
    QCOMPARE(partCounts(upload, 1).value(QLatin1String("bytes")).toInt(), bytes);
    QCOMPARE(partCounts(upload, 1).value(QLatin1String("complete")).toInt(), 0);
    QCOMPARE(client().send(s3::uploadPart(endpoint(), upload, 1, payloadFor(body)), body).status(), 200);
}

void TestSandboxFaults::stallNeverAnswers_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("received");
    QTest::newRow("in the body") << QByteArray("stall:bytes=1000,op=PutObject") << 1000;
    QTest::newRow("before the answer") << QByteArray("stall:at=answer,op=PutObject") << 50'000;
}

void TestSandboxFaults::stallNeverAnswers()
{
    QFETCH(QByteArray, fault);
    QFETCH(int, received);
    m_server->addFault(QString::fromLatin1(fault));
    RawClient raw = client();
    raw.waitMs = 700;
    const QByteArray body(50'000, 's');
    const Reply reply = raw.send(s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, payloadFor(body)), body);
    QCOMPARE(reply.status(), 0);
    QVERIFY(!reply.isClosed);
    QCOMPARE(m_server->state().value(QLatin1String("bytesReceived")).toInt(), received);
    QVERIFY(!m_server->object("demo", "k"));
    QCOMPARE(client().send(s3::listBuckets(endpoint())).status(), 200); // others are served
}

void TestSandboxFaults::slowHoldsTheSenderUp()
{
    fault("slow:rate=200000,op=PutObject");
    const QByteArray body(200'000, 's');
    QElapsedTimer clock;
    clock.start();
    RawClient raw = client();
    const s3::HttpRequest put = s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, payloadFor(body));
    QCOMPARE(raw.send(put, body).status(), 200);
    QVERIFY2(clock.elapsed() > 800, qPrintable(QString::number(clock.elapsed())));
    clock.restart();
    QCOMPARE(raw.send(put, body).status(), 200); // the next one is not slow
    QVERIFY2(clock.elapsed() < 700, qPrintable(QString::number(clock.elapsed())));
}

void TestSandboxFaults::early503ComesBeforeTheBody()
{
    fault("early-503:linger=1");
    RawClient raw = client();
    s3::HttpRequest put =
        raw.sign(s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, {0, s3::UnsignedPayload, {}}));
    put.headers.set("Content-Length", "10000000");
    const Reply reply = raw.exchange(raw.wire(put, "only the first bytes"));
    QCOMPARE(reply.status(), 503);
    QVERIFY(reply.isClosed);
    // The nasty kind ends in an RST; whether the answer can still be read is a race that S3's clients know.
    fault("early-503");
    const Reply nasty = raw.exchange(raw.wire(put, QByteArray(100'000, 'x')));
    QVERIFY(nasty.status() == 503 || nasty.isReset);
}

void TestSandboxFaults::lateAnswerIsLate()
{
    fault("late-answer:ms=400");
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(client().send(s3::listBuckets(endpoint())).status(), 200);
    QVERIFY(clock.elapsed() >= 400);
}

void TestSandboxFaults::completeMayFailWith200()
{
    const s3::UploadAddress upload = create();
    const Reply part = client().send(s3::uploadPart(endpoint(), upload, 1, payloadFor("p")), "p");
    const s3::HttpRequest complete = s3::completeMultipartUpload(endpoint(), upload, {{1, part.header("ETag"), {}}});
    fault("error-in-200:op=CompleteMultipartUpload,spaces=5");
    RawClient raw = client();
    const Reply reply = raw.send(complete);
    QCOMPARE(reply.status(), 200);
    QVERIFY(reply.response.body.startsWith(" \n \n \n \n \n<?xml"));
    const auto parsed = s3::parseCompleteMultipartUpload(reply.response);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().code, QStringLiteral("InternalError"));
    QVERIFY(!m_server->object("demo", "k"));
    fault("empty-200:op=CompleteMultipartUpload");
    QCOMPARE(s3::parseCompleteMultipartUpload(raw.send(complete).response).error().kind, s3::ErrorKind::UnknownOutcome);
    QCOMPARE(raw.send(complete).status(), 200);
    QVERIFY(m_server->object("demo", "k"));
}

void TestSandboxFaults::lostAnswerHasDoneTheWork()
{
    const s3::UploadAddress upload = create();
    fault("lost-answer:op=UploadPart");
    QCOMPARE(client().send(s3::uploadPart(endpoint(), upload, 1, payloadFor("p")), "p").status(), 0);
    QCOMPARE(client().send(s3::listParts(endpoint(), upload)).elements("PartNumber").size(), 1);
    QCOMPARE(partCounts(upload, 1).value(QLatin1String("complete")).toInt(), 1);
    QCOMPARE(partCounts(upload, 1).value(QLatin1String("acknowledged")).toInt(), 0);
    const QByteArray etag = '"' + s3::digestOf(s3::ChecksumAlgorithm::Md5, "p").toHex() + '"';
    const s3::HttpRequest complete = s3::completeMultipartUpload(endpoint(), upload, {{1, etag, {}}});
    fault("lost-answer:op=CompleteMultipartUpload");
    QCOMPARE(client().send(complete).status(), 0);
    QVERIFY(m_server->object("demo", "k"));
    QCOMPARE(client().send(complete).status(), 200); // the same success again
}

void TestSandboxFaults::dropHasDoneNothing()
{
    const s3::UploadAddress upload = create();
    fault("drop:op=UploadPart,part=2");
    QCOMPARE(client().send(s3::uploadPart(endpoint(), upload, 1, payloadFor("p")), "p").status(), 200);
    QCOMPARE(client().send(s3::uploadPart(endpoint(), upload, 2, payloadFor("p")), "p").status(), 0);
    QCOMPARE(client().send(s3::listParts(endpoint(), upload)).elements("PartNumber").size(), 1);
    QCOMPARE(partCounts(upload, 2).value(QLatin1String("complete")).toInt(), 1);
}

void TestSandboxFaults::etagsAreSpoiled()
{
    const s3::UploadAddress upload = create();
    const QByteArray right = '"' + s3::digestOf(s3::ChecksumAlgorithm::Md5, "p").toHex() + '"';
    RawClient raw = client();
    fault("bad-etag:op=UploadPart");
    const Reply bad = raw.send(s3::uploadPart(endpoint(), upload, 1, payloadFor("p")), "p");
    QCOMPARE(bad.status(), 200);
    QVERIFY(bad.header("ETag") != right && !bad.header("ETag").isEmpty());
    fault("missing-etag:op=UploadPart");
    const Reply missing = raw.send(s3::uploadPart(endpoint(), upload, 1, payloadFor("p")), "p");
    QCOMPARE(missing.status(), 200);
    QVERIFY(!missing.response.headers.has("ETag"));
    fault("missing-etag:op=CompleteMultipartUpload");
    const Reply completed = raw.send(s3::completeMultipartUpload(endpoint(), upload, {{1, right, {}}}));
    QCOMPARE(completed.status(), 200);
    QVERIFY(!completed.response.body.contains("ETag"));
}

void TestSandboxFaults::blindServersTakeWrongBodies_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("takesHash");
    QTest::addColumn<bool>("takesMd5");
    QTest::addColumn<bool>("takesChecksum");
    QTest::newRow("none") << QString() << false << false << false;
    QTest::newRow("all") << QStringLiteral("blind") << true << true << true;
    QTest::newRow("hash") << QStringLiteral("blind:what=sha256") << true << false << false;
    QTest::newRow("md5") << QStringLiteral("blind:what=md5") << false << true << false;
    QTest::newRow("checksum") << QStringLiteral("blind:what=checksum") << false << false << true;
}

void TestSandboxFaults::blindServersTakeWrongBodies()
{
    QFETCH(QString, name);
    if (!name.isEmpty())
        m_server->addFault(name);
    const auto takes = [&](const QByteArray &header) {
        s3::UploadAddress upload = create();
        if (header.startsWith("x-amz-"))
            upload.uploadId = client()
                                  .send(s3::createMultipartUpload(endpoint(), upload.object, {}, s3::ChecksumAlgorithm::Crc64Nvme))
                                  .element("UploadId");
        s3::Payload payload = payloadFor("p");
        if (header.isEmpty())
            payload.hash = s3::digestOf(s3::ChecksumAlgorithm::Sha256, "q").toHex();
        else if (header == "Content-MD5")
            payload.checksums.set(header, s3::digestOf(s3::ChecksumAlgorithm::Md5, "q").toBase64());
        else
            payload.checksums.set(header, s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, "q").toBase64());
        RawClient raw = client();
        return raw.send(s3::uploadPart(endpoint(), upload, 1, payload), "p").status() == 200;
    };
    QTEST(takes({}), "takesHash");
    QTEST(takes("Content-MD5"), "takesMd5");
    QTEST(takes("x-amz-checksum-crc64nvme"), "takesChecksum");
}

void TestSandboxFaults::customerKeysMayBeUnknown()
{
    const auto confirmed = [&] {
        s3::HttpRequest request = s3::createMultipartUpload(endpoint(), {QStringLiteral("demo"), QStringLiteral("sealed")}, {});
        s3::addCustomerKey(request, {QByteArray(s3::CustomerKey::Size, 'k')});
        return client().send(request).header("x-amz-server-side-encryption-customer-algorithm");
    };
    QCOMPARE(confirmed(), QByteArray("AES256"));
    m_server->addFault(QStringLiteral("silent-customer-keys"));
    QCOMPARE(confirmed(), QByteArray());
    m_server->addFault(QStringLiteral("no-customer-keys"));
    QCOMPARE(confirmed(), QByteArray());
}

void TestSandboxFaults::whatIsSaidOnCompleteMayBeIgnored_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("taken");
    QTest::newRow("none") << QString() << QByteArray();
    QTest::newRow("all") << QStringLiteral("ignore-on-complete") << QByteArray("condition size checksum ");
    QTest::newRow("condition") << QStringLiteral("ignore-on-complete:what=condition") << QByteArray("condition ");
    QTest::newRow("size") << QStringLiteral("ignore-on-complete:what=size") << QByteArray("size ");
    QTest::newRow("checksum") << QStringLiteral("ignore-on-complete:what=checksum") << QByteArray("checksum ");
}

void TestSandboxFaults::whatIsSaidOnCompleteMayBeIgnored()
{
    QFETCH(QString, name);
    if (!name.isEmpty())
        m_server->addFault(name);
    RawClient raw = client();
    const auto complete = [&](const s3::CompleteOptions &options) {
        const s3::UploadAddress upload = create();
        const QByteArray etag = raw.send(s3::uploadPart(endpoint(), upload, 1, payloadFor("p")), "p").header("ETag");
        return raw.send(s3::completeMultipartUpload(endpoint(), upload, {{1, etag, {}}}, options)).status() == 200;
    };
    QVERIFY(complete({})); // the key is taken from now on
    s3::CompleteOptions condition, size, checksum;
    condition.onlyIfAbsent = true;
    size.objectSize = 2;
    checksum.objectChecksum.set("x-amz-checksum-crc64nvme", s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, "q").toBase64());
    QByteArray taken;
    for (const auto &[what, options] : {std::pair("condition ", condition), std::pair("size ", size), std::pair("checksum ", checksum)}) {
        if (complete(options))
            taken += what;
    }
    QTEST(taken, "taken");
}

void TestSandboxFaults::portalsLeadAway()
{
    fault("captive-portal");
    const Reply reply = client().send(s3::listBuckets(endpoint()));
    QCOMPARE(reply.status(), 302);
    QVERIFY(reply.header("Location").startsWith("http://portal.example/"));
    QCOMPARE(client().send(s3::listBuckets(endpoint())).status(), 200);
}

void TestSandboxFaults::xmlIsTruncated()
{
    fault("truncated-xml:op=ListBuckets");
    const Reply reply = client().send(s3::listBuckets(endpoint()));
    QCOMPARE(reply.status(), 200);
    QVERIFY(!reply.response.body.isEmpty() && !reply.response.body.contains("</ListAllMyBucketsResult>"));
    QVERIFY(!s3::parseListBuckets(reply.response).ok());
}

void TestSandboxFaults::theClockIsSkewed()
{
    fault("skewed-clock:seconds=7200");
    RawClient raw = client();
    const Reply refused = raw.send(s3::listBuckets(endpoint()));
    QCOMPARE(refused.code(), QByteArray("RequestTimeTooSkewed"));
    const s3::Error error = s3::parseError(s3::Operation::ListBuckets, refused.response);
    const qint64 offset = QDateTime::currentDateTimeUtc().secsTo(error.serverDate);
    QVERIFY(qAbs(offset - 7200) < 30);
    // With the offset that the Date header gives, it works: again and again.
    QCOMPARE(raw.send(s3::listBuckets(endpoint()), {}, {}, static_cast<int>(offset)).status(), 200);
    QCOMPARE(raw.send(s3::listBuckets(endpoint()), {}, {}, static_cast<int>(offset)).status(), 200);
}

void TestSandboxFaults::aStrangerAborts()
{
    const s3::UploadAddress upload = create();
    fault("abort-behind:op=UploadPart,nth=2");
    QCOMPARE(client().send(s3::uploadPart(endpoint(), upload, 1, payloadFor("p")), "p").status(), 200);
    QCOMPARE(client().send(s3::uploadPart(endpoint(), upload, 2, payloadFor("p")), "p").code(), QByteArray("NoSuchUpload"));
    QCOMPARE(client().send(s3::listParts(endpoint(), upload)).code(), QByteArray("NoSuchUpload"));
}

void TestSandboxFaults::aPartLandsBehindTheAbort()
{
    const s3::UploadAddress upload = create();
    for (int number = 1; number <= 3; ++number)
        QCOMPARE(client().send(s3::uploadPart(endpoint(), upload, number, payloadFor("p")), "p").status(), 200);
    fault("late-part");
    m_server->clearFaults();
    fault("late-part:op=AbortMultipartUpload");
    QCOMPARE(client().send(s3::abortMultipartUpload(endpoint(), upload)).status(), 204);
    QCOMPARE(client().send(s3::listParts(endpoint(), upload)).elements("PartNumber"), QList<QByteArray>{"3"});
    QCOMPARE(client().send(s3::abortMultipartUpload(endpoint(), upload)).status(), 204);
    QCOMPARE(client().send(s3::listParts(endpoint(), upload)).code(), QByteArray("NoSuchUpload"));
}

void TestSandboxFaults::checksumHeadersAreRefused()
{
    fault("refuse-checksum-headers:count=0");
    RawClient raw = client();
    const s3::ObjectAddress object{QStringLiteral("demo"), QStringLiteral("k")};
    QCOMPARE(raw.send(s3::putObject(endpoint(), object, {}, unsignedPayloadFor("b", s3::ChecksumAlgorithm::Crc32c)), "b").status(), 501);
    QCOMPARE(raw.send(s3::putObject(endpoint(), object, {}, unsignedPayloadFor("b", s3::ChecksumAlgorithm::Md5)), "b").status(), 200);
    QCOMPARE(raw.send(s3::createMultipartUpload(endpoint(), object, {}, s3::ChecksumAlgorithm::Crc32c)).status(), 501);
}

void TestSandboxFaults::faultsKeepToTheirBucket()
{
    m_server->addBucket("secret");
    fault("access-denied:op=ListMultipartUploads,bucket=secret,count=0");
    for (int i = 0; i < 2; ++i) {
        const Reply denied = client().send(s3::listMultipartUploads(endpoint(), QStringLiteral("secret")));
        QCOMPARE(denied.status(), 403);
        QCOMPARE(denied.code(), QByteArray("AccessDenied"));
        QCOMPARE(client().send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"))).status(), 200);
    }
    QCOMPARE(client().send(s3::headBucket(endpoint(), QStringLiteral("secret"))).status(), 200);
    m_server->clearFaults();
    fault("slowdown:op=AbortMultipartUpload,count=2");
    const s3::UploadAddress upload = create();
    QList<int> statuses;
    for (int i = 0; i < 3; ++i)
        statuses << client().send(s3::abortMultipartUpload(endpoint(), upload)).status();
    QCOMPARE(statuses, (QList<int>{503, 503, 204}));
}

void TestSandboxFaults::lifecycleMayBeUnknown()
{
    fault("no-lifecycle:bucket=demo");
    const s3::LifecycleConfiguration wished = s3::withAbortAfter({}, 7);
    for (const s3::HttpRequest &request :
        {s3::bucketLifecycle(endpoint(), QStringLiteral("demo")), s3::putBucketLifecycle(endpoint(), QStringLiteral("demo"), wished),
            s3::putBucketLifecycle(endpoint(), QStringLiteral("demo"), {})}) {
        const Reply reply = client().send(request, request.body);
        QCOMPARE(reply.status(), 501);
        QCOMPARE(reply.code(), QByteArray("NotImplemented"));
    }
    QCOMPARE(client().send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"))).status(), 200);
}

void TestSandboxFaults::otherServersHaveHabits_data()
{
    QTest::addColumn<QString>("habit");
    QTest::addColumn<QByteArray>("keys");      // of ListMultipartUploads with prefix "a" after the marker "a b"
    QTest::addColumn<QByteArray>("exactKeys"); // with prefix "a b"
    QTest::addColumn<QByteArray>("people");
    QTest::newRow("none") << QString() << QByteArray("a+c") << QByteArray("a+b") << QByteArray("davit-sandbox");
    QTest::newRow("ignore-markers") << QStringLiteral("ignore-markers") << QByteArray("a+b a+c") << QByteArray("a+b")
                                    << QByteArray("davit-sandbox");
    QTest::newRow("ignore-prefix") << QStringLiteral("ignore-prefix") << QByteArray("a+c b") << QByteArray("a+b a+c b")
                                   << QByteArray("davit-sandbox");
    QTest::newRow("ignore-encoding") << QStringLiteral("ignore-encoding") << QByteArray("a c") << QByteArray("a b")
                                     << QByteArray("davit-sandbox");
    QTest::newRow("silent-encoding") << QStringLiteral("silent-encoding") << QByteArray("a+c") << QByteArray("a+b")
                                     << QByteArray("davit-sandbox");
    QTest::newRow("prefix-is-key") << QStringLiteral("prefix-is-key") << QByteArray() << QByteArray("a+b") << QByteArray("davit-sandbox");
    QTest::newRow("no-people") << QStringLiteral("no-people") << QByteArray("a+c") << QByteArray("a+b") << QByteArray();
}

void TestSandboxFaults::otherServersHaveHabits()
{
    QFETCH(QString, habit);
    QFETCH(QByteArray, keys);
    QFETCH(QByteArray, exactKeys);
    QFETCH(QByteArray, people);
    const QString bucket = QStringLiteral("demo");
    s3::UploadAddress last;
    for (const char *key : {"a b", "a c", "b"}) {
        last.object = {bucket, QString::fromLatin1(key)};
        last.uploadId = client().send(s3::createMultipartUpload(endpoint(), last.object, {})).element("UploadId");
    }
    if (!habit.isEmpty())
        m_server->addFault(habit);
    // As often as one asks.
    for (int i = 0; i < 2; ++i) {
        const Reply after =
            client().send(s3::listMultipartUploads(endpoint(), bucket, QStringLiteral("a"), QStringLiteral("a b"), last.uploadId));
        QCOMPARE(after.elements("Key").join(' '), keys);
        const Reply exact = client().send(s3::listMultipartUploads(endpoint(), bucket, QStringLiteral("a b")));
        QCOMPARE(exact.elements("Key").join(' '), exactKeys);
        QCOMPARE(exact.element("DisplayName"), people);
        QCOMPARE(exact.element("ID"), people);
        QCOMPARE(client().send(s3::listParts(endpoint(), last)).element("ID"), people);
        QCOMPARE(client().send(s3::headBucket(endpoint(), bucket)).status(), 200);
    }
}

QTEST_GUILESS_MAIN(TestSandboxFaults)
#include "tst_sandboxfaults.moc"
