// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/portal.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <algorithm>

namespace net {

namespace {

constexpr int NetworkAuthenticationRequired = 511; // RFC 6585
constexpr qsizetype Beginning = 1024;

bool isPage(const QByteArray &body)
{
    const QByteArray beginning = body.left(Beginning).toLower();
    for (const char *tag : {"<!doctype html", "<html", "<head", "<body", "<script", "<meta"}) {
        if (beginning.contains(tag))
            return true;
    }
    return false;
}

// A HEAD has no body to tell it by; an object may well be a web page, but it has an ETag.
bool isPage(const s3::HttpRequest &request, const s3::HttpResponse &response)
{
    if (request.method == "HEAD")
        return response.headers.value("content-type").startsWith("text/html") && !response.headers.has("etag");
    return isPage(response.body);
}

// Empty when it is the host that was asked.
QString foreignHost(const s3::HttpRequest &request, const s3::HttpResponse &response)
{
    const QByteArray location = response.headers.value("location");
    if (location.isEmpty())
        return {};
    const QUrl asked = QUrl::fromEncoded(request.scheme + "://" + request.host + request.path);
    const QUrl sentTo = asked.resolved(QUrl::fromEncoded(location));
    return sentTo.authority(QUrl::FullyEncoded) == asked.authority(QUrl::FullyEncoded) ? QString() : sentTo.host();
}

bool isThisComputer(const QByteArray &host)
{
    const QString name = QUrl::fromEncoded("http://" + host).host();
    return QHostAddress(name).isLoopback() || name == QLatin1String("localhost");
}

} // namespace

bool speaksS3(const s3::HttpResponse &response)
{
    const bool hasHeader = std::any_of(response.headers.begin(), response.headers.end(), [](const s3::Header &header) {
        const QByteArray name = header.first.toLower();
        return name.startsWith("x-amz-") || name.startsWith("x-goog-") || name.startsWith("x-minio-") || name.startsWith("x-rgw-");
    });
    // A page may be written in XML as well (XHTML).
    return hasHeader || (response.body.left(Beginning).contains("<?xml") && !isPage(response.body)) ||
           (response.body.isEmpty() && response.headers.has("etag"));
}

bool isOfPortal(const s3::HttpRequest &request, const s3::HttpResponse &response, bool isKnown)
{
    if (response.status == NetworkAuthenticationRequired)
        return true;
    if (speaksS3(response) || (!isKnown && (request.scheme == "https" || isThisComputer(request.host))))
        return false;
    if (response.status == 302 || response.status == 303 || response.status == 307)
        return !foreignHost(request, response).isEmpty();
    return response.status >= 200 && response.status < 300 && isPage(request, response);
}

s3::Error portalError(const s3::HttpRequest &request, const s3::HttpResponse &response)
{
    const QString host = QString::fromLatin1(request.host);
    const QString portal = foreignHost(request, response);
    s3::Error error = s3::ownError(s3::ErrorKind::Offline, QStringLiteral("CaptivePortal"),
        portal.isEmpty() ? QCoreApplication::translate("net",
                               "A web page answers in place of %1: this network seems to want a sign-in first. Open any page in a browser.")
                               .arg(host)
                         : QCoreApplication::translate("net", "This network seems to want a sign-in first: in place of %1, it sends us to "
                                                              "%2, where nothing was sent. Open any page in a browser.")
                               .arg(host, portal));
    error.httpStatus = response.status;
    return error;
}

} // namespace net
