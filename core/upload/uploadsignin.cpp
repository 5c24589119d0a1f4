// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Credentials as a state of the connection: asked for once for all its uploads, and when they cannot be had, all of them wait for them, every
// stored part kept, and go on by themselves.

#include "upload/uploadmanager_p.h"

#include <algorithm>

namespace upload {

void UploadManager::Private::askFor(EndpointState &endpoint, EndpointState::Ask what)
{
    if (what != EndpointState::Ask::Nothing)
        credentials.ask(endpoint.connection.id, what == EndpointState::Ask::Fresh);
}

void UploadManager::Private::credentialsProvided(const QString &connectionId, const s3::Credentials &given)
{
    const auto its = endpoints.find(connectionId);
    if (its == endpoints.end())
        return;
    const TimePoint now = std::chrono::steady_clock::now();
    its->given(given, now, QDateTime::currentDateTimeUtc());
    if (its->sign == EndpointState::Sign::Ready)
        signedIn(connectionId, now);
    else
        awaitSignIn(*its, now);
    schedulePump();
}

void UploadManager::Private::credentialsRefused(const QString &connectionId, const s3::Error &error)
{
    const auto its = endpoints.find(connectionId);
    if (its == endpoints.end())
        return;
    const TimePoint now = std::chrono::steady_clock::now();
    its->refused(error, now);
    if (its->sign == EndpointState::Sign::Refused)
        awaitSignIn(*its, now);
    schedulePump();
}

void UploadManager::Private::credentialsChanged(const QString &connectionId)
{
    if (const auto its = endpoints.find(connectionId); its != endpoints.end())
        askFor(*its, its->askAnew());
}

// Now and then, as long as somebody waits for it.
void UploadManager::Private::tendSignIns(TimePoint now)
{
    for (EndpointState &its : endpoints) {
        if (its.sign != EndpointState::Sign::Refused || !its.wakeAt() || *its.wakeAt() > now)
            continue;
        const bool isAwaited = std::any_of(inOrder.begin(), inOrder.end(), [&](const auto &placed) {
            return placed.second->awaitsSignIn && placed.second->record.spec.connectionId == its.connection.id;
        });
        if (isAwaited)
            askFor(its, its.askNow(now, QDateTime::currentDateTimeUtc()));
    }
}

// A reason for each upload of the connection, not for each of its parts. What is paused does not wait for anything.
void UploadManager::Private::awaitSignIn(const EndpointState &endpoint, TimePoint now)
{
    for (const auto &[place, one] : inOrder) {
        if (one->record.spec.connectionId != endpoint.connection.id || one->awaitsSignIn || one->heldBy || one->isSettled() ||
            one->record.intent == Intent::Pause || one->refusal || (one->life && one->life->blockedBy()))
            continue;
        one->awaitsSignIn = endpoint.refusal;
        if (one->life)
            one->life->block(endpoint.refusal);
        else
            one->refusal = endpoint.refusal;
        lifeChanged(*one, now);
    }
}

bool UploadManager::Private::stopAwaiting(UploadEntry &entry)
{
    const auto was = std::exchange(entry.awaitsSignIn, std::nullopt);
    if (!was)
        return false;
    if (entry.life)
        entry.life->unblockFrom(*was);
    if (entry.refusal == was)
        entry.refusal.reset();
    return true;
}

void UploadManager::Private::signedIn(const QString &connectionId, TimePoint now)
{
    for (const auto &[place, one] : inOrder) {
        if (one->record.spec.connectionId != connectionId || !stopAwaiting(*one))
            continue;
        lifeChanged(*one, now);
        if (!one->isAtRest())
            scheduler.add(one->record.spec.id, place);
    }
}

} // namespace upload
