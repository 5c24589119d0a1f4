// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "clinicinmemory.h"
#include "fakeworld.h"
#include "upload/doctor.h"
#include "upload/doctorwords.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace upload;
using s3::ErrorKind;
using s3::Operation;

namespace {

const QString Lab = QStringLiteral("lab");

// A server, a doctor, and what came of it.
struct Clinic {
    explicit Clinic(const QByteArray &scheme = "https")
        : inquiries(server, credentials)
        , doctor(inquiries)
        , ended(&doctor, &Doctor::ended)
        , found(&doctor, &Doctor::found)
    {
        connection.id = Lab;
        connection.endpoint.scheme = scheme;
        connection.endpoint.host = "s3.example.com";
        connection.endpoint.style = s3::AddressingStyle::Path;
        connection.profile = s3::profileFor(connection.endpoint);
        inquiries.setConnections({connection});
    }
    void examine(const QString &prefix = QStringLiteral("in/box/"))
    {
        inquiries.setConnections({connection});
        doctor.examine(7, Lab, QStringLiteral("harbour"), prefix);
    }
    Diagnosis diagnosis() const { return ended.isEmpty() ? Diagnosis() : ended.first().at(1).value<Diagnosis>(); }
    Verdict verdict(const char *what) const
    {
        const Diagnosis all = diagnosis();
        const Finding *finding = all.finding(QString::fromLatin1(what));
        return finding ? finding->verdict : Verdict(-1);
    }
    QString sentence(const char *what) const
    {
        const Diagnosis all = diagnosis();
        const Finding *finding = all.finding(QString::fromLatin1(what));
        return finding ? finding->sentence : QString();
    }
    bool isClean() const { return server.uploads.empty() && server.objects.empty(); }

    ClinicTransport server;
    FakeCredentials credentials;
    Inquiries inquiries;
    Doctor doctor;
    Connection connection;
    QSignalSpy ended, found;
};

} // namespace

Q_DECLARE_METATYPE(ServersHabits)

class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allWorks();
    void everyFindingHasATitle();
    void habits_data();
    void habits();
    void denied_data();
    void denied();
    void troubles_data();
    void troubles();
    void clocks_data();
    void clocks();
    void regions();
    void aRefusedSignInIsSaid();
    void versionsAreDeletedForGood();
    void whatCannotBeDeletedIsNotCompleted();
    void whatIsLeftIsNamed();
    void stoppedAnywhereNothingIsLeft_data();
    void stoppedAnywhereNothingIsLeft();
    void refusedAnywhereNothingIsLeft();
    void lostAnswersLeaveNothing();
    void oneAtATime();
};

void TestDoctor::allWorks()
{
    Clinic clinic;
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    const Diagnosis diagnosis = clinic.diagnosis();
    for (const Finding &finding : diagnosis.findings)
        QVERIFY2(finding.verdict == Verdict::Good, qPrintable(finding.what + QStringLiteral(": ") + finding.sentence));
    QCOMPARE(diagnosis.findings.size(), 30);
    QCOMPARE(clinic.found.size(), 30);
    QCOMPARE(clinic.found.first().at(0).toULongLong(), 7u);
    QVERIFY(diagnosis.outcome == Diagnosis::Outcome::Works);
    QVERIFY(diagnosis.profile.overHttps == s3::Integrity::Crc64Nvme);
    QVERIFY(diagnosis.profile.conditionalComplete);
    QVERIFY(diagnosis.profile.acceptsObjectSizeOnComplete);
    QVERIFY(diagnosis.profile.etagIsMd5 && diagnosis.profile.objectEtagIsComposite && diagnosis.profile.listsUploadsByPrefix);
    for (const auto algorithm : {s3::ChecksumAlgorithm::Crc64Nvme, s3::ChecksumAlgorithm::Crc32c, s3::ChecksumAlgorithm::Sha256})
        QVERIFY(diagnosis.profile.checksums.contains(algorithm));
    QCOMPARE(diagnosis.region, QStringLiteral("us-east-1"));
    QCOMPARE(diagnosis.latency->count(), 7);
    QVERIFY(std::abs(diagnosis.serverAhead->count()) < 1500);
    QVERIFY(diagnosis.left.isEmpty());
    QVERIFY(!diagnosis.wasStopped);
    QVERIFY(clinic.isClean());
    QVERIFY(diagnosis.policy.contains("arn:aws:s3:::harbour/in/box/*"));
    QVERIFY(QJsonDocument::fromJson(diagnosis.policy).isObject());
}

