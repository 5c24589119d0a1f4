// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Secrets in the desktop's own keychain (Secret Service, KWallet, Keychain, Credential Manager): nowhere else on disk.

#include "credentials/secretkeeper.h"

#include <QQueue>
#include <QTimer>

#include <chrono>
#include <functional>

namespace credentials {

class Keychain : public SecretKeeper {
    Q_OBJECT
public:
    // `patience`: how long one question may take. Long enough for a person to type the keychain's password; a prompt that nobody can see
    // would otherwise never end.
    explicit Keychain(std::chrono::milliseconds patience = std::chrono::minutes(2), QObject *parent = nullptr);
    ~Keychain() override;

    void read(const QString &name) override;
    void write(const QString &name, const QByteArray &secret) override;
    void remove(const QString &name) override;

private:
    struct Entry {
        bool present = false;
        QByteArray bytes;
    };
    using Then = std::function<void(const Entry &)>;

    // One entry of the keychain; on an error `refused` is sent and the question ends.
    void readEntry(const QString &entry, const Then &then);
    void writeEntry(const QString &entry, const QByteArray &bytes, const Then &then);
    void removeEntry(const QString &entry, const Then &then);

    void ask(const QString &name, const std::function<void()> &question);
    void begin();
    void end(); // of the question: the next one may begin
    void fail(int keychainError, const QString &words);
    void refuse(const QString &code, const QString &sentence);
    // Reads pieces from `number` to `count`, adding to `gathered`.
    void gather(int number, int count, const QByteArray &gathered, const std::function<void(const QByteArray &)> &then);
    void writePieces(const QList<QByteArray> &pieces, qsizetype number, const std::function<void()> &then);
    void removePieces(int number, int last, const std::function<void()> &then);

    struct Question {
        QString name;
        std::function<void()> ask;
    };
    QQueue<Question> m_waiting;
    QString m_name; // of the question that is being answered
    bool m_busy = false;
    quint64 m_number = 0; // of the question: what comes late answers nothing
    QTimer m_patience;
    QTimer m_turning; // of GLib's main loop, while a question is open, where nobody else turns it
};

} // namespace credentials
