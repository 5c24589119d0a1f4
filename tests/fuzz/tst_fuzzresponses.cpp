// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Spoilt answers and addresses against every parser: none may crash, take long, or see a success that is not there.
// DAVIT_FUZZ_SEED repeats a run; DAVIT_FUZZ_SECONDS makes it longer.

#include "s3/endpoint.h"
#include "s3/responses.h"
#include "s3/rfc2047.h"
#include "s3/uriencoding.h"
#include "s3/wiredate.h"

#include "mutator.h"

#include <QElapsedTimer>
#include <QTest>
#include <QXmlStreamReader>

#include <ctime>

using namespace s3;

class tst_FuzzResponses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answers();
    void addresses();
    void headers();

private:
    quint32 m_seed = 0;
    qint64 m_milliseconds = 0;
};

namespace {

const QList<QByteArray> &bodies()
{
    static const QByteArray declaration("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    static const QByteArray name(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"");
    static const QList<QByteArray> seeds{
        declaration + "<InitiateMultipartUploadResult" + name +
            "><Bucket>b</Bucket><Key>k</Key><UploadId>2~u</UploadId></InitiateMultipartUploadResult>",
        " \n \n" + declaration + "<CompleteMultipartUploadResult" + name +
            "><Location>http://h/b/k</Location><Bucket>b</Bucket><Key>k</Key><ETag>&quot;0a-2&quot;</ETag><ChecksumCRC64NVME>AAAAAAAAAAA=</"
            "ChecksumCRC64NVME>"
            "<ChecksumType>FULL_OBJECT</ChecksumType></CompleteMultipartUploadResult>",
        declaration + "<ListPartsResult" + name +
            "><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId><Initiator><ID>i</ID></Initiator><NextPartNumberMarker>2</"
            "NextPartNumberMarker>"
            "<MaxParts>2</MaxParts><IsTruncated>true</IsTruncated><Part><PartNumber>1</PartNumber><LastModified>2026-03-07T09:08:07.000Z</"
            "LastModified>"
            "<ETag>\"a\"</ETag><Size>5242880</Size></Part><Part><PartNumber>2</PartNumber><Size>1</Size></Part></ListPartsResult>",
        declaration + "<ListMultipartUploadsResult" + name +
            "><Bucket>b</Bucket><EncodingType>url</EncodingType><NextKeyMarker>a+%C3%BC</NextKeyMarker><NextUploadIdMarker>u</"
            "NextUploadIdMarker>"
            "<IsTruncated>false</IsTruncated><Upload><Key>a+b%2Fc</Key><UploadId>u</UploadId><Initiated>2026-03-07T09:08:07Z</Initiated></"
            "Upload>"
            "<CommonPrefixes><Prefix>p%2F</Prefix></CommonPrefixes></ListMultipartUploadsResult>",
        declaration + "<ListAllMyBucketsResult" + name +
            "><Owner><ID>o</ID></Owner><Buckets><Bucket><Name>b</Name><CreationDate>2012-02-20T17:45:32.000Z</CreationDate></Bucket></"
            "Buckets>"
            "</ListAllMyBucketsResult>",
        declaration + "<LocationConstraint" + name + ">eu-central-1</LocationConstraint>",
        declaration + "<ListBucketResult" + name +
            "><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken><Contents><Key>k</Key><Size>7</Size></"
            "Contents>"
            "</ListBucketResult>",
        declaration + "<Error><Code>InvalidPart</Code><Message>m</Message><PartNumber>7</PartNumber><RequestId>r</RequestId></Error>",
        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>region 'a' is wrong; expecting 'b'</Message><Region>b</Region></Error>",
        declaration + "<LifecycleConfiguration" + name +
            "><Rule><ID>a &amp; "
            "b</ID><Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter><Status>Enabled</"
            "Status><Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition></Rule><Rule><ID>c</ID><Prefix></Prefix>"
            "<Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>"
            "</AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>",
        "<html><body>502</body></html>",
        "{\"message\":\"Forbidden\",\"code\":\"AccessDenied\"}",
        "",
    };
    return seeds;
}

const QList<QByteArray> &xmlWords()
{
    static const QList<QByteArray> words{"<", ">", "/>", "</", "&", "&amp;", "&#0;", "&#x1F;", "&#xD800;", "&x;", "<![CDATA[", "]]>",
        "<!--", "-->", "<?xml version=\"1.0\"?>", "<?x ?>", "<!DOCTYPE a [<!ENTITY x \"y\">]>", "<!DOCTYPE html>", "\xEF\xBB\xBF",
        "\xff\xfe", "xmlns=\"\"", ":", "\"", "'", "%", "%zz", "+", "\r\n", QByteArray("\0", 1), "<Error>", "</Error>",
        "<Code>SlowDown</Code>", "<CompleteMultipartUploadResult>", "<a>", "<Part>", "9223372036854775808", "-1", "{", "[", "\xC3",
        "\xF0\x9F\x9A\xA2", "encoding=\"UTF-16\"", "encoding=\"ISO-8859-1\"", QByteArray("<a>").repeated(30),
        QByteArray("x").repeated(5000)};
    return words;
}

// The name of the root element, by another reader than the parsers': the reference for "this was a result".
QByteArray rootOf(const QByteArray &body)
{
    QByteArray content = body;
    while (!content.isEmpty() && (content.startsWith("\xEF\xBB\xBF") || QByteArrayView(" \t\r\n").contains(content.front())))
        content.remove(0, content.startsWith("\xEF\xBB\xBF") ? 3 : 1);
    QXmlStreamReader reader(content);
    reader.setNamespaceProcessing(false);
    QByteArray root;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && root.isEmpty())
            root = reader.qualifiedName().toUtf8();
    }
    if (reader.hasError())
        return {};
    return root.mid(root.lastIndexOf(':') + 1);
}

