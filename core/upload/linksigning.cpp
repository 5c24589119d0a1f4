// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/linksigning.h"

#include "s3/customerkey.h"
#include "s3/endpoint.h"

#include <QCoreApplication>

namespace upload {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(upload)
};

s3::Error told(const s3::HttpResponse &response)
{
    s3::Error error = s3::parseError(s3::Operation::HeadObject, response);
    if (response.status == 404) {
        error.kind = s3::ErrorKind::NotFound;
        error.code = QStringLiteral("NoSuchKey");
        error.message = Say::tr("The object is not there any more.");
    } else if (error.code == QLatin1String("AccessDenied")) {
        error.message = Say::tr("These keys may not read the object, so a link that is signed with them would open nothing.");
    } else if (s3::isOfEncryptedObject(error)) {
        error.code = QStringLiteral("UnreadableObject");
        error.message = Say::tr("The server shows the object to nobody without a key of its owner's (SSE-C), which no link can carry.");
    }
    return error;
}

} // namespace

LinkSigning::LinkSigning(Inquiries &inquiries, QObject *parent)
    : QObject(parent)
    , m_inquiries(inquiries)
    , m_questions(inquiries)
{
}

void LinkSigning::sign(
    const QUuid &wish, const QString &connectionId, const s3::ObjectAddress &object, const QByteArray &versionId, qint64 seconds)
{
    const auto head = [object, versionId](const s3::Endpoint &endpoint) {
        return s3::requestFor(endpoint, "HEAD", object, versionId.isEmpty() ? s3::Query() : s3::Query{{"versionId", versionId}});
    };
    m_questions.ask(connectionId, Probe{s3::Operation::HeadObject, object, head}, [=, this](const Outcome &outcome) {
        if (!outcome.ok())
            return Q_EMIT refused(wish, outcome.error());
        const s3::HttpResponse &response = std::get<Heard>(*outcome).response;
        if (response.status < 200 || response.status >= 300)
            return Q_EMIT refused(wish, told(response));
        const EndpointState *place = m_inquiries.endpoint(connectionId);
        if (!place)
            return Q_EMIT refused(wish, s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("NoSuchConnection"),
                                            Say::tr("The connection is not there any more.")));
        const QString region = place->regions.value(object.bucket);
        const s3::Endpoint endpoint = region.isEmpty() ? place->connection.endpoint : s3::inRegion(place->connection.endpoint, region);
        const QDateTime serverTime = QDateTime::currentDateTimeUtc().addMSecs(place->clockOffset.count());
        const auto link = s3::presignedGet(endpoint, object, versionId, place->credentials, serverTime, std::chrono::seconds(seconds));
        if (link.ok())
            Q_EMIT signedLink(wish, *link);
        else
            Q_EMIT refused(wish, link.error());
    });
}

} // namespace upload
