// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/objectlinks.h"

#include "s3/bucketplace.h"
#include "s3/sigv4.h"
#include "s3/uriencoding.h"

#include <QCoreApplication>

#include <algorithm>

namespace s3 {

QString s3Uri(const ObjectAddress &object)
{
    return QStringLiteral("s3://%1/%2").arg(object.bucket, object.key);
}

// Browsers and most other programs take dot segments out of a URL before they ask for it.
static std::optional<Error> unlinkable(const ObjectAddress &object)
{
    if (!hasDotSegment(object.key))
        return {};
    return ownError(ErrorKind::Permanent, QStringLiteral("DotSegmentKey"),
        QCoreApplication::translate("s3", "The key \"%1\" has \".\" or \"..\" between slashes, which no link can keep.").arg(object.key));
}

static QByteArray urlOf(const HttpRequest &request)
{
    return request.scheme + "://" + request.host + request.target();
}

Result<QByteArray> objectUrl(const Endpoint &endpoint, const ObjectAddress &object)
{
    if (const auto place = resolveBucket(endpoint, object.bucket); !place)
        return place.error();
    if (const auto error = unlinkable(object))
        return *error;
    return urlOf(requestFor(endpoint, "GET", object));
}

Result<PresignedLink> presignedGet(const Endpoint &endpoint, const ObjectAddress &object, const QByteArray &versionId,
    const Credentials &credentials, const QDateTime &serverTime, std::chrono::seconds validity)
{
    const auto place = resolveBucket(endpoint, object.bucket);
    if (!place)
        return place.error();
    if (const auto error = unlinkable(object))
        return *error;
    if (credentials.isAnonymous())
        return ownError(ErrorKind::NeedsUser, QStringLiteral("NoCredentials"),
            QCoreApplication::translate("s3", "A link is signed with an access key, and this connection has none."));
    if (validity.count() < 1 || validity > LongestPresign)
        return ownError(ErrorKind::Permanent, QStringLiteral("InvalidExpiry"),
            QCoreApplication::translate("s3", "A link may be good for a week at most, and for a second at least."));
    if (credentials.expiry.isValid()) {
        const std::chrono::seconds left{serverTime.secsTo(credentials.expiry)};
        if (left.count() < 1)
            return ownError(ErrorKind::NeedsUser, QStringLiteral("CredentialsExpired"),
                QCoreApplication::translate("s3", "The credentials have expired, and a link that is signed with them would be no good."));
        validity = std::min(validity, left);
    }
    const Query query = versionId.isEmpty() ? Query() : Query{{"versionId", versionId}};
    const HttpRequest signedGet =
        presignedRequest(requestFor(endpoint, "GET", object, query), credentials, {place->signingRegion, serverTime}, validity);
    return PresignedLink{urlOf(signedGet), serverTime.toUTC().addSecs(validity.count())};
}

} // namespace s3
