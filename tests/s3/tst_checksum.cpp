// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Checksums against values that standards print, against each other, and against the outside vectors of checksums.json.

#include "s3/awschunked.h"
#include "s3/checksum.h"
#include "s3/crc64nvme.h"
#include "s3/partplan.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <functional>

using s3::ChecksumAlgorithm;

namespace {

constexpr std::array crcAlgorithms{ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Crc32c, ChecksumAlgorithm::Crc64Nvme};

QByteArray randomBytes(qsizetype count, QRandomGenerator &random)
{
    QByteArray bytes(count, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(random.generate());
    return bytes;
}

QByteArray ramp(int count, int step = 1, int first = 0)
{
    QByteArray bytes(count, '\0');
    for (int k = 0; k < count; ++k)
        bytes[k] = static_cast<char>(first + k * step);
    return bytes;
}

// An input of a vector: `period` over and over for `count` bytes, so that gigabytes need no memory.
struct Input {
    QByteArray period;
    qint64 count = 0;
};

std::optional<Input> inputFrom(const QJsonObject &json)
{
    const qint64 count = json.value(QLatin1String("count")).toInteger();
    if (json.contains(QLatin1String("text"))) {
        const QByteArray text = json.value(QLatin1String("text")).toString().toUtf8();
        return Input{text, text.size()};
    }
    if (json.contains(QLatin1String("hex"))) {
        const QByteArray bytes = QByteArray::fromHex(json.value(QLatin1String("hex")).toString().toLatin1());
        return Input{bytes, bytes.size()};
    }
    if (json.contains(QLatin1String("repeat")))
        return Input{QByteArray(256, static_cast<char>(json.value(QLatin1String("repeat")).toInt())), count};
    if (json.contains(QLatin1String("ramp")))
        return Input{ramp(256), json.value(QLatin1String("ramp")).toInteger()};
    if (json.contains(QLatin1String("affine"))) {
        const QJsonArray factors = json.value(QLatin1String("affine")).toArray();
        return Input{ramp(256, factors.at(0).toInt(), factors.at(1).toInt()), count};
    }
    return std::nullopt;
}

QByteArray bytesOf(const Input &input)
{
    if (input.period.isEmpty())
        return {};
    return input.period.repeated(input.count / input.period.size()) + input.period.first(input.count % input.period.size());
}

// CRC of `times` repetitions by doubling: gigabytes in microseconds.
QByteArray repeatedCrc(ChecksumAlgorithm algorithm, const QByteArray &period, qint64 times)
{
    QByteArray result = s3::digestOf(algorithm, {});
    QByteArray doubled = s3::digestOf(algorithm, period);
    for (qint64 length = period.size(); times > 0; times >>= 1, length *= 2) {
        if (times & 1)
            result = s3::combinedCrc(algorithm, result, doubled, length);
        doubled = s3::combinedCrc(algorithm, doubled, doubled, length);
    }
    return result;
}

bool isCrc(ChecksumAlgorithm algorithm)
{
    return std::find(crcAlgorithms.begin(), crcAlgorithms.end(), algorithm) != crcAlgorithms.end();
}

QByteArray digestOf(ChecksumAlgorithm algorithm, const Input &input)
{
    constexpr qint64 huge = 64 * s3::MiB;
    if (isCrc(algorithm) && input.count > huge) {
        const QByteArray rest = input.period.first(input.count % input.period.size());
        return s3::combinedCrc(
            algorithm, repeatedCrc(algorithm, input.period, input.count / input.period.size()), s3::digestOf(algorithm, rest), rest.size());
    }
    const QByteArray block = input.count > s3::MiB ? input.period.repeated(4096) : input.period;
    s3::ChecksumHasher hasher(algorithm);
    for (qint64 left = input.count; left > 0; left -= std::min<qint64>(left, block.size()))
        hasher.add(QByteArrayView(block).first(std::min<qint64>(left, block.size())));
    return hasher.digest();
}

QList<QByteArray> stringsOf(const QJsonValue &array)
{
    QList<QByteArray> strings;
    for (const QJsonValue &value : array.toArray())
        strings.append(value.toString().toLatin1());
    return strings;
}

// What a case expects, by name: every one of them has to be met, and one that this test does not know is a failure.
using Actual = QMap<QString, QJsonValue>;

QJsonValue text(const QByteArray &value)
{
    return QString::fromLatin1(value);
}

QJsonValue texts(const QList<QByteArray> &values)
{
    QJsonArray array;
    for (const QByteArray &value : values)
        array.append(QString::fromLatin1(value));
    return array;
}

QList<Input> partsOf(const QJsonObject &vector)
{
    QList<Input> parts;
    for (const QJsonValue &part : vector.value(QLatin1String("parts")).toArray())
        parts.append(inputFrom(part.toObject()).value());
    return parts;
}

QList<QByteArray> base64Of(const QList<QByteArray> &digests)
{
    QList<QByteArray> encoded;
    for (const QByteArray &digest : digests)
        encoded.append(digest.toBase64());
    return encoded;
}

QList<QByteArray> digestsOf(ChecksumAlgorithm algorithm, const QList<Input> &parts)
{
    QList<QByteArray> digests;
    for (const Input &part : parts)
        digests.append(digestOf(algorithm, part));
    return digests;
}

Actual digestCase(const QJsonObject &vector, ChecksumAlgorithm algorithm)
{
    const QByteArray raw = digestOf(algorithm, inputFrom(vector.value(QLatin1String("input")).toObject()).value());
    return {{QStringLiteral("hex"), text(raw.toHex())}, {QStringLiteral("base64"), text(raw.toBase64())}};
}

Actual compositeCase(const QJsonObject &vector, ChecksumAlgorithm algorithm)
{
    const QList<QByteArray> digests = digestsOf(algorithm, partsOf(vector));
    return {{QStringLiteral("parts"), texts(base64Of(digests))},
        {QStringLiteral("composite"), text(s3::compositeChecksum(algorithm, digests))}};
}

Actual fullObjectCase(const QJsonObject &vector, ChecksumAlgorithm algorithm)
{
    const QList<Input> parts = partsOf(vector);
    const QList<QByteArray> digests = digestsOf(algorithm, parts);
    QByteArray whole = s3::digestOf(algorithm, {});
    QJsonArray lengths;
    for (qsizetype k = 0; k < parts.size(); ++k) {
        whole = s3::combinedCrc(algorithm, whole, digests.at(k), parts.at(k).count);
        lengths.append(parts.at(k).count);
    }
    return {{QStringLiteral("parts"), texts(base64Of(digests))}, {QStringLiteral("lengths"), lengths},
        {QStringLiteral("full_object"), text(whole.toBase64())}};
}

Actual etagCase(const QJsonObject &vector, ChecksumAlgorithm)
{
    const QList<QByteArray> digests = digestsOf(ChecksumAlgorithm::Md5, partsOf(vector));
    QList<QByteArray> hex;
    for (const QByteArray &digest : digests)
        hex.append(digest.toHex());
    return {{QStringLiteral("parts"), texts(hex)}, {QStringLiteral("etag"), text(s3::multipartEtag(digests))}};
}

Actual etagFromPartEtagsCase(const QJsonObject &vector, ChecksumAlgorithm)
{
    const QList<QByteArray> etags = stringsOf(vector.value(QLatin1String("part_etags")));
    return {{QStringLiteral("etag"), text(s3::multipartEtagFromPartEtags(etags))}};
}

// Encodes, and decodes again in slices of seven bytes: what does not come back whole is given as a body that no case expects.
Actual awsChunkedCase(const QJsonObject &vector, ChecksumAlgorithm algorithm)
{
    const QByteArray data = bytesOf(inputFrom(vector.value(QLatin1String("input")).toObject()).value());
    const qint64 chunkSize = vector.value(QLatin1String("chunk_size")).toInteger();
    QList<s3::AwsTrailer> trailers;
    s3::AwsChunkedDecoder::Rules rules;
    rules.decodedLength = data.size();
    if (const QByteArray name = vector.value(QLatin1String("trailer")).toString().toLatin1(); !name.isEmpty()) {
        trailers.append({name, s3::digestOf(algorithm, data).toBase64()});
        rules.trailers.append(name);
    }
    QByteArray body = s3::awsChunkedBody(data, chunkSize, trailers);
    const qint64 announced = s3::awsChunkedLength(data.size(), chunkSize, trailers);

    QByteArray decoded;
    s3::AwsChunkedDecoder decoder(rules);
    for (qsizetype at = 0; at < body.size(); at += 7) {
        const auto pieces = decoder.add(QByteArrayView(body).sliced(at, std::min<qsizetype>(7, body.size() - at)));
        for (const s3::AwsChunkPiece &piece : pieces ? *pieces : QList<s3::AwsChunkPiece>())
            decoded += piece.data;
    }
    const auto received = decoder.finish();
    if (!received || decoded != data || *received != trailers || announced != body.size())
        body = "not decoded";
    return {{QStringLiteral("encoded_length"), announced}, {QStringLiteral("encoded"), text(body)},
        {QStringLiteral("sha256"), text(s3::digestOf(ChecksumAlgorithm::Sha256, body).toHex())}};
}

const QMap<QString, std::function<Actual(const QJsonObject &, ChecksumAlgorithm)>> kinds{
    {QStringLiteral("digest"), digestCase},
    {QStringLiteral("composite"), compositeCase},
    {QStringLiteral("full_object"), fullObjectCase},
    {QStringLiteral("etag"), etagCase},
    {QStringLiteral("etag_from_part_etags"), etagFromPartEtagsCase},
    {QStringLiteral("aws_chunked"), awsChunkedCase},
};

QString vectorsFile()
{
    return qEnvironmentVariable("DAVIT_VECTORS", QStringLiteral(DAVIT_SOURCE_DIR "/../shared/vectors")) + QStringLiteral("/checksums.json");
}

} // namespace

class tst_Checksum : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void vectors_data();
    void vectors();
    void published_data();
    void published();
    void names();
    void slicesDoNotMatter_data();
    void slicesDoNotMatter();
    void spentAndMoved();
    void foldAgreesWithTable();
    void combined_data();
    void combined();
    void combinedOfHugeLengths();
    void combinedRefuses();
    void composite();
    void etag();
};

