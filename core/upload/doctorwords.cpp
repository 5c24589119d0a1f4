// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/doctorwords.h"

#include "s3/permissions.h"

#include <QCoreApplication>

#include <algorithm>

namespace upload {

using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

constexpr std::chrono::milliseconds Unremarkable = 30s; // of a clock; nobody minds
constexpr std::chrono::milliseconds MostSkew = 15min;   // beyond it S3 refuses to answer

QString tr(const char *text)
{
    return QCoreApplication::translate("doctor", text);
}

bool isOneOf(const QString &code, std::initializer_list<const char *> codes)
{
    return std::any_of(codes.begin(), codes.end(), [&](const char *one) { return code == QLatin1String(one); });
}

Finding bad(const char *what, const QString &sentence, const s3::Error &error)
{
    return {QString::fromLatin1(what), Verdict::Bad, sentence, error};
}

QString hostOf(const Connection &connection)
{
    return connection.endpoint.host.isEmpty() ? QStringLiteral("Amazon S3") : QString::fromLatin1(connection.endpoint.host);
}

// Messages of others end with a full stop or do not.
QString sentenceOf(const s3::Error &error)
{
    const QString message = error.message.trimmed();
    return message.isEmpty() || message.endsWith(QLatin1Char('.')) || message.endsWith(QLatin1Char('?')) ? message
                                                                                                         : message + QLatin1Char('.');
}

Finding unreachable(const s3::Error &error, const Connection &connection)
{
    const QString host = hostOf(connection);
    if (error.code == QLatin1String("HostNotFound") && connection.endpoint.isAws())
        return bad("reachable",
            tr("%1 Either this computer has no network, or \"%2\" is no region of Amazon's.")
                .arg(sentenceOf(error), QString::fromLatin1(connection.endpoint.signingRegion())),
            error);
    if (error.code == QLatin1String("HostNotFound"))
        return bad("reachable",
            tr("There is no host of the name %1, or this computer has no network: look at the spelling of the endpoint.").arg(host), error);
    if (error.code == QLatin1String("ConnectionRefused"))
        return bad(
            "reachable", tr("Nothing listens at %1: look at the port of the endpoint, and whether the server runs.").arg(host), error);
    if (error.code == QLatin1String("ConnectTimedOut"))
        return bad("reachable",
            tr("%1 does not answer: a firewall may keep this computer from it, or the address is not the server's.").arg(host), error);
    if (error.code.startsWith(QLatin1String("Proxy")))
        return bad("reachable", tr("%1 Look at the address of the proxy and the sign-in to it.").arg(sentenceOf(error)), error);
    return bad("reachable", sentenceOf(error), error);
}

Finding certificateTrouble(const s3::Error &error)
{
    QString advice;
    if (error.code == QLatin1String("CertificateNotTrusted"))
        advice = tr(" If it is a server of your own, give the connection that certificate, after comparing its fingerprint; if it is not, "
                    "somebody may be listening in between.");
    else if (error.code == QLatin1String("CertificateForAnotherHost"))
        advice = tr(" Write the endpoint with a name that the certificate bears; for buckets with dots in their names choose path style.");
    return bad("tls", tr("%1 Nothing was sent.%2").arg(sentenceOf(error), advice), error);
}

Finding notS3(const s3::Error &error, const Connection &connection)
{
    return bad("reachable",
        tr("%1 answers, and not as S3 does: it is the sign-in page of a network, a proxy, or a web page at another port than the S3 "
           "service. %2")
            .arg(hostOf(connection), sentenceOf(error)),
        error);
}

bool isOfPortal(const s3::Error &error)
{
    return isOneOf(error.code, {"CaptivePortal", "RedirectRefused", "TooManyRedirects", "NotAnS3Endpoint", "UnexpectedAnswer",
                                   "RefusedAnswer", "IncompleteAnswer"}) ||
           error.httpStatus == 302 || error.httpStatus == 303 || error.httpStatus == 511;
}

// The code is the service's own word: whoever speaks it is S3, or nearly.
bool hasCodeOfS3(const s3::Error &error)
{
    return error.httpStatus >= 300 && !error.code.isEmpty() && !isOfPortal(error);
}

std::optional<Finding> credentialTrouble(const s3::Error &error)
{
    if (isOneOf(error.code, {"SignatureDoesNotMatch", "InvalidSignatureException"}))
        return bad("credentials",
            tr("The server knows the access key and refuses the signature: the secret key is not the one that belongs to it. Paste it "
               "again, whole and without blanks."),
            error);
    if (isOneOf(error.code, {"InvalidAccessKeyId", "InvalidClientTokenId", "NoSuchUser"}))
        return bad("credentials",
            tr("The server does not know this access key: it is misspelt, deleted, or belongs to another service than this endpoint."),
            error);
    if (error.kind == ErrorKind::CredentialsExpired)
        return bad(
            "credentials", tr("The sign-in has expired and a new one was not to be had: sign in again. %1").arg(sentenceOf(error)), error);
    if (isOneOf(error.code, {"AuthFailure", "NotSignedUp", "AccountProblem", "UserSuspended", "InvalidSecurity", "Unauthorized"}) ||
        error.httpStatus == 401)
        return bad("credentials", tr("The server refuses these credentials: %1").arg(sentenceOf(error)), error);
    return {};
}

} // namespace

