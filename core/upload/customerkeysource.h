// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the engine gets customer keys (SSE-C) by their names; core/credentials fulfils it. Lives in the engine's thread.

#include "s3/customerkey.h"
#include "s3/error.h"

#include <QObject>

namespace upload {

class CustomerKeySource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void ask(const QString &name) = 0; // `provided` or `refused` follows, never from inside ask()

Q_SIGNALS:
    void provided(const QString &name, const s3::CustomerKey &key);
    // NeedsUser "CustomerKeyMissing" and those of the keychain: whoever waits waits for `changed`, or for somebody's wish.
    void refused(const QString &name, const s3::Error &error);
    void changed(const QString &name); // asking again may have another answer than before
};

} // namespace upload