constexpr int Statuses[] = {200, 200, 200, 200, 204, 301, 307, 400, 403, 404, 409, 411, 412, 429, 500, 501, 503, 0, -1, 999};

} // namespace

void tst_FuzzResponses::initTestCase()
{
    bool isGiven = false;
    m_seed = qEnvironmentVariable("DAVIT_FUZZ_SEED").toUInt(&isGiven);
    if (!isGiven)
        m_seed = 20100310; // the same for everybody: a red run is to be repeatable; other seeds by the variable
    m_milliseconds = std::max(1, qEnvironmentVariableIntValue("DAVIT_FUZZ_SECONDS")) * 1500;
    qInfo("DAVIT_FUZZ_SEED=%u", m_seed);
}

void tst_FuzzResponses::answers()
{
    fuzz::Mutator mutator(m_seed, xmlWords());
    QElapsedTimer whole;
    whole.start();
    std::clock_t slowest = 0;
    int rounds = 0;
    for (; whole.elapsed() < m_milliseconds; ++rounds) {
        HttpResponse response;
        response.status = Statuses[mutator.bounded(std::size(Statuses))];
        const QByteArray &seed = bodies().at(static_cast<qsizetype>(mutator.bounded(static_cast<quint32>(bodies().size()))));
        response.body = rounds < bodies().size() ? bodies().at(rounds) : mutator.spoiled(seed, bodies());
        const QByteArray where = "seed " + QByteArray::number(m_seed) + ", round " + QByteArray::number(rounds) + ", status " +
                                 QByteArray::number(response.status) + ":\n" + response.body;

        const std::clock_t begin = std::clock();
        const auto completed = parseCompleteMultipartUpload(response);
        const auto created = parseCreateMultipartUpload(response);
        const auto parts = parseListParts(response);
        const auto uploads = parseListMultipartUploads(response);
        const auto objects = parseListObjects(response);
        const auto buckets = parseListBuckets(response);
        const auto location = parseBucketLocation(response);
        const auto part = parseUploadPart(response);
        const auto put = parsePutObject(response);
        const auto aborted = parseAbortMultipartUpload(response);
        const auto object = parseHeadObject(response);
        const auto bucket = parseHeadBucket(response);
        const auto lifecycle = parseGetBucketLifecycle(response);
        const auto written = parsePutBucketLifecycle(response);
        const auto merged = withAbortAfter(lifecycle.ok() ? *lifecycle : LifecycleConfiguration(), 9);
        const auto again = parseGetBucketLifecycle({200, {}, lifecycleXml(merged)});
        const Error error = parseError(Operation::CompleteMultipartUpload, response);
        slowest = std::max(slowest, std::clock() - begin);

        const bool is2xx = response.status >= 200 && response.status < 300;
        const QByteArray root = is2xx ? rootOf(response.body) : QByteArray();
        QVERIFY2(!completed.ok() || root == "CompleteMultipartUploadResult", where.constData());
        QVERIFY2(!created.ok() || (root == "InitiateMultipartUploadResult" && !created->uploadId.isEmpty()), where.constData());
        QVERIFY2(!parts.ok() || root == "ListPartsResult", where.constData());
        QVERIFY2(!uploads.ok() || root == "ListMultipartUploadsResult", where.constData());
        QVERIFY2(!objects.ok() || root == "ListBucketResult", where.constData());
        QVERIFY2(!buckets.ok() || root == "ListAllMyBucketsResult", where.constData());
        QVERIFY2(!location.ok() || root == "LocationConstraint", where.constData());
        QVERIFY2(!part.ok() && !put.ok(), where.constData()); // without an ETag
        QVERIFY2(!lifecycle.ok() || root == "LifecycleConfiguration" || response.status == 404, where.constData());
        QVERIFY2(!written.ok() || is2xx || response.status == 404, where.constData());
        // Whatever came in can be changed and sent back, and comes in as the same.
        QVERIFY2(again.ok() && *again == merged && holdsSame(*again, merged), where.constData());
        QVERIFY2(wholeBucketAbortRule(merged) && wholeBucketAbortRule(merged)->abortAfterDays == 9, where.constData());
        for (const LifecycleRule &rule : merged.rules)
            (void)ruleText(rule);
        QVERIFY2(is2xx || (!object.ok() && !bucket.ok()), where.constData());
        QVERIFY2(is2xx || response.status == 404 || !aborted.ok() || response.body.contains("NoSuch"), where.constData());
        QVERIFY2(!error.message.isEmpty() && error.message.size() <= 1000 && error.code.size() <= 100, where.constData());
        if (parts.ok()) {
            for (const StoredPart &one : parts->parts)
                QVERIFY2(one.number >= 0, where.constData());
            QVERIFY2(parts->nextPartNumberMarker >= 0, where.constData());
        }
        if (!completed.ok()) {
            // The error of an answer that proves nothing must never be one that ends the upload as if the server had decided so.
            const ErrorKind kind = completed.error().kind;
            if (is2xx && root.isEmpty())
                QVERIFY2(kind == ErrorKind::UnknownOutcome || kind == ErrorKind::Permanent, where.constData());
            QVERIFY2(!completed.error().message.isEmpty(), where.constData());
        }
    }
    qInfo("%d answers, each by 15 parsers; the slowest took %ld ms", rounds, slowest * 1000 / CLOCKS_PER_SEC);
    QVERIFY(rounds > 100);
    QVERIFY2(slowest < 5 * CLOCKS_PER_SEC, "an answer took too long");
}