bool isSpokenTo(const s3::Error &error)
{
    if (error.httpStatus == 0 || isOfPortal(error) || credentialTrouble(error) || error.kind == ErrorKind::WrongRegion ||
        error.kind == ErrorKind::ClockSkewed)
        return false;
    if (isOneOf(error.code, {"NoSuchBucket", "InvalidBucketName", "BucketNotFound"}))
        return false;
    return s3::lacksPermission(error) || hasCodeOfS3(error);
}

Finding troubleFinding(const s3::Error &error, const Connection &connection, const QString &bucket)
{
    if (isOneOf(error.code, {"HttpsNeeded", "PlainHttp"}))
        return bad("tls", sentenceOf(error), error);
    if (error.code == QLatin1String("CaptivePortal"))
        return bad("reachable", sentenceOf(error), error);
    if (isOneOf(error.code, {"CertificateNotTrusted", "CertificateForAnotherHost", "CertificateExpired"}))
        return certificateTrouble(error);
    if (error.code == QLatin1String("TlsHandshakeFailed"))
        return bad("tls", tr("%1 The server may speak http at this port, or a TLS that is too old.").arg(sentenceOf(error)), error);
    if (error.kind == ErrorKind::Offline || error.code.startsWith(QLatin1String("Proxy")))
        return unreachable(error, connection);
    if (isOfPortal(error))
        return notS3(error, connection);
    if (const auto finding = credentialTrouble(error))
        return *finding;
    if (error.kind == ErrorKind::ClockSkewed)
        return bad("clock", tr("The server refuses requests for their time, also with its own: %1").arg(sentenceOf(error)), error);
    if (error.kind == ErrorKind::WrongRegion)
        return bad("region",
            error.region.isEmpty()
                ? tr("The bucket %1 lies in another region than \"%2\", and the server does not say in which: set the region of the "
                     "connection.")
                      .arg(bucket, QString::fromLatin1(connection.endpoint.signingRegion()))
                : tr("The bucket %1 lies in the region \"%2\", and cannot be reached there from this endpoint.").arg(bucket, error.region),
            error);
    const bool isNoBucket = isOneOf(error.code, {"NoSuchBucket", "BucketNotFound"}) || (error.httpStatus == 404 && hasCodeOfS3(error));
    if (isNoBucket && connection.endpoint.basePath.endsWith('/' + bucket.toUtf8()))
        return bad("bucket",
            tr("The address of the endpoint ends in the bucket's name, so that it is asked for twice: leave \"/%1\" out of the endpoint.")
                .arg(bucket),
            error);
    if (isNoBucket)
        return bad("bucket",
            tr("There is no bucket %1 at this endpoint: look at its spelling, or make it first; Davit makes no buckets.").arg(bucket),
            error);
    if (error.code == QLatin1String("InvalidBucketName"))
        return bad("bucket", tr("%1 is no name that a bucket of this server can have.").arg(bucket), error);
    if (error.httpStatus == 0 && error.kind == ErrorKind::Transient)
        return bad("reachable", tr("%1 Look whether a firewall or a proxy cuts the connection.").arg(sentenceOf(error)), error);
    if (error.httpStatus == 0 && error.kind == ErrorKind::NeedsUser) // before anything was sent
        return bad("credentials", sentenceOf(error), error);
    return bad("reachable", tr("The server does not do what it is asked: %1").arg(sentenceOf(error)), error);
}

