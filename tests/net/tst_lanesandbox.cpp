// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// A whole upload over the lanes to the strict server, which verifies every signature, hash and checksum.

#include "ordering.h"
#include "sandbox/server.h"

#include "s3/checksum.h"

#include <QSignalSpy>
#include <QTest>

using namespace nettest;

class TestLaneSandbox : public QObject {
    Q_OBJECT

private:
    upload::Connection connection() const
    {
        auto connection = connectionTo(m_server.host());
        connection.endpoint.region = QStringLiteral("us-east-1");
        return connection;
    }
    upload::Order order(const upload::Work &work, s3::Integrity integrity) const
    {
        auto order = orderFor(connection(), work);
        order.credentials = {sandbox::DemoAccessKey, sandbox::DemoSecretKey, {}, {}};
        order.integrity = integrity;
        if (!std::holds_alternative<upload::SendObject>(work))
            order.checksumAlgorithm = s3::announcedFor(integrity);
        order.sourcePath = m_path;
        order.fingerprint = *upload::fingerprintOf(m_path);
        return order;
    }

    sandbox::Server m_server;
    QTemporaryDir m_folder;
    QString m_path;
    QByteArray m_bytes;

private Q_SLOTS:
    void initTestCase()
    {
        m_bytes = someBytes(12'345'678);
        m_path = writeFile(m_folder, QStringLiteral("source"), m_bytes);
        m_server.settings().pageSize = 1; // every list pages
        const QString reason = m_server.start();
        QVERIFY2(reason.isEmpty(), qPrintable(reason));
        m_server.addBucket("demo");
    }

    void arrives_data()
    {
        QTest::addColumn<int>("integrity");
        QTest::addColumn<QString>("key");
        const std::pair<const char *, s3::Integrity> integrities[] = {{"signed", s3::Integrity::SignedPayload},
            {"md5", s3::Integrity::ContentMd5}, {"crc64", s3::Integrity::Crc64Nvme}, {"crc32c", s3::Integrity::Crc32c},
            {"sha256", s3::Integrity::Sha256}, {"crc32", s3::Integrity::Crc32}, {"sha1", s3::Integrity::Sha1}};
        for (const auto &[name, integrity] : integrities) {
            QTest::addRow("%s plain", name) << int(integrity) << QStringLiteral("plain.bin");
            QTest::addRow("%s awkward", name) << int(integrity)
                                              << QStringLiteral("%1/ä b+c&d=e?#'\"中/x//y ~!*()").arg(QLatin1String(name));
        }
    }

    void arrives()
    {
        QFETCH(int, integrity);
        QFETCH(QString, key);
        const auto proof = s3::Integrity(integrity);
        const s3::ObjectAddress target{QStringLiteral("demo"), key};
        net::LanePool pool;
        Ledger ledger(pool);

        const auto created = ledger.carryOut(order(upload::CreateUpload{target}, proof));
        QCOMPARE(summary(created), QStringLiteral("ok"));
        const s3::UploadAddress address{target, std::get<s3::CreatedUpload>(*created).uploadId};
        const auto found = ledger.carryOut(order(upload::FindCreatedUpload{target}, proof));
        QCOMPARE(summary(found), QStringLiteral("ok"));
        QCOMPARE(std::get<upload::UploadsFound>(*found).uploads.size(), 1);
        QVERIFY(std::get<upload::UploadsFound>(*found).serverDate.isValid());

        const auto plan = *s3::PartPlan::make(m_bytes.size(), 5 * s3::MiB, {}, 0);
        QCOMPARE(plan.count(), 3);
        QList<upload::Ticket> tickets;
        for (int number = 1; number <= plan.count(); ++number)
            tickets.append(pool.send(order(upload::SendPart{address, number, plan.range(number), 1}, proof)));
        upload::CompleteUpload complete{address, {}, {}};
        QByteArray crc;
        for (int number = 1; number <= plan.count(); ++number) {
            const auto outcome = ledger.wait(tickets[number - 1]);
            QVERIFY2(outcome, qPrintable(summary(outcome)));
            const auto &part = std::get<upload::PartStored>(*outcome);
            complete.parts.append({number, part.etag, part.checksums});
            crc = number == 1 ? part.digests.crc64Nvme
                              : s3::combinedCrc(s3::ChecksumAlgorithm::Crc64Nvme, crc, part.digests.crc64Nvme, plan.range(number).length);
        }
        QCOMPARE(crc, s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, m_bytes));

