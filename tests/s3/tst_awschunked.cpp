// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The aws-chunked framing: the documentation's examples, every way to cut a body, and everything that a strict server must refuse.

#include "s3/awschunked.h"

#include <QRandomGenerator>
#include <QTest>

using s3::AwsChunkedDecoder;
using s3::AwsTrailer;

namespace {

struct Decoded {
    QByteArray data;
    QList<QByteArray> signatures; // one a chunk, the last chunk's too
    QList<AwsTrailer> trailers;
    QByteArray trailerSignature;
    QString error; // the code
};

// In slices of `slice` bytes; 0 = of random sizes.
Decoded decoded(const QByteArray &body, const AwsChunkedDecoder::Rules &rules, qsizetype slice = 0)
{
    Decoded result;
    AwsChunkedDecoder decoder(rules);
    QRandomGenerator random(11);
    for (qsizetype at = 0; at < body.size();) {
        const qsizetype length = std::min<qsizetype>(slice > 0 ? slice : random.bounded(1, 40), body.size() - at);
        const auto pieces = decoder.add(QByteArrayView(body).sliced(at, length));
        if (!pieces) {
            result.error = pieces.error().code;
            return result;
        }
        for (const s3::AwsChunkPiece &piece : *pieces) {
            result.data += piece.data;
            if (piece.endsChunk)
                result.signatures.append(piece.signature);
        }
        at += length;
    }
    const auto trailers = decoder.finish();
    if (!trailers) {
        result.error = trailers.error().code;
        return result;
    }
    result.trailers = *trailers;
    result.trailerSignature = decoder.trailerSignature();
    return result;
}

} // namespace

class tst_AwsChunked : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodes();
    void lengthIsAnnouncedRight();
    void documentedSignedBody();
    void documentedSignedTrailer();
    void anySlices();
    void hugeChunkNeedsNoMemory();
    void refuses_data();
    void refuses();
    void staysRefused();
    void cutAnywhereIsIncomplete();
    void damageIsJudgedAlikeInAnySlices();
};

void tst_AwsChunked::encodes()
{
    QCOMPARE(s3::awsChunkedBody("", 10), QByteArray("0\r\n\r\n"));
    QCOMPARE(s3::awsChunkedBody("hello", 10), QByteArray("5\r\nhello\r\n0\r\n\r\n"));
    QCOMPARE(s3::awsChunkedBody("0123456789abcdef!", 16), QByteArray("10\r\n0123456789abcdef\r\n1\r\n!\r\n0\r\n\r\n"));
    QCOMPARE(s3::awsChunkedBody("a", 16, {{"x-amz-checksum-crc32c", "wdBDMA=="}}),
        QByteArray("1\r\na\r\n0\r\nx-amz-checksum-crc32c:wdBDMA==\r\n\r\n"));
}

