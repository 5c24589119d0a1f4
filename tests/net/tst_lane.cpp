// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// What each work says on the wire, and what becomes of the answers of a server in good health.

#include "ordering.h"

#include "s3/checksum.h"
#include "s3/sigv4.h"

#include <QCryptographicHash>
#include <QNetworkProxy>
#include <QScopeGuard>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace nettest;
using namespace std::chrono_literals;

class TestLane : public QObject {
    Q_OBJECT

private:
    upload::Connection connection() const { return connectionTo(m_server.host()); }
    upload::Order order(const upload::Work &work) const { return orderFor(connection(), work); }
    static s3::ObjectAddress target() { return {QStringLiteral("bucket"), QStringLiteral("folder/key")}; }

    // Signs what arrived once more, as a server does.
    static bool isSignedRight(const Seen &seen, const upload::Order &order)
    {
        const QByteArray authorization = seen.headers.value("Authorization");
        const auto field = [&](const QByteArray &name) {
            const auto begin = authorization.indexOf(name + '=') + name.size() + 1;
            const auto end = authorization.indexOf(',', begin);
            return authorization.mid(begin, end < 0 ? -1 : end - begin);
        };
        s3::Headers headers;
        for (const QByteArray &name : field("SignedHeaders").split(';'))
            headers.append({name, seen.headers.value(name)});
        const auto mark = seen.target.indexOf('?');
        const QByteArray path = mark < 0 ? seen.target : seen.target.left(mark);
        const QByteArray query = mark < 0 ? QByteArray() : seen.target.mid(mark + 1);
        QDateTime utc =
            QDateTime::fromString(QString::fromLatin1(seen.headers.value("x-amz-date")), QStringLiteral("yyyyMMdd'T'hhmmss'Z'"));
        utc.setTimeSpec(Qt::UTC);
        const QByteArray region = order.region.isEmpty() ? order.connection.endpoint.signingRegion() : order.region.toLatin1();
        const s3::SigningScope scope{region, utc};
        const QByteArray canonical = s3::canonicalRequest(seen.method, path, query, headers, seen.headers.value("x-amz-content-sha256"));
        return utc.isValid() &&
               field("Signature") == s3::signature(order.credentials.secretAccessKey, scope, s3::stringToSign(scope, canonical));
    }

    ScriptedServer m_server;
    QTemporaryDir m_folder;

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void partArrivesAsItIs_data()
    {
        QTest::addColumn<int>("integrity");
        QTest::addColumn<qint64>("size");
        const std::pair<const char *, s3::Integrity> integrities[] = {{"signed", s3::Integrity::SignedPayload},
            {"md5", s3::Integrity::ContentMd5}, {"crc64", s3::Integrity::Crc64Nvme}, {"crc32c", s3::Integrity::Crc32c},
            {"sha256", s3::Integrity::Sha256}, {"crc32", s3::Integrity::Crc32}, {"sha1", s3::Integrity::Sha1}};
        for (const auto &[name, integrity] : integrities) {
            QTest::addRow("%s 3 MB", name) << int(integrity) << qint64(3'000'001);
            QTest::addRow("%s 1 byte", name) << int(integrity) << qint64(1);
        }
    }

