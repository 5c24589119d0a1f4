// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Uploads with a customer key (SSE-C): what asks for it, what brings it along, and what happens when it is missing, another, or would travel over
// http. No key may be left anywhere but in what is sent.

#include "fakeworld.h"
#include "upload/adoption.h"
#include "upload/partcomparison.h"
#include "upload/uploadmanager.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace upload;
using s3::ErrorKind;

namespace {

class FakeKeys : public CustomerKeySource {
public:
    QHash<QString, s3::CustomerKey> keys;
    QString refusal; // the code with which everything is refused
    bool silent = false;
    int asked = 0;

    void ask(const QString &name) override
    {
        ++asked;
        if (!silent)
            QTimer::singleShot(0, this, [=, this] { answer(name); });
    }
    void answer(const QString &name)
    {
        if (!refusal.isEmpty())
            Q_EMIT refused(name, s3::ownError(ErrorKind::NeedsUser, refusal, QStringLiteral("The keychain is locked.")));
        else if (keys.contains(name))
            Q_EMIT provided(name, keys.value(name));
        else
            Q_EMIT refused(name, s3::ownError(ErrorKind::NeedsUser, QStringLiteral("CustomerKeyMissing"), QStringLiteral("Missing.")));
    }
};

const QString name = QStringLiteral("studio");

s3::CustomerKey keyOf(char c)
{
    return {QByteArray(s3::CustomerKey::Size, c)};
}

struct World {
    FakeTransport transport;
    FakeCredentials credentials;
    FakeJournal journal;
    FakeKeys keys;
    UploadManager manager{transport, credentials, journal};
    QHash<UploadId, UploadSnapshot> seen;
    QStringList logged;
    QTemporaryDir dir;

    explicit World(const char *endpoint = "https://s3.example.com")
    {
        manager.setCustomerKeySource(keys);
        connect(endpoint);
        const auto see = [this](const UploadSnapshot &snapshot) { seen.insert(snapshot.id, snapshot); };
        QObject::connect(&manager, &UploadManager::uploadSettled, &manager, see);
        QObject::connect(&manager, &UploadManager::uploadsChanged, &manager, [see](const QList<UploadSnapshot> &changed) {
            for (const UploadSnapshot &snapshot : changed)
                see(snapshot);
        });
        QObject::connect(
            &manager, &UploadManager::logged, &manager, [this](const UploadId &, const LogLine &line) { logged.append(line.text); });
    }

    void connect(const char *endpoint)
    {
        Connection connection;
        connection.id = QStringLiteral("test");
        connection.name = QStringLiteral("Test");
        connection.endpoint = s3::endpointFromText(QLatin1String(endpoint)).value();
        manager.setConnections({connection});
    }

    UploadSpec spec(qint64 size)
    {
        const QString path = dir.filePath(QStringLiteral("file.bin"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || !file.resize(size))
            qFatal("cannot make %s", qPrintable(path));
        UploadSpec s;
        s.id = QUuid::createUuid();
        s.sourcePath = path;
        s.target = {QStringLiteral("bucket"), QStringLiteral("key")};
        s.connectionId = QStringLiteral("test");
        s.wishedPartSize = 5 * s3::MiB;
        s.options.sseCustomerKey = name;
        return s;
    }
    // As if an earlier life had sent part 1 with this key.
    UploadRecord begunWith(const s3::CustomerKey &key)
    {
        UploadRecord record;
        record.spec = spec(20 * s3::MiB);
        record.spec.options.sseCustomerKeyMd5 = key.fingerprint();
        record.fingerprint = fingerprintOf(record.spec.sourcePath).value();
        record.partSize = record.spec.wishedPartSize;
        record.token = "token";
        record.stage = Stage::Transferring;
        record.uploadId = transport.server.create(record.spec.target.key, record.token);
        const QByteArray content = "part 1 of " + record.spec.sourcePath.toUtf8();
        transport.server.uploads[record.uploadId].parts[1] = {content, 5 * s3::MiB};
        record.parts.append({1, {1, ServerInMemory::partEtag(content), {}}, {s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, content), {}}});
        return record;
    }
    UploadState state(const UploadId &id) const { return seen.value(id).state; }
    QString code(const UploadId &id) const { return seen.value(id).error.value_or(s3::Error{}).code; }
    int sentParts() const { return transport.countOf<SendPart>(); }
};

} // namespace