void TestDoctor::everyFindingHasATitle()
{
    Clinic clinic;
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    const Diagnosis diagnosis = clinic.diagnosis();
    QSet<QString> whats;
    for (const Finding &finding : diagnosis.findings) {
        QVERIFY2(titleOf(finding.what) != finding.what, qPrintable(finding.what));
        QVERIFY2(!whats.contains(finding.what), qPrintable(finding.what));
        whats.insert(finding.what);
        QVERIFY2(finding.sentence.endsWith(QLatin1Char('.')), qPrintable(finding.sentence));
    }
    QVERIFY(titleOf(QStringLiteral("bucket")) != QStringLiteral("bucket"));
}

void TestDoctor::habits_data()
{
    QTest::addColumn<ServersHabits>("habits");
    QTest::addColumn<QByteArray>("remarkable"); // all of these, and no other
    QTest::addColumn<int>("integrity");
    QTest::addColumn<QByteArray>("profile"); // what is true of it

    const auto row = [](const char *name, const ServersHabits &habits, const char *remarkable, s3::Integrity integrity,
                         const char *profile) {
        QTest::newRow(name) << habits << QByteArray(remarkable) << int(integrity) << QByteArray(profile);
    };
    using s3::Integrity;
    ServersHabits one;
    one.checks = {"md5", "sha256-hash"};
    one.honours = {};
    row("as Ceph 16", one, "crc32c crc64nvme no-overwrite object-checksum object-size sha256", Integrity::ContentMd5,
        "composite etag prefix");
    one = {};
    one.refuses = {"CRC64NVME", "CRC32C", "SHA256"};
    row("as B2: no checksum headers", one, "crc32c crc64nvme object-checksum sha256", Integrity::ContentMd5,
        "composite condition etag prefix size");
    one = {};
    one.checks.remove("CRC64NVME");
    row("as Ceph 20: CRC64NVME unchecked", one, "crc64nvme", Integrity::Crc32c, "composite condition etag prefix size");
    one = {};
    one.refuses = {"CRC64NVME", "CRC32C"};
    row("only SHA-256", one, "crc32c crc64nvme object-checksum", Integrity::Sha256, "composite condition etag prefix size");
    one = {};
    one.checks = {"sha256-hash"};
    row("only the signed hash", one, "content-md5 crc32c crc64nvme object-checksum sha256", Integrity::SignedPayload,
        "composite condition etag prefix size");
    one = {};
    one.checks = {};
    row("nothing is checked", one, "content-md5 crc32c crc64nvme object-checksum payload-hash sha256", Integrity::ContentMd5,
        "composite condition etag prefix size");
    one = {};
    one.honours = {"size", "checksum"};
    row("the condition is ignored", one, "no-overwrite", Integrity::Crc64Nvme, "composite etag prefix size");
    one = {};
    one.honours = {"condition", "checksum"};
    row("the size is ignored", one, "object-size", Integrity::Crc64Nvme, "composite condition etag prefix");
    one = {};
    one.honours = {"condition", "size"};
    row("the object's checksum is ignored", one, "object-checksum", Integrity::Crc64Nvme, "composite condition etag prefix size");
    one = {};
    one.refusesExtras = true;
    row("Complete with anything more is refused", one, "object-size", Integrity::Crc64Nvme, "composite etag prefix");
    one = {};
    one.prefixIsKey = true;
    row("as MinIO: prefix is key", one, "prefix-listing", Integrity::Crc64Nvme, "composite condition etag size");
    one = {};
    one.encodesKeys = false;
    row("no word of encoding", one, "key-encoding", Integrity::Crc64Nvme, "composite condition etag prefix size");
    one = {};
    one.hidesFresh = true;
    row("fresh uploads are not listed", one, "fresh-listing", Integrity::Crc64Nvme, "composite condition etag prefix size");
    one = {};
    one.opaqueEtags = true;
    row("as R2: opaque ETags", one, "object-etag part-etag", Integrity::Crc64Nvme, "condition prefix size");
    one = {};
    one.isVersioned = true;
    row("versions", one, "", Integrity::Crc64Nvme, "composite condition etag prefix size");
}

