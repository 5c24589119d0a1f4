// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The engine over the lanes to the strict server: what thirty parts need not learn each for itself (clock, region, credentials, checksums).

#include "net/lanepool.h"
#include "ordering.h"
#include "sandbox/server.h"
#include "upload/fakeworld.h"
#include "upload/uploadmanager.h"

#include <QJsonArray>
#include <QProcess>
#include <QTest>

using namespace nettest;

namespace {

class Renewing : public upload::FakeCredentials {
public:
    s3::Credentials next;

    void ask(const QString &connectionId, bool refresh) override
    {
        if (refresh)
            now = next;
        FakeCredentials::ask(connectionId, refresh);
    }
};

struct World {
    sandbox::Server server;
    net::LanePool pool;
    Renewing credentials;
    upload::FakeJournal journal;
    upload::UploadManager manager{pool, credentials, journal};
    upload::Connection connection;
    QHash<upload::UploadId, upload::UploadSnapshot> seen;
    QStringList remarks;
    QTemporaryDir folder;

    World()
    {
        credentials.renews = false;
        credentials.now = credentials.next = {sandbox::DemoAccessKey, sandbox::DemoSecretKey, {}, {}};
        server.settings().limits.minPartSize = 1;
        QObject::connect(&manager, &upload::UploadManager::uploadSettled, &manager,
            [this](const upload::UploadSnapshot &snapshot) { seen.insert(snapshot.id, snapshot); });
        QObject::connect(&manager, &upload::UploadManager::remarked, &manager,
            [this](const upload::UploadId &, const QString &remark) { remarks.append(remark); });
    }

    // Over TLS with a certificate made for it when the scheme says so; false where none can be made.
    bool start(const QByteArray &scheme = "http")
    {
        if (scheme == "https") {
            const QString key = folder.filePath(QStringLiteral("key.pem"));
            const QString certificate = folder.filePath(QStringLiteral("certificate.pem"));
            QProcess openssl;
            openssl.start(QStringLiteral("openssl"),
                QStringLiteral("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1")
                        .split(QLatin1Char(' ')) +
                    QStringList{QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate});
            QFile pem(certificate);
            if (!openssl.waitForFinished() || openssl.exitCode() != 0 || !pem.open(QIODevice::ReadOnly))
                return false;
            server.settings().tlsCertificate = certificate;
            server.settings().tlsKey = key;
            connection.tls.extraCaPem = pem.readAll();
        }
        if (const QString reason = server.start(); !reason.isEmpty())
            qFatal("%s", qPrintable(reason));
        server.addBucket("demo");
        connection.id = QStringLiteral("test");
        connection.endpoint = s3::endpointFromText(QString::fromLatin1(scheme + "://" + server.host())).value();
        connection.endpoint.region = QStringLiteral("us-east-1");
        connection.profile.limits.minPartSize = 1;
        connection.profile.overHttps = s3::Integrity::Crc64Nvme;
        connection.profile.acceptsObjectSizeOnComplete = true;
        connection.profile.conditionalComplete = true;
        manager.setConnections({connection});
        manager.setBudget({16});
        return true;
    }

    upload::UploadSpec spec(const QString &name, qint64 size, qint64 partSize = 64 * 1024)
    {
        upload::UploadSpec s;
        s.id = QUuid::createUuid();
        s.sourcePath = writeFile(folder, name, someBytes(size));
        s.target = {QStringLiteral("demo"), name};
        s.connectionId = QStringLiteral("test");
        s.wishedPartSize = partSize;
        return s;
    }
    // 30 parts, so big that there is one, and as many small files.
    QList<upload::UploadSpec> many()
    {
        QList<upload::UploadSpec> specs{spec(QStringLiteral("big.bin"), 30 * s3::MiB, s3::MiB)};
        for (int i = 0; i < 30; ++i)
            specs.append(spec(QStringLiteral("small-%1.bin").arg(i), 1000 + i));
        return specs;
    }
    bool allCompleted(const QList<upload::UploadSpec> &specs) const
    {
        return std::all_of(specs.begin(), specs.end(),
            [this](const upload::UploadSpec &one) { return seen.value(one.id).state == upload::UploadState::Completed; });
    }
    bool isThere(const upload::UploadSpec &one) const
    {
        QFile file(one.sourcePath);
        return file.open(QIODevice::ReadOnly) && server.object("demo", one.target.key.toUtf8()) == std::optional(file.readAll());
    }
    // How many answers had a status from 400 on, but for the HEAD of what is not there.
    int refusals(int status = 0) const
    {
        int sum = 0;
        const QJsonObject operations = server.state().value(QStringLiteral("operations")).toObject();
        for (const auto &operation : operations) {
            const QJsonObject answers = operation.toObject().value(QStringLiteral("answers")).toObject();
            for (auto answer = answers.begin(); answer != answers.end(); ++answer) {
                if (status == 0 ? answer.key().toInt() >= 400 : answer.key().toInt() == status)
                    sum += answer.value().toInt();
            }
        }
        return sum;
    }
    int answered(const char *operation, int status) const
    {
        return server.state()
            .value(QStringLiteral("operations"))
            .toObject()
            .value(QLatin1String(operation))
            .toObject()
            .value(QStringLiteral("answers"))
            .toObject()
            .value(QString::number(status))
            .toInt();
    }
};

} // namespace

class TestUploadSandbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClockFortyMinutesOffIsOneSkew_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<int>("skews");
        QTest::newRow("ahead") << 2400 << 1;
        QTest::newRow("behind") << -2400 << 1;
        QTest::newRow("within what is allowed") << 600 << 0;
    }
    void aClockFortyMinutesOffIsOneSkew()
    {
        QFETCH(const int, seconds);
        QFETCH(const int, skews);
        World w;
        QVERIFY(w.start());
        w.server.addFault(QStringLiteral("skewed-clock:seconds=%1").arg(seconds));
        const auto specs = w.many();
        w.manager.enqueue(specs);
        QTRY_VERIFY_WITH_TIMEOUT(w.allCompleted(specs), 60'000);
        QCOMPARE(w.refusals(), skews);
        QVERIFY(w.isThere(specs.first()));
    }

    // HEAD is the first to meet it, and its refusal has no words.
    void whatAHeadIsRefusedForIsFoundOut_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("status");
        QTest::newRow("a clock forty minutes off") << QStringLiteral("skewed-clock:seconds=2400") << 403;
        QTest::newRow("an expired token") << QStringLiteral("expired-token:count=2") << 400;
    }
    void whatAHeadIsRefusedForIsFoundOut()
    {
        QFETCH(const QString, fault);
        QFETCH(const int, status);
        World w;
        const s3::Credentials renewed{"AKIDSECOND", "another secret", {}, {}};
        w.server.settings().identities = {w.credentials.now, renewed};
        w.credentials.next = renewed;
        QVERIFY(w.start());
        w.server.addFault(fault);
        auto file = w.spec(QStringLiteral("file.bin"), 12345);
        file.ifKeyExists = upload::IfKeyExists::Skip;
        w.manager.enqueue({file});
        QTRY_VERIFY_WITH_TIMEOUT(w.allCompleted({file}), 60'000);
        QCOMPARE(w.answered("HeadObject", status), 1);
        QCOMPARE(w.answered("GetObject", status), 1);
        QCOMPARE(w.refusals(status), 2);
        QVERIFY(w.isThere(file));
    }

    void aClockThatGoesWrongMeanwhileIsFollowed()
    {
        World w;
        QVERIFY(w.start());
        // In steps that are each allowed, to where the first offset would not be.
        for (int step = 1; step <= 4; ++step)
            w.server.addFault(QStringLiteral("skewed-clock:op=UploadPart,seconds=600,nth=%1,count=0").arg(1 + 6 * step));
        w.manager.setBudget({2});
        const auto big = w.spec(QStringLiteral("big.bin"), 30 * s3::MiB, s3::MiB);
        w.manager.enqueue({big});
        QTRY_VERIFY_WITH_TIMEOUT(w.allCompleted({big}), 60'000);
        QCOMPARE(w.answered("UploadPart", 403), 0);
    }

    void anotherRegionIsFoundOutOnce()
    {
        World w;
        w.server.settings().region = "eu-central-7";
        QVERIFY(w.start());
        const auto specs = w.many();
        w.manager.enqueue(specs);
        QTRY_VERIFY_WITH_TIMEOUT(w.allCompleted(specs), 60'000);
        QCOMPARE(w.refusals(), 1);
        QCOMPARE(w.journal.receipts.value(specs.first().id).region, QStringLiteral("eu-central-7"));
    }

    void expiredCredentialsAreRenewedOnce()
    {
        World w;
        const s3::Credentials brief{"AKIDBRIEF", "secret", "token", QDateTime::currentDateTimeUtc().addMSecs(1500)};
        const s3::Credentials renewed{"AKIDSECOND", "another secret", "token", {}};
        w.server.settings().identities = {brief, renewed};
        w.server.settings().bytesPerSecond = 10 * s3::MiB;
        QVERIFY(w.start());
        w.credentials.now = {brief.accessKeyId, brief.secretAccessKey, brief.sessionToken, {}}; // only the server knows of the expiry
        w.credentials.next = renewed;
        const auto big = w.spec(QStringLiteral("big.bin"), 30 * s3::MiB, s3::MiB);
        w.manager.enqueue({big});
        QTRY_VERIFY_WITH_TIMEOUT(w.allCompleted({big}), 60'000);
        QCOMPARE(w.credentials.refreshed, 1);
        QCOMPARE(w.answered("CreateMultipartUpload", 200), 1);
        QCOMPARE(w.answered("UploadPart", 200), 30);
        QVERIFY(w.isThere(big));
    }

    void everyChecksumThatIsAskedForArrives_data()
    {
        QTest::addColumn<QByteArray>("scheme");
        QTest::addColumn<QByteArray>("algorithm"); // empty: as the profile says
        for (const char *scheme : {"http", "https"}) {
            for (const char *algorithm : {"", "CRC64NVME", "CRC32", "CRC32C", "SHA1", "SHA256"})
                QTest::addRow("%s %s", scheme, algorithm) << QByteArray(scheme) << QByteArray(algorithm);
        }
    }
    void everyChecksumThatIsAskedForArrives()
    {
        QFETCH(const QByteArray, scheme);
        QFETCH(const QByteArray, algorithm);
        World w;
        if (!w.start(scheme))
            QSKIP("the openssl command is not here to make a certificate");
        auto big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB, 3 * s3::MiB);
        auto small = w.spec(QStringLiteral("small.bin"), 12345);
        big.checksumAlgorithm = small.checksumAlgorithm = s3::checksumFromName(algorithm);
        big.ifKeyExists = small.ifKeyExists = upload::IfKeyExists::Skip; // and the condition with it
        w.manager.enqueue({big, small});
        QTRY_VERIFY_WITH_TIMEOUT(w.allCompleted({big, small}), 60'000);
        for (const auto &one : {big, small}) {
            QVERIFY(w.isThere(one));
            const upload::Receipt receipt = w.journal.receipts.value(one.id);
            if (!algorithm.isEmpty() || scheme == "https") {
                const QByteArray expected = algorithm.isEmpty() ? QByteArray("CRC64NVME") : algorithm;
                QVERIFY2(receipt.confirmed.values.contains(expected), receipt.confirmed.values.keys().join(' ').constData());
                QCOMPARE(receipt.proof, upload::Proof::Checksum);
            }
        }
        QCOMPARE(w.refusals() - w.refusals(404), 0);
        QVERIFY(w.remarks.isEmpty());
    }

    void refusedChecksumsAreOneRefusal_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("creations");
        QTest::addColumn<int>("refusals"); // -1: as many as were in flight
        QTest::newRow("everywhere") << QStringLiteral("refuse-checksum-headers:count=0") << 1 << 1;
        QTest::newRow("at parts") << QStringLiteral("refuse-checksum-headers:op=UploadPart,count=0") << 2 << -1;
        QTest::newRow("at Complete") << QStringLiteral("refuse-checksum-headers:op=CompleteMultipartUpload,count=0") << 1 << 1;
    }
    void refusedChecksumsAreOneRefusal()
    {
        QFETCH(const QString, fault);
        QFETCH(const int, creations);
        QFETCH(const int, refusals);
        World w;
        if (!w.start("https"))
            QSKIP("the openssl command is not here to make a certificate");
        w.server.addFault(fault);
        const auto big = w.spec(QStringLiteral("big.bin"), 30 * s3::MiB, s3::MiB);
        w.manager.enqueue({big});
        QTRY_VERIFY_WITH_TIMEOUT(w.allCompleted({big}), 60'000);
        QVERIFY(w.isThere(big));
        QCOMPARE(w.answered("CreateMultipartUpload", 200), creations);
        if (refusals >= 0)
            QCOMPARE(w.refusals(501), refusals);
        else
            QVERIFY(w.refusals(501) <= 16);
        QCOMPARE(w.answered("UploadPart", 200), 30);
        QCOMPARE(w.remarks.size(), 1);
    }

    void whatWasAskedForAndRefusedFails()
    {
        World w;
        QVERIFY(w.start());
        w.server.addFault(QStringLiteral("refuse-checksum-headers:count=0"));
        auto big = w.spec(QStringLiteral("big.bin"), 30 * s3::MiB, s3::MiB);
        big.checksumAlgorithm = s3::ChecksumAlgorithm::Sha256;
        w.manager.enqueue({big});
        QTRY_COMPARE(w.seen.value(big.id).state, upload::UploadState::Failed);
        QVERIFY(w.seen.value(big.id).error->message.contains(QStringLiteral("SHA256")));
        QCOMPARE(w.answered("UploadPart", 200), 0);
    }

    void aKeyThatIsTakenMeanwhileIsLeftAlone_data()
    {
        QTest::addColumn<bool>("honours");
        QTest::newRow("If-None-Match") << true;
        QTest::newRow("a look before Complete") << false;
    }
    void aKeyThatIsTakenMeanwhileIsLeftAlone()
    {
        QFETCH(const bool, honours);
        World w;
        QVERIFY(w.start());
        w.connection.profile.conditionalComplete = honours;
        w.manager.setConnections({w.connection});
        w.server.addFault(QStringLiteral("late-answer:op=UploadPart,part=1,ms=1500"));
        auto big = w.spec(QStringLiteral("key.bin"), 20 * s3::MiB, s3::MiB);
        big.ifKeyExists = upload::IfKeyExists::Skip;
        // Somebody else writes it while the first part is on its way.
        auto other = w.spec(QStringLiteral("other.bin"), 100);
        other.target.key = QStringLiteral("key.bin");
        w.manager.enqueue({big});
        QTRY_VERIFY(w.answered("CreateMultipartUpload", 200) == 1);
        w.manager.enqueue({other});
        QTRY_COMPARE_WITH_TIMEOUT(w.seen.value(big.id).state, upload::UploadState::Skipped, 20'000);
        QVERIFY(w.isThere(other));
    }
};

QTEST_GUILESS_MAIN(TestUploadSandbox)
#include "tst_uploadsandbox.moc"