Finding tlsFinding(const Connection &connection)
{
    const QString what = QStringLiteral("tls");
    if (!connection.endpoint.isPrivate())
        return {what, Verdict::Remarkable,
            tr("The endpoint is http: whoever is on the way can read what is sent, though not change it unnoticed."), {}};
    if (!connection.tls.verifyPeer)
        return {what, Verdict::Remarkable,
            tr("The certificate is not verified, as this connection is set: whoever is on the way can read and change what is sent."), {}};
    return {what, Verdict::Good,
        connection.tls.extraCaPem.isEmpty()
            ? tr("The connection is encrypted, and the server's certificate is trusted.")
            : tr("The connection is encrypted, and the server's certificate is trusted, by this computer or "
                 "by the certificates of the connection."),
        {}};
}

Finding clockFinding(std::chrono::milliseconds serverAhead)
{
    const auto off = serverAhead < 0ms ? -serverAhead : serverAhead;
    const qint64 seconds = std::chrono::round<std::chrono::seconds>(off).count();
    const QString span = seconds < 120          ? tr("%1 seconds").arg(seconds)
                         : seconds < 2 * 3'600  ? tr("%1 minutes").arg((seconds + 30) / 60)
                         : seconds < 2 * 86'400 ? tr("%1 hours").arg((seconds + 1'800) / 3'600)
                                                : tr("%1 days").arg((seconds + 43'200) / 86'400);
    const QString what = QStringLiteral("clock");
    if (off < 2s)
        return {what, Verdict::Good, tr("The clocks of this computer and of the server agree."), {}};
    const QString found = serverAhead > 0ms ? tr("This computer's clock is %1 behind the server's.").arg(span)
                                            : tr("This computer's clock is %1 ahead of the server's.").arg(span);
    if (off <= Unremarkable)
        return {what, Verdict::Good, found, {}};
    if (off <= MostSkew)
        return {what, Verdict::Remarkable, tr("%1 S3 allows 15 minutes; let the computer set its clock by the network.").arg(found), {}};
    return {what, Verdict::Remarkable,
        tr("%1 S3 allows 15 minutes: Davit signs with the server's time, so that uploads work; other programs will fail. Set the clock.")
            .arg(found),
        {}};
}

Finding regionFinding(const Connection &connection, const QString &named, const QByteArray &signedFor)
{
    const QString what = QStringLiteral("region");
    const QString configured = QString::fromLatin1(connection.endpoint.signingRegion());
    const QString accepted = QString::fromLatin1(signedFor);
    if (!signedFor.isEmpty() && accepted != configured)
        return {what, Verdict::Remarkable,
            tr("The bucket lies in the region \"%1\", the connection says \"%2\": Davit signs for the right one by itself, after a request "
               "that is refused. Set the region of the connection to \"%1\".")
                .arg(accepted, configured),
            {}};
    if (!named.isEmpty() && named != configured)
        return {what, Verdict::Good,
            tr("The server calls the bucket's region \"%1\", and takes requests for \"%2\" as well.").arg(named, configured), {}};
    if (!named.isEmpty())
        return {what, Verdict::Good, tr("The bucket lies in \"%1\", as the connection says.").arg(named), {}};
    return {what, Verdict::Good, tr("The server takes requests for \"%1\"; it does not name a region itself.").arg(configured), {}};
}

Finding refusedFinding(const QString &what, Verdict verdict, s3::Operation operation, const Diagnosis &diagnosis, const s3::Error &error,
    const QString &consequence)
{
    QString sentence;
    if (s3::lacksPermission(error)) {
        const s3::Permission permission = s3::permissionFor(operation, diagnosis.bucket, diagnosis.prefix);
        sentence = tr("These credentials lack %1 on %2. %3").arg(permission.action, permission.resource, consequence);
    } else if (error.httpStatus == 501 || error.httpStatus == 405) {
        sentence = tr("This server does not do that. %1").arg(consequence);
    } else {
        sentence = tr("%1 %2").arg(sentenceOf(error), consequence);
    }
    return {what, verdict, sentence, error};
}

} // namespace upload
