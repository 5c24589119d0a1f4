// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Runs the outside vectors of Signature Version 4: AWS's test suite in both of its layouts, and cases in JSON. Driven by the files alone.

#include "s3/awschunked.h"
#include "s3/sigv4.h"
#include "s3/uriencoding.h"

#include "vectorfiles.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace s3;

class tst_SigV4Vectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void suite_data();
    void suite();
    void suiteOfFiveFiles_data();
    void suiteOfFiveFiles();
    void json_data();
    void json();

private:
    void header(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope);
    void presign(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope);
    void chunk(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope);
    void trailer(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope);
};

namespace {

// A request as text: decoded path, query that may be encoded already, headers with folding and repetition, body.
struct RawRequest {
    QByteArray method;
    QByteArray path;
    Query query;
    Headers headers;
    QByteArray body;
};

RawRequest readRequest(QByteArray text)
{
    text.replace("\r\n", "\n");
    RawRequest request;
    const qsizetype bodyStart = text.indexOf("\n\n");
    if (bodyStart >= 0)
        request.body = text.mid(bodyStart + 2);
    const QList<QByteArray> lines = text.left(bodyStart < 0 ? text.size() : bodyStart).split('\n');

    const QByteArray &first = lines.first();
    const qsizetype methodEnd = first.indexOf(' ');
    const qsizetype targetEnd = first.lastIndexOf(" HTTP/");
    request.method = first.left(methodEnd);
    const QByteArray target = first.mid(methodEnd + 1, targetEnd - methodEnd - 1);
    const qsizetype question = target.indexOf('?');
    request.path = target.left(question < 0 ? target.size() : question);
    if (question >= 0) {
        for (const QByteArray &pair : target.mid(question + 1).split('&')) {
            if (pair.isEmpty())
                continue;
            const qsizetype equals = pair.indexOf('=');
            const QByteArray name = equals < 0 ? pair : pair.left(equals);
            const QByteArray value = equals < 0 ? QByteArray() : pair.mid(equals + 1);
            // The suite writes some names of a query encoded, paths never.
            request.query.append({QByteArray::fromPercentEncoding(name), QByteArray::fromPercentEncoding(value)});
        }
    }
    for (const QByteArray &line : lines.mid(1)) {
        if (line.isEmpty())
            continue;
        if ((line.startsWith(' ') || line.startsWith('\t')) && !request.headers.isEmpty()) {
            request.headers.last().second += '\n' + line;
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.left(colon), line.mid(colon + 1)});
    }
    return request;
}

QString suiteFolder()
{
    return vectorfiles::path(QStringLiteral("sigv4/suite"));
}

// Normalisation of paths is what S3 does not do; MANIFEST.json says which cases are about it.
bool concernsS3(const QString &folder)
{
    static const QJsonArray listed = vectorfiles::object(QStringLiteral("sigv4/MANIFEST.json")).value(QStringLiteral("cases")).toArray();
    for (const QJsonValue &value : listed) {
        const QJsonObject one = value.toObject();
        if (one.value(QStringLiteral("case")).toString() == folder && one.contains(QStringLiteral("applies_to_s3")))
            return one.value(QStringLiteral("applies_to_s3")).toBool();
    }
    return !folder.endsWith(QStringLiteral("-normalized"));
}

QStringList foldersOfSuite(bool withContext)
{
    QStringList folders = QDir(suiteFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    folders.removeIf([&](const QString &folder) {
        return !concernsS3(folder) || QFile::exists(suiteFolder() + u'/' + folder + QStringLiteral("/context.json")) != withContext;
    });
    return folders;
}

QByteArray authorization(const Credentials &keys, const SigningScope &scope, const Headers &headers, const QByteArray &signature)
{
    return "AWS4-HMAC-SHA256 Credential=" + keys.accessKeyId + '/' + scope.credentialScope() +
           ", SignedHeaders=" + signedHeaderNames(headers) + ", Signature=" + signature;
}

// Files may or may not end in a line break.
QByteArray readTrimmed(const QString &path)
{
    return vectorfiles::read(path).replace("\r\n", "\n").trimmed();
}

Query queryIn(const QJsonObject &vector)
{
    Query query;
    for (const QJsonValue &pair : vector.value(QStringLiteral("query")).toArray())
        query.append({pair[0].toString().toUtf8(), pair[1].toString().toUtf8()});
    return query;
}

Headers headersIn(const QJsonObject &vector)
{
    Headers headers;
    for (const QJsonValue &pair : vector.value(QStringLiteral("headers")).toArray())
        headers.append({pair[0].toString().toUtf8(), pair[1].toString().toUtf8()});
    return headers;
}

QByteArray expectation(const QJsonObject &vector, const char *name)
{
    return vector.value(QStringLiteral("expect")).toObject().value(QLatin1String(name)).toString().toUtf8();
}

bool expects(const QJsonObject &vector, const char *name)
{
    return vector.value(QStringLiteral("expect")).toObject().contains(QLatin1String(name));
}

} // namespace

