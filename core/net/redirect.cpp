// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/redirect.h"

#include "s3/uriencoding.h"

#include <QCoreApplication>

namespace net {

namespace {

s3::Error refused(const QString &message)
{
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = QStringLiteral("RedirectRefused");
    error.message = message;
    return error;
}

QUrl urlOf(const s3::HttpRequest &request)
{
    return QUrl::fromEncoded(request.scheme + "://" + request.host + request.path);
}

// Virtual-hosted and path style name the same object by "/key" and "/bucket/key": one path must be the end of the other, and neither bare.
bool namesTheSame(const QByteArray &ours, const QByteArray &theirs)
{
    if (ours == theirs)
        return true;
    return ours.size() > 1 && theirs.size() > 1 && (ours.endsWith(theirs) || theirs.endsWith(ours));
}

} // namespace

std::optional<QByteArray> redirectLocation(const s3::HttpResponse &response)
{
    if (response.status != 301 && response.status != 307 && response.status != 308)
        return {};
    const QByteArray location = response.headers.value("location");
    if (location.isEmpty())
        return {};
    return location;
}

s3::Result<s3::HttpRequest> redirected(const s3::HttpRequest &request, const s3::Endpoint &endpoint, const QByteArray &location)
{
    const QUrl url = urlOf(request).resolved(QUrl::fromEncoded(location));
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (url.port() != -1)
        host += ':' + QByteArray::number(url.port());
    if (host.isEmpty() || (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
        return refused(QCoreApplication::translate("net", "%1 redirects to \"%2\", which is no address to upload to")
                           .arg(QString::fromLatin1(request.host), QString::fromUtf8(location.left(location.indexOf('?')))));
    // The host that was asked may send us to itself, and a redirect of a virtual host to its own is no stranger either.
    if (host != request.host && !s3::mayFollow(endpoint, host))
        return refused(
            QCoreApplication::translate("net", "%1 redirects to %2, which is not part of this endpoint; credentials were not sent there")
                .arg(QString::fromLatin1(request.host), QString::fromLatin1(host)));
    if (request.scheme == "https" && url.scheme() != QLatin1String("https"))
        return refused(QCoreApplication::translate("net", "%1 redirects to an unprotected address (http); credentials were not sent there")
                           .arg(QString::fromLatin1(request.host)));
    const QByteArray path = s3::uriEncoded(QByteArray::fromPercentEncoding(url.path(QUrl::FullyEncoded).toLatin1()), s3::Slash::Keep);
    if (!namesTheSame(request.path, path))
        return refused(QCoreApplication::translate("net", "%1 redirects to another object (%2)")
                           .arg(QString::fromLatin1(request.host), QString::fromLatin1(path)));
    s3::HttpRequest next = request;
    next.scheme = url.scheme().toLatin1();
    next.host = host;
    next.path = path;
    return next;
}

} // namespace net
