// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the engine gets credentials; core/credentials fulfils it. Lives in the engine's thread.

#include "s3/credentials.h"
#include "s3/error.h"

#include <QObject>

namespace upload {

class CredentialSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // `provided` or `refused` follows, never from inside ask(). With `refresh` a cached value is not good enough: it has expired, or will soon
    // (s3::Credentials::expiry says when).
    virtual void ask(const QString &connectionId, bool refresh) = 0;

Q_SIGNALS:
    void provided(const QString &connectionId, const s3::Credentials &credentials);
    // Kinds NeedsUser and Permanent wait for `changed`, or for somebody's wish. Any other may pass without a word to Davit (a sign-in elsewhere,
    // the network): whoever waits asks again after `retryAfter`, or half a minute.
    void refused(const QString &connectionId, const s3::Error &error);
    // Asking again may have another answer than before: keys were saved, a keychain was unlocked, a sign-in succeeded.
    void changed(const QString &connectionId);
};

} // namespace upload
