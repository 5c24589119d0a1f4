// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/endpointstate.h"

#include <algorithm>

namespace upload {

using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

constexpr auto LongestPatience = std::chrono::milliseconds(30'000); // between looks whether the network is back
constexpr auto Breath = std::chrono::milliseconds(1000);            // after SlowDown without Retry-After

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
    return m_notBefore == TimePoint{} ? std::nullopt : std::optional(m_notBefore);
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
    if (sign == Sign::Refused)
        sign = Sign::Unknown;
}

s3::Proving EndpointState::proving(const UploadSpec &spec) const
{
    return s3::provingFor(connection.endpoint, connection.profile, spec.checksumAlgorithm, m_refused);
}

bool EndpointState::checksumRefused(s3::ChecksumAlgorithm algorithm)
{
    if (m_refused.contains(algorithm))
        return false;
    m_refused.append(algorithm);
    return true;
}

s3::ProviderProfile EndpointState::learnedProfile() const
{
    s3::ProviderProfile learned = connection.profile;
    if (connection.endpoint.isPrivate())
        learned.overHttps = proving({}).integrity;
    return learned;
}

} // namespace upload