void TestDoctor::habits()
{
    QFETCH(ServersHabits, habits);
    QFETCH(int, integrity);
    Clinic clinic;
    clinic.server.habits = habits;
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    const Diagnosis diagnosis = clinic.diagnosis();
    QStringList remarkable;
    for (const Finding &finding : diagnosis.findings) {
        QVERIFY2(finding.verdict != Verdict::Bad && finding.verdict != Verdict::Unknown, qPrintable(finding.what + finding.sentence));
        if (finding.verdict == Verdict::Remarkable)
            remarkable.append(finding.what);
    }
    remarkable.sort();
    QTEST(remarkable.join(QLatin1Char(' ')).toLatin1(), "remarkable");
    QCOMPARE(int(diagnosis.profile.overHttps), integrity);
    QCOMPARE(diagnosis.profile.checksums.contains(s3::ChecksumAlgorithm::Crc64Nvme), !habits.refuses.contains("CRC64NVME"));
    QStringList truths;
    if (diagnosis.profile.objectEtagIsComposite)
        truths.append(QStringLiteral("composite"));
    if (diagnosis.profile.conditionalComplete)
        truths.append(QStringLiteral("condition"));
    if (diagnosis.profile.etagIsMd5)
        truths.append(QStringLiteral("etag"));
    if (diagnosis.profile.listsUploadsByPrefix)
        truths.append(QStringLiteral("prefix"));
    if (diagnosis.profile.acceptsObjectSizeOnComplete)
        truths.append(QStringLiteral("size"));
    QTEST(truths.join(QLatin1Char(' ')).toLatin1(), "profile");
    QVERIFY(diagnosis.outcome == Diagnosis::Outcome::Works);
    QVERIFY(clinic.isClean());
}

void TestDoctor::denied_data()
{
    QTest::addColumn<int>("operation");
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QString>("permission");
    QTest::addColumn<bool>("works");
    const auto row = [](const char *name, Operation operation, const char *what, const char *permission, bool works) {
        QTest::newRow(name) << int(operation) << QByteArray(what) << QString::fromLatin1(permission) << works;
    };
    row("list buckets", Operation::ListBuckets, "list-buckets", "s3:ListAllMyBuckets on *", true);
    row("list uploads", Operation::ListMultipartUploads, "list-uploads", "s3:ListBucketMultipartUploads on arn:aws:s3:::harbour", true);
    row("lifecycle", Operation::GetBucketLifecycle, "lifecycle", "s3:GetLifecycleConfiguration on arn:aws:s3:::harbour", true);
    row("create", Operation::CreateMultipartUpload, "create-upload", "s3:PutObject on arn:aws:s3:::harbour/in/box/*", false);
    row("part", Operation::UploadPart, "upload-part", "s3:PutObject on arn:aws:s3:::harbour/in/box/*", false);
    row("list parts", Operation::ListParts, "list-parts", "s3:ListMultipartUploadParts on arn:aws:s3:::harbour/in/box/*", true);
    row("complete", Operation::CompleteMultipartUpload, "complete-upload", "s3:PutObject on arn:aws:s3:::harbour/in/box/*", false);
    row("head", Operation::HeadObject, "head-object", "s3:GetObject on arn:aws:s3:::harbour/in/box/*", true);
    row("delete", Operation::DeleteObject, "delete-object", "s3:DeleteObject on arn:aws:s3:::harbour/in/box/*", true);
}

void TestDoctor::denied()
{
    QFETCH(int, operation);
    QFETCH(QByteArray, what);
    QFETCH(QString, permission);
    QFETCH(bool, works);
    Clinic clinic;
    clinic.server.habits.denied = {Operation(operation)};
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    QVERIFY(clinic.verdict(what.constData()) == (works ? Verdict::Remarkable : Verdict::Bad));
    QVERIFY2(clinic.sentence(what.constData()).contains(permission), qPrintable(clinic.sentence(what.constData())));
    QVERIFY(clinic.diagnosis().outcome == (works ? Diagnosis::Outcome::Works : Diagnosis::Outcome::Fails));
    QCOMPARE(clinic.diagnosis().findings.count({}), 0);
    QVERIFY(clinic.verdict("credentials") == Verdict::Good);
    QVERIFY(clinic.isClean());
}

