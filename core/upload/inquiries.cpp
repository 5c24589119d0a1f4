// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/inquiries.h"

#include <algorithm>
#include <utility>

namespace upload {

using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

constexpr int OfflineAttempts = 3; // somebody waits for the answer: better to say soon that nobody is there
constexpr int MostAttempts = 12;   // of what is throttled or faulty: about four minutes

} // namespace

Inquiries::Inquiries(Transport &transport, CredentialSource &credentials, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_credentials(credentials)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, qOverload<>(&Inquiries::pump));
    connect(&m_transport, &Transport::timeTold, this, [this](Ticket ticket, std::chrono::milliseconds ahead) {
        const auto sent = m_sent.constFind(ticket);
        if (sent == m_sent.cend())
            return;
        EndpointState &its = m_places[sent->connectionId].endpoint;
        const EndpointFacts before = its.facts();
        its.clockTold(ahead);
        if (its.facts() != before)
            Q_EMIT learned(sent->connectionId, its.facts());
    });
    connect(&m_transport, &Transport::finished, this, &Inquiries::answer);
    connect(&m_credentials, &CredentialSource::provided, this, [this](const QString &id, const s3::Credentials &given) {
        const auto place = m_places.find(id);
        if (place == m_places.end())
            return;
        place->endpoint.given(given, std::chrono::steady_clock::now(), QDateTime::currentDateTimeUtc());
        if (place->endpoint.sign == EndpointState::Sign::Refused)
            giveUp(*place);
        schedule();
    });
    connect(&m_credentials, &CredentialSource::refused, this, [this](const QString &id, const s3::Error &error) {
        const auto place = m_places.find(id);
        if (place == m_places.end())
            return;
        place->endpoint.refused(error, std::chrono::steady_clock::now());
        if (place->endpoint.sign == EndpointState::Sign::Refused)
            giveUp(*place);
    });
    connect(&m_credentials, &CredentialSource::changed, this, [this](const QString &id) {
        if (const auto place = m_places.find(id); place != m_places.end())
            askForCredentials(*place, place->endpoint.askAnew());
    });
}

void Inquiries::setConnections(const QList<Connection> &connections)
{
    for (Place &place : m_places) { // one that is gone: who still asks is told so
        if (std::none_of(connections.begin(), connections.end(), [&](const auto &one) { return one.id == place.endpoint.connection.id; }))
            place.endpoint.connection = {};
    }
    for (const Connection &connection : connections) {
        Place &place = m_places[connection.id];
        if (place.endpoint.connection == connection)
            continue;
        // Another endpoint or other credentials under the same ID: what was learned of the old one does not hold.
        const EndpointFacts known = place.endpoint.connection.endpoint == connection.endpoint ? place.endpoint.facts() : EndpointFacts();
        place.endpoint = EndpointState();
        place.endpoint.connection = connection;
        place.endpoint.learn(known);
        for (const Inquiry &sent : std::as_const(m_sent))
            place.endpoint.requests += sent.connectionId == connection.id;
    }
    schedule();
}

const Connection *Inquiries::connection(const QString &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.constEnd() || place->endpoint.connection.id != id ? nullptr : &place->endpoint.connection;
}

const EndpointState *Inquiries::endpoint(const QString &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.constEnd() || place->endpoint.connection.id != id ? nullptr : &place->endpoint;
}

void Inquiries::learn(const QString &connectionId, const EndpointFacts &facts)
{
    if (const auto place = m_places.find(connectionId); place != m_places.end())
        place->endpoint.learn(facts);
}

void Inquiries::ask(const InquiryGroup *group, const QString &connectionId, const Work &work, Receiver receive, const s3::CustomerKey &key)
{
    Inquiry inquiry;
    inquiry.group = group;
    inquiry.connectionId = connectionId;
    inquiry.work = work;
    inquiry.receive = std::move(receive);
    inquiry.customerKey = key;
    m_places[connectionId].waiting.push_back(std::move(inquiry));
    schedule();
}

void Inquiries::drop(const InquiryGroup *group)
{
    for (Place &place : m_places)
        std::erase_if(place.waiting, [&](const Inquiry &inquiry) { return inquiry.group == group; });
    std::erase_if(m_giving, [&](const auto &giving) { return giving.first.group == group; });
    for (auto sent = m_sent.begin(); sent != m_sent.end(); ++sent) {
        if (sent->group == group && sent->receive) {
            sent->receive = nullptr;
            m_transport.interrupt(sent.key());
        }
    }
}

// A receiver may drop others while it is told.
void Inquiries::giveAll(std::deque<Inquiry> inquiries, const Outcome &outcome)
{
    for (Inquiry &inquiry : inquiries)
        m_giving.emplace_back(std::move(inquiry), outcome);
    while (!m_giving.empty()) {
        const auto [inquiry, given] = std::move(m_giving.front());
        m_giving.pop_front();
        inquiry.receive(given);
    }
}

void Inquiries::schedule(std::chrono::milliseconds in)
{
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > in)
        m_timer.start(in);
}

void Inquiries::pump()
{
    const TimePoint now = std::chrono::steady_clock::now();
    std::optional<TimePoint> wake;
    const QStringList ids = m_places.keys(); // what is told meanwhile may ask for more
    for (const QString &id : ids)
        pump(m_places[id], now, wake);
    if (wake)
        schedule(std::chrono::ceil<std::chrono::milliseconds>(std::max(*wake - now, TimePoint::duration(1ms))));
}