void tst_FuzzResponses::addresses()
{
    const QList<QByteArray> seeds{"s3.example.com", "http://127.0.0.1:9000/path/", "https://[::1]:9000", "s3.eu-west-1.amazonaws.com",
        "https://bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "localhost",
        "b\xC3\xBC"
        "cher.example",
        "https://h/%20a//b"};
    fuzz::Mutator mutator(
        m_seed, {"://", "http://", "s3://", ":", "/", "//", "..", ".", "@", "?", "#", "[", "]", "%", "%00", "%2F", "\\", " ", "\xC3\xA9",
                    "\xE2\x80\xAE", "xn--", "65536", ":0", ".amazonaws.com", "s3", "-", "_", QByteArray("a.").repeated(200)});
    QElapsedTimer whole;
    whole.start();
    int rounds = 0;
    int accepted = 0;
    for (; whole.elapsed() < m_milliseconds; ++rounds) {
        const QByteArray &seed = seeds.at(static_cast<qsizetype>(mutator.bounded(static_cast<quint32>(seeds.size()))));
        const QByteArray text = rounds < seeds.size() ? seeds.at(rounds) : mutator.spoiled(seed, seeds);
        const QByteArray where = "seed " + QByteArray::number(m_seed) + ", round " + QByteArray::number(rounds) + ": " + text;
        const auto style = static_cast<AddressingStyle>(mutator.bounded(3));
        const auto endpoint = endpointFromText(QString::fromUtf8(text), {}, style);
        if (!endpoint.ok()) {
            QVERIFY2(endpoint.error().kind == ErrorKind::Permanent && !endpoint.error().message.isEmpty(), where.constData());
            continue;
        }
        ++accepted;
        QVERIFY2(endpoint->scheme == "http" || endpoint->scheme == "https", where.constData());
        QVERIFY2(!endpoint->host.isEmpty() && !endpoint->host.contains('/') && !endpoint->host.contains('@'), where.constData());
        QVERIFY2(!endpoint->basePath.endsWith('/') && !endpoint->signingRegion().isEmpty(), where.constData());
        // Whatever is accepted can be requested, and reading what was read changes nothing.
        QVERIFY2(requestFor(*endpoint, "GET", {QStringLiteral("my-bucket"), QStringLiteral("k")}).isUrlAsSigned(), where.constData());
        const auto again =
            endpointFromText(QString::fromLatin1(endpoint->scheme + "://" + endpoint->host + endpoint->basePath), endpoint->region, style);
        QVERIFY2(again.ok() && *again == *endpoint, where.constData());
        (void)mayFollow(*endpoint, text);
    }
    qInfo("%d addresses, %d of them accepted", rounds, accepted);
    QVERIFY(rounds > 100 && accepted > 8);
}