void TestDoctor::troubles_data()
{
    QTest::addColumn<s3::Error>("error");
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isReached");
    const auto row = [](const char *name, const s3::Error &error, const char *what, const char *words, bool isReached = false) {
        QTest::newRow(name) << error << QByteArray(what) << QString::fromLatin1(words) << isReached;
    };
    const auto error = [](ErrorKind kind, const char *code, int status = 0, const char *message = "Words.") {
        return ClinicTransport::error(kind, code, status, QString::fromLatin1(message));
    };
    row("no such host", error(ErrorKind::Offline, "HostNotFound"), "reachable", "spelling of the endpoint");
    row("refused", error(ErrorKind::Offline, "ConnectionRefused"), "reachable", "Nothing listens");
    row("silent", error(ErrorKind::Offline, "ConnectTimedOut"), "reachable", "firewall");
    row("proxy", error(ErrorKind::Offline, "ProxyNotFound"), "reachable", "proxy");
    row("proxy wants a sign-in", error(ErrorKind::NeedsUser, "ProxyAuthenticationRequired"), "reachable", "sign-in to it");
    row("stranger's certificate",
        error(ErrorKind::NeedsUser, "CertificateNotTrusted", 0, "The certificate of h is self-signed: nobody vouches for it"), "tls",
        "vouches for it. Nothing was sent. If it is a server of your own");
    row("old certificate",
        error(ErrorKind::NeedsUser, "CertificateExpired", 0, "It is valid only from tomorrow on: is the clock of this computer right?"),
        "tls", "clock of this computer right? Nothing was sent.");
    row("another's certificate",
        error(ErrorKind::NeedsUser, "CertificateForAnotherHost", 0, "The certificate that h shows is for another host: g"), "tls",
        "a name that the certificate bears");
    row("http for https", error(ErrorKind::NeedsUser, "HttpsNeeded", 0, "The server wants https here"), "tls", "wants https here.");
    row("https for http", error(ErrorKind::NeedsUser, "PlainHttp", 0, "This port speaks plain http"), "tls", "plain http.");
    row("handshake", error(ErrorKind::NeedsUser, "TlsHandshakeFailed"), "tls", "too old");
    row("portal", error(ErrorKind::Offline, "CaptivePortal", 302, "This network seems to want a sign-in first."), "reachable",
        "sign-in first.");
    row("led away", error(ErrorKind::NeedsUser, "RedirectRefused", 307), "reachable", "sign-in page");
    row("sign in first", error(ErrorKind::NeedsUser, "", 302), "reachable", "sign-in page");
    row("a web page", error(ErrorKind::Permanent, "NotAnS3Endpoint", 200), "reachable", "not as S3 does");
    row("wrong secret", error(ErrorKind::NeedsUser, "SignatureDoesNotMatch", 403), "credentials", "secret key");
    row("unknown key", error(ErrorKind::NeedsUser, "InvalidAccessKeyId", 403), "credentials", "does not know this access key");
    row("expired", error(ErrorKind::CredentialsExpired, "ExpiredToken", 400), "credentials", "expired");
    row("no such bucket", error(ErrorKind::NeedsUser, "NoSuchBucket", 404), "bucket", "no bucket harbour", true);
    row("a proxy's page", error(ErrorKind::NeedsUser, "", 403, "The answer is a web page."), "reachable", "The answer is a web page.");
    row("skewed for good", error(ErrorKind::ClockSkewed, "RequestTimeTooSkewed", 403), "clock", "time");
    row("somewhere else", error(ErrorKind::WrongRegion, "PermanentRedirect", 301), "region", "does not say in which");
    row("something else", error(ErrorKind::Permanent, "", 418, "I am a teapot"), "reachable", "I am a teapot.");
}