void tst_SigV4Vectors::suite_data()
{
    const QStringList folders = foldersOfSuite(true);
    if (folders.isEmpty())
        QSKIP(vectorfiles::missing(QStringLiteral("sigv4/suite")).constData());
    QTest::addColumn<QString>("folder");
    for (const QString &folder : folders)
        QTest::newRow(qPrintable(folder)) << suiteFolder() + u'/' + folder + u'/';
}

void tst_SigV4Vectors::suite()
{
    QFETCH(QString, folder);
    const QJsonObject context = QJsonDocument::fromJson(vectorfiles::read(folder + QStringLiteral("context.json"))).object();
    const QByteArray unknown = vectorfiles::unknownMembers(context,
        {QStringLiteral("credentials"), QStringLiteral("expiration_in_seconds"), QStringLiteral("normalize"), QStringLiteral("region"),
            QStringLiteral("service"), QStringLiteral("sign_body"), QStringLiteral("timestamp"), QStringLiteral("omit_session_token")});
    QVERIFY2(unknown.isEmpty(), unknown.constData());
    const QJsonObject credentials = context.value(QStringLiteral("credentials")).toObject();
    const QByteArray unknownKeys = vectorfiles::unknownMembers(
        credentials, {QStringLiteral("access_key_id"), QStringLiteral("secret_access_key"), QStringLiteral("token")});
    QVERIFY2(unknownKeys.isEmpty(), unknownKeys.constData());

    Credentials keys;
    keys.accessKeyId = credentials.value(QStringLiteral("access_key_id")).toString().toUtf8();
    keys.secretAccessKey = credentials.value(QStringLiteral("secret_access_key")).toString().toUtf8();
    keys.sessionToken = credentials.value(QStringLiteral("token")).toString().toUtf8();
    const bool signsToken = !keys.sessionToken.isEmpty() && !context.value(QStringLiteral("omit_session_token")).toBool();
    SigningScope scope;
    scope.region = context.value(QStringLiteral("region")).toString().toUtf8();
    scope.service = context.value(QStringLiteral("service")).toString().toUtf8();
    scope.utc = QDateTime::fromString(context.value(QStringLiteral("timestamp")).toString(), Qt::ISODate);
    QVERIFY(scope.utc.isValid());

    const RawRequest raw = readRequest(vectorfiles::read(folder + QStringLiteral("request.txt")));
    const QByteArray path = uriEncoded(raw.path, Slash::Keep);
    // signedRequest() hashes a body by itself; what it sends tells the hash.
    HttpRequest hashed;
    hashed.body = raw.body;
    const QByteArray payloadHash = signedRequest(hashed, keys, scope).headers.value("x-amz-content-sha256");

    // In headers
    Headers headers = raw.headers;
    headers.set("X-Amz-Date", scope.amzDate());
    if (signsToken)
        headers.set("X-Amz-Security-Token", keys.sessionToken);
    if (context.value(QStringLiteral("sign_body")).toBool())
        headers.set("x-amz-content-sha256", payloadHash);
    const QByteArray canonical = canonicalRequest(raw.method, path, canonicalQuery(raw.query), headers, payloadHash);
    QCOMPARE(canonical, readTrimmed(folder + QStringLiteral("header-canonical-request.txt")));
    const QByteArray toSign = stringToSign(scope, canonical);
    QCOMPARE(toSign, readTrimmed(folder + QStringLiteral("header-string-to-sign.txt")));
    const QByteArray signedHex = signature(keys.secretAccessKey, scope, toSign);
    QCOMPARE(signedHex, readTrimmed(folder + QStringLiteral("header-signature.txt")));
    const RawRequest signedOne = readRequest(vectorfiles::read(folder + QStringLiteral("header-signed-request.txt")));
    QCOMPARE(authorization(keys, scope, headers, signedHex), signedOne.headers.value("Authorization").trimmed());

    // In the query
    Query query = raw.query;
    query.append({"X-Amz-Algorithm", QByteArray("AWS4-HMAC-SHA256")});
    query.append({"X-Amz-Credential", keys.accessKeyId + '/' + scope.credentialScope()});
    query.append({"X-Amz-Date", scope.amzDate()});
    query.append({"X-Amz-Expires", QByteArray::number(context.value(QStringLiteral("expiration_in_seconds")).toInt())});
    query.append({"X-Amz-SignedHeaders", signedHeaderNames(raw.headers)});
    if (signsToken)
        query.append({"X-Amz-Security-Token", keys.sessionToken});
    const QByteArray queryCanonical = canonicalRequest(raw.method, path, canonicalQuery(query), raw.headers, payloadHash);
    QCOMPARE(queryCanonical, readTrimmed(folder + QStringLiteral("query-canonical-request.txt")));
    const QByteArray queryToSign = stringToSign(scope, queryCanonical);
    QCOMPARE(queryToSign, readTrimmed(folder + QStringLiteral("query-string-to-sign.txt")));
    const QByteArray querySigned = signature(keys.secretAccessKey, scope, queryToSign);
    QCOMPARE(querySigned, readTrimmed(folder + QStringLiteral("query-signature.txt")));
    const QByteArray signedUrl = vectorfiles::read(folder + QStringLiteral("query-signed-request.txt"));
    QVERIFY(signedUrl.contains("X-Amz-Signature=" + querySigned));
}

