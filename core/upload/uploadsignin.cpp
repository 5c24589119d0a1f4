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
        if (one->record.spec.connectionId == endpoint.connection.id)
            await(*one, &UploadEntry::awaitsSignIn, endpoint.refusal, now);
    }
}

bool UploadManager::Private::await(UploadEntry &entry, Awaited awaited, const s3::Error &error, TimePoint now)
{
    if (entry.heldBy || entry.isSettled() || entry.record.intent == Intent::Pause || entry.refusal ||
        (entry.life && entry.life->blockedBy()))
        return false;
    entry.*awaited = error;
    if (entry.life)
        entry.life->block(error);
    else
        entry.refusal = error;
    lifeChanged(entry, now);
    return true;
}

bool UploadManager::Private::stopAwaiting(UploadEntry &entry, Awaited awaited)
{
    const auto was = std::exchange(entry.*awaited, std::nullopt);
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
        if (one->record.spec.connectionId == connectionId)
            goOnAfter(*one, place, &UploadEntry::awaitsSignIn, now);
    }
}

void UploadManager::Private::goOnAfter(UploadEntry &entry, quint64 place, Awaited awaited, TimePoint now)
{
    if (!stopAwaiting(entry, awaited))
        return;
    lifeChanged(entry, now);
    if (!entry.isAtRest())
        scheduler.add(entry.record.spec.id, place);
}

} // namespace upload