    void partArrivesAsItIs()
    {
        QFETCH(int, integrity);
        QFETCH(qint64, size);
        const QByteArray bytes = someBytes(size + 1000);
        const QString path = writeFile(m_folder, QStringLiteral("source"), bytes);
        const QByteArray range = bytes.mid(500, size);
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order part = partOrder(connection(), path, 7, s3::ByteRange{500, size});
        part.integrity = s3::Integrity(integrity);
        const auto outcome = ledger.carryOut(part);
        QCOMPARE(summary(outcome), QStringLiteral("ok"));

        QCOMPARE(m_server.seen().size(), 1);
        const Seen &seen = m_server.seen().first();
        QCOMPARE(seen.method, QByteArray("PUT"));
        QCOMPARE(seen.target, QByteArray("/bucket/a%20key/%C3%A4%2B%26.bin?partNumber=7&uploadId=upload-1"));
        QCOMPARE(seen.body, range);
        QVERIFY(isSignedRight(seen, part));
        const auto &headers = seen.headers;
        QCOMPARE(headers.value("Content-Length").toLongLong(), size);
        QCOMPARE(headers.value("Host"), m_server.host());
        QCOMPARE(headers.value("User-Agent"), QByteArray("davit/" DAVIT_VERSION));
        QCOMPARE(headers.value("Accept-Encoding"), QByteArray("identity"));
        QVERIFY(!headers.has("Expect") && !headers.has("Cookie") && !headers.has("Transfer-Encoding") && !headers.has("Upgrade"));

        const auto &answer = std::get<upload::PartStored>(*outcome);
        QCOMPARE(answer.etag, Etag);
        QCOMPARE(answer.digests.crc64Nvme, s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, range));
        const QByteArray sha256 = QCryptographicHash::hash(range, QCryptographicHash::Sha256);
        switch (s3::Integrity(integrity)) {
        case s3::Integrity::SignedPayload:
            QCOMPARE(headers.value("x-amz-content-sha256"), sha256.toHex());
            QVERIFY(answer.checksums.isEmpty());
            break;
        case s3::Integrity::ContentMd5:
            QCOMPARE(headers.value("Content-MD5"), QCryptographicHash::hash(range, QCryptographicHash::Md5).toBase64());
            QVERIFY(answer.checksums.isEmpty()); // Complete repeats checksums, not Content-MD5
            break;
        case s3::Integrity::Crc64Nvme:
            QCOMPARE(headers.value("x-amz-checksum-crc64nvme"), answer.digests.crc64Nvme.toBase64());
            QCOMPARE(answer.checksums, (s3::Headers{{"x-amz-checksum-crc64nvme", answer.digests.crc64Nvme.toBase64()}}));
            break;
        case s3::Integrity::Crc32c:
            QCOMPARE(answer.checksums.value("x-amz-checksum-crc32c"), headers.value("x-amz-checksum-crc32c"));
            QVERIFY(headers.has("x-amz-checksum-crc32c"));
            break;
        case s3::Integrity::Sha256:
            QCOMPARE(headers.value("x-amz-checksum-sha256"), sha256.toBase64());
            QCOMPARE(answer.checksums.value("x-amz-checksum-sha256"), sha256.toBase64());
            break;
        case s3::Integrity::Crc32:
            QCOMPARE(headers.value("x-amz-checksum-crc32"), s3::digestOf(s3::ChecksumAlgorithm::Crc32, range).toBase64());
            break;
        case s3::Integrity::Sha1:
            QCOMPARE(headers.value("x-amz-checksum-sha1"), s3::digestOf(s3::ChecksumAlgorithm::Sha1, range).toBase64());
            break;
        }
    }

    void objectArrivesWhole_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("empty") << qint64(0);
        QTest::newRow("small") << qint64(100);
        QTest::newRow("larger than all buffers") << qint64(9'000'000);
    }

    void objectArrivesWhole()
    {
        QFETCH(qint64, size);
        const QByteArray bytes = someBytes(size);
        const QString path = writeFile(m_folder, QStringLiteral("source"), bytes);
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order object = partOrder(connection(), path);
        object.work = upload::SendObject{target(), size, true, 1};
        object.options.contentType = "text/plain";
        object.options.metadata.insert("author", "somebody  else");
        const auto outcome = ledger.carryOut(object);
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        QCOMPARE(std::get<upload::ObjectStored>(*outcome).etag, Etag);
        const Seen &seen = m_server.seen().first();
        QCOMPARE(seen.target, QByteArray("/bucket/folder/key"));
        QCOMPARE(seen.body, bytes);
        QCOMPARE(seen.headers.value("Content-Length"), QByteArray::number(size));
        QCOMPARE(seen.headers.value("Content-Type"), QByteArray("text/plain"));
        QCOMPARE(seen.headers.value("If-None-Match"), QByteArray("*"));
        QVERIFY(isSignedRight(seen, object));
    }

    void everyQuestionIsAsked_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"create", "complete", "abort", "check key", "check object", "list buckets"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void everyQuestionIsAsked()
    {
        QFETCH(QString, name);
        const s3::UploadAddress address{target(), "id+/=="};
        upload::Work work;
        Script script;
        QByteArray method;
        QByteArray wire;
        std::function<bool(const upload::Answer &)> expected;
        if (name == QLatin1String("create")) {
            work = upload::CreateUpload{target()};
            script = xml(200, "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>folder/key</Key><UploadId>u1</UploadId></"
                              "InitiateMultipartUploadResult>");
            method = "POST";
            wire = "/bucket/folder/key?uploads=";
            expected = [](const upload::Answer &answer) { return std::get<s3::CreatedUpload>(answer).uploadId == "u1"; };
        } else if (name == QLatin1String("complete")) {
            work = upload::CompleteUpload{address, {{1, Etag, {}}}, {}};
            script = xml(200, "<CompleteMultipartUploadResult><Bucket>bucket</Bucket><Key>folder/key</Key><ETag>\"e-1\"</ETag></"
                              "CompleteMultipartUploadResult>");
            method = "POST";
            wire = "/bucket/folder/key?uploadId=id%2B%2F%3D%3D";
            expected = [](const upload::Answer &answer) { return std::get<s3::CompletedObject>(answer).etag == "\"e-1\""; };
        } else if (name == QLatin1String("abort")) {
            work = upload::AbortUpload{address};
            script.status = 204;
            method = "DELETE";
            wire = "/bucket/folder/key?uploadId=id%2B%2F%3D%3D";
            expected = [](const upload::Answer &answer) { return std::holds_alternative<upload::Aborted>(answer); };
        } else if (name == QLatin1String("check key")) {
            work = upload::CheckKey{target()};
            script.status = 404;
            method = "HEAD";
            wire = "/bucket/folder/key";
            expected = [](const upload::Answer &answer) { return !std::get<upload::KeyChecked>(answer).object; };
        } else if (name == QLatin1String("check object")) {
            work = upload::CheckObject{target()};
            script = stored();
            script.headers.set("Content-Length", "43");
            method = "HEAD";
            wire = "/bucket/folder/key";
            expected = [](const upload::Answer &answer) { return std::get<s3::ObjectHead>(answer).size == 43; };
        } else {
            work = upload::ListBuckets{};
            script = xml(200, "<ListAllMyBucketsResult><Buckets><Bucket><Name>one</Name></Bucket></Buckets></ListAllMyBucketsResult>");
            method = "GET";
            wire = "/";
            expected = [](const upload::Answer &answer) {
                return std::get<QList<s3::Bucket>>(answer).value(0).name == QLatin1String("one");
            };
        }
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        const auto asked = order(work);
        const auto outcome = ledger.carryOut(asked);
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        QVERIFY(expected(*outcome));
        QCOMPARE(m_server.seen().size(), 1);
        QCOMPARE(m_server.seen().first().method, method);
        QCOMPARE(m_server.seen().first().target, wire);
        QVERIFY(isSignedRight(m_server.seen().first(), asked));
    }

    void keyInUseIsFound()
    {
        Script script = stored();
        script.headers.set("Content-Length", "5");
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order check = order(upload::CheckKey{target()});
        check.integrity = s3::Integrity::Crc64Nvme;
        const auto outcome = ledger.carryOut(check);
        QCOMPARE(std::get<upload::KeyChecked>(*outcome).object->size, 5);
        QCOMPARE(m_server.seen().first().headers.value("x-amz-checksum-mode"), QByteArray("ENABLED"));
        check.integrity = s3::Integrity::ContentMd5; // a server without checksums may refuse to be asked for them
        QVERIFY(ledger.carryOut(check));
        QVERIFY(!m_server.seen().last().headers.has("x-amz-checksum-mode"));
    }

    void createAnnouncesTheChecksum()
    {
        m_server.setScript(xml(200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"));
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order create = order(upload::CreateUpload{target()});
        for (const auto &[algorithm, name] : {std::pair{std::optional(s3::ChecksumAlgorithm::Crc64Nvme), "CRC64NVME"},
                 {s3::ChecksumAlgorithm::Crc32, "CRC32"}, {s3::ChecksumAlgorithm::Sha256, "SHA256"}, {std::nullopt, ""}}) {
            create.checksumAlgorithm = algorithm;
            QVERIFY(ledger.carryOut(create));
            QCOMPARE(m_server.seen().last().headers.value("x-amz-checksum-algorithm"), QByteArray(name));
        }
    }

    void clockOffsetAndRegionAreSigned()
    {
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order check = order(upload::CheckObject{target()});
        check.clockOffset = -36h;
        check.region = QStringLiteral("mars-1");
        QVERIFY(ledger.carryOut(check));
        const Seen &seen = m_server.seen().first();
        QVERIFY(isSignedRight(seen, check));
        QVERIFY(seen.headers.value("Authorization").contains("/mars-1/s3/"));
        const QDateTime expected = QDateTime::currentDateTimeUtc().addSecs(-36 * 3600);
        QDateTime signedAt =
            QDateTime::fromString(QString::fromLatin1(seen.headers.value("x-amz-date")), QStringLiteral("yyyyMMdd'T'hhmmss'Z'"));
        signedAt.setTimeSpec(Qt::UTC);
        QVERIFY(qAbs(signedAt.secsTo(expected)) < 30);
    }

    void bucketsThatCannotBeAddressedAreRefusedUnsent_data()
    {
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<QString>("code");
        QTest::newRow("directory bucket") << QStringLiteral("b--usw2-az1--x-s3") << QStringLiteral("DirectoryBucketUnsupported");
        QTest::newRow("half an ARN") << QStringLiteral("arn:aws:s3:us-west-2") << QStringLiteral("InvalidArn");
        QTest::newRow("access point at an IP address")
            << QStringLiteral("arn:aws:s3:us-west-2:123456789012:accesspoint/ap") << QStringLiteral("ConflictingEndpointOptions");
    }

    void bucketsThatCannotBeAddressedAreRefusedUnsent()
    {
        QFETCH(const QString, bucket);
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(upload::CheckObject{{bucket, QStringLiteral("key")}}));
        QVERIFY(!outcome);
        QTEST(outcome.error().code, "code");
        QCOMPARE(outcome.error().kind, s3::ErrorKind::Permanent);
        QVERIFY(m_server.seen().isEmpty());
    }

    void accessPointsAreAskedByTheirHostAndSignedForTheirRegion()
    {
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        // Nobody resolves the host's name: a proxy is asked for it, which is the scripted server.
        const quint16 port = m_server.host().split(':').last().toUShort();
        const auto withoutProxy = qScopeGuard([] { QNetworkProxy::setApplicationProxy(QNetworkProxy::DefaultProxy); });
        QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), port));
        const QString ap = QStringLiteral("arn:aws:s3:us-west-2:123456789012:accesspoint/ap");
        upload::Order check = order(upload::CheckObject{{ap, QStringLiteral("key")}});
        check.connection.endpoint = *s3::endpointFromText(QStringLiteral("http://gateway.test/s3"), QStringLiteral("eu-west-1"));
        check.connection.proxy.kind = upload::ProxyOptions::Kind::Http;
        check.connection.proxy.host = QStringLiteral("127.0.0.1");
        check.connection.proxy.port = port;
        check.region = QStringLiteral("us-east-2"); // somebody's idea of where the bucket is
        QCOMPARE(summary(ledger.carryOut(check)), QStringLiteral("ok"));
        const Seen &seen = m_server.seen().first();
        QCOMPARE(seen.target, QByteArray("http://ap-123456789012.gateway.test/s3/key"));
        QCOMPARE(seen.headers.value("Host"), QByteArray("ap-123456789012.gateway.test"));
        QVERIFY(seen.headers.value("Authorization").contains("/us-west-2/s3/aws4_request"));

        check.work = upload::ReadLifecycle{ap};
        QCOMPARE(ledger.carryOut(check).error().code, QStringLiteral("AccessPointUnsupported"));
        QCOMPARE(m_server.seen().size(), 1);
    }

    void anonymousSignsNothing()
    {
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order check = order(upload::CheckObject{target()});
        check.credentials = {};
        QVERIFY(ledger.carryOut(check));
        QVERIFY(!m_server.seen().first().headers.has("Authorization"));
    }

    void allStoredPartsAreGathered()
    {
        m_server.setDirector([](const Seen &seen) {
            const QUrlQuery query(QUrl::fromEncoded(seen.target));
            const int after = query.queryItemValue(QStringLiteral("part-number-marker")).toInt();
            QByteArray page = "<ListPartsResult><PartNumberMarker>" + QByteArray::number(after) + "</PartNumberMarker>";
            const int last = std::min(after + 10, 25);
            for (int number = after + 1; number <= last; ++number)
                page += "<Part><PartNumber>" + QByteArray::number(number) + "</PartNumber><Size>5</Size><ETag>\"e\"</ETag></Part>";
            page += "<NextPartNumberMarker>" + QByteArray::number(last) + "</NextPartNumberMarker><IsTruncated>" +
                    (last < 25 ? "true" : "false") + "</IsTruncated></ListPartsResult>";
            return xml(200, page);
        });
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(upload::ListStoredParts{{target(), "u1"}}));
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        const auto &parts = std::get<upload::PartsListed>(*outcome).parts;
        QCOMPARE(parts.size(), 25);
        for (int i = 0; i < parts.size(); ++i)
            QCOMPARE(parts[i].number, i + 1);
        QCOMPARE(m_server.seen().size(), 3);
    }

    void partsThatAreListedTwiceCountOnce()
    {
        const auto part = [](int number, int size, int second) {
            return "<Part><PartNumber>" + QByteArray::number(number) + "</PartNumber><Size>" + QByteArray::number(size) +
                   "</Size><ETag>\"e\"</ETag><LastModified>2026-01-01T00:00:0" + QByteArray::number(second) + ".000Z</LastModified></Part>";
        };
        m_server.setScript(xml(200, "<ListPartsResult>" + part(3, 5, 0) + part(2, 5, 1) + part(1, 5, 0) + part(2, 7, 2) + part(2, 6, 0) +
                                        "<IsTruncated>false</IsTruncated></ListPartsResult>"));
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(upload::ListStoredParts{{target(), "u1"}}));
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        const auto &parts = std::get<upload::PartsListed>(*outcome).parts;
        QCOMPARE(parts.size(), 3);
        QCOMPARE(parts[1].size, 7);
    }

    // What an abort has to name is the bucket that was asked, whatever the page calls it; a page is one request, also when it leads nowhere.
    void pagesOfUploadsNameTheBucketThatWasAsked()
    {
        Script page =
            xml(200, "<ListMultipartUploadsResult><Bucket>tenant:alias</Bucket><Upload><Key>k</Key><UploadId>u</UploadId></Upload>"
                     "<NextKeyMarker>k</NextKeyMarker><IsTruncated>true</IsTruncated></ListMultipartUploadsResult>");
        page.headers.set("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        page.headers.set("Server", "MinIO");
        m_server.setScript(page);
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome =
            ledger.carryOut(order(upload::ListOpenUploads{target().bucket, QStringLiteral("k"), QStringLiteral("k"), "u/+"}));
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        const auto &said = std::get<s3::UploadsPage>(*outcome);
        QCOMPARE(said.uploads.first().address, (s3::UploadAddress{{target().bucket, QStringLiteral("k")}, "u"}));
        QVERIFY(said.isTruncated);
        QCOMPARE(said.server, QByteArray("MinIO"));
        QCOMPARE(said.serverDate, QDateTime({1994, 11, 6}, {8, 49, 37}, Qt::UTC));
        QCOMPARE(m_server.seen().size(), 1);
        QVERIFY(m_server.seen().first().target.contains("key-marker=k&"));
        QVERIFY(m_server.seen().first().target.contains("upload-id-marker=u%2F%2B"));
        QVERIFY(m_server.seen().first().target.contains("prefix=k&"));
    }

    void lifecycleTravelsWithItsProof()
    {
        m_server.setScript(Script());
        net::LanePool pool;
        Ledger ledger(pool);
        s3::LifecycleConfiguration wished = s3::withAbortAfter({}, 7);
        wished.transitionMinimum = "varies_by_storage_class";
        QCOMPARE(summary(ledger.carryOut(order(upload::WriteLifecycle{target().bucket, wished}))), QStringLiteral("ok"));
        const Seen put = m_server.seen().first();
        QCOMPARE(put.method, QByteArray("PUT"));
        QVERIFY(put.target.endsWith("?lifecycle="));
        QCOMPARE(put.body, s3::lifecycleXml(wished));
        QCOMPARE(QByteArray::fromBase64(put.headers.value("Content-MD5")), QCryptographicHash::hash(put.body, QCryptographicHash::Md5));
        QCOMPARE(put.headers.value("x-amz-transition-default-minimum-object-size"), wished.transitionMinimum);
        QVERIFY(put.headers.value("Authorization").contains("x-amz-transition-default-minimum-object-size"));
        QCOMPARE(summary(ledger.carryOut(order(upload::WriteLifecycle{target().bucket, {}}))), QStringLiteral("ok"));
        QCOMPARE(m_server.seen().last().method, QByteArray("DELETE"));

        m_server.setScript(xml(404, "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>"));
        const auto none = ledger.carryOut(order(upload::ReadLifecycle{target().bucket}));
        QCOMPARE(summary(none), QStringLiteral("ok"));
        QVERIFY(std::get<s3::LifecycleConfiguration>(*none).rules.isEmpty());
        Script denied;
        denied.status = 403;
        m_server.setScript(denied);
        QCOMPARE(summary(ledger.carryOut(order(upload::ReadLifecycle{target().bucket}))), QStringLiteral("needs-user AccessDenied"));
    }

    void stuckPagingEnds()
    {
        m_server.setDirector([](const Seen &seen) {
            return seen.target.contains("uploads=")
                       ? xml(200, "<ListMultipartUploadsResult><NextKeyMarker>folder/key</NextKeyMarker><NextUploadIdMarker>u</"
                                  "NextUploadIdMarker><IsTruncated>true</IsTruncated></ListMultipartUploadsResult>")
                       : xml(200, "<ListPartsResult><NextPartNumberMarker>3</NextPartNumberMarker><IsTruncated>true</IsTruncated></"
                                  "ListPartsResult>");
        });
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(order(upload::ListStoredParts{{target(), "u1"}}))), QStringLiteral("permanent PagingStuck"));
        QCOMPARE(m_server.seen().size(), 2);
        QCOMPARE(summary(ledger.carryOut(order(upload::FindCreatedUpload{target()}))), QStringLiteral("permanent PagingStuck"));
        QCOMPARE(m_server.seen().size(), 4);
    }

    void lostUploadIsFoundByItsExactKey()
    {
        m_server.setDirector([](const Seen &seen) {
            const auto found = [](const QByteArray &key, const QByteArray &id) {
                return "<Upload><Key>" + key + "</Key><UploadId>" + id + "</UploadId></Upload>";
            };
            Script script;
            if (seen.target.contains("uploads=") && !seen.target.contains("key-marker"))
                script = xml(200, "<ListMultipartUploadsResult><NextKeyMarker>folder/key</NextKeyMarker><NextUploadIdMarker>u2</"
                                  "NextUploadIdMarker><IsTruncated>true</IsTruncated>" +
                                      found("folder/key", "empty-1") + found("folder/key", "u2") + "</ListMultipartUploadsResult>");
            else if (seen.target.contains("uploads="))
                script = xml(200, "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>" + found("folder/key", "empty-2") +
                                      found("folder/key", "gone") + found("folder/key2", "other") + found("folder/key/x", "other") +
                                      "<CommonPrefixes><Prefix>folder/key</Prefix></CommonPrefixes></ListMultipartUploadsResult>");
            else if (seen.target.contains("uploadId=gone"))
                script = xml(404, "<Error><Code>NoSuchUpload</Code><Message>gone</Message></Error>");
            else if (seen.target.contains("uploadId=u2"))
                script = xml(200, "<ListPartsResult><Part><PartNumber>1</PartNumber><Size>5</Size><ETag>\"e\"</ETag></"
                                  "Part><IsTruncated>false</IsTruncated></ListPartsResult>");
            else
                script = xml(200, "<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>");
            script.headers.set("Date", "Sat, 07 Mar 2026 09:08:07 GMT");
            return script;
        });
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(upload::FindCreatedUpload{target()}));
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        QByteArrayList ids;
        for (const auto &found : std::get<upload::UploadsFound>(*outcome).uploads)
            ids.append(found.address.uploadId);
        QCOMPARE(ids, (QByteArrayList{"empty-1", "empty-2"}));
        QCOMPARE(std::get<upload::UploadsFound>(*outcome).serverDate, QDateTime(QDate(2026, 3, 7), QTime(9, 8, 7), Qt::UTC));
    }

    void existingObjectsAreFound()
    {
        m_server.setDirector([](const Seen &seen) {
            Script script = stored();
            script.status = seen.target.endsWith('7') ? 200 : 404;
            script.answerAfter = 5ms;
            return script;
        });
        net::LanePool pool;
        Ledger ledger(pool);
        upload::FindObjects find{QStringLiteral("bucket"), {}};
        for (int i = 0; i < 50; ++i)
            find.keys.append(QStringLiteral("k%1").arg(i));
        find.keys.insert(3, QStringLiteral("a/../7"));
        const auto outcome = ledger.carryOut(order(find));
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        QCOMPARE(std::get<upload::ObjectsFound>(*outcome).existingKeys,
            (QStringList{
                QStringLiteral("k7"), QStringLiteral("k17"), QStringLiteral("k27"), QStringLiteral("k37"), QStringLiteral("k47")}));
        QCOMPARE(m_server.seen().size(), 50);
        QVERIFY2(m_server.mostAtOnce() > 1 && m_server.mostAtOnce() <= 4, qPrintable(QString::number(m_server.mostAtOnce())));

        QVERIFY(std::get<upload::ObjectsFound>(*ledger.carryOut(order(upload::FindObjects{QStringLiteral("bucket"), {}})))
                    .existingKeys.isEmpty());
        m_server.setScript(xml(403, {}));
        QCOMPARE(ledger.carryOut(order(find)).error().httpStatus, 403);
    }

    void wrongRegionIsLookedUp()
    {
        // The answer to a HEAD has no body that could name the region.
        m_server.setDirector([](const Seen &seen) {
            Script script;
            script.status = 301;
            if (seen.target == "/bucket")
                script.headers.set("x-amz-bucket-region", "ap-test-2");
            return script;
        });
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(upload::CheckObject{target()}));
        QCOMPARE(outcome.error().kind, s3::ErrorKind::WrongRegion);
        QCOMPARE(outcome.error().region, QStringLiteral("ap-test-2"));
        QCOMPARE(m_server.seen().size(), 2);
    }

    void serverErrorKeepsItsWords()
    {
        Script script =
            xml(503, "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message><RequestId>R1</RequestId></Error>");
        script.headers.set("Date", "Sat, 07 Mar 2026 09:08:07 GMT");
        script.headers.set("Retry-After", "3");
        m_server.setScript(script);
        const QString path = writeFile(m_folder, QStringLiteral("source"), someBytes(2'000'000));
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(partOrder(connection(), path));
        QCOMPARE(summary(outcome), QStringLiteral("throttled SlowDown"));
        QCOMPARE(outcome.error().message, QStringLiteral("Please reduce your request rate."));
        QCOMPARE(outcome.error().requestId, QStringLiteral("R1"));
        QCOMPARE(outcome.error().httpStatus, 503);
        QCOMPARE(outcome.error().retryAfter, std::optional(3000ms));
        QCOMPARE(outcome.error().serverDate, QDateTime(QDate(2026, 3, 7), QTime(9, 8, 7), Qt::UTC));
    }

    // DELETE /bucket/key?uploadId= is, to a lenient server, one of the object; DELETE /bucket?uploadId=x one of the bucket.
    void halfAnUploadIsRefusedBeforeTheFirstByte()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        for (const s3::UploadAddress &half :
            {s3::UploadAddress{{QStringLiteral("b"), QStringLiteral("k")}, {}}, s3::UploadAddress{{QStringLiteral("b"), {}}, "id"}}) {
            for (const upload::Work &work : QList<upload::Work>{upload::AbortUpload{half}, upload::ListStoredParts{half}})
                QCOMPARE(summary(ledger.carryOut(order(work))), QStringLiteral("permanent MissingUploadId"));
        }
        QCOMPARE(m_server.connections(), 0);
    }

    void dotSegmentsAreRefusedBeforeTheFirstByte_data()
    {
        QTest::addColumn<QString>("key");
        for (const char *key : {".", "..", "a/../b", "a/./b", "./a", "a/..", "../../etc/passwd"})
            QTest::newRow(key) << QString::fromLatin1(key);
    }

    void dotSegmentsAreRefusedBeforeTheFirstByte()
    {
        QFETCH(QString, key);
        const QString path = writeFile(m_folder, QStringLiteral("source"), "bytes");
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order object = partOrder(connection(), path);
        object.work = upload::SendObject{{QStringLiteral("bucket"), key}, 5, false, 1};
        QCOMPARE(summary(ledger.carryOut(object)), QStringLiteral("permanent DotSegmentKey"));
        QCOMPARE(summary(ledger.carryOut(order(upload::CreateUpload{{QStringLiteral("bucket"), key}}))),
            QStringLiteral("permanent DotSegmentKey"));
        QCOMPARE(m_server.connections(), 0);
    }

    void awkwardKeysArriveAsSigned_data()
    {
        QTest::addColumn<QString>("key");
        for (const char *key : {"..a/b..", "a//b", "/leading", "trailing/", "per%cent", "%2E%2E/x", "plus+and space",
                 "?#[]@!$&'()*,;=:\"<>\\^`{|}~", "\u00e4\u4e2d\U0001F600", "\u0001\u007f", "%41"})
            QTest::newRow(key) << QString::fromUtf8(key);
    }

    void awkwardKeysArriveAsSigned()
    {
        QFETCH(QString, key);
        m_server.setScript(stored());
        const QString path = writeFile(m_folder, QStringLiteral("source"), "bytes");
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order object = partOrder(connection(), path);
        object.work = upload::SendObject{{QStringLiteral("bucket"), key}, 5, false, 1};
        QCOMPARE(summary(ledger.carryOut(object)), QStringLiteral("ok"));
        const Seen &seen = m_server.seen().first();
        QCOMPARE(QString::fromUtf8(QByteArray::fromPercentEncoding(seen.target)), QStringLiteral("/bucket/") + key);
        QVERIFY(isSignedRight(seen, object));
    }

    void connectionsAreKept()
    {
        m_server.setScript(stored());
        const QString path = writeFile(m_folder, QStringLiteral("source"), someBytes(100'000));
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(1);
        for (int i = 1; i <= 20; ++i)
            QVERIFY(ledger.carryOut(partOrder(connection(), path, i)));
        QCOMPARE(m_server.connections(), 1);
    }
};

QTEST_GUILESS_MAIN(TestLane)
#include "tst_lane.moc"
