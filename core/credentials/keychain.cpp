// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/keychain.h"

#include "credentials/keychainpieces.h"
#include "credentials/keychainstate.h"

#include <qt6keychain/keychain.h>

#include <QAbstractEventDispatcher>
#include <QLibrary>
#include <QMetaObject>

#ifdef QT_DBUS_LIB
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#endif

namespace credentials {

namespace {

// libsecret has one error for everything, with words in the user's language: the bus knows whether anybody was there to answer.
bool isServiceMissing()
{
#ifdef QT_DBUS_LIB
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return true;
    for (const QString &name :
        {QStringLiteral("org.freedesktop.secrets"), QStringLiteral("org.kde.kwalletd6"), QStringLiteral("org.kde.kwalletd5")}) {
        if (bus.interface()->isServiceRegistered(name))
            return false;
    }
    return true;
#else
    return false;
#endif
}

const QString service = QStringLiteral("davit");

// libsecret answers through GLib's main loop. Qt's usual dispatcher on Linux turns it; with the plain one (QT_NO_GLIB) nobody does.
bool isGlibTurned()
{
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher && QByteArrayView(dispatcher->metaObject()->className()).contains("Glib");
}

void turnGlib()
{
    using Iteration = int (*)(void *context, int mayBlock);
    static const auto iteration = reinterpret_cast<Iteration>(QLibrary::resolve(QStringLiteral("glib-2.0"), 0, "g_main_context_iteration"));
    while (iteration && iteration(nullptr, 0)) {
    }
}

// "name", "name#2", "name#3"…: '#' is doubled in names, so that no name looks like another's piece.
QString entryName(const QString &name, int number)
{
    const QString first = QString(name).replace(QLatin1Char('#'), QLatin1String("##"));
    return number == 1 ? first : first + QLatin1Char('#') + QString::number(number);
}

} // namespace

Keychain::Keychain(std::chrono::milliseconds patience, QObject *parent)
    : SecretKeeper(parent)
    , m_patience(this)
    , m_turning(this)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { fail(QKeychain::AccessDenied, {}); });
    m_turning.setInterval(5);
    connect(&m_turning, &QTimer::timeout, this, turnGlib);
}

Keychain::~Keychain() = default;

void Keychain::read(const QString &name)
{
    ask(name, [this] {
        readEntry(entryName(m_name, 1), [this](const Entry &entry) {
            const QString asked = m_name;
            if (!entry.present) {
                end();
                Q_EMIT missing(asked);
                return;
            }
            const auto first = firstPieceFrom(entry.bytes);
            if (!first)
                return refuse(QStringLiteral("KeychainDamaged"),
                    QStringLiteral("The keychain's entry for “%1” is not one of Davit's: enter the secret again.").arg(m_name));
            gather(2, first->count, first->bytes, [this, first](const QByteArray &gathered) {
                const auto secret = joinedPieces(*first, gathered);
                if (!secret)
                    return refuse(QStringLiteral("KeychainDamaged"),
                        QStringLiteral("The keychain's entry for “%1” is damaged: enter the secret again.").arg(m_name));
                const QString answered = m_name;
                end();
                Q_EMIT found(answered, *secret);
            });
        });
    });
}

void Keychain::write(const QString &name, const QByteArray &secret)
{
    ask(name, [this, secret] {
        // What was there before tells how many pieces are left over afterwards.
        readEntry(entryName(m_name, 1), [this, secret](const Entry &before) {
            const auto old = before.present ? firstPieceFrom(before.bytes) : std::nullopt;
            const int oldCount = old ? old->count : 0;
            const QList<QByteArray> pieces = keychainPieces(secret);
            // The first piece comes last: until then the old secret's digest tells that something is under way.
            writePieces(pieces, pieces.size(), [this, oldCount, count = static_cast<int>(pieces.size())] {
                removePieces(count + 1, oldCount, [this] {
                    const QString answered = m_name;
                    end();
                    Q_EMIT written(answered);
                });
            });
        });
    });
}

void Keychain::remove(const QString &name)
{
    ask(name, [this] {
        readEntry(entryName(m_name, 1), [this](const Entry &before) {
            const auto old = before.present ? firstPieceFrom(before.bytes) : std::nullopt;
            const int last = before.present ? (old ? old->count : 1) : 0;
            removePieces(1, last, [this] {
                const QString answered = m_name;
                end();
                Q_EMIT removed(answered);
            });
        });
    });
}