void tst_SigV4Vectors::suiteOfFiveFiles_data()
{
    const QStringList folders = foldersOfSuite(false);
    if (folders.isEmpty())
        QSKIP(vectorfiles::missing(QStringLiteral("sigv4/suite (five-file layout)")).constData());
    QTest::addColumn<QString>("folder");
    for (const QString &folder : folders)
        QTest::newRow(qPrintable(folder)) << suiteFolder() + u'/' + folder;
}

// botocore's aws4_testsuite: one pair of keys for all, the date in each request.
void tst_SigV4Vectors::suiteOfFiveFiles()
{
    QFETCH(QString, folder);
    const QStringList requests = QDir(folder).entryList({QStringLiteral("*.req")});
    QCOMPARE(requests.size(), 1);
    const QString stem = folder + u'/' + requests.first().chopped(4);
    const RawRequest raw = readRequest(vectorfiles::read(stem + QStringLiteral(".req")));
    const Credentials keys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}, {}};
    SigningScope scope{"us-east-1",
        QDateTime::fromString(QString::fromLatin1(raw.headers.value("X-Amz-Date").trimmed()), QStringLiteral("yyyyMMdd'T'HHmmss'Z'")),
        "service"};
    scope.utc.setTimeSpec(Qt::UTC);
    QVERIFY(scope.utc.isValid());
    HttpRequest hashed;
    hashed.body = raw.body;
    const QByteArray payloadHash = signedRequest(hashed, keys, scope).headers.value("x-amz-content-sha256");

    const QByteArray canonical =
        canonicalRequest(raw.method, uriEncoded(raw.path, Slash::Keep), canonicalQuery(raw.query), raw.headers, payloadHash);
    QCOMPARE(canonical, readTrimmed(stem + QStringLiteral(".creq")));
    const QByteArray toSign = stringToSign(scope, canonical);
    QCOMPARE(toSign, readTrimmed(stem + QStringLiteral(".sts")));
    QCOMPARE(authorization(keys, scope, raw.headers, signature(keys.secretAccessKey, scope, toSign)),
        readTrimmed(stem + QStringLiteral(".authz")));
}

void tst_SigV4Vectors::json_data()
{
    const QStringList files =
        QDir(vectorfiles::path(QStringLiteral("sigv4"))).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    QTest::addColumn<QJsonObject>("vector");
    QTest::addColumn<QJsonObject>("defaults");
    int count = 0;
    for (const QString &file : files) {
        if (file == QStringLiteral("MANIFEST.json"))
            continue;
        const QJsonObject whole = vectorfiles::object(QStringLiteral("sigv4/") + file);
        for (const QJsonValue &value : whole.value(QStringLiteral("cases")).toArray()) {
            ++count;
            QTest::newRow(qPrintable(file + u' ' + value[QStringLiteral("name")].toString()))
                << value.toObject() << whole.value(QStringLiteral("credentials")).toObject();
        }
    }
    if (count == 0)
        QSKIP(vectorfiles::missing(QStringLiteral("sigv4/*.json")).constData());
}

