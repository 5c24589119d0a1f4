// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/errand.h"

#include "net/askprobe.h"
#include "net/comparepart.h"
#include "net/discretion.h"
#include "net/findobjects.h"
#include "net/gather.h"
#include "net/openuploads.h"
#include "net/sendbytes.h"
#include "net/singlequestion.h"
#include "net/uploadslisting.h"
#include "s3/bucketplace.h"
#include "s3/uriencoding.h"
#include "s3/wiredate.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace net {

namespace {

s3::Error dotSegmentKey(const QString &key)
{
    s3::Error error;
    error.kind = s3::ErrorKind::Permanent;
    error.code = QStringLiteral("DotSegmentKey");
    error.message =
        QCoreApplication::translate("net", "The key \"%1\" has \".\" or \"..\" between slashes and cannot be sent; choose another name")
            .arg(key);
    return error;
}

s3::Concern concernOf(const upload::Work &work)
{
    const bool isBucketsOwn = std::holds_alternative<upload::ReadLifecycle>(work) || std::holds_alternative<upload::WriteLifecycle>(work);
    return isBucketsOwn ? s3::Concern::BucketItself : s3::Concern::Objects;
}

s3::Error interrupted()
{
    s3::Error error;
    error.kind = s3::ErrorKind::Interrupted;
    error.code = QStringLiteral("Interrupted");
    error.message = QCoreApplication::translate("net", "Stopped");
    return error;
}

// A clock that is off, a token that has expired, a key that is missing: HEAD says 400 or 403 to all of them.
bool isWordless(const s3::HttpRequest &request, const s3::HttpResponse &response)
{
    return request.method == "HEAD" && (response.status == 400 || response.status == 403) && response.body.isEmpty() &&
           !response.headers.has("x-minio-error-code");
}

} // namespace