void Keychain::gather(int number, int count, const QByteArray &gathered, const std::function<void(const QByteArray &)> &then)
{
    if (number > count)
        return then(gathered);
    readEntry(entryName(m_name, number), [this, number, count, gathered, then](const Entry &entry) {
        gather(number + 1, count, gathered + entry.bytes, then); // a missing one is found by the digest
    });
}

void Keychain::writePieces(const QList<QByteArray> &pieces, qsizetype number, const std::function<void()> &then)
{
    if (number == 0)
        return then();
    writeEntry(entryName(m_name, static_cast<int>(number)), pieces.at(number - 1),
        [this, pieces, number, then](const Entry &) { writePieces(pieces, number - 1, then); });
}

void Keychain::removePieces(int number, int last, const std::function<void()> &then)
{
    if (number > last)
        return then();
    removeEntry(entryName(m_name, number), [this, number, last, then](const Entry &) { removePieces(number + 1, last, then); });
}

void Keychain::readEntry(const QString &entry, const Then &then)
{
    auto *reading = new QKeychain::ReadPasswordJob(service); // deletes itself after finished; libsecret would answer a deleted one
    reading->setKey(entry);
    connect(reading, &QKeychain::Job::finished, this, [this, reading, then, number = m_number] {
        if (number != m_number)
            return;
        if (reading->error() == QKeychain::EntryNotFound) {
            // libsecret says the same when somebody dismissed the question for the keyring's password.
            lookAtKeychain(this, [this, then, number](KeychainState state) {
                if (number != m_number)
                    return;
                if (state == KeychainState::Locked)
                    return fail(QKeychain::AccessDenied, {});
                then({});
            });
            return;
        }
        if (reading->error() != QKeychain::NoError)
            return fail(reading->error(), reading->errorString());
        then({true, reading->binaryData()});
    });
    reading->start();
}

void Keychain::writeEntry(const QString &entry, const QByteArray &bytes, const Then &then)
{
    auto *writing = new QKeychain::WritePasswordJob(service);
    writing->setKey(entry);
    writing->setBinaryData(bytes);
    connect(writing, &QKeychain::Job::finished, this, [this, writing, then, number = m_number] {
        if (number != m_number)
            return;
        if (writing->error() != QKeychain::NoError)
            return fail(writing->error(), writing->errorString());
        then({});
    });
    writing->start();
}

void Keychain::removeEntry(const QString &entry, const Then &then)
{
    auto *removing = new QKeychain::DeletePasswordJob(service);
    removing->setKey(entry);
    connect(removing, &QKeychain::Job::finished, this, [this, removing, then, number = m_number] {
        if (number != m_number)
            return;
        if (removing->error() != QKeychain::NoError && removing->error() != QKeychain::EntryNotFound)
            return fail(removing->error(), removing->errorString());
        then({});
    });
    removing->start();
}

void Keychain::ask(const QString &name, const std::function<void()> &question)
{
    m_waiting.enqueue({name, question});
    if (!m_busy) {
        m_busy = true;
        QMetaObject::invokeMethod(
            this, [this] { begin(); }, Qt::QueuedConnection);
    }
}

void Keychain::begin()
{
    const Question question = m_waiting.dequeue();
    m_name = question.name;
    ++m_number;
    m_patience.start();
    if (!isGlibTurned())
        m_turning.start();
    question.ask();
}

void Keychain::end()
{
    m_patience.stop();
    m_turning.stop();
    ++m_number;
    m_busy = !m_waiting.isEmpty();
    if (m_busy)
        QMetaObject::invokeMethod(
            this, [this] { begin(); }, Qt::QueuedConnection);
}

void Keychain::fail(int keychainError, const QString &words)
{
    if (keychainError == QKeychain::OtherError && isServiceMissing())
        keychainError = QKeychain::NoBackendAvailable;
    switch (keychainError) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return refuse(QStringLiteral("KeychainMissing"),
            QStringLiteral(
                "No keychain runs on this desktop to keep “%1” in: start GNOME Keyring, KWallet or another Secret Service, or use the "
                "keys for this session only.")
                .arg(m_name));
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return refuse(QStringLiteral("KeychainLocked"),
            QStringLiteral("The keychain stays locked, so “%1” cannot be read or kept: unlock it, or use the keys for this session only.")
                .arg(m_name));
    default:
        return refuse(QStringLiteral("KeychainFailed"), QStringLiteral("The keychain failed for “%1”: %2.").arg(m_name, words));
    }
}

void Keychain::refuse(const QString &code, const QString &sentence)
{
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = code;
    error.message = sentence;
    const QString refusedName = m_name;
    end();
    Q_EMIT refused(refusedName, error);
}

} // namespace credentials