void TestDoctor::troubles()
{
    QFETCH(s3::Error, error);
    QFETCH(QByteArray, what);
    QFETCH(QString, words);
    QFETCH(bool, isReached);
    Clinic clinic;
    clinic.server.instead = [error](const Order &, int) { return std::optional<Outcome>(error); };
    clinic.examine();
    QTRY_COMPARE_WITH_TIMEOUT(clinic.ended.size(), 1, 20'000);
    QVERIFY2(clinic.verdict(what.constData()) == Verdict::Bad, qPrintable(clinic.diagnosis().findings.last().sentence));
    QVERIFY2(clinic.sentence(what.constData()).contains(words), qPrintable(clinic.sentence(what.constData())));
    QCOMPARE(clinic.diagnosis().outcome == Diagnosis::Outcome::NotReached, !isReached);
    QVERIFY(clinic.diagnosis().outcome != Diagnosis::Outcome::Works);
    // Nothing was begun, nothing needs cleaning.
    QVERIFY(!clinic.diagnosis().finding(QStringLiteral("cleaned")));
    QVERIFY(clinic.isClean());
}

void TestDoctor::clocks_data()
{
    QTest::addColumn<qint64>("ahead"); // seconds
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<QString>("words");
    QTest::newRow("right") << qint64(0) << true << QStringLiteral("agree");
    QTest::newRow("a little") << qint64(10) << true << QStringLiteral("10 seconds behind");
    QTest::newRow("minutes") << qint64(-300) << false << QStringLiteral("5 minutes ahead");
    QTest::newRow("forty minutes") << qint64(2400) << false
                                   << QStringLiteral("40 minutes behind the server's. S3 allows 15 minutes: Davit signs");
    QTest::newRow("summer time twice") << qint64(-2 * 3'600) << false << QStringLiteral("2 hours ahead of the server's.");
    QTest::newRow("last year") << qint64(400 * 86'400) << false << QStringLiteral("400 days behind the server's.");
}

void TestDoctor::clocks()
{
    QFETCH(qint64, ahead);
    QFETCH(bool, isGood);
    QFETCH(QString, words);
    const Finding finding = clockFinding(std::chrono::seconds(ahead));
    QVERIFY(finding.verdict == (isGood ? Verdict::Good : Verdict::Remarkable));
    QVERIFY2(finding.sentence.contains(words), qPrintable(finding.sentence));

    Clinic clinic;
    clinic.server.habits.aheadSeconds = ahead;
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    QVERIFY(std::abs(clinic.diagnosis().serverAhead->count() - 1000 * ahead) < 1500);
    QVERIFY(clinic.verdict("clock") == finding.verdict);
    QVERIFY(clinic.diagnosis().outcome == Diagnosis::Outcome::Works);
}

void TestDoctor::regions()
{
    Clinic clinic;
    clinic.connection.endpoint.region = QStringLiteral("eu-west-1");
    clinic.server.habits.region = "us-west-2";
    // The first answer names the right one, as Inquiries expects it; from then on it is signed for.
    clinic.server.instead = [](const Order &order, int) -> std::optional<Outcome> {
        if (!std::holds_alternative<Probe>(order.work) || order.region == QLatin1String("us-west-2"))
            return {};
        s3::Error error = ClinicTransport::error(ErrorKind::WrongRegion, "AuthorizationHeaderMalformed", 400);
        error.region = QStringLiteral("us-west-2");
        return error;
    };
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    QVERIFY(clinic.verdict("region") == Verdict::Remarkable);
    QVERIFY2(clinic.sentence("region").contains(QStringLiteral("\"us-west-2\", the connection says \"eu-west-1\"")),
        qPrintable(clinic.sentence("region")));
    QCOMPARE(clinic.diagnosis().region, QStringLiteral("us-west-2"));
    QVERIFY(clinic.diagnosis().outcome == Diagnosis::Outcome::Works);
    QVERIFY(clinic.isClean());
}

void TestDoctor::aRefusedSignInIsSaid()
{
    Clinic clinic;
    clinic.credentials.refusal =
        s3::ownError(ErrorKind::NeedsUser, QStringLiteral("NoCredentials"), QStringLiteral("There are no credentials"));
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    QCOMPARE(clinic.sentence("credentials"), QStringLiteral("There are no credentials."));
    QVERIFY(clinic.diagnosis().outcome == Diagnosis::Outcome::NotReached);
    QCOMPARE(clinic.server.requests, 0);
}

void TestDoctor::versionsAreDeletedForGood()
{
    Clinic clinic;
    clinic.server.habits.isVersioned = true;
    clinic.server.habits.honours = {}; // so that three versions come to be
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    QVERIFY(clinic.sentence("delete-object").contains(QStringLiteral("versions")));
    QVERIFY(clinic.isClean());
    QVERIFY(clinic.verdict("cleaned") == Verdict::Good);
}

void TestDoctor::whatCannotBeDeletedIsNotCompleted()
{
    Clinic clinic;
    clinic.server.habits.denied = {Operation::DeleteObject};
    int completed = 0;
    clinic.server.instead = [&](const Order &order, int) -> std::optional<Outcome> {
        if (const auto *probe = std::get_if<Probe>(&order.work))
            completed += probe->operation == Operation::CompleteMultipartUpload;
        return {};
    };
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    QCOMPARE(completed, 0);
    QVERIFY(clinic.isClean());
    // What was not tried stays as it was supposed.
    QCOMPARE(clinic.diagnosis().profile.conditionalComplete, clinic.connection.profile.conditionalComplete);
}

void TestDoctor::whatIsLeftIsNamed()
{
    Clinic clinic;
    clinic.server.habits.denied = {Operation::AbortMultipartUpload};
    clinic.examine();
    QTRY_COMPARE(clinic.ended.size(), 1);
    QVERIFY(clinic.verdict("abort-upload") == Verdict::Bad);
    QVERIFY(clinic.verdict("cleaned") == Verdict::Bad);
    QVERIFY(clinic.diagnosis().outcome == Diagnosis::Outcome::Fails);
    QCOMPARE(clinic.server.uploads.size(), 2u); // and no more were begun
    QCOMPARE(clinic.diagnosis().left.size(), 2);
    for (const auto &[id, upload] : clinic.server.uploads) {
        QVERIFY(clinic.diagnosis().left.contains(s3::UploadAddress{{QStringLiteral("harbour"), upload.key}, id}));
        QVERIFY(clinic.sentence("cleaned").contains(upload.key));
        QVERIFY(clinic.sentence("cleaned").contains(QString::fromLatin1(id)));
        QVERIFY(upload.key.startsWith(QStringLiteral("in/box/davit-doctor/")));
    }
}

void TestDoctor::stoppedAnywhereNothingIsLeft_data()
{
    QTest::addColumn<ServersHabits>("habits");
    QTest::newRow("plain") << ServersHabits();
    ServersHabits versioned;
    versioned.isVersioned = true;
    QTest::newRow("versions") << versioned;
    ServersHabits minio;
    minio.prefixIsKey = true;
    minio.honours = {};
    QTest::newRow("whole keys only") << minio;
}

// All at once, since each waits for what may still be on its way.
void TestDoctor::stoppedAnywhereNothingIsLeft()
{
    QFETCH(ServersHabits, habits);
    Clinic whole;
    whole.server.habits = habits;
    whole.examine();
    QTRY_COMPARE(whole.ended.size(), 1);
    const int requests = whole.server.requests;
    QVERIFY(requests > 30);
    std::vector<std::unique_ptr<Clinic>> clinics;
    for (int at = 1; at <= requests; ++at) {
        clinics.push_back(std::make_unique<Clinic>());
        Clinic *clinic = clinics.back().get();
        clinic->server.habits = habits;
        clinic->server.sending = [clinic, at](int number) {
            if (number == at)
                QMetaObject::invokeMethod(&clinic->doctor, &Doctor::stop, Qt::QueuedConnection);
        };
        clinic->examine();
    }
    for (int at = 1; at <= requests; ++at) {
        const Clinic &clinic = *clinics[std::size_t(at) - 1];
        QTRY_COMPARE_WITH_TIMEOUT(clinic.ended.size(), 1, 30'000);
        QVERIFY2(clinic.isClean(), qPrintable(QStringLiteral("stopped at request %1").arg(at)));
        QVERIFY(clinic.diagnosis().left.isEmpty());
    }
    QVERIFY(clinics.front()->diagnosis().wasStopped);
}

void TestDoctor::refusedAnywhereNothingIsLeft()
{
    Clinic whole;
    whole.examine();
    QTRY_COMPARE(whole.ended.size(), 1);
    std::vector<std::unique_ptr<Clinic>> clinics;
    for (int at = 1; at <= whole.server.requests; ++at) {
        clinics.push_back(std::make_unique<Clinic>());
        clinics.back()->server.instead = [at](const Order &order, int number) -> std::optional<Outcome> {
            // But for the cleaning itself, which is tried below.
            const auto *probe = std::get_if<Probe>(&order.work);
            if (number != at || !probe || probe->operation == Operation::DeleteObject)
                return {};
            Heard heard;
            heard.response = ClinicTransport::refusal(400, "InvalidRequest");
            return Answer(heard);
        };
        clinics.back()->examine();
    }
    for (const auto &clinic : clinics) {
        QTRY_COMPARE_WITH_TIMEOUT(clinic->ended.size(), 1, 30'000);
        QVERIFY(clinic->isClean());
        QVERIFY(clinic->diagnosis().left.isEmpty());
    }
}

// Every Create and every Complete is carried out, and the answer lost: they are tried again, and the first ones cleaned away.
void TestDoctor::lostAnswersLeaveNothing()
{
    Clinic clinic;
    QSet<QString> lost;
    ClinicTransport ghost; // carries out for real, on the same server
    clinic.server.instead = [&](const Order &order, int) -> std::optional<Outcome> {
        const auto *probe = std::get_if<Probe>(&order.work);
        if (!probe || probe->operation != Operation::CreateMultipartUpload || lost.contains(probe->target.key))
            return {};
        lost.insert(probe->target.key);
        clinic.server.uploads["ghost-" + QByteArray::number(lost.size())] = {probe->target.key, {}, {}};
        return ClinicTransport::error(ErrorKind::Transient, "ConnectionLost", 0);
    };
    clinic.examine();
    QTRY_COMPARE_WITH_TIMEOUT(clinic.ended.size(), 1, 30'000);
    QVERIFY(lost.size() >= 5);
    QVERIFY(clinic.verdict("cleaned") == Verdict::Good);
    QVERIFY(clinic.isClean());
}

void TestDoctor::oneAtATime()
{
    Clinic clinic;
    // Another one, with a prefix that does not end in a slash, begins when the first is cleaned away.
    connect(&clinic.doctor, &Doctor::found, &clinic.doctor, [&](quint64 examination, const Finding &finding) {
        if (examination == 7 && finding.what == QLatin1String("upload-part"))
            clinic.doctor.examine(8, Lab, QStringLiteral("harbour"), QStringLiteral("logs"));
    });
    clinic.examine();
    QTRY_COMPARE_WITH_TIMEOUT(clinic.ended.size(), 2, 30'000);
    QCOMPARE(clinic.ended.first().at(0).toULongLong(), 7u);
    QVERIFY(clinic.ended.first().at(1).value<Diagnosis>().wasStopped);
    QCOMPARE(clinic.ended.last().at(0).toULongLong(), 8u);
    QVERIFY(clinic.isClean());
    const auto second = clinic.ended.last().at(1).value<Diagnosis>();
    QCOMPARE(second.findings.size(), 30);
    QVERIFY(second.policy.contains("harbour/logs*"));
    clinic.doctor.stop(); // of nothing
    QCOMPARE(clinic.ended.size(), 2);
    // One that waits is over when it is stopped.
    clinic.doctor.examine(9, Lab, QStringLiteral("harbour"), {});
    clinic.doctor.examine(10, Lab, QStringLiteral("harbour"), {});
    clinic.doctor.stop();
    QTRY_COMPARE(clinic.ended.size(), 4);
    QVERIFY(clinic.ended.at(2).at(1).value<Diagnosis>().wasStopped && clinic.ended.at(3).at(1).value<Diagnosis>().wasStopped);
    QVERIFY(clinic.isClean());
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