std::unique_ptr<Errand> Errand::forOrder(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
{
    using namespace upload;
    if (std::holds_alternative<SendPart>(order.work) || std::holds_alternative<SendObject>(order.work))
        return std::make_unique<SendBytes>(equipment, ticket, order);
    if (std::holds_alternative<ListStoredParts>(order.work))
        return std::make_unique<GatherParts>(equipment, ticket, order);
    if (std::holds_alternative<FindCreatedUpload>(order.work))
        return std::make_unique<GatherUploads>(equipment, ticket, order);
    if (std::holds_alternative<upload::ComparePart>(order.work))
        return std::make_unique<net::ComparePart>(equipment, ticket, order);
    if (std::holds_alternative<upload::FindOpenUploads>(order.work))
        return std::make_unique<net::FindOpenUploads>(equipment, ticket, order);
    if (std::holds_alternative<upload::ListOpenUploads>(order.work))
        return std::make_unique<net::ListOpenUploads>(equipment, ticket, order);
    if (std::holds_alternative<upload::FindObjects>(order.work))
        return std::make_unique<net::FindObjects>(equipment, ticket, order);
    if (std::holds_alternative<upload::Probe>(order.work))
        return std::make_unique<AskProbe>(equipment, ticket, order);
    return std::make_unique<SingleQuestion>(equipment, ticket, order);
}

// What the order says of the region becomes part of its endpoint, so that hosts and signatures follow from one place.
static upload::Order placed(upload::Order order)
{
    if (!order.region.isEmpty())
        order.connection.endpoint = s3::inRegion(order.connection.endpoint, order.region);
    return order;
}

Errand::Errand(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : m_equipment(equipment)
    , m_ticket(ticket)
    , m_order(placed(order))
{
}

// Without its key or its ID, a request about an upload is one about the bucket or the object: DELETE would delete that.
static bool namesHalfAnUpload(const upload::Work &work)
{
    return std::visit(
        []<class Asked>(const Asked &asked) {
            if constexpr (requires { asked.upload; } && !std::is_same_v<Asked, upload::ComparePart>) // which asks no server
                return asked.upload.uploadId.isEmpty() || asked.upload.object.key.isEmpty();
            else
                return false;
        },
        work);
}

void Errand::start()
{
    const QString key = upload::addressOf(m_order.work).key;
    const auto place = s3::resolveBucket(endpoint(), upload::addressOf(m_order.work).bucket, concernOf(m_order.work));
    if (!place)
        end(place.error());
    else if (!m_order.customerKey.isEmpty() && !upload::mayCarryCustomerKey(m_order.connection))
        end(s3::customerKeyNeedsHttps());
    else if (namesHalfAnUpload(m_order.work))
        end(s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("MissingUploadId"),
            QCoreApplication::translate(
                "net", "An upload is named by its key and its upload ID, and one of them is missing: nothing was sent.")));
    else if (s3::hasDotSegment(key))
        end(dotSegmentKey(key));
    else
        begin();
}

void Errand::interrupt()
{
    end(interrupted());
}

void Errand::pulse()
{
    // A copy: an exchange that ends takes itself out.
    const auto exchanges = m_exchanges;
    for (Exchange *exchange : exchanges) {
        if (!m_isEnded)
            exchange->pulse();
    }
}

qint64 Errand::bytesInAir() const
{
    qint64 bytes = 0;
    for (const Exchange *exchange : m_exchanges)
        bytes += exchange->bytesHandedOver();
    return bytes;
}

s3::HttpRequest Errand::withCustomerKey(s3::HttpRequest request) const
{
    s3::addCustomerKey(request, m_order.customerKey);
    return request;
}

void Errand::exchange(const s3::HttpRequest &request, const Manner &manner, const Receiver &receive)
{
    auto *exchange = new Exchange(m_equipment, m_order, request, manner.body, manner.silence.value_or(m_equipment.timing.silence), this);
    m_exchanges.push_back(exchange);
    const bool mustNotHappenTwice = manner.mustNotHappenTwice;
    const bool takesLong = manner.silence && *manner.silence > m_equipment.timing.silence;
    connect(exchange, &Exchange::finished, this,
        [this, exchange, receive, mustNotHappenTwice, takesLong](const s3::Result<s3::HttpResponse> &response) {
            std::erase(m_exchanges, exchange);
            m_bytesLastSent = exchange->bytesHandedOver();
            exchange->deleteLater();
            if (m_isEnded)
                return;
            if (response) {
                noteDate(*response, takesLong);
                m_confirmsCustomerKey = s3::confirmsCustomerKey(*response);
            }
            if (!response && mustNotHappenTwice && exchange->hasLeft() && response.error().kind == s3::ErrorKind::Transient) {
                s3::Error unknown = response.error();
                unknown.kind = s3::ErrorKind::UnknownOutcome;
                receive(unknown);
            } else {
                receive(response);
            }
        });
    exchange->start();
}

void Errand::exchangeInWords(const s3::HttpRequest &request, const Manner &manner, const Receiver &receive)
{
    exchange(request, manner, [this, request, receive](const s3::Result<s3::HttpResponse> &refused) {
        if (!refused || !isWordless(request, *refused)) {
            receive(refused);
            return;
        }
        exchange(s3::askedInWords(request), {},
            [refused, receive](const s3::Result<s3::HttpResponse> &said) { receive(said && said->status >= 400 ? said : refused); });
    });
}

void Errand::noteDate(const s3::HttpResponse &response, bool takesLong)
{
    m_serverDate = s3::dateFromHttp(response.headers.value("date"));
    m_serverAhead.reset();
    // An answer that was begun long before it ended has an old date.
    if (m_serverDate.isValid() && !takesLong)
        m_serverAhead = std::chrono::milliseconds(QDateTime::currentDateTimeUtc().msecsTo(m_serverDate) + 500); // what the header cuts off
}

void Errand::improve(s3::Error error, const std::function<void(const s3::Error &)> &receive)
{
    if (!error.serverDate.isValid())
        error.serverDate = m_serverDate;
    const QString bucket = upload::addressOf(m_order.work).bucket;
    if (error.kind != s3::ErrorKind::WrongRegion || !error.region.isEmpty() || bucket.isEmpty()) {
        receive(error);
        return;
    }
    exchange(s3::headBucket(endpoint(), bucket), {}, [error, receive](const s3::Result<s3::HttpResponse> &head) {
        s3::Error located = error;
        if (head)
            located.region = QString::fromLatin1(head->headers.value("x-amz-bucket-region"));
        receive(located);
    });
}

void Errand::end(const upload::Outcome &outcome)
{
    if (m_isEnded)
        return;
    m_isEnded = true;
    stop();
    // At once, so that the requests have left the wire before anybody hears of it. One that has just finished is not among them.
    for (Exchange *exchange : std::exchange(m_exchanges, {}))
        delete exchange;
    // A proxy's page has a date as well; what was understood is the server's own word.
    if (outcome.ok() && m_serverAhead)
        Q_EMIT timeTold(m_ticket, *m_serverAhead);
    Q_EMIT finished(m_ticket, outcome ? outcome : upload::Outcome(discreet(outcome.error(), m_order.credentials, m_order.customerKey)));
}

} // namespace net