void tst_AwsChunked::lengthIsAnnouncedRight()
{
    const QList<AwsTrailer> trailers{{"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}};
    for (const qint64 chunkSize : {1, 15, 16, 17, 100, 4096}) {
        for (const qsizetype size : {0, 1, 14, 15, 16, 17, 99, 100, 101, 255, 256, 257, 4095, 4096, 4097, 8192}) {
            QCOMPARE(s3::awsChunkedLength(size, chunkSize), s3::awsChunkedBody(QByteArray(size, 'x'), chunkSize).size());
            QCOMPARE(
                s3::awsChunkedLength(size, chunkSize, trailers), s3::awsChunkedBody(QByteArray(size, 'x'), chunkSize, trailers).size());
        }
    }
    // 5 GiB in chunks of 1 MiB: 5,120 x ("100000" CR LF, data, CR LF), then the end.
    QCOMPARE(s3::awsChunkedLength(5LL << 30, 1 << 20), (5LL << 30) + 5120 * 10 + 5);
}

// S3 API Reference, "Signature calculations for the Authorization header: transferring payload in multiple chunks":
// 66,560 bytes 'a' in chunks of 64 KiB make a Content-Length of 66,824.
void tst_AwsChunked::documentedSignedBody()
{
    const QByteArray first("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648");
    const QByteArray second("0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497");
    const QByteArray last("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
    const QByteArray body =
        s3::awsChunk(QByteArray(65536, 'a'), first) + s3::awsChunk(QByteArray(1024, 'a'), second) + s3::awsChunkedEnd({}, last);
    QCOMPARE(body.size(), 66'824);
    QVERIFY(body.startsWith("10000;chunk-signature=" + first + "\r\naaa"));
    QVERIFY(body.endsWith("0;chunk-signature=" + last + "\r\n\r\n"));

    AwsChunkedDecoder::Rules rules;
    rules.decodedLength = 66'560;
    rules.signedChunks = true;
    rules.minChunkSize = 8192;
    const Decoded result = decoded(body, rules, 1000);
    QCOMPARE(result.error, QString());
    QCOMPARE(result.data, QByteArray(66'560, 'a'));
    QCOMPARE(result.signatures, (QList<QByteArray>{first, second, last}));
}

// The same page's sibling for trailers, where the LF that is signed stands on the wire too; other clients leave it out.
void tst_AwsChunked::documentedSignedTrailer()
{
    const QByteArray signature("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992");
    const QByteArray trailerSignature("d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435");
    AwsChunkedDecoder::Rules rules;
    rules.decodedLength = 0;
    rules.signedChunks = true;
    rules.trailers = {"x-amz-checksum-crc32c"};
    const QByteArray head = "0;chunk-signature=" + signature + "\r\n";
    const QByteArray tail = "x-amz-trailer-signature:" + trailerSignature + "\r\n\r\n";
    for (const QByteArray &line : {QByteArray("x-amz-checksum-crc32c:sOO8/Q==\n\r\n"), QByteArray("X-Amz-Checksum-CRC32C: sOO8/Q==\r\n")}) {
        const Decoded result = decoded(head + line + tail, rules, 3);
        QCOMPARE(result.error, QString());
        QCOMPARE(result.trailers, (QList<AwsTrailer>{{"x-amz-checksum-crc32c", "sOO8/Q=="}}));
        QCOMPARE(result.trailerSignature, trailerSignature);
    }
    QCOMPARE(s3::awsChunkedEnd({{"x-amz-checksum-crc32c", "sOO8/Q=="}, {"x-amz-trailer-signature", trailerSignature}}, signature),
        head + "x-amz-checksum-crc32c:sOO8/Q==\r\n" + tail);
}

void tst_AwsChunked::anySlices()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 300; ++round) {
        QByteArray data(random.bounded(400), Qt::Uninitialized);
        for (char &byte : data)
            byte = "\r\n0;a"[random.bounded(5)]; // data that looks like framing
        const QList<AwsTrailer> trailers{{"x-amz-checksum-sha1", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="}};
        AwsChunkedDecoder::Rules rules;
        rules.decodedLength = data.size();
        rules.trailers = {"x-amz-checksum-sha1"};
        const QByteArray body = s3::awsChunkedBody(data, random.bounded(1, 60), trailers);
        for (const qsizetype slice : {qsizetype(0), qsizetype(1), body.size()}) {
            const Decoded result = decoded(body, rules, slice);
            QCOMPARE(result.error, QString());
            QCOMPARE(result.data, data);
            QCOMPARE(result.trailers, trailers);
        }
    }
}

void tst_AwsChunked::hugeChunkNeedsNoMemory()
{
    AwsChunkedDecoder decoder({});
    QVERIFY(decoder.add("140000000\r\n").ok()); // 5 GiB
    const QByteArray slice(1 << 20, 'x');
    for (int k = 0; k < 5120; ++k) {
        const auto pieces = decoder.add(slice);
        QVERIFY(pieces.ok());
        QCOMPARE(pieces->size(), 1);
        QCOMPARE(pieces->first().endsChunk, k == 5119);
    }
    QVERIFY(decoder.add("\r\n0\r\n\r\n").ok());
    QVERIFY(decoder.isFinished());
    QCOMPARE(decoder.decodedBytes(), 5LL << 30);
}

void tst_AwsChunked::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("decodedLength");
    QTest::addColumn<bool>("signedChunks");
    QTest::addColumn<QList<QByteArray>>("trailers");
    QTest::addColumn<QString>("code");

    const QByteArray signature(64, 'a');
    const QByteArray mark = ";chunk-signature=" + signature;
    const QString invalid = QStringLiteral("InvalidRequest");
    const QString incomplete = QStringLiteral("IncompleteBody");
    const QString malformed = QStringLiteral("MalformedTrailerError");
    const auto row = [](const char *name, const QByteArray &body, const QString &code, qint64 length = -1,
                         const QList<QByteArray> &trailers = {},
                         bool isSigned = false) { QTest::newRow(name) << body << length << isSigned << trailers << code; };

    row("nothing", "", incomplete);
    row("no last chunk", "1\r\na\r\n", incomplete);
    row("no empty line", "0\r\n", incomplete);
    row("empty size", "\r\na\r\n0\r\n\r\n", invalid);
    row("not hex", "g\r\n", invalid);
    row("0x", "0x1\r\na\r\n0\r\n\r\n", invalid);
    row("plus", "+1\r\na\r\n0\r\n\r\n", invalid);
    row("minus", "-1\r\na\r\n0\r\n\r\n", invalid);
    row("blank before", " 1\r\na\r\n0\r\n\r\n", invalid);
    row("blank after", "1 \r\na\r\n0\r\n\r\n", invalid);
    row("size beyond 63 bits", "ffffffffffffffff\r\na", invalid);
    row("size of many digits", "00000000000000001\r\na\r\n0\r\n\r\n", invalid);
    row("endless size line", QByteArray(100'000, '0'), invalid);
    row("bare LF", "1\na\r\n0\r\n\r\n", invalid);
    row("CR CR LF", "1\r\r\na\r\n0\r\n\r\n", invalid);
    row("CR without LF", "1\ra\r\n0\r\n\r\n", invalid);
    row("extension in an unsigned body", "1" + mark + "\r\na\r\n0" + mark + "\r\n\r\n", invalid);
    row("unknown extension", "1;name=value\r\na\r\n0\r\n\r\n", invalid);
    row("chunk too long", "1\r\nab\r\n0\r\n\r\n", invalid);
    row("chunk too short", "2\r\na\r\n0\r\n\r\n", invalid);
    row("bytes after the end", "0\r\n\r\n0", invalid);
    row("second body", "1\r\na\r\n0\r\n\r\n1\r\na\r\n0\r\n\r\n", invalid);
    row("more than announced", "3\r\nabc\r\n0\r\n\r\n", invalid, 2);
    row("more than announced, in sum", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", invalid, 2);
    row("less than announced", "1\r\na\r\n0\r\n\r\n", incomplete, 2);
    row("no signature", "1\r\na\r\n0\r\n\r\n", invalid, -1, {}, true);
    row("short signature", "1" + mark.chopped(1) + "\r\n", invalid, -1, {}, true);
    row("long signature", "1" + mark + "a\r\n", invalid, -1, {}, true);
    row("signature not hex", "1" + mark.chopped(1) + "g\r\n", invalid, -1, {}, true);
    row("last chunk not signed", "1" + mark + "\r\na\r\n0\r\n\r\n", invalid, -1, {}, true);
    row("trailer not announced", "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", malformed);
    row("trailer missing", "0\r\n\r\n", malformed, -1, {"x-amz-checksum-crc32"});
    row("other trailer", "0\r\nx-amz-checksum-crc32c:AAAAAA==\r\n\r\n", malformed, -1, {"x-amz-checksum-crc32"});
    row("trailer twice", "0\r\na:1\r\na:1\r\n\r\n", malformed, -1, {"a"});
    row("trailer without colon", "0\r\nx-amz-checksum-crc32\r\n\r\n", malformed, -1, {"x-amz-checksum-crc32"});
    row("trailer without name", "0\r\n:1\r\n\r\n", malformed, -1, {""});
    row("blank in the name", "0\r\na :1\r\n\r\n", malformed, -1, {"a "});
    row("control byte in the value", QByteArray("0\r\na:1\x01\r\n\r\n"), malformed, -1, {"a"});
    row("LF alone ends a trailer", "0\r\na:1\n\n\r\n\r\n", malformed, -1, {"a"});
    row("LF inside a trailer", "0\r\na:1\nb:2\r\n\r\n", malformed, -1, {"a", "b"});
    row("endless trailer", "0\r\na:" + QByteArray(100'000, 'x'), malformed, -1, {"a"});
    row("endless trailers", "0\r\n" + QByteArray("a:1\r\n").repeated(100), malformed, -1, {"a"});
    row("trailers not signed", "0" + mark + "\r\na:1\r\n\r\n", malformed, -1, {"a"}, true);
    row("trailers signed in an unsigned body", "0\r\na:1\r\nx-amz-trailer-signature:" + signature + "\r\n\r\n", malformed, -1, {"a"});
    row("trailer after its signature", "0" + mark + "\r\nx-amz-trailer-signature:" + signature + "\r\na:1\r\n\r\n", malformed, -1, {"a"},
        true);
}

void tst_AwsChunked::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(qint64, decodedLength);
    QFETCH(bool, signedChunks);
    QFETCH(QList<QByteArray>, trailers);
    QFETCH(QString, code);
    AwsChunkedDecoder::Rules rules;
    rules.decodedLength = decodedLength;
    rules.signedChunks = signedChunks;
    rules.trailers = trailers;
    QCOMPARE(decoded(body, rules).error, code);
    QCOMPARE(decoded(body, rules, 1).error, code);
    QCOMPARE(decoded(body, rules, body.size() + 1).error, code);
}

void tst_AwsChunked::staysRefused()
{
    AwsChunkedDecoder decoder({});
    QVERIFY(!decoder.add("x\r\n").ok());
    const auto after = decoder.add("0\r\n\r\n");
    QVERIFY(!after.ok());
    QCOMPARE(after.error().code, QStringLiteral("InvalidRequest"));
    QVERIFY(!decoder.finish().ok());
    QVERIFY(!decoder.isFinished());

    AwsChunkedDecoder::Rules rules;
    rules.minChunkSize = 8192;
    AwsChunkedDecoder small(rules);
    QVERIFY(small.add("1\r\na\r\n").ok());
    const auto second = small.add("1\r\nb\r\n");
    QVERIFY(!second.ok());
    QCOMPARE(second.error().code, QStringLiteral("InvalidChunkSizeError"));
}

void tst_AwsChunked::cutAnywhereIsIncomplete()
{
    AwsChunkedDecoder::Rules rules;
    rules.decodedLength = 26;
    rules.trailers = {"x-amz-checksum-crc32c"};
    const QByteArray body = s3::awsChunkedBody("abcdefghijklmnopqrstuvwxyz", 10, {{"x-amz-checksum-crc32c", "nuYi/g=="}});
    QCOMPARE(decoded(body, rules).error, QString());
    for (qsizetype length = 0; length < body.size(); ++length)
        QCOMPARE(decoded(body.first(length), rules, 5).error, QStringLiteral("IncompleteBody"));
}

// Whatever happens to a body, it is decoded or refused the same way however the network cuts it, and never to more than was announced.
void tst_AwsChunked::damageIsJudgedAlikeInAnySlices()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    AwsChunkedDecoder::Rules rules;
    rules.decodedLength = 26;
    rules.trailers = {"x-amz-checksum-crc32c"};
    const QByteArray whole = s3::awsChunkedBody("abcdefghijklmnopqrstuvwxyz", 10, {{"x-amz-checksum-crc32c", "nuYi/g=="}});
    int refused = 0;
    for (int round = 0; round < 5'000; ++round) {
        QByteArray body = whole;
        for (int damage = random.bounded(1, 4); damage > 0; --damage) {
            const qsizetype at = random.bounded(static_cast<int>(body.size()));
            const char byte = "\r\n0a;: \xff"[random.bounded(8)];
            switch (random.bounded(4)) {
            case 0:
                body[at] = byte;
                break;
            case 1:
                body.insert(at, byte);
                break;
            case 2:
                body.remove(at, random.bounded(1, 5));
                break;
            default:
                body.insert(at, body.mid(random.bounded(static_cast<int>(body.size())), 7));
            }
            if (body.isEmpty())
                body = "0";
        }
        const Decoded atOnce = decoded(body, rules, body.size());
        for (const qsizetype slice : {1, 2, 13}) {
            const Decoded sliced = decoded(body, rules, slice);
            const bool alike = sliced.error == atOnce.error && (!atOnce.error.isEmpty() || sliced.data == atOnce.data);
            QVERIFY2(alike, qPrintable(QStringLiteral("seed %1, round %2, slices of %3").arg(seed).arg(round).arg(slice)));
        }
        QVERIFY(atOnce.data.size() <= 26);
        QVERIFY(!atOnce.error.isEmpty() || atOnce.data.size() == 26);
        refused += atOnce.error.isEmpty() ? 0 : 1;
    }
    QVERIFY(refused > 2'500 && refused < 5'000);
}

QTEST_APPLESS_MAIN(tst_AwsChunked)

#include "tst_awschunked.moc"
