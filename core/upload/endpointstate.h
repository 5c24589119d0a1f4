// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What is known of one connection's endpoint while uploads run: may more be sent to it now, how many at once, with which clock, region,
// credentials and proof of bytes. "No network" and "slow down" are states of the endpoint, not of thirty parts.

#include "s3/credentials.h"
#include "s3/integritychoice.h"
#include "upload/connection.h"
#include "upload/endpointfacts.h"
#include "upload/timepoint.h"
#include "upload/uploadspec.h"

#include <QHash>
#include <QSet>

#include <chrono>
#include <optional>

namespace upload {

class EndpointState {
public:
    enum class Sign { Unknown, Asked, Ready, Refused }; // of the credentials; Refused: somebody has to sign in
    enum class Ask { Nothing, Any, Fresh };             // of their source; with Fresh a cached value is not good enough

    Connection connection;
    s3::Credentials credentials;
    Sign sign = Sign::Unknown;
    s3::Error refusal; // why there are no credentials
    int round = 0;     // counts the credentials that came: which of them a request was signed with
    std::chrono::milliseconds clockOffset{0};
    QHash<QString, QString> regions; // bucket → region that its server named
    int requests = 0;                // in flight

    bool isOffline() const { return m_offline; }
    bool mayTake(TimePoint now, int connections) const;
    // The first request to a bucket goes alone, and the first of all before any other: what it learns of the clock and the region, thirty need
    // not learn each for itself.
    bool mayMeet(const QString &bucket, TimePoint now) const;
    void meets(const QString &bucket, TimePoint now);
    std::optional<TimePoint> meetingEnds(TimePoint now) const; // after `now`: when those who wait for an answer wait no longer
    void met(const QString &bucket, const s3::Error *error);   // null: the request succeeded
    void clockTold(std::chrono::milliseconds serverAhead);
    EndpointFacts facts() const { return {clockOffset, regions}; }
    void learn(const EndpointFacts &facts);
    void serverChanged();             // another endpoint under the same name: what was learned of the old one does not hold
    int limit(int connections) const; // adaptive: halved by SlowDown, grown again by success
    std::optional<TimePoint> wakeAt() const;

    void answered(TimePoint now); // any answer of the server: it is there
    void failed(const s3::Error &error, const QString &bucket, TimePoint now);
    void tryAgainNow(); // the user is impatient, or the network came back

    // One question at a time goes to the source for all requests: what to ask it now, if anything, while there is work for the endpoint. Asks
    // before the credentials expire, and goes on with them meanwhile. `utc` is this computer's wall clock.
    Ask askNow(TimePoint now, const QDateTime &utc);
    Ask askAnew(); // the source says that its answer may have changed
    void given(const s3::Credentials &credentials, TimePoint now, const QDateTime &utc);
    void refused(const s3::Error &error, TimePoint now);
    // The server says that what this request was signed with has expired: the first time they are asked for anew, the second time in a row, or
    // when the same come back, somebody has to sign in.
    void expired(int ofRound, const s3::Error &error, TimePoint now);
    void accepted(int ofRound);

    s3::Proving proving(const UploadSpec &spec) const;
    // The server does not take this checksum, which nobody insisted on: from now on another proof is used. False when that was known.
    bool checksumRefused(s3::ChecksumAlgorithm algorithm, const s3::Error &error);
    // Bytes were taken with this checksum, or with none. True when that proves, for the first time, that a refusal was of the checksum: "a header
    // you provided" may be another one.
    bool takenWith(std::optional<s3::ChecksumAlgorithm> algorithm);
    void refusedWithoutChecksum(); // so it is not the checksum: what was concluded from a refusal is dropped
    // The connection's profile with what was learned of it since, as it is worth being saved.
    s3::ProviderProfile learnedProfile() const;

private:
    std::optional<int> m_limit;
    int m_successes = 0; // since the limit last changed
    TimePoint m_notBefore;
    TimePoint m_halvedAt;
    bool m_offline = false;
    std::chrono::milliseconds m_patience{1000};
    QList<s3::ChecksumAlgorithm> m_refused;
    bool m_refusalStands = false; // something was taken without

    void signInNeeded(const s3::Error &error, TimePoint now);
    QHash<QString, TimePoint> m_meeting; // buckets whose first answer is awaited, since when
    QSet<QString> m_met;
    bool m_asked = false;                   // the source, which has not answered yet
    bool m_reloaded = false;                // the server's refusal was answered with new ones, of which it took none yet
    std::optional<s3::Credentials> m_spent; // that the server called expired
    std::chrono::seconds m_lead{0};         // before the expiry, from when they are refreshed
    TimePoint m_refreshFrom;                // not again before
    std::optional<TimePoint> m_nextAttempt; // Refused: to see whether they came back
};

} // namespace upload