void Inquiries::pump(Place &place, TimePoint now, std::optional<TimePoint> &wake)
{
    if (place.waiting.empty())
        return;
    if (place.endpoint.connection.id.isEmpty()) {
        giveAll(std::exchange(place.waiting, {}), s3::ownError(ErrorKind::NeedsUser, QStringLiteral("NoSuchConnection"),
                                                      QStringLiteral("The connection is not there any more.")));
        return;
    }
    askForCredentials(place, place.endpoint.askNow(now, QDateTime::currentDateTimeUtc()));
    if (place.endpoint.sign != EndpointState::Sign::Ready)
        return;
    const auto wakeBy = [&](TimePoint when) { wake = wake ? std::min(*wake, when) : when; };
    for (auto it = place.waiting.begin(); it != place.waiting.end();) {
        if (!place.endpoint.mayTake(now, AtOnce)) {
            if (const std::optional<TimePoint> at = place.endpoint.wakeAt(); at && *at > now)
                wakeBy(*at);
            return;
        }
        if (it->notBefore > now) {
            wakeBy(it->notBefore);
            ++it;
            continue;
        }
        if (!place.endpoint.mayMeet(addressOf(it->work).bucket, now)) {
            if (const std::optional<TimePoint> at = place.endpoint.meetingEnds(now)) // or an answer wakes us
                wakeBy(*at);
            ++it;
            continue;
        }
        Inquiry inquiry = std::move(*it);
        it = place.waiting.erase(it);
        send(place, std::move(inquiry));
    }
}

void Inquiries::askForCredentials(Place &place, EndpointState::Ask what)
{
    if (what != EndpointState::Ask::Nothing)
        m_credentials.ask(place.endpoint.connection.id, what == EndpointState::Ask::Fresh);
}

// Who waits is told; whoever asks from now on has the source asked anew.
void Inquiries::giveUp(Place &place)
{
    place.endpoint.sign = EndpointState::Sign::Unknown;
    const s3::Error refusal = place.endpoint.refusal;
    giveAll(std::exchange(place.waiting, {}), refusal);
}

void Inquiries::send(Place &place, Inquiry inquiry)
{
    Order order;
    order.work = inquiry.work;
    order.connection = place.endpoint.connection;
    order.credentials = place.endpoint.credentials;
    order.clockOffset = place.endpoint.clockOffset;
    order.region = place.endpoint.regions.value(addressOf(inquiry.work).bucket);
    order.customerKey = inquiry.customerKey;
    inquiry.round = place.endpoint.round;
    ++inquiry.attempts;
    ++place.endpoint.requests;
    place.endpoint.meets(addressOf(inquiry.work).bucket, std::chrono::steady_clock::now());
    m_sent.insert(m_transport.send(order), std::move(inquiry));
}

void Inquiries::answer(Ticket ticket, const Outcome &outcome)
{
    const auto sent = m_sent.find(ticket);
    if (sent == m_sent.end())
        return;
    Inquiry inquiry = std::move(*sent);
    m_sent.erase(sent);
    const TimePoint now = std::chrono::steady_clock::now();
    Place &place = m_places[inquiry.connectionId];
    const EndpointFacts before = place.endpoint.facts();
    --place.endpoint.requests;
    place.endpoint.met(addressOf(inquiry.work).bucket, outcome.ok() ? nullptr : &outcome.error());
    if (outcome.ok()) {
        place.endpoint.answered(now);
        place.endpoint.accepted(inquiry.round);
    } else {
        place.endpoint.failed(outcome.error(), addressOf(inquiry.work).bucket, now);
    }
    if (place.endpoint.facts() != before)
        Q_EMIT learned(inquiry.connectionId, place.endpoint.facts());
    schedule();
    if (!inquiry.receive)
        return;
    if (!outcome.ok() && triesAgain(place, inquiry, outcome.error(), now)) {
        place.waiting.push_front(std::move(inquiry));
        return;
    }
    std::deque<Inquiry> given{std::move(inquiry)};
    if (!outcome.ok() && outcome.error().kind == ErrorKind::Offline) {
        // Nobody is there: the others need not find that out one after the other. Whoever asks from now on is not made to wait either.
        given.insert(given.end(), std::make_move_iterator(place.waiting.begin()), std::make_move_iterator(place.waiting.end()));
        place.waiting.clear();
        place.endpoint.tryAgainNow();
    }
    giveAll(given, outcome);
}

bool Inquiries::triesAgain(Place &place, Inquiry &inquiry, const s3::Error &error, TimePoint now)
{
    switch (error.kind) {
    case ErrorKind::CredentialsExpired:
        place.endpoint.expired(inquiry.round, error, now);
        if (place.endpoint.sign != EndpointState::Sign::Refused)
            return true;
        giveUp(place);
        return false;
    case ErrorKind::ClockSkewed:
        return error.serverDate.isValid() && !std::exchange(inquiry.corrected, true);
    case ErrorKind::WrongRegion:
        return !error.region.isEmpty() && !std::exchange(inquiry.corrected, true);
    case ErrorKind::Offline:
        // Who was silent for so long already is not asked again meanwhile.
        return inquiry.attempts < OfflineAttempts && error.code != QLatin1String("ConnectTimedOut");
    case ErrorKind::Transient:
    case ErrorKind::Throttled:
    case ErrorKind::UnknownOutcome: { // everything that is asked here may happen twice
        if (inquiry.attempts >= (error.kind == ErrorKind::Throttled ? MostAttempts : MostAttempts / 2))
            return false;
        const double jitter = std::uniform_real_distribution<>(0, 1)(m_dice);
        s3::Error passing = error;
        if (error.kind == ErrorKind::UnknownOutcome)
            passing.kind = ErrorKind::Transient;
        inquiry.notBefore = now + s3::delayBeforeRetry(m_policy, inquiry.attempts, passing, jitter, true).value_or(1s);
        return true;
    }
    default:
        return false;
    }
}

} // namespace upload
