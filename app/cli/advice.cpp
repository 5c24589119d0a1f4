// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/advice.h"

#include "s3/customerkey.h"

#include <QHash>

namespace cli {

namespace {

struct Advice {
    const char *codes;
    const char *sentence;
};

constexpr Advice ByCode[] = {
    {"CertificateNotTrusted", "Nothing was sent. If it is a server of your own, name its certificate or its authority's with --ca-bundle "
                              "FILE, after comparing the "
                              "fingerprint; if not, somebody may be listening in between."},
    {"CertificateForAnotherHost", "Nothing was sent. Write the endpoint with a name that the certificate bears; for a bucket with dots in "
                                  "its name say --addressing-style path."},
    {"CertificateExpired", "Nothing was sent."},
    {"SignatureDoesNotMatch InvalidSignatureException",
        "The secret access key is not the one that belongs to the access key ID: look whether it is whole, and whose it is."},
    {"InvalidAccessKeyId InvalidClientTokenId NoSuchUser",
        "The access key ID is misspelt, was deleted, or belongs to another service than this endpoint."},
    {"AccessDenied AllAccessDisabled AccessForbidden",
        "The credentials are known and may not do this: `davit-cli doctor s3://BUCKET` says which permission is missing."},
    {"CustomerKeyWanted",
        "If the key is among those of `davit-cli keys`, name it with --sse-c-key NAME; if not, `davit-cli keys import NAME` "
        "takes it up first."},
    {"CustomerKeyDiffers", "Name the right one with --sse-c-key NAME; `davit-cli keys` lists them."},
    {"NoSuchBucket", "Look at its spelling and at the endpoint: Davit makes no buckets."},
    {"RequestTimeTooSkewed", "Set this computer's clock."},
    {"HostNotFound", "Look at the spelling of the endpoint and the region, and whether there is a network."},
    {"ConnectionRefused", "Look at the port of the endpoint, and whether the server runs."},
    {"ConnectTimedOut", "A firewall or a proxy may be in between, or the address is not the server's."},
    {"ConnectionLost", "A firewall or a proxy may have cut it, or the port speaks another protocol."},
    {"NotAnS3Endpoint UnexpectedAnswer RedirectRefused TooManyRedirects", "Look at the host and the port of the endpoint."},
    {"ProxyAuthenticationFailed", "Nothing was sent. Write them into HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT."},
    {"ProxyDenied", "Nothing was sent. Ask whoever runs it, or name the host in NO_PROXY."},
    {"ProxyConnectionRefused ProxyConnectionClosed ProxyNotFound ProxyTimedOut ProxyFailed",
        "Look at HTTPS_PROXY, HTTP_PROXY and NO_PROXY."},
};

} // namespace

QString adviceFor(const s3::Error &error)
{
    static const QHash<QString, const char *> sentences = [] {
        QHash<QString, const char *> index;
        for (const Advice &advice : ByCode) {
            const QStringList codes = QString::fromLatin1(advice.codes).split(u' ');
            for (const QString &code : codes)
                index.insert(code, advice.sentence);
        }
        return index;
    }();
    if (const char *sentence = sentences.value(error.code))
        return QString::fromUtf8(sentence);
    // S3's words for what was begun with a customer key: "… must include the appropriate encryption parameters"; Ceph's: "… must provide …".
    if (s3::isOfEncryptedObject(error) && (error.message.contains(u"must include") || error.message.contains(u"must provide")))
        return QStringLiteral("It was begun with a customer key (SSE-C): `davit-cli adopt --sse-c-key NAME` goes on with it.");
    if (error.kind == s3::ErrorKind::WrongRegion)
        return QStringLiteral("Say which region the bucket lies in with --region.");
    return {};
}

} // namespace cli