class tst_CustomerKeys : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatConcernsTheObjectBringsTheKey_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("parts") << 43 * s3::MiB;
        QTest::newRow("one request") << 1 * s3::MiB;
    }
    void whatConcernsTheObjectBringsTheKey()
    {
        QFETCH(qint64, size);
        World w;
        w.keys.keys.insert(name, keyOf('a'));
        UploadSpec s = w.spec(size);
        s.ifKeyExists = IfKeyExists::Skip;
        w.manager.enqueue({s});
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
        QCOMPARE(w.keys.asked, 1);
        for (const Order &order : std::as_const(w.transport.sent)) {
            QCOMPARE(order.customerKey.isEmpty(), !needsCustomerKey(order.work));
            QVERIFY(order.customerKey.isEmpty() || order.customerKey == keyOf('a'));
        }
        QTRY_COMPARE(w.journal.records.value(s.id).spec.options.sseCustomerKeyMd5, keyOf('a').fingerprint());
        const Receipt receipt = w.journal.receipts.value(s.id);
        if (receipt.partCount > 0) // the ETag follows from those of the parts, which need not follow from the file
            QVERIFY(receipt.proof != Proof::Etag);
        QCOMPARE(receipt.sseCustomerKey, name);
        QCOMPARE(receipt.sseCustomerKeyMd5, keyOf('a').fingerprint());
    }

    // Somebody else's upload: its key is known by name only once a person has named it.
    void adoptionListsWithTheKey()
    {
        World w;
        w.keys.keys = {{name, keyOf('a')}, {QStringLiteral("archive"), keyOf('b')}};
        const UploadRecord record = w.begunWith(keyOf('a'));
        w.transport.misfortune = [](const Order &order) -> std::optional<s3::Error> {
            if (!std::holds_alternative<ListStoredParts>(order.work) || order.customerKey == keyOf('a'))
                return {};
            s3::Error refused = ServerInMemory::error(ErrorKind::Permanent, "InvalidRequest", 400);
            refused.message = QStringLiteral("Subsequent part requests must include the appropriate encryption parameters.");
            return refused;
        };
        Inquiries inquiries(w.transport, w.credentials);
        Connection connection;
        connection.id = QStringLiteral("test");
        connection.endpoint = s3::endpointFromText(QStringLiteral("https://s3.example.com")).value();
        inquiries.setConnections({connection});
        Adoption adoption(w.transport, inquiries);
        QSignalSpy compared(&adoption, &Adoption::compared), refused(&adoption, &Adoption::refused);
        const s3::UploadAddress upload{record.spec.target, record.uploadId};
        const auto refusal = [&](const QString &key) {
            refused.clear();
            adoption.compare(QStringLiteral("test"), upload, record.spec.sourcePath, key);
            return refused.wait() ? refused.first().first().value<s3::Error>() : s3::Error();
        };
        adoption.compare(QStringLiteral("test"), upload, record.spec.sourcePath, name); // nobody has introduced a keychain
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().first().value<s3::Error>().code, QStringLiteral("KeychainMissing"));
        adoption.setCustomerKeySource(w.keys);
        QCOMPARE(refusal({}).code, QStringLiteral("CustomerKeyWanted"));
        QCOMPARE(refusal(QStringLiteral("archive")).code, QStringLiteral("CustomerKeyDiffers"));
        QCOMPARE(refusal(QStringLiteral("nobody")).code, QStringLiteral("CustomerKeyMissing"));
        adoption.compare(QStringLiteral("test"), upload, record.spec.sourcePath, name);
        QVERIFY(compared.wait());
        const AdoptionReport report = compared.first().first().value<AdoptionReport>();
        QCOMPARE(report.customerKey, name);
        QCOMPARE(adoptedRecord(report, Unproven::SendAgain).spec.options.sseCustomerKey, name);
    }

    void whichWorkNeedsIt()
    {
        QVERIFY(needsCustomerKey(SendPart{}) && needsCustomerKey(CreateUpload{}) && needsCustomerKey(SendObject{}));
        QVERIFY(needsCustomerKey(CheckObject{}) && needsCustomerKey(CheckKey{}) && needsCustomerKey(ListStoredParts{}));
        QVERIFY(needsCustomerKey(CompleteUpload{}) && needsCustomerKey(LookForPart{}));
        QVERIFY(!needsCustomerKey(AbortUpload{}) && !needsCustomerKey(FindCreatedUpload{}) && !needsCustomerKey(ListBuckets{}));
        QVERIFY(!needsCustomerKey(ComparePart{}));
    }

    // The journal knows the fingerprint before the server knows the upload, so that no crash leaves an upload whose key is not known.
    void fingerprintIsDurableBeforeCreate()
    {
        World w;
        w.keys.keys.insert(name, keyOf('a'));
        const UploadSpec s = w.spec(43 * s3::MiB);
        QByteArray atCreate;
        w.transport.hold = [&](const Order &order) {
            if (std::holds_alternative<CreateUpload>(order.work))
                atCreate = w.journal.records.value(s.id).spec.options.sseCustomerKeyMd5;
            return false;
        };
        w.manager.enqueue({s});
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
        QCOMPARE(atCreate, keyOf('a').fingerprint());
    }

    void missingKeyWaitsForItAndGoesOnByItself()
    {
        World w;
        const UploadSpec s = w.spec(43 * s3::MiB);
        w.manager.enqueue({s});
        QTRY_COMPARE(w.state(s.id), UploadState::NeedsAttention);
        QCOMPARE(w.code(s.id), QStringLiteral("CustomerKeyMissing"));
        QVERIFY(w.transport.sent.isEmpty());
        w.keys.keys.insert(name, keyOf('a'));
        Q_EMIT w.keys.changed(name);
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
    }

    void missingKeyIsAskedForAgainByAWish()
    {
        World w;
        const UploadSpec s = w.spec(43 * s3::MiB);
        w.manager.enqueue({s});
        QTRY_COMPARE(w.state(s.id), UploadState::NeedsAttention);
        w.keys.keys.insert(name, keyOf('a')); // by another program
        w.manager.resume({s.id});
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
    }

    void missingKeyIsAskedForAgainAfterAPause()
    {
        World w;
        const UploadSpec s = w.spec(43 * s3::MiB);
        w.manager.enqueue({s});
        QTRY_COMPARE(w.state(s.id), UploadState::NeedsAttention);
        w.manager.pause({s.id});
        QTRY_COMPARE(w.state(s.id), UploadState::Paused);
        w.keys.keys.insert(name, keyOf('a'));
        w.manager.resume({s.id});
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
    }

    void lockedKeychainKeepsWhatIsStored()
    {
        World w;
        w.keys.refusal = QStringLiteral("KeychainLocked");
        const UploadRecord record = w.begunWith(keyOf('a'));
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(record.spec.id), UploadState::NeedsAttention);
        QCOMPARE(w.code(record.spec.id), QStringLiteral("KeychainLocked"));
        QVERIFY(w.transport.sent.isEmpty());
        QTRY_VERIFY(w.journal.records.value(record.spec.id).errorCode.isEmpty()); // so that the next life waits for it, not for a wish
        w.keys.refusal.clear();
        w.keys.keys.insert(name, keyOf('a'));
        Q_EMIT w.keys.changed(name);
        QTRY_COMPARE(w.state(record.spec.id), UploadState::Completed);
        QCOMPARE(w.sentParts(), 3); // of four
    }

    void anotherKeySendsNothing()
    {
        World w;
        w.keys.keys.insert(name, keyOf('b'));
        const UploadRecord record = w.begunWith(keyOf('a'));
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(record.spec.id), UploadState::NeedsAttention);
        QCOMPARE(w.code(record.spec.id), QStringLiteral("CustomerKeyChanged"));
        QVERIFY(w.transport.sent.isEmpty());
        QCOMPARE(int(w.transport.server.uploads[record.uploadId].parts.size()), 1);
        w.manager.resume({record.spec.id}); // in vain
        QTRY_COMPARE(w.keys.asked, 2);
        QTRY_COMPARE(w.code(record.spec.id), QStringLiteral("CustomerKeyChanged"));
        w.keys.keys.insert(name, keyOf('a'));
        w.manager.resume({record.spec.id});
        QTRY_COMPARE(w.state(record.spec.id), UploadState::Completed);
        QCOMPARE(w.sentParts(), 3);
    }

    void keyThatIsTakenAwayStopsTheUpload()
    {
        World w;
        w.keys.keys.insert(name, keyOf('a'));
        w.transport.hold = isPart;
        const UploadSpec s = w.spec(43 * s3::MiB);
        w.manager.setBudget({2, 64 * s3::MiB});
        w.manager.enqueue({s});
        QTRY_COMPARE(w.transport.held.size(), 2);
        w.keys.keys.clear();
        Q_EMIT w.keys.changed(name);
        QTRY_COMPARE(w.code(s.id), QStringLiteral("CustomerKeyMissing"));
        w.transport.release();
        QTRY_COMPARE(w.state(s.id), UploadState::NeedsAttention);
        QCOMPARE(w.sentParts(), 2);
        w.transport.hold = nullptr;
        w.keys.keys.insert(name, keyOf('a'));
        Q_EMIT w.keys.changed(name);
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
        QCOMPARE(w.sentParts(), 9);
    }

    void beforeAnythingWasSentAnyKeyWillDo()
    {
        World w;
        w.keys.keys.insert(name, keyOf('b'));
        UploadSpec s = w.spec(43 * s3::MiB);
        s.options.sseCustomerKeyMd5 = keyOf('a').fingerprint();
        w.manager.enqueue({s});
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
        QTRY_COMPARE(w.journal.records.value(s.id).spec.options.sseCustomerKeyMd5, keyOf('b').fingerprint());
    }

    void cancellingNeedsNoKey()
    {
        World w;
        const UploadRecord record = w.begunWith(keyOf('a'));
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(record.spec.id), UploadState::NeedsAttention);
        w.manager.cancel({record.spec.id});
        QTRY_COMPARE(w.state(record.spec.id), UploadState::Cancelled);
        QVERIFY(!w.transport.server.uploads.contains(record.uploadId));
    }

    void plainHttpIsRefused_data()
    {
        QTest::addColumn<QByteArray>("endpoint");
        QTest::addColumn<bool>("goes");
        QTest::newRow("https") << QByteArray("https://s3.example.com") << true;
        QTest::newRow("http") << QByteArray("http://s3.example.com") << false;
        QTest::newRow("http in the house") << QByteArray("http://192.168.1.5:9000") << false;
        QTest::newRow("this computer") << QByteArray("http://127.0.0.1:9000") << true;
        QTest::newRow("this computer by name") << QByteArray("http://localhost:9000") << true;
        QTest::newRow("only looks like it") << QByteArray("http://127.example.com") << false;
    }
    void plainHttpIsRefused()
    {
        QFETCH(QByteArray, endpoint);
        QFETCH(bool, goes);
        World w(endpoint.constData());
        w.keys.keys.insert(name, keyOf('a'));
        const UploadSpec s = w.spec(43 * s3::MiB);
        w.manager.enqueue({s});
        if (goes) {
            QTRY_COMPARE(w.state(s.id), UploadState::Completed);
            return;
        }
        QTRY_COMPARE(w.state(s.id), UploadState::NeedsAttention);
        QCOMPARE(w.code(s.id), QStringLiteral("CustomerKeyNeedsHttps"));
        QVERIFY(w.transport.sent.isEmpty());
        QCOMPARE(w.keys.asked, 0);
    }

    void itGoesOnWhenTheAddressIsMended()
    {
        World w;
        w.keys.keys.insert(name, keyOf('a'));
        w.connect("http://s3.example.com");
        const UploadSpec s = w.spec(1000);
        w.manager.enqueue({s});
        QTRY_COMPARE(w.code(s.id), QStringLiteral("CustomerKeyNeedsHttps"));
        w.connect("https://s3.example.com");
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
    }

    void whereAKeyMayGo_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("proxy");
        QTest::addColumn<bool>("may");
        using Kind = ProxyOptions::Kind;
        QTest::newRow("https") << QStringLiteral("https://s3.example") << int(Kind::System) << true;
        QTest::newRow("https through a proxy's tunnel") << QStringLiteral("https://s3.example") << int(Kind::Http) << true;
        QTest::newRow("http") << QStringLiteral("http://s3.example") << int(Kind::None) << false;
        QTest::newRow("this computer") << QStringLiteral("http://127.0.0.1:9000") << int(Kind::System) << true;
        QTest::newRow("this computer by way of another") << QStringLiteral("http://localhost:9000") << int(Kind::Http) << false;
        QTest::newRow("the same by SOCKS") << QStringLiteral("http://localhost:9000") << int(Kind::Socks5) << false;
    }
    void whereAKeyMayGo()
    {
        QFETCH(const QString, address);
        QFETCH(const int, proxy);
        Connection connection;
        connection.endpoint = s3::endpointFromText(address).value();
        connection.proxy.kind = ProxyOptions::Kind(proxy);
        QTEST(mayCarryCustomerKey(connection), "may");
    }

    // Only what is sent holds the key: not what is kept, shown or said.
    void keyIsNowhereElse()
    {
        World w;
        w.keys.keys.insert(name, keyOf('a'));
        const UploadSpec s = w.spec(43 * s3::MiB);
        w.manager.enqueue({s});
        QTRY_COMPARE(w.state(s.id), UploadState::Completed);
        const UploadRecord record = w.journal.records.value(s.id);
        for (const QByteArray &form : {keyOf('a').bytes, keyOf('a').base64(), keyOf('a').bytes.toHex()}) {
            QVERIFY(!w.logged.join(QLatin1Char('\n')).toUtf8().contains(form));
            for (auto entry = record.spec.options.metadata.cbegin(); entry != record.spec.options.metadata.cend(); ++entry)
                QVERIFY(!entry.value().contains(form));
        }
    }

    // With SSE-C and KMS an ETag may be made of the encrypted bytes.
    void unequalEtagsOfEncryptedPartsProveNothing()
    {
        const QByteArray bytes = "the file's bytes";
        const QByteArray md5 = s3::digestOf(s3::ChecksumAlgorithm::Md5, bytes);
        const Digests digests{{s3::ChecksumAlgorithm::Md5, md5}};
        s3::StoredPart stored;
        stored.size = bytes.size();
        stored.etag = '"' + QByteArray(32, 'a') + '"';
        QCOMPARE(compared(stored, stored.size, digests, true).result, Comparison::Differs);
        QCOMPARE(comparedEncrypted(stored, stored.size, digests, true).result, Comparison::Impossible);
        QCOMPARE(comparedEncrypted(stored, stored.size + 1, digests, true).result, Comparison::Differs);
        stored.etag = '"' + md5.toHex() + '"';
        QCOMPARE(comparedEncrypted(stored, stored.size, digests, true).result, Comparison::Same);
        // A checksum is of the file's bytes, whoever encrypts them.
        stored.checksums.values.insert("SHA256", s3::digestOf(s3::ChecksumAlgorithm::Sha256, "other bytes").toBase64());
        const Digests sha{{s3::ChecksumAlgorithm::Sha256, s3::digestOf(s3::ChecksumAlgorithm::Sha256, bytes)}};
        QCOMPARE(comparedEncrypted(stored, stored.size, sha, true).result, Comparison::Differs);

        s3::ObjectOptions options;
        QVERIFY(!options.mayHideMd5());
        options.serverSideEncryption = "AES256";
        QVERIFY(!options.mayHideMd5());
        options.serverSideEncryption = "aws:kms:dsse";
        QVERIFY(options.mayHideMd5());
        options = {};
        options.sseCustomerKey = name;
        QVERIFY(options.mayHideMd5());
    }

private:
    static bool isPart(const Order &order) { return std::holds_alternative<SendPart>(order.work); }
};

QTEST_GUILESS_MAIN(tst_CustomerKeys)
#include "tst_customerkeys.moc"
