// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A keychain in memory, which can be locked, taken away, and made to wait.

#include "credentials/secretkeeper.h"

#include <QHash>
#include <QQueue>
#include <QStringList>

class FakeKeeper : public credentials::SecretKeeper {
    Q_OBJECT
public:
    QHash<QString, QByteArray> entries;
    QString refusal; // the code with which everything is refused
    bool waits = false;
    QStringList asked; // "read NAME", …

    void read(const QString &name) override
    {
        ask(QStringLiteral("read ") + name, name, [this, name] {
            if (entries.contains(name))
                Q_EMIT found(name, entries.value(name));
            else
                Q_EMIT missing(name);
        });
    }
    void write(const QString &name, const QByteArray &secret) override
    {
        ask(QStringLiteral("write ") + name, name, [this, name, secret] {
            entries.insert(name, secret);
            Q_EMIT written(name);
        });
    }
    void remove(const QString &name) override
    {
        ask(QStringLiteral("remove ") + name, name, [this, name] {
            entries.remove(name);
            Q_EMIT removed(name);
        });
    }

    void answerAll()
    {
        waits = false;
        while (!m_waiting.isEmpty())
            m_waiting.dequeue()();
    }

private:
    void ask(const QString &what, const QString &name, const std::function<void()> &deed)
    {
        asked.append(what);
        m_waiting.enqueue([this, name, deed] {
            if (refusal.isEmpty())
                deed();
            else
                Q_EMIT refused(
                    name, s3::ownError(s3::ErrorKind::NeedsUser, refusal, QStringLiteral("The keychain refuses “%1” today.").arg(name)));
        });
        if (!waits)
            QMetaObject::invokeMethod(
                this, [this] { answerAll(); }, Qt::QueuedConnection);
    }

    QQueue<std::function<void()>> m_waiting;
};