void tst_FuzzResponses::headers()
{
    const QList<QByteArray> seeds{"Sun, 06 Nov 1994 08:49:37 GMT", "120", "=?UTF-8?B?w7w=?= =?UTF-8?Q?a=20b?=", "2026-03-07T09:08:07.000Z",
        "https://b.s3.eu-south-2.amazonaws.com/k?uploadId=u", "eu-west-1", "\"etag\"", "5368709120"};
    fuzz::Mutator mutator(
        m_seed, {"GMT", "=?", "?=", "?B?", ",", ":", "99999999999999999999", "-", "\xff", QByteArray("\0", 1), "T", "Z", "+14:00"});
    const QList<QByteArray> names{"Date", "Retry-After", "x-amz-retry-after", "x-amz-abort-date", "Location", "x-amz-bucket-region", "ETag",
        "Content-Length", "Last-Modified", "x-amz-meta-a", "x-amz-checksum-crc32", "x-minio-error-code"};
    QElapsedTimer whole;
    whole.start();
    int rounds = 0;
    for (; whole.elapsed() < m_milliseconds; ++rounds) {
        HttpResponse response;
        response.status = Statuses[mutator.bounded(std::size(Statuses))];
        QByteArray where = "seed " + QByteArray::number(m_seed) + ", round " + QByteArray::number(rounds);
        for (const QByteArray &name : names) {
            const QByteArray &seed = seeds.at(static_cast<qsizetype>(mutator.bounded(static_cast<quint32>(seeds.size()))));
            response.headers.append({name, mutator.spoiled(seed, seeds)});
            where += '\n' + name + ": " + response.headers.last().second;
        }
        const Error error = parseError(Operation::UploadPart, response);
        QVERIFY2(!error.retryAfter || (error.retryAfter->count() >= 0 && error.retryAfter->count() <= 86'400'000), where.constData());
        QVERIFY2(!error.serverDate.isValid() || error.serverDate.timeSpec() == Qt::UTC, where.constData());
        const bool is2xx = response.status >= 200 && response.status < 300;
        QVERIFY2(parseHeadObject(response).ok() == is2xx, where.constData());
        const bool hasEtag = !response.headers.value("ETag").isEmpty();
        QVERIFY2(parseUploadPart(response).ok() == (is2xx && hasEtag), where.constData());
        const QByteArray &any = response.headers.at(static_cast<qsizetype>(mutator.bounded(static_cast<quint32>(names.size())))).second;
        QVERIFY2(decodedWords(encodedWords(any)) == any, where.constData());
        (void)dateFromXml(QString::fromUtf8(any));
    }
    qInfo("%d sets of headers", rounds);
    QVERIFY(rounds > 100);
}

QTEST_APPLESS_MAIN(tst_FuzzResponses)
#include "tst_fuzzresponses.moc"
