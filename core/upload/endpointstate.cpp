// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/endpointstate.h"

#include <algorithm>

namespace upload {

using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

constexpr auto LongestMeeting = std::chrono::seconds(1);            // a first request that hangs must not hold up all others
constexpr auto LongestPatience = std::chrono::milliseconds(30'000); // between looks whether the network is back
constexpr auto Breath = std::chrono::milliseconds(1000);            // after SlowDown without Retry-After
constexpr auto Imprecision = 5s;                                    // of a clock that is read from a Date header
constexpr auto LongestLead = 15min;                                 // botocore's
constexpr auto BetweenRefreshes = 1min;
constexpr auto BetweenSignIns = 30s;

s3::Error expiredSomewhere(const s3::Error &said)
{
    s3::Error error = said;
    error.kind = ErrorKind::CredentialsExpired;
    error.code = QStringLiteral("SignInNeeded");
    error.message = QStringLiteral(
        "The credentials have expired, and new ones did not help or were not to be had (%1). Everything that is stored is kept; "
        "the upload goes on by itself once you have signed in again.")
                        .arg(said.message.isEmpty() ? said.code : said.message);
    return error;
}

} // namespace

int EndpointState::limit(int connections) const
{
    return std::clamp(m_limit.value_or(connections), 1, connections);
}

bool EndpointState::mayTake(TimePoint now, int connections) const
{
    if (sign != Sign::Ready || now < m_notBefore)
        return false;
    return requests < (m_offline ? 1 : limit(connections));
}

std::optional<TimePoint> EndpointState::wakeAt() const
{
    if (sign == Sign::Refused)
        return m_asked ? std::nullopt : m_nextAttempt;
    return m_notBefore == TimePoint{} ? std::nullopt : std::optional(m_notBefore);
}

bool EndpointState::mayMeet(const QString &bucket, TimePoint now) const
{
    if (m_met.contains(bucket))
        return true;
    const auto isAwaited = [&](TimePoint since) { return now < since + LongestMeeting; };
    if (!m_met.isEmpty())
        return !m_meeting.contains(bucket) || !isAwaited(m_meeting.value(bucket));
    return std::none_of(m_meeting.begin(), m_meeting.end(), isAwaited);
}

void EndpointState::meets(const QString &bucket, TimePoint now)
{
    if (!m_met.contains(bucket))
        m_meeting.insert(bucket, now);
}

std::optional<TimePoint> EndpointState::meetingEnds(TimePoint now) const
{
    std::optional<TimePoint> first;
    for (const TimePoint since : m_meeting) {
        const TimePoint end = since + LongestMeeting;
        if (end > now)
            first = first ? std::min(*first, end) : end;
    }
    return first;
}

void EndpointState::met(const QString &bucket, const s3::Error *error)
{
    m_meeting.remove(bucket);
    const bool isCorrection = error && (error->kind == ErrorKind::ClockSkewed || error->kind == ErrorKind::WrongRegion);
    if (!error || (error->httpStatus > 0 && !isCorrection))
        m_met.insert(bucket);
}

void EndpointState::clockTold(std::chrono::milliseconds serverAhead)
{
    // The header is precise to the second and late by its way: small differences are of the measurement.
    if (std::chrono::abs(serverAhead - clockOffset) >= Imprecision)
        clockOffset = std::chrono::abs(serverAhead) >= Imprecision ? serverAhead : 0ms;
}

void EndpointState::learn(const EndpointFacts &facts)
{
    clockOffset = facts.clockOffset;
    regions.insert(facts.regions); // who tells may know fewer
}

void EndpointState::serverChanged()
{
    m_met.clear();
    m_refused.clear();
    regions.clear();
    clockOffset = 0ms;
}

void EndpointState::answered(TimePoint)
{
    m_patience = 1000ms;
    if (m_offline) {
        m_offline = false;
        m_notBefore = {};
    }
    if (m_limit && ++m_successes >= 2 * *m_limit) {
        ++*m_limit;
        m_successes = 0;
    }
}

void EndpointState::failed(const s3::Error &error, const QString &bucket, TimePoint now)
{
    switch (error.kind) {
    case ErrorKind::Offline:
        if (m_offline && now < m_notBefore) // one of many that failed together
            return;
        m_offline = true;
        m_notBefore = now + m_patience;
        m_patience = std::min(m_patience * 2, LongestPatience);
        return;
    case ErrorKind::Interrupted:
    case ErrorKind::SourceChanged:
    case ErrorKind::SourceUnreadable:
        return;
    case ErrorKind::Throttled:
        if (now - m_halvedAt > 1s) {
            m_limit = std::max(1, std::max(requests, 1) / 2);
            m_halvedAt = now;
        }
        m_successes = 0;
        m_notBefore = std::max(m_notBefore, now + std::min<std::chrono::milliseconds>(error.retryAfter.value_or(Breath), 5min));
        m_offline = false;
        return;
    case ErrorKind::ClockSkewed:
        if (error.serverDate.isValid())
            clockOffset = std::chrono::milliseconds(QDateTime::currentDateTimeUtc().msecsTo(error.serverDate));
        break;
    case ErrorKind::WrongRegion:
        if (!error.region.isEmpty())
            regions.insert(bucket, error.region);
        break;
    default:
        break;
    }
    if (error.httpStatus > 0 && m_offline) {
        m_offline = false;
        m_notBefore = {};
        m_patience = 1000ms;
    }
}

void EndpointState::tryAgainNow()
{
    m_notBefore = {};
    m_patience = 1000ms;
    if (sign == Sign::Refused && !m_asked)
        sign = Sign::Unknown;
}

EndpointState::Ask EndpointState::askNow(TimePoint now, const QDateTime &utc)
{
    if (m_asked)
        return Ask::Nothing;
    switch (sign) {
    case Sign::Asked:
        return Ask::Nothing;
    case Sign::Unknown:
        sign = Sign::Asked;
        break;
    case Sign::Ready: {
        if (!credentials.expiry.isValid())
            return Ask::Nothing;
        const auto left = std::chrono::milliseconds(utc.msecsTo(credentials.expiry)) - clockOffset;
        if (left > m_lead || (left > 0ms && now < m_refreshFrom))
            return Ask::Nothing;
        if (left <= 0ms)
            sign = Sign::Asked;
        m_refreshFrom = now + BetweenRefreshes;
        m_asked = true;
        return Ask::Fresh;
    }
    case Sign::Refused:
        if (!m_nextAttempt || now < *m_nextAttempt)
            return Ask::Nothing;
        m_asked = true;
        return Ask::Fresh;
    }
    m_asked = true;
    return m_spent ? Ask::Fresh : Ask::Any;
}

EndpointState::Ask EndpointState::askAnew()
{
    if (m_asked || sign == Sign::Unknown || sign == Sign::Asked)
        return Ask::Nothing;
    m_asked = true;
    return Ask::Any;
}

void EndpointState::given(const s3::Credentials &given, TimePoint now, const QDateTime &utc)
{
    m_asked = false;
    const auto left = std::chrono::milliseconds(given.expiry.isValid() ? utc.msecsTo(given.expiry) : 0) - clockOffset;
    const bool isOver = given.expiry.isValid() && left <= 0ms;
    if (m_spent == given || isOver) {
        const QString why = isOver ? QStringLiteral("those at hand have expired") : QStringLiteral("the same came again");
        if (sign != Sign::Ready)
            signInNeeded(expiredSomewhere(s3::ownError(ErrorKind::CredentialsExpired, {}, why)), now);
        return;
    }
    if (sign != Sign::Ready || given != credentials)
        ++round;
    credentials = given;
    sign = Sign::Ready;
    m_nextAttempt.reset();
    m_lead = std::min<std::chrono::seconds>(LongestLead, std::chrono::duration_cast<std::chrono::seconds>(left) / 5);
}

void EndpointState::refused(const s3::Error &error, TimePoint now)
{
    m_asked = false;
    if (sign == Sign::Asked || sign == Sign::Refused) // those at hand are still good otherwise
        signInNeeded(error, now);
}

void EndpointState::signInNeeded(const s3::Error &error, TimePoint now)
{
    sign = Sign::Refused;
    refusal = error;
    // What nobody can do but the one who is asked here is not tried again and again.
    if (error.kind == ErrorKind::NeedsUser || error.kind == ErrorKind::Permanent)
        m_nextAttempt.reset();
    else
        m_nextAttempt = now + error.retryAfter.value_or(BetweenSignIns);
    if (refusal.kind != ErrorKind::CredentialsExpired)
        refusal.kind = ErrorKind::NeedsUser;
}

void EndpointState::expired(int ofRound, const s3::Error &error, TimePoint now)
{
    if (ofRound != round || sign != Sign::Ready) // one of many that were signed with the same
        return;
    m_spent = credentials;
    if (std::exchange(m_reloaded, true))
        signInNeeded(expiredSomewhere(error), now);
    else
        sign = m_asked ? Sign::Asked : Sign::Unknown;
}

void EndpointState::accepted(int ofRound)
{
    if (ofRound == round)
        m_reloaded = false;
}

s3::Proving EndpointState::proving(const UploadSpec &spec) const
{
    return s3::provingFor(connection.endpoint, connection.profile, spec.checksumAlgorithm, m_refused);
}

bool EndpointState::checksumRefused(s3::ChecksumAlgorithm algorithm, const s3::Error &error)
{
    if (m_refused.contains(algorithm))
        return false;
    if (s3::namesChecksum(error.message, algorithm))
        m_refused.append(algorithm);
    else
        m_refused = {algorithm, s3::ChecksumAlgorithm::Crc64Nvme, s3::ChecksumAlgorithm::Crc32c, s3::ChecksumAlgorithm::Sha256};
    m_refusalStands = false;
    return true;
}

bool EndpointState::takenWith(std::optional<s3::ChecksumAlgorithm> algorithm)
{
    if (m_refusalStands || m_refused.isEmpty() || (algorithm && m_refused.contains(*algorithm)))
        return false;
    m_refusalStands = true;
    return true;
}

void EndpointState::refusedWithoutChecksum()
{
    if (!m_refusalStands)
        m_refused.clear();
}

s3::ProviderProfile EndpointState::learnedProfile() const
{
    s3::ProviderProfile learned = connection.profile;
    if (connection.endpoint.isPrivate())
        learned.overHttps = proving({}).integrity;
    return learned;
}

} // namespace upload