void tst_Checksum::vectors_data()
{
    QTest::addColumn<QJsonObject>("vector");
    QFile file(vectorsFile());
    if (!file.open(QIODevice::ReadOnly)) {
        QTest::newRow("missing file") << QJsonObject();
        return;
    }
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("cases")).toArray();
    QVERIFY2(!cases.isEmpty(), "checksums.json holds no cases");
    for (const QJsonValue &vector : cases)
        QTest::newRow(vector.toObject().value(QLatin1String("name")).toString().toUtf8().constData()) << vector.toObject();
}

void tst_Checksum::vectors()
{
    QFETCH(QJsonObject, vector);
    if (vector.isEmpty())
        QSKIP(qPrintable(QStringLiteral("Vectors not found: %1").arg(vectorsFile())));
    const QString kind = vector.value(QLatin1String("kind")).toString();
    QVERIFY2(kinds.contains(kind), qPrintable(QStringLiteral("Unknown kind of case: %1").arg(kind)));

    const QString algorithmName = vector.value(QLatin1String("alg")).toString();
    const auto algorithm = s3::checksumFromName(algorithmName.toLatin1());
    QVERIFY2(algorithm || algorithmName.isEmpty(), qPrintable(QStringLiteral("Unknown algorithm: %1").arg(algorithmName)));

    const Actual actual = kinds.value(kind)(vector, algorithm.value_or(ChecksumAlgorithm::Md5));
    const QJsonObject expected = vector.value(QLatin1String("expect")).toObject();
    QVERIFY(!expected.isEmpty());
    for (auto one = expected.begin(); one != expected.end(); ++one) {
        QVERIFY2(actual.contains(one.key()), qPrintable(QStringLiteral("Unknown expectation: %1").arg(one.key())));
        if (actual.value(one.key()) != one.value()) {
            qWarning() << one.key() << "is" << actual.value(one.key()) << "instead of" << one.value();
            QFAIL("An expectation is not met");
        }
    }
}