void tst_SigV4Vectors::json()
{
    QFETCH(QJsonObject, vector);
    QFETCH(QJsonObject, defaults);
    const QJsonObject credentials =
        vector.contains(QStringLiteral("credentials")) ? vector.value(QStringLiteral("credentials")).toObject() : defaults;
    const QByteArray unknownKeys = vectorfiles::unknownMembers(
        credentials, {QStringLiteral("access_key_id"), QStringLiteral("secret_access_key"), QStringLiteral("session_token")});
    QVERIFY2(unknownKeys.isEmpty(), unknownKeys.constData());
    Credentials keys;
    keys.accessKeyId = credentials.value(QStringLiteral("access_key_id")).toString().toUtf8();
    keys.secretAccessKey = credentials.value(QStringLiteral("secret_access_key")).toString().toUtf8();
    keys.sessionToken = credentials.value(QStringLiteral("session_token")).toString().toUtf8();

    SigningScope scope;
    scope.region = vector.value(QStringLiteral("region")).toString(QStringLiteral("us-east-1")).toUtf8();
    scope.service = vector.value(QStringLiteral("service")).toString(QStringLiteral("s3")).toUtf8();
    scope.utc = QDateTime::fromString(vector.value(QStringLiteral("amz_date")).toString(), QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    scope.utc.setTimeSpec(Qt::UTC);
    QVERIFY(scope.utc.isValid());

    const QString kind = vector.value(QStringLiteral("kind")).toString();
    QStringList members{QStringLiteral("name"), QStringLiteral("kind"), QStringLiteral("source"), QStringLiteral("note"),
        QStringLiteral("expect"), QStringLiteral("amz_date"), QStringLiteral("region"), QStringLiteral("service"),
        QStringLiteral("credentials")};
    QStringList expected{QStringLiteral("signature")};
    if (kind == QStringLiteral("header") || kind == QStringLiteral("presign")) {
        members += {QStringLiteral("method"), QStringLiteral("path"), QStringLiteral("query"), QStringLiteral("headers"),
            QStringLiteral("payload_hash"), QStringLiteral("body")};
        expected += {QStringLiteral("canonical_request"), QStringLiteral("string_to_sign"), QStringLiteral("authorization"),
            QStringLiteral("url_path")};
    } else if (kind == QStringLiteral("chunk")) {
        members += {QStringLiteral("previous_signature"), QStringLiteral("data_byte"), QStringLiteral("data_len")};
        expected += QStringLiteral("wire_header");
    } else if (kind == QStringLiteral("trailer")) {
        members += {QStringLiteral("previous_signature"), QStringLiteral("trailer_bytes")};
    } else {
        QFAIL(qPrintable(QStringLiteral("Unknown kind of case: ") + kind));
    }
    const QByteArray unknown = vectorfiles::unknownMembers(vector, members) +
                               vectorfiles::unknownMembers(vector.value(QStringLiteral("expect")).toObject(), expected);
    QVERIFY2(unknown.isEmpty(), unknown.constData());
    QVERIFY(expects(vector, "signature"));

    if (kind == QStringLiteral("header"))
        header(vector, keys, scope);
    else if (kind == QStringLiteral("presign"))
        presign(vector, keys, scope);
    else if (kind == QStringLiteral("chunk"))
        chunk(vector, keys, scope);
    else
        trailer(vector, keys, scope);
}

static void compareSteps(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope)
{
    const QByteArray path = uriEncoded(vector.value(QStringLiteral("path")).toString().toUtf8(), Slash::Keep);
    if (expects(vector, "url_path"))
        QCOMPARE(path, expectation(vector, "url_path"));
    const QByteArray canonical = canonicalRequest(vector.value(QStringLiteral("method")).toString().toUtf8(), path,
        canonicalQuery(queryIn(vector)), headersIn(vector), vector.value(QStringLiteral("payload_hash")).toString().toUtf8());
    if (expects(vector, "canonical_request"))
        QCOMPARE(canonical, expectation(vector, "canonical_request"));
    const QByteArray toSign = stringToSign(scope, canonical);
    if (expects(vector, "string_to_sign"))
        QCOMPARE(toSign, expectation(vector, "string_to_sign"));
    QCOMPARE(signature(keys.secretAccessKey, scope, toSign), expectation(vector, "signature"));
}

static HttpRequest requestIn(const QJsonObject &vector)
{
    HttpRequest request;
    request.method = vector.value(QStringLiteral("method")).toString().toUtf8();
    request.path = uriEncoded(vector.value(QStringLiteral("path")).toString().toUtf8(), Slash::Keep);
    request.query = queryIn(vector);
    for (const Header &one : headersIn(vector)) {
        if (one.first.toLower() == "host")
            request.host = one.second;
        else
            request.headers.append(one);
    }
    return request;
}

// Once by the steps, and once as the program signs: headers that signing adds are taken away first, and have to come back.
void tst_SigV4Vectors::header(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope)
{
    compareSteps(vector, keys, scope);
    if (QTest::currentTestFailed())
        return;
    HttpRequest request = requestIn(vector);
    const QByteArray payloadHash = vector.value(QStringLiteral("payload_hash")).toString().toUtf8();
    const QByteArray body = vector.value(QStringLiteral("body")).toString().toUtf8();
    if (body.isEmpty())
        request.payloadHash = payloadHash;
    else
        request.body = body;
    const bool isComplete = request.headers.has("x-amz-content-sha256") && request.headers.has("x-amz-date");
    request.headers.removeIf([](const Header &one) {
        const QByteArray name = one.first.toLower();
        return name == "x-amz-content-sha256" || name == "x-amz-date" || name == "x-amz-security-token";
    });
    QVERIFY2(isComplete, "S3 always sends and signs both headers");
    const HttpRequest signedOne = signedRequest(request, keys, scope);
    QCOMPARE(signedOne.headers.value("x-amz-content-sha256"), payloadHash);
    const QByteArray authorizationHeader = signedOne.headers.value("Authorization");
    QCOMPARE(authorizationHeader.mid(authorizationHeader.indexOf("Signature=") + 10), expectation(vector, "signature"));
    if (expects(vector, "authorization"))
        QCOMPARE(authorizationHeader, expectation(vector, "authorization"));
}

void tst_SigV4Vectors::presign(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope)
{
    compareSteps(vector, keys, scope);
    if (QTest::currentTestFailed())
        return;
    HttpRequest request = requestIn(vector);
    qint64 expiry = -1;
    for (const QueryItem &one : request.query) {
        if (one.first == "X-Amz-Expires")
            expiry = one.second.toLongLong();
    }
    QVERIFY(expiry > 0);
    Query expected = request.query;
    expected.append({"X-Amz-Signature", expectation(vector, "signature")});
    request.query.removeIf([](const QueryItem &one) { return one.first.startsWith("X-Amz-"); });
    const HttpRequest presigned = presignedRequest(request, keys, scope, std::chrono::seconds(expiry));
    QCOMPARE(canonicalQuery(presigned.query), canonicalQuery(expected));
}

void tst_SigV4Vectors::chunk(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope)
{
    const auto byte = static_cast<char>(vector.value(QStringLiteral("data_byte")).toInt());
    const QByteArray data(vector.value(QStringLiteral("data_len")).toInt(-1), byte);
    const QByteArray previous = vector.value(QStringLiteral("previous_signature")).toString().toLatin1();
    const QByteArray signedHex = signature(keys.secretAccessKey, scope, chunkStringToSign(scope, previous, data));
    QCOMPARE(signedHex, expectation(vector, "signature"));
    if (expects(vector, "wire_header")) {
        const QByteArray wire = data.isEmpty() ? awsChunkedEnd({}, signedHex) : awsChunk(data, signedHex);
        QVERIFY(wire.startsWith(expectation(vector, "wire_header")));
    }
}

void tst_SigV4Vectors::trailer(const QJsonObject &vector, const Credentials &keys, const SigningScope &scope)
{
    const QByteArray previous = vector.value(QStringLiteral("previous_signature")).toString().toLatin1();
    const QByteArray lines = vector.value(QStringLiteral("trailer_bytes")).toString().toUtf8();
    QCOMPARE(signature(keys.secretAccessKey, scope, trailerStringToSign(scope, previous, lines)), expectation(vector, "signature"));
}

QTEST_APPLESS_MAIN(tst_SigV4Vectors)
#include "tst_sigv4vectors.moc"
