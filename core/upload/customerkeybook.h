// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the window keeps customer keys (SSE-C): names that uploads may refer to, with the keys themselves in the system's
// keychain and nowhere else. Lives in the engine's thread; every call is answered by a signal, never from inside the call.
//
// The server keeps no copy of such a key: who loses it has lost every object that was encrypted with it. So a key is never overwritten by
// another, and may be taken out on purpose to be kept elsewhere.

#include "s3/customerkey.h"
#include "s3/error.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>

namespace upload {

class CustomerKeyBook : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

public Q_SLOTS:
    // `listed` follows, or `refused` with an empty name; it comes again whenever the list was changed through this book.
    virtual void list() = 0;

    // A new key of random bytes under a name that has none yet: `kept` or `refused`. Errors: NeedsUser "CustomerKeyNameInvalid",
    // "CustomerKeyNameTaken", "KeychainMissing", "KeychainLocked", "KeychainDamaged", "KeychainFailed".
    virtual void create(const QString &name) = 0;
    // A key that was made elsewhere, s3::CustomerKey::Size bytes: otherwise NeedsUser "CustomerKeyInvalid". The same key again under its name is `kept`.
    virtual void keep(const QString &name, const QByteArray &key) = 0;
    // `removed`, also when there was none, or `refused`. Ask before: objects and unfinished uploads that need the key are lost with it, unless
    // it is kept elsewhere.
    virtual void remove(const QString &name) = 0;
    // `exported` or `refused`, NeedsUser "CustomerKeyMissing" where the keychain has none. Only when a person asks for it.
    virtual void exportKey(const QString &name) = 0;

Q_SIGNALS:
    void listed(const QStringList &names); // sorted
    void kept(const QString &name);        // the keychain has it now
    void removed(const QString &name);
    void exported(const QString &name, const QByteArray &base64Key); // a secret: not to be logged, printed or kept
    void refused(const QString &name, const s3::Error &error);
};

} // namespace upload