void tst_Checksum::published_data()
{
    QTest::addColumn<ChecksumAlgorithm>("algorithm");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("hex");

    const QByteArray check("123456789");
    const QByteArray alphabet("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
    const QByteArray million(1'000'000, 'a');
    const auto crc32 = ChecksumAlgorithm::Crc32;
    const auto crc32c = ChecksumAlgorithm::Crc32c;
    const auto crc64 = ChecksumAlgorithm::Crc64Nvme;
    const auto sha1 = ChecksumAlgorithm::Sha1;
    const auto sha256 = ChecksumAlgorithm::Sha256;
    const auto md5 = ChecksumAlgorithm::Md5;

    // The catalogue of parametrised CRC algorithms: CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME.
    QTest::newRow("crc32 check") << crc32 << check << QByteArray("cbf43926");
    QTest::newRow("crc32c check") << crc32c << check << QByteArray("e3069283");
    QTest::newRow("crc64nvme check") << crc64 << check << QByteArray("ae8b14860a799888");
    QTest::newRow("crc32 of nothing") << crc32 << QByteArray() << QByteArray("00000000");
    QTest::newRow("crc64nvme of nothing") << crc64 << QByteArray() << QByteArray("0000000000000000");

    // RFC 3720, appendix B.4 (there least significant byte first).
    QTest::newRow("crc32c RFC 3720 zeros") << crc32c << QByteArray(32, '\0') << QByteArray("8a9136aa");
    QTest::newRow("crc32c RFC 3720 ones") << crc32c << QByteArray(32, '\xff') << QByteArray("62a8ab43");
    QTest::newRow("crc32c RFC 3720 incrementing") << crc32c << ramp(32) << QByteArray("46dd794e");
    QTest::newRow("crc32c RFC 3720 decrementing") << crc32c << ramp(32, -1, 31) << QByteArray("113fdb5c");

    // NVM Command Set Specification, "64b CRC test cases": 4 KiB each.
    QTest::newRow("crc64nvme NVMe zeros") << crc64 << QByteArray(4096, '\0') << QByteArray("6482d367eb22b64e");
    QTest::newRow("crc64nvme NVMe ones") << crc64 << QByteArray(4096, '\xff') << QByteArray("c0ddba7302eca3ac");
    QTest::newRow("crc64nvme NVMe incrementing") << crc64 << ramp(4096) << QByteArray("3e729f5f6750449c");
    QTest::newRow("crc64nvme NVMe decrementing") << crc64 << ramp(4096, -1, 255) << QByteArray("9a2df64b8e9e517e");

    // RFC 1321, appendix A.5.
    QTest::newRow("md5 of nothing") << md5 << QByteArray() << QByteArray("d41d8cd98f00b204e9800998ecf8427e");
    QTest::newRow("md5 abc") << md5 << QByteArray("abc") << QByteArray("900150983cd24fb0d6963f7d28e17f72");
    QTest::newRow("md5 digits") << md5 << QByteArray("1234567890").repeated(8) << QByteArray("57edf4a22be3c955ac49da2e2107b67a");

    // FIPS 180, appendices A and B.
    QTest::newRow("sha1 alphabet") << sha1 << alphabet << QByteArray("84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    QTest::newRow("sha1 million") << sha1 << million << QByteArray("34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    QTest::newRow("sha256 of nothing") << sha256 << QByteArray()
                                       << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("sha256 abc") << sha256 << QByteArray("abc")
                                << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("sha256 alphabet") << sha256 << alphabet
                                     << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("sha256 million") << sha256 << million << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void tst_Checksum::published()
{
    QFETCH(ChecksumAlgorithm, algorithm);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, hex);
    QCOMPARE(s3::digestOf(algorithm, input).toHex(), hex);
}

void tst_Checksum::names()
{
    QCOMPARE(s3::checksumName(ChecksumAlgorithm::Crc64Nvme), QByteArray("CRC64NVME"));
    QCOMPARE(s3::checksumName(ChecksumAlgorithm::Sha256), QByteArray("SHA256"));
    QCOMPARE(s3::checksumHeader(ChecksumAlgorithm::Crc32c), QByteArray("x-amz-checksum-crc32c"));
    QCOMPARE(s3::checksumHeader(ChecksumAlgorithm::Sha1), QByteArray("x-amz-checksum-sha1"));
    QCOMPARE(s3::checksumHeader(ChecksumAlgorithm::Md5), QByteArray("Content-MD5"));
    QCOMPARE(s3::checksumFromName("crc32"), std::optional(ChecksumAlgorithm::Crc32));
    QCOMPARE(s3::checksumFromName("Crc32C"), std::optional(ChecksumAlgorithm::Crc32c));
    QVERIFY(!s3::checksumFromName("").has_value());
    QVERIFY(!s3::checksumFromName("CRC").has_value());
    QVERIFY(!s3::checksumFromName("SHA512").has_value());
}

void tst_Checksum::slicesDoNotMatter_data()
{
    QTest::addColumn<ChecksumAlgorithm>("algorithm");
    for (const auto algorithm : {ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Crc32c, ChecksumAlgorithm::Crc64Nvme, ChecksumAlgorithm::Sha1,
             ChecksumAlgorithm::Sha256, ChecksumAlgorithm::Md5})
        QTest::newRow(s3::checksumName(algorithm).constData()) << algorithm;
}

void tst_Checksum::slicesDoNotMatter()
{
    QFETCH(ChecksumAlgorithm, algorithm);
    QRandomGenerator random(7);
    const QByteArray bytes = randomBytes(70'001, random);
    const QByteArray whole = s3::digestOf(algorithm, bytes);
    for (int round = 0; round < 20; ++round) {
        s3::ChecksumHasher hasher(algorithm);
        for (qsizetype at = 0; at < bytes.size();) {
            const qsizetype length = std::min<qsizetype>(random.bounded(3000), bytes.size() - at);
            hasher.add(QByteArrayView(bytes).sliced(at, length));
            at += length;
        }
        QCOMPARE(hasher.digest(), whole);
    }
}

void tst_Checksum::spentAndMoved()
{
    for (const auto algorithm : {ChecksumAlgorithm::Crc32c, ChecksumAlgorithm::Sha256}) {
        s3::ChecksumHasher first(algorithm);
        first.add("12345");
        s3::ChecksumHasher second(std::move(first));
        second.add("6789");
        QCOMPARE(second.digest(), s3::digestOf(algorithm, "123456789"));
        second.add("more");
        QCOMPARE(second.digest(), QByteArray());
    }
}

void tst_Checksum::foldAgreesWithTable()
{
    if (!s3::crc64NvmeCanFold())
        QSKIP("This processor has no carry-less multiplication.");
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray bytes = randomBytes(66'000, random);
    for (int round = 0; round < 20'000; ++round) {
        const auto offset = static_cast<qsizetype>(random.bounded(64));
        const auto length = static_cast<qsizetype>(random.bounded(round % 100 == 0 ? 65'000U : 700U));
        const QByteArrayView view = QByteArrayView(bytes).sliced(offset, length);
        const quint64 before = random.generate64();
        if (s3::crc64NvmeByFold(before, view) != s3::crc64NvmeByTable(before, view))
            QFAIL(qPrintable(QStringLiteral("seed %1: offset %2, length %3").arg(seed).arg(offset).arg(length)));
    }
    for (qsizetype length = 0; length < 300; ++length) {
        const QByteArrayView view = QByteArrayView(bytes).sliced(1, length);
        QCOMPARE(s3::crc64NvmeByFold(0, view), s3::crc64NvmeByTable(0, view));
    }
}

void tst_Checksum::combined_data()
{
    QTest::addColumn<ChecksumAlgorithm>("algorithm");
    for (const auto algorithm : crcAlgorithms)
        QTest::newRow(s3::checksumName(algorithm).constData()) << algorithm;
}

void tst_Checksum::combined()
{
    QFETCH(ChecksumAlgorithm, algorithm);
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray bytes = randomBytes(40'000, random);
    for (int round = 0; round < 2'000; ++round) {
        const qsizetype length = random.bounded(round % 2 ? 100 : 40'000);
        const qsizetype cut = length == 0 ? 0 : random.bounded(static_cast<int>(length) + 1);
        const QByteArray whole = bytes.first(length);
        const QByteArray joined =
            s3::combinedCrc(algorithm, s3::digestOf(algorithm, whole.first(cut)), s3::digestOf(algorithm, whole.sliced(cut)), length - cut);
        if (joined != s3::digestOf(algorithm, whole))
            QFAIL(qPrintable(QStringLiteral("seed %1: length %2, cut at %3").arg(seed).arg(length).arg(cut)));
    }
    const QByteArray empty = s3::digestOf(algorithm, {});
    const QByteArray some = s3::digestOf(algorithm, "some");
    QCOMPARE(s3::combinedCrc(algorithm, some, empty, 0), some);
    QCOMPARE(s3::combinedCrc(algorithm, empty, some, 4), some);
    QCOMPARE(s3::combinedCrc(algorithm, empty, empty, 0), empty);
}

// Whatever way gigabytes are put together, the CRC is the same; one of the ways goes through a length that was hashed byte by byte.
void tst_Checksum::combinedOfHugeLengths()
{
    for (const auto algorithm : crcAlgorithms) {
        const QByteArray block = ramp(65'536, 37, 5);
        QCOMPARE(repeatedCrc(algorithm, block, 512), s3::digestOf(algorithm, block.repeated(512)));

        const qint64 times = 5 * s3::GiB / block.size();
        const QByteArray fiveGiB = repeatedCrc(algorithm, block, times);
        QByteArray bySteps = s3::digestOf(algorithm, {});
        const QByteArray step = repeatedCrc(algorithm, block, 1280);
        for (qint64 done = 0; done < times; done += 1280)
            bySteps = s3::combinedCrc(algorithm, bySteps, step, 1280 * block.size());
        QCOMPARE(bySteps, fiveGiB);

        const QByteArray a = s3::digestOf(algorithm, "a");
        for (const qint64 length : {5 * s3::GiB, qint64(53'687'091'200'000), qint64(1) << 61, qint64(1) << 62}) {
            const QByteArray left = s3::combinedCrc(algorithm, s3::combinedCrc(algorithm, a, fiveGiB, 5 * s3::GiB), step, length);
            const QByteArray tail = s3::combinedCrc(algorithm, fiveGiB, step, length);
            QCOMPARE(left, s3::combinedCrc(algorithm, a, tail, 5 * s3::GiB + length));
        }
    }
}

void tst_Checksum::combinedRefuses()
{
    const QByteArray four(4, 'x');
    const QByteArray eight(8, 'x');
    QCOMPARE(s3::combinedCrc(ChecksumAlgorithm::Crc32, four, eight, 1), QByteArray());
    QCOMPARE(s3::combinedCrc(ChecksumAlgorithm::Crc64Nvme, four, eight, 1), QByteArray());
    QCOMPARE(s3::combinedCrc(ChecksumAlgorithm::Crc32, four, four, -1), QByteArray());
    QCOMPARE(s3::combinedCrc(ChecksumAlgorithm::Md5, QByteArray(16, 'x'), QByteArray(16, 'x'), 1), QByteArray());
}

void tst_Checksum::composite()
{
    const QList<QByteArray> digests{s3::digestOf(ChecksumAlgorithm::Sha256, "one"), s3::digestOf(ChecksumAlgorithm::Sha256, "two")};
    const QByteArray expected = QCryptographicHash::hash(digests.at(0) + digests.at(1), QCryptographicHash::Sha256).toBase64() + "-2";
    QCOMPARE(s3::compositeChecksum(ChecksumAlgorithm::Sha256, digests), expected);

    QCOMPARE(s3::compositeChecksum(ChecksumAlgorithm::Sha256, {}), QByteArray());
    QCOMPARE(s3::compositeChecksum(ChecksumAlgorithm::Sha1, digests), QByteArray());
    QCOMPARE(s3::compositeChecksum(ChecksumAlgorithm::Crc64Nvme, {QByteArray(8, 'x')}), QByteArray());
    // CRC32 of four zero bytes is 2144df1c.
    QCOMPARE(s3::compositeChecksum(ChecksumAlgorithm::Crc32, {QByteArray(4, '\0')}), QByteArray::fromHex("2144df1c").toBase64() + "-1");
}

void tst_Checksum::etag()
{
    const QByteArray one = s3::digestOf(ChecksumAlgorithm::Md5, "one");
    const QByteArray two = s3::digestOf(ChecksumAlgorithm::Md5, "two");
    const QByteArray expected = QCryptographicHash::hash(one + two, QCryptographicHash::Md5).toHex() + "-2";
    QCOMPARE(s3::multipartEtag({one, two}), expected);
    QCOMPARE(s3::multipartEtagFromPartEtags({one.toHex(), '"' + two.toHex() + '"'}), expected);
    QCOMPARE(s3::multipartEtagFromPartEtags({one.toHex().toUpper(), two.toHex()}), expected);

    QCOMPARE(s3::multipartEtag({}), QByteArray());
    QCOMPARE(s3::multipartEtag({one, QByteArray("short")}), QByteArray());
    QCOMPARE(s3::multipartEtagFromPartEtags({}), QByteArray());
    QCOMPARE(s3::multipartEtagFromPartEtags({one.toHex(), QByteArray()}), QByteArray());
    QCOMPARE(s3::multipartEtagFromPartEtags({one.toHex(), QByteArray("\"\"")}), QByteArray());
    QCOMPARE(s3::multipartEtagFromPartEtags({one.toHex(), two.toHex() + "-2"}), QByteArray());
    QCOMPARE(s3::multipartEtagFromPartEtags({one.toHex(), two.toHex().replace(0, 1, "g")}), QByteArray());
    QCOMPARE(s3::multipartEtagFromPartEtags({one.toHex(), '"' + two.toHex().chopped(1) + '"'}), QByteArray());
}

QTEST_APPLESS_MAIN(tst_Checksum)

#include "tst_checksum.moc"
