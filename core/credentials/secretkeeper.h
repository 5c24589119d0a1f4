// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A place for secrets, by names: the desktop's keychain, and in tests whatever stands in for it.

#include "s3/error.h"

#include <QByteArray>
#include <QObject>
#include <QString>

namespace credentials {

// Questions are answered one after another, in the order in which they were asked, never from inside the call.
class SecretKeeper : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

public Q_SLOTS:
    virtual void read(const QString &name) = 0;
    virtual void write(const QString &name, const QByteArray &secret) = 0; // replaces
    virtual void remove(const QString &name) = 0;                          // also answered by `removed` when there was none

Q_SIGNALS:
    void found(const QString &name, const QByteArray &secret);
    void missing(const QString &name);
    void written(const QString &name);
    void removed(const QString &name);
    // NeedsUser "KeychainMissing" (no service runs), "KeychainLocked" (not opened in time, or access denied), "KeychainDamaged" (pieces do not fit
    // together), "KeychainFailed".
    void refused(const QString &name, const s3::Error &error);
};

} // namespace credentials
