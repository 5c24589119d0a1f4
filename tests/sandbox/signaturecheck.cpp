// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/signaturecheck.h"

#include "s3/uriencoding.h"

#include <QTimeZone>

#include <algorithm>

namespace sandbox {

namespace {

constexpr char Algorithm[] = "AWS4-HMAC-SHA256";

// What a signature claims, from either place.
struct Claim {
    bool isPresigned = false;
    QByteArray accessKey, date, region, service, terminator;
    QList<QByteArray> signedHeaders;
    QByteArray signature;
    QByteArray amzDate; // as sent
    QByteArray token;
    QByteArray payloadHash;
    qint64 expires = 0;
};

Failure malformed(bool isPresigned, const QByteArray &message)
{
    return {isPresigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed", message};
}

bool takeCredential(const QByteArray &credential, Claim *claim)
{
    // The access key may hold a slash; the four fields behind it may not.
    const QList<QByteArray> fields = credential.split('/');
    if (fields.size() < 5)
        return false;
    claim->terminator = fields[fields.size() - 1];
    claim->service = fields[fields.size() - 2];
    claim->region = fields[fields.size() - 3];
    claim->date = fields[fields.size() - 4];
    claim->accessKey = fields.mid(0, fields.size() - 4).join('/');
    return !claim->accessKey.isEmpty();
}

QByteArray queryValue(const s3::Query &query, QByteArrayView name)
{
    for (const s3::QueryItem &item : query)
        if (item.first == name)
            return item.second;
    return {};
}

std::variant<Claim, Failure> claimFromHeader(const RequestHead &head)
{
    Claim claim;
    const QByteArray authorization = head.headers.value("Authorization");
    if (!authorization.startsWith("AWS4-HMAC-SHA256 "))
        return Failure{"InvalidArgument", "Unsupported Authorization Type", {{"ArgumentName", "Authorization"}}};
    QByteArray names;
    const QList<QByteArray> fields = authorization.mid(sizeof(Algorithm)).split(',');
    for (const QByteArray &field : fields) {
        const QByteArray trimmed = field.trimmed();
        const qsizetype equals = trimmed.indexOf('=');
        const QByteArray name = trimmed.left(equals);
        const QByteArray value = trimmed.mid(equals + 1);
        if (name == "Credential" && !takeCredential(value, &claim))
            return malformed(false, "The authorization header is malformed; the Credential is mal-formed; expecting "
                                    "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        if (name == "SignedHeaders")
            names = value;
        if (name == "Signature")
            claim.signature = value;
    }
    if (claim.accessKey.isEmpty() || names.isEmpty() || claim.signature.isEmpty())
        return malformed(false, "The authorization header is malformed; the authorization header requires three components: Credential, "
                                "SignedHeaders, and Signature.");
    claim.signedHeaders = names.split(';');
    claim.amzDate = head.headers.value("x-amz-date");
    claim.token = head.headers.value("x-amz-security-token");
    if (!head.headers.has("x-amz-content-sha256"))
        return Failure{"InvalidRequest", "Missing required header for this request: x-amz-content-sha256"};
    claim.payloadHash = head.headers.value("x-amz-content-sha256");
    return claim;
}

std::variant<Claim, Failure> claimFromQuery(const RequestHead &head, const s3::Query &query)
{
    Claim claim;
    claim.isPresigned = true;
    if (queryValue(query, "X-Amz-Algorithm") != Algorithm)
        return malformed(true, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
    if (!takeCredential(queryValue(query, "X-Amz-Credential"), &claim))
        return malformed(true, "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
                               "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    claim.signedHeaders = queryValue(query, "X-Amz-SignedHeaders").split(';');
    claim.signature = queryValue(query, "X-Amz-Signature");
    claim.amzDate = queryValue(query, "X-Amz-Date");
    claim.token = queryValue(query, "X-Amz-Security-Token");
    bool isNumber = false;
    claim.expires = queryValue(query, "X-Amz-Expires").toLongLong(&isNumber);
    if (claim.signature.isEmpty() || claim.amzDate.isEmpty() || !isNumber)
        return malformed(true, "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
                               "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    if (claim.expires < 1)
        return malformed(true, "X-Amz-Expires must be non-negative");
    if (claim.expires > 604'800)
        return malformed(
            true, "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
    claim.payloadHash =
        head.headers.has("x-amz-content-sha256") ? head.headers.value("x-amz-content-sha256") : queryValue(query, "X-Amz-Content-Sha256");
    if (claim.payloadHash.isEmpty())
        claim.payloadHash = s3::UnsignedPayload;
    return claim;
}

bool isSha256(const QByteArray &text)
{
    return text.size() == 64 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isKnownPayload(const QByteArray &value)
{
    return isSha256(value) || value == s3::UnsignedPayload || value == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" ||
           value == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" || value == "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
}

std::optional<Failure> checkScope(const Claim &claim, const Settings &settings, const QDateTime &time)
{
    if (claim.date != time.toString(QStringLiteral("yyyyMMdd")).toLatin1())
        return Failure{claim.isPresigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed",
            "Invalid credential date \"" + claim.date + "\". This date is not the same as X-Amz-Date."};
    if (claim.service != "s3" || claim.terminator != "aws4_request")
        return malformed(claim.isPresigned,
            "The authorization header is malformed; incorrect service \"" + claim.service + "\". This endpoint belongs to \"s3\".");
    if (claim.region != settings.region) {
        Failure failure = malformed(claim.isPresigned,
            "The authorization header is malformed; the region '" + claim.region + "' is wrong; expecting '" + settings.region + "'");
        failure.details.append({"Region", settings.region});
        failure.headers.set("x-amz-bucket-region", settings.region);
        return failure;
    }
    return {};
}

std::optional<Failure> checkTime(const Claim &claim, const QDateTime &time, const QDateTime &now)
{
    const qint64 age = time.secsTo(now);
    if (claim.isPresigned) {
        if (age > claim.expires)
            return Failure{"AccessDenied", "Request has expired",
                {{"X-Amz-Expires", QByteArray::number(claim.expires)}, {"Expires", isoTime(time.addSecs(claim.expires))},
                    {"ServerTime", isoTime(now)}}};
        if (age < -MaxSkewSeconds)
            return Failure{"AccessDenied", "Request is not valid yet", {{"ServerTime", isoTime(now)}}};
        return {};
    }
    if (qAbs(age) > MaxSkewSeconds)
        return Failure{"RequestTimeTooSkewed", "The difference between the request time and the current time is too large.",
            {{"RequestTime", claim.amzDate}, {"ServerTime", isoTime(now)},
                {"MaxAllowedSkewMilliseconds", QByteArray::number(MaxSkewSeconds * 1000)}}};
    return {};
}

// Host, every x-amz-* header and, for a presigned URL, nothing less: S3 names those that were left out.
std::optional<Failure> checkSignedHeaders(const Claim &claim, const RequestHead &head)
{
    if (!std::is_sorted(claim.signedHeaders.begin(), claim.signedHeaders.end()))
        return malformed(claim.isPresigned, "The authorization header is malformed; SignedHeaders must be sorted.");
    QList<QByteArray> missing;
    if (!claim.signedHeaders.contains("host"))
        missing << "host";
    for (const s3::Header &header : head.headers) {
        const QByteArray name = header.first.toLower();
        if (name.startsWith("x-amz-") && !claim.signedHeaders.contains(name) && !missing.contains(name))
            missing << name;
    }
    if (!missing.isEmpty())
        return Failure{
            "AccessDenied", "There were headers present in the request which were not signed", {{"HeadersNotSigned", missing.join(", ")}}};
    for (const QByteArray &name : claim.signedHeaders)
        if (name.isEmpty() || name != name.toLower() || !head.headers.has(name))
            return malformed(claim.isPresigned, "The authorization header is malformed; the signed header '" + name + "' was not sent.");
    return {};
}

std::optional<Failure> checkToken(const Claim &claim, const s3::Credentials &identity, const QDateTime &now)
{
    if (claim.token != identity.sessionToken)
        return Failure{"InvalidToken", "The provided token is malformed or otherwise invalid.", {{"Token-0", claim.token}}};
    if (identity.expiry.isValid() && identity.expiry <= now)
        return Failure{"ExpiredToken", "The provided token has expired.", {{"Token-0", claim.token}}};
    return {};
}

// Escapes in capitals, bytes that need one escaped; an encoded slash stays one, nothing else is decoded.
QByteArray canonicalPath(const QByteArray &rawPath)
{
    QByteArray canonical;
    for (qsizetype i = 0; i < rawPath.size(); ++i) {
        if (rawPath[i] == '%') {
            const QByteArray byte = QByteArray::fromHex(rawPath.mid(i + 1, 2));
            canonical += s3::uriEncoded(byte, s3::Slash::Encode);
            i += 2;
        } else {
            canonical += s3::uriEncoded(QByteArrayView(rawPath).sliced(i, 1), s3::Slash::Keep);
        }
    }
    return canonical;
}

Failure mismatch(const Claim &claim, const QByteArray &stringToSign, const QByteArray &canonical)
{
    return {"SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        {{"AWSAccessKeyId", claim.accessKey}, {"StringToSign", stringToSign}, {"SignatureProvided", claim.signature},
            {"StringToSignBytes", stringToSign.toHex(' ')}, {"CanonicalRequest", canonical},
            {"CanonicalRequestBytes", canonical.toHex(' ')}}};
}

} // namespace

std::variant<Sender, Failure> checkSignature(const RequestHead &head, const Settings &settings, const QDateTime &now)
{
    const s3::Query query = parseQuery(head.rawQuery).value_or(s3::Query());
    const bool hasHeader = head.headers.has("Authorization");
    const bool isPresigned = !queryValue(query, "X-Amz-Algorithm").isEmpty() || !queryValue(query, "X-Amz-Signature").isEmpty();
    if (hasHeader && isPresigned)
        return Failure{"InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
                                          "string parameter or the Authorization header should be specified"};
    if (!hasHeader && !isPresigned)
        return Failure{"AccessDenied", "Access Denied"};
    auto read = isPresigned ? claimFromQuery(head, query) : claimFromHeader(head);
    if (const auto *failure = std::get_if<Failure>(&read))
        return *failure;
    const Claim claim = std::get<Claim>(std::move(read));

    QDateTime time = QDateTime::fromString(QString::fromLatin1(claim.amzDate), QStringLiteral("yyyyMMddTHHmmssZ"));
    if (!time.isValid())
        return Failure{"AccessDenied", "AWS authentication requires a valid Date or x-amz-date header"};
    time.setTimeZone(QTimeZone::utc());
    if (!isKnownPayload(claim.payloadHash))
        return Failure{"InvalidArgument",
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            {{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", claim.payloadHash}}};
    if (const auto failure = checkScope(claim, settings, time))
        return *failure;
    const auto identity = std::find_if(settings.identities.begin(), settings.identities.end(),
        [&](const s3::Credentials &known) { return known.accessKeyId == claim.accessKey; });
    if (identity == settings.identities.end())
        return Failure{"InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
            {{"AWSAccessKeyId", claim.accessKey}}};
    if (const auto failure = checkTime(claim, time, now))
        return *failure;
    if (const auto failure = checkSignedHeaders(claim, head))
        return *failure;

    s3::Headers toSign;
    for (const QByteArray &name : claim.signedHeaders)
        for (const s3::Header &header : head.headers)
            if (header.first.compare(name, Qt::CaseInsensitive) == 0)
                toSign.append({name, header.second});
    s3::Query signedQuery;
    for (const s3::QueryItem &item : query)
        if (item.first != "X-Amz-Signature")
            signedQuery.append(item);
    const s3::SigningScope scope{claim.region, time, claim.service};
    const QByteArray canonical =
        s3::canonicalRequest(head.method, canonicalPath(head.rawPath), s3::canonicalQuery(signedQuery), toSign, claim.payloadHash);
    const QByteArray toSignText = s3::stringToSign(scope, canonical);
    if (s3::signature(identity->secretAccessKey, scope, toSignText) != claim.signature)
        return mismatch(claim, toSignText, canonical);
    if (const auto failure = checkToken(claim, *identity, now))
        return *failure;
    return Sender{*identity, scope, claim.signature, claim.payloadHash};
}

} // namespace sandbox
