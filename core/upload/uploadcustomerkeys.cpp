// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Customer keys as a state of the engine: asked for by name once for all uploads that need it, held in memory only. An upload whose key cannot be
// had, or is another than the one it began with, waits with every stored part kept.

#include "upload/uploadmanager_p.h"

namespace upload {

using s3::ErrorKind;

namespace {

bool hasBegun(const UploadEntry &entry)
{
    if (entry.life)
        return !entry.life->uploadId().isEmpty() || entry.life->stage() != Stage::New;
    return !entry.record.uploadId.isEmpty() || entry.record.stage != Stage::New;
}

s3::Error anotherKey(const QString &name)
{
    return s3::ownError(ErrorKind::NeedsUser, QStringLiteral("CustomerKeyChanged"),
        QStringLiteral(
            "The key “%1” in the keychain is another than the one this upload began with, and the server would refuse it. What is "
            "stored is kept: put the old key back under this name, or cancel the upload and begin anew.")
            .arg(name));
}

} // namespace

// Nothing is sent for an upload before its key is known to be the right one. What is deleted needs no key: nobody is asked for it.
bool UploadManager::Private::hasCustomerKey(UploadEntry &entry, const EndpointState &its, TimePoint now)
{
    s3::ObjectOptions &options = entry.record.spec.options;
    const QString name = options.sseCustomerKey;
    if (name.isEmpty() || entry.record.intent == Intent::Cancel)
        return true;
    if (!mayCarryCustomerKey(its.connection)) {
        awaitCustomerKey(entry, s3::customerKeyNeedsHttps(), now);
        return false;
    }
    const CustomerKeyState &state = customerKeys[name];
    if (state.sign == CustomerKeyState::Sign::Unknown)
        askForCustomerKey(name);
    if (state.sign == CustomerKeyState::Sign::Refused)
        awaitCustomerKey(entry, state.refusal, now);
    if (state.sign != CustomerKeyState::Sign::Ready)
        return false;
    if (options.sseCustomerKeyMd5 == state.fingerprint)
        return true;
    if (hasBegun(entry) && !options.sseCustomerKeyMd5.isEmpty()) {
        awaitCustomerKey(entry, anotherKey(name), now);
        return false;
    }
    options.sseCustomerKeyMd5 = state.fingerprint;
    touchRecord(entry);
    return true;
}

s3::CustomerKey UploadManager::Private::customerKeyFor(const s3::ObjectOptions &options) const
{
    const auto state = customerKeys.constFind(options.sseCustomerKey);
    const bool isIts =
        state != customerKeys.constEnd() && state->sign == CustomerKeyState::Sign::Ready && state->fingerprint == options.sseCustomerKeyMd5;
    return isIts ? state->key : s3::CustomerKey();
}

void UploadManager::Private::askForCustomerKey(const QString &name)
{
    CustomerKeyState &state = customerKeys[name];
    state = {};
    state.sign = CustomerKeyState::Sign::Asked;
    if (customerKeySource)
        customerKeySource->ask(name);
    else
        customerKeyRefused(name,
            s3::ownError(ErrorKind::NeedsUser, QStringLiteral("KeychainMissing"), QStringLiteral("There is no keychain to ask for keys.")));
}

void UploadManager::Private::awaitCustomerKey(UploadEntry &entry, const s3::Error &error, TimePoint now)
{
    if (await(entry, &UploadEntry::awaitsCustomerKey, error, now))
        log(entry, error.message);
}

void UploadManager::Private::customerKeyProvided(const QString &name, const s3::CustomerKey &key)
{
    CustomerKeyState &state = customerKeys[name];
    state.sign = CustomerKeyState::Sign::Ready;
    state.key = key;
    state.fingerprint = key.fingerprint();
    const TimePoint now = std::chrono::steady_clock::now();
    for (const auto &[place, one] : inOrder) {
        if (one->record.spec.options.sseCustomerKey == name)
            goOnAfter(*one, place, &UploadEntry::awaitsCustomerKey, now);
    }
    schedulePump();
}

void UploadManager::Private::customerKeyRefused(const QString &name, const s3::Error &error)
{
    CustomerKeyState &state = customerKeys[name];
    state = {};
    state.sign = CustomerKeyState::Sign::Refused;
    state.refusal = error;
    const TimePoint now = std::chrono::steady_clock::now();
    for (const auto &[place, one] : inOrder) {
        if (one->record.spec.options.sseCustomerKey == name && one->record.intent == Intent::Run)
            awaitCustomerKey(*one, error, now);
    }
    schedulePump();
}

void UploadManager::Private::customerKeyChanged(const QString &name)
{
    const auto state = customerKeys.constFind(name);
    if (state != customerKeys.constEnd() && state->sign != CustomerKeyState::Sign::Unknown && state->sign != CustomerKeyState::Sign::Asked)
        askForCustomerKey(name);
}

} // namespace upload