        const auto listed = ledger.carryOut(order(upload::ListStoredParts{address}, proof));
        QCOMPARE(summary(listed), QStringLiteral("ok"));
        QCOMPARE(std::get<upload::PartsListed>(*listed).parts.size(), 3);
        QCOMPARE(std::get<upload::PartsListed>(*listed).storageClass, QByteArray("STANDARD"));
        QVERIFY(std::get<upload::PartsListed>(*listed).serverDate.isValid());
        // With parts it is no longer the upload whose Create was lost.
        QVERIFY(std::get<upload::UploadsFound>(*ledger.carryOut(order(upload::FindCreatedUpload{target}, proof))).uploads.isEmpty());

        const auto completed = ledger.carryOut(order(complete, proof));
        QVERIFY2(completed, qPrintable(completed ? QString() : completed.error().message));
        const auto head = ledger.carryOut(order(upload::CheckObject{target}, proof));
        QCOMPARE(std::get<s3::ObjectHead>(*head).size, m_bytes.size());
        QCOMPARE(m_server.object("demo", key.toUtf8()), std::optional(m_bytes));
        QCOMPARE(summary(ledger.carryOut(order(upload::AbortUpload{address}, proof))), QStringLiteral("ok")); // gone is what abort wants
    }

    // A stored part is looked for and compared, by its ETag and by a checksum that was declared; the file is read, and nothing is sent.
    void partsAreLookedForAndCompared_data()
    {
        QTest::addColumn<int>("algorithm"); // -1: none, the ETag decides
        QTest::addColumn<QString>("by");
        QTest::newRow("ETag") << -1 << QStringLiteral("ETag (MD5)");
        QTest::newRow("CRC32") << int(s3::ChecksumAlgorithm::Crc32) << QStringLiteral("CRC32");
        QTest::newRow("SHA-1") << int(s3::ChecksumAlgorithm::Sha1) << QStringLiteral("SHA1");
        QTest::newRow("CRC64NVME") << int(s3::ChecksumAlgorithm::Crc64Nvme) << QStringLiteral("CRC64NVME");
    }
    void partsAreLookedForAndCompared()
    {
        QFETCH(int, algorithm);
        QFETCH(QString, by);
        net::LanePool pool;
        Ledger ledger(pool);
        const auto proof = s3::Integrity::SignedPayload;
        const auto declared = algorithm < 0 ? std::nullopt : std::optional(s3::ChecksumAlgorithm(algorithm));
        const auto with = [&](const upload::Work &work) {
            upload::Order made = order(work, proof);
            made.checksumAlgorithm = declared;
            return made;
        };
        const s3::ObjectAddress target{QStringLiteral("demo"), QStringLiteral("compared by ") + by};
        const auto created = ledger.carryOut(with(upload::CreateUpload{target}));
        QVERIFY2(created, qPrintable(summary(created)));
        const s3::UploadAddress address{target, std::get<s3::CreatedUpload>(*created).uploadId};
        const s3::ByteRange range{5 * s3::MiB, 5 * s3::MiB};
        QVERIFY(!std::get<upload::PartFound>(*ledger.carryOut(with(upload::LookForPart{address, 2}))).part);
        const auto sent = ledger.carryOut(with(upload::SendPart{address, 2, range, 1}));
        QVERIFY2(sent, qPrintable(summary(sent)));

        const auto found = std::get<upload::PartFound>(*ledger.carryOut(with(upload::LookForPart{address, 2}))).part;
        QVERIFY(found);
        QCOMPARE(found->size, range.length);
        QVERIFY(!std::get<upload::PartFound>(*ledger.carryOut(with(upload::LookForPart{address, 1}))).part); // the next one is not it
        const auto same = std::get<upload::PartCompared>(*ledger.carryOut(with(upload::ComparePart{address, 2, range, *found})));
        QCOMPARE(same.result, upload::Comparison::Same);
        QCOMPARE(same.by, by);
        QCOMPARE(same.digests.crc64Nvme, s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, m_bytes.mid(range.offset, range.length)));
        const s3::ByteRange other{5 * s3::MiB - 1, 5 * s3::MiB};
        QCOMPARE(std::get<upload::PartCompared>(*ledger.carryOut(with(upload::ComparePart{address, 2, other, *found}))).result,
            upload::Comparison::Differs);
        const s3::ByteRange longer{5 * s3::MiB, 5 * s3::MiB + 1};
        QCOMPARE(std::get<upload::PartCompared>(*ledger.carryOut(with(upload::ComparePart{address, 2, longer, *found}))).by,
            QStringLiteral("size"));

        // An ETag that is no MD5 and no checksum: nothing is claimed.
        s3::StoredPart opaque = *found;
        opaque.etag = "\"opaque-1\"";
        opaque.checksums = {};
        QCOMPARE(std::get<upload::PartCompared>(*ledger.carryOut(with(upload::ComparePart{address, 2, range, opaque}))).result,
            upload::Comparison::Impossible);
        upload::Order changed = with(upload::ComparePart{address, 2, range, *found});
        changed.fingerprint.mtimeNs -= 1;
        QCOMPARE(ledger.carryOut(changed).error().kind, s3::ErrorKind::SourceChanged);

        const auto open = std::get<upload::OpenUploadsFound>(
            *ledger.carryOut(with(upload::FindOpenUploads{QStringLiteral("demo"), {target.key, QStringLiteral("absent")}, {}})));
        QCOMPARE(open.uploads.size(), 1);
        QCOMPARE(open.uploads.first().upload.address, address);
        QCOMPARE(open.uploads.first().parts, 1);
        QCOMPARE(open.uploads.first().bytes, range.length);
        QVERIFY(open.uploads.first().lastPart.isValid());
        QVERIFY(open.isWhole);
        const auto below = std::get<upload::OpenUploadsFound>(
            *ledger.carryOut(with(upload::FindOpenUploads{QStringLiteral("demo"), {}, QStringLiteral("compared")})));
        QVERIFY(below.uploads.size() >= 1);
        QCOMPARE(summary(ledger.carryOut(with(upload::AbortUpload{address}))), QStringLiteral("ok"));
    }

    void objectAndItsKeyAreFound()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        const s3::ObjectAddress target{QStringLiteral("demo"), QStringLiteral("small")};
        const auto proof = s3::Integrity::SignedPayload;
        QVERIFY(!std::get<upload::KeyChecked>(*ledger.carryOut(order(upload::CheckKey{target}, proof))).object);
        QCOMPARE(summary(ledger.carryOut(order(upload::SendObject{target, m_bytes.size(), true, 1}, proof))), QStringLiteral("ok"));
        QCOMPARE(std::get<upload::KeyChecked>(*ledger.carryOut(order(upload::CheckKey{target}, proof))).object->size, m_bytes.size());
        QCOMPARE(ledger.carryOut(order(upload::SendObject{target, m_bytes.size(), true, 1}, proof)).error().kind, s3::ErrorKind::KeyExists);
        const auto found =
            ledger.carryOut(order(upload::FindObjects{QStringLiteral("demo"), {QStringLiteral("small"), QStringLiteral("absent")}}, proof));
        QCOMPARE(std::get<upload::ObjectsFound>(*found).existingKeys, QStringList{QStringLiteral("small")});
        const auto buckets = std::get<QList<s3::Bucket>>(*ledger.carryOut(order(upload::ListBuckets{}, proof)));
        QVERIFY(std::any_of(buckets.begin(), buckets.end(), [](const s3::Bucket &bucket) { return bucket.name == QLatin1String("demo"); }));
    }

    // Page after page, as the browser of an account asks for them.
    void openUploadsComeByThePage()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        m_server.addBucket("paged");
        m_server.addHollowUploads("paged", "dir/ä+ ", 3);
        m_server.addHollowUploads("paged", "other", 1);
        const auto proof = s3::Integrity::SignedPayload;
        upload::ListOpenUploads work{QStringLiteral("paged"), QStringLiteral("dir/"), {}, {}};
        QStringList keys;
        for (bool isTruncated = true; isTruncated;) {
            const auto outcome = ledger.carryOut(order(work, proof));
            QCOMPARE(summary(outcome), QStringLiteral("ok"));
            const auto &page = std::get<s3::UploadsPage>(*outcome);
            QCOMPARE(page.uploads.size(), 1);
            QCOMPARE(page.uploads.first().address.object.bucket, QStringLiteral("paged"));
            keys += page.uploads.first().address.object.key;
            QVERIFY(qAbs(page.serverDate.secsTo(QDateTime::currentDateTimeUtc())) < 60);
            QCOMPARE(page.server, QByteArray("davit-sandbox"));
            isTruncated = page.isTruncated;
            work.keyMarker = page.nextKeyMarker;
            work.uploadIdMarker = page.nextUploadIdMarker;
        }
        QCOMPARE(keys, (QStringList{QStringLiteral("dir/ä+ 000001"), QStringLiteral("dir/ä+ 000002"), QStringLiteral("dir/ä+ 000003")}));

        m_server.addFault(QStringLiteral("access-denied:bucket=paged,op=ListMultipartUploads"));
        QCOMPARE(summary(ledger.carryOut(order(work, proof))), QStringLiteral("needs-user AccessDenied"));
        work.bucket = QStringLiteral("absent");
        QCOMPARE(summary(ledger.carryOut(order(work, proof))), QStringLiteral("needs-user NoSuchBucket"));
    }

    // GET, merge, PUT, GET again: the way of the dialog.
    void lifecycleRulesAreReadAndWritten()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        m_server.addBucket("ruled");
        const QString bucket = QStringLiteral("ruled");
        const auto read = [&] { return ledger.carryOut(order(upload::ReadLifecycle{bucket}, s3::Integrity::SignedPayload)); };
        const auto write = [&](const s3::LifecycleConfiguration &wished) {
            return ledger.carryOut(order(upload::WriteLifecycle{bucket, wished}, s3::Integrity::SignedPayload));
        };
        const auto none = read();
        QCOMPARE(summary(none), QStringLiteral("ok"));
        QVERIFY(std::get<s3::LifecycleConfiguration>(*none).rules.isEmpty());

        auto wished = s3::withAbortAfter(std::get<s3::LifecycleConfiguration>(*none), 7);
        const auto written = write(wished);
        QVERIFY2(written, qPrintable(summary(written)));
        QVERIFY(std::holds_alternative<upload::LifecycleWritten>(*written));
        const auto there = std::get<s3::LifecycleConfiguration>(*read());
        QVERIFY(s3::holdsSame(there, wished));
        QCOMPARE(there.transitionMinimum, QByteArray("all_storage_classes_128K"));
        wished = s3::withoutAbort(there);
        QVERIFY(wished.rules.isEmpty());
        QCOMPARE(summary(write(wished)), QStringLiteral("ok"));
        QVERIFY(std::get<s3::LifecycleConfiguration>(*read()).rules.isEmpty());

        m_server.addFault(QStringLiteral("access-denied:bucket=ruled,op=PutBucketLifecycle"));
        QCOMPARE(summary(write(there)), QStringLiteral("needs-user AccessDenied"));
        m_server.addFault(QStringLiteral("no-lifecycle:bucket=ruled"));
        QCOMPARE(summary(read()), QStringLiteral("permanent NotImplemented"));
        QCOMPARE(summary(write(there)), QStringLiteral("permanent NotImplemented"));
        m_server.clearFaults();
    }

    void wrongSecretIsSaid()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        auto wrong = order(upload::ListBuckets{}, s3::Integrity::SignedPayload);
        wrong.credentials.secretAccessKey = "wrong";
        const auto outcome = ledger.carryOut(wrong);
        QCOMPARE(summary(outcome), QStringLiteral("needs-user SignatureDoesNotMatch"));
        QVERIFY(outcome.error().serverDate.isValid());
    }

    // The doctor's requests: what the server says is an answer, unless another clock or region cures it.
    void probes()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        const s3::ObjectAddress target{QStringLiteral("demo"), QStringLiteral("nobody")};
        const auto head = [&](const s3::ObjectAddress &object, bool isAnonymous = false) {
            upload::Probe probe;
            probe.operation = s3::Operation::HeadObject;
            probe.target = object;
            probe.make = [object](const s3::Endpoint &endpoint) { return s3::headObject(endpoint, object); };
            upload::Order asked = order(probe, s3::Integrity::SignedPayload);
            if (isAnonymous)
                asked.credentials = {};
            return ledger.carryOut(asked);
        };
        QSignalSpy told(&pool, &net::LanePool::timeTold); // links are signed by the server's clock
        const auto missing = head(target);
        QCOMPARE(summary(missing), QStringLiteral("ok"));
        QCOMPARE(told.size(), 1);
        const auto &heard = std::get<upload::Heard>(*missing);
        QCOMPARE(heard.response.status, 404);
        QCOMPARE(heard.region, QByteArray("us-east-1"));
        QVERIFY(heard.response.headers.has("Date"));
        const auto stranger = head(target, true);
        QCOMPARE(summary(stranger), QStringLiteral("ok"));
        QCOMPARE(std::get<upload::Heard>(*stranger).response.status, 403);
        QCOMPARE(std::get<upload::Heard>(*stranger).region, QByteArray());

        // With a body of its own, which the request's digest is about.
        upload::Probe put;
        put.operation = s3::Operation::PutObject;
        put.target = {QStringLiteral("demo"), QStringLiteral("probe")};
        put.make = [target = put.target, bytes = m_bytes.first(5'500'000)](const s3::Endpoint &endpoint) {
            s3::Payload payload;
            payload.checksums.set("Content-MD5", s3::digestOf(s3::ChecksumAlgorithm::Md5, bytes).toBase64());
            s3::HttpRequest request = s3::putObject(endpoint, target, {}, payload);
            request.body = bytes;
            return request;
        };
        const auto stored = ledger.carryOut(order(put, s3::Integrity::SignedPayload));
        QCOMPARE(summary(stored), QStringLiteral("ok"));
        QCOMPARE(std::get<upload::Heard>(*stored).response.status, 200);

        upload::Probe locate; // not by HEAD, whose answers cannot say why
        locate.operation = s3::Operation::GetBucketLocation;
        locate.target = {QStringLiteral("demo"), {}};
        locate.make = [](const s3::Endpoint &endpoint) { return s3::bucketLocation(endpoint, QStringLiteral("demo")); };
        m_server.addFault(QStringLiteral("skewed-clock:count=1"));
        const auto skewed = ledger.carryOut(order(locate, s3::Integrity::SignedPayload));
        QVERIFY(!skewed.ok());
        QCOMPARE(skewed.error().kind, s3::ErrorKind::ClockSkewed);
        QVERIFY(skewed.error().serverDate.isValid());
        m_server.addFault(QStringLiteral("slowdown:count=1"));
        const auto throttled = ledger.carryOut(order(locate, s3::Integrity::SignedPayload));
        QVERIFY(!throttled.ok());
        QCOMPARE(throttled.error().kind, s3::ErrorKind::Throttled);
    }
};

QTEST_GUILESS_MAIN(TestLaneSandbox)
#include "tst_lanesandbox.moc"
