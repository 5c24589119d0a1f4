// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/customerkeybook.h"

#include "credentials/customerkeyentry.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <utility>

namespace credentials {

using s3::CustomerKey;
using s3::ErrorKind;

namespace {

constexpr qsizetype LongestName = 100;

std::optional<s3::Error> objectionTo(const QString &name)
{
    const auto invalid = [](const QString &sentence) {
        return s3::ownError(ErrorKind::NeedsUser, QStringLiteral("CustomerKeyNameInvalid"), sentence);
    };
    if (name.trimmed().isEmpty())
        return invalid(QStringLiteral("Give the key a name."));
    if (name != name.trimmed())
        return invalid(QStringLiteral("The name of a key neither begins nor ends with a blank."));
    if (name.size() > LongestName)
        return invalid(QStringLiteral("The name is too long; %1 characters are the most.").arg(LongestName));
    if (std::any_of(name.begin(), name.end(), [](QChar c) { return !c.isPrint() && !c.isSurrogate(); }))
        return invalid(QStringLiteral("The name must be a single line of characters that can be seen."));
    return {};
}

CustomerKey randomKey()
{
    std::array<quint32, CustomerKey::Size / sizeof(quint32)> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size())); // the kernel's own
    return {QByteArray(reinterpret_cast<const char *>(words.data()), CustomerKey::Size)};
}

} // namespace

CustomerKeyBook::CustomerKeyBook(SecretKeeper &keeper, QObject *parent)
    : upload::CustomerKeyBook(parent)
    , m_keeper(keeper)
{
    connect(&keeper, &SecretKeeper::found, this, [this](const QString &entry, const QByteArray &secret) { answer(entry, secret); });
    for (const auto signal : {&SecretKeeper::missing, &SecretKeeper::written, &SecretKeeper::removed})
        connect(&keeper, signal, this, [this](const QString &entry) { answer(entry, std::nullopt); });
    connect(&keeper, &SecretKeeper::refused, this, [this](const QString &entry, const s3::Error &error) {
        if (m_busy && entry == m_entry)
            refuse(aboutCustomerKey(error, m_name));
    });
}

// ---- wishes

void CustomerKeyBook::list()
{
    wish({}, [this] {
        read(customerKeyListEntry(), [this](const std::optional<QByteArray> &entry) {
            const QStringList names = customerKeyNamesFrom(entry.value_or(QByteArray()));
            end();
            Q_EMIT listed(names);
        });
    });
}

void CustomerKeyBook::create(const QString &name)
{
    wish(name, [this] { keepNow(randomKey(), true); });
}

void CustomerKeyBook::keep(const QString &name, const QByteArray &key)
{
    wish(name, [this, key] {
        if (key.size() != CustomerKey::Size)
            return refuse(s3::ownError(ErrorKind::NeedsUser, QStringLiteral("CustomerKeyInvalid"),
                QStringLiteral("A key has %1 bytes, which are 44 characters in base64; this one has %2.")
                    .arg(CustomerKey::Size)
                    .arg(key.size())));
        keepNow({key}, false);
    });
}

// The key goes first: a name without a key can be removed again, a key without a name would lie there for ever.
void CustomerKeyBook::remove(const QString &name)
{
    wish(name, [this] {
        m_entry = customerKeyEntry(m_name);
        m_then = [this](const std::optional<QByteArray> &) {
            changeList([this](QStringList &names) { names.removeAll(m_name); },
                [this] {
                    const QString gone = m_name;
                    end();
                    Q_EMIT removed(gone);
                });
        };
        m_keeper.remove(m_entry);
    });
}

void CustomerKeyBook::exportKey(const QString &name)
{
    wish(name, [this] {
        read(customerKeyEntry(m_name), [this](const std::optional<QByteArray> &entry) {
            if (!entry)
                return refuse(customerKeyMissing(m_name));
            const auto key = customerKeyFrom(*entry);
            if (!key)
                return refuse(customerKeyDamaged(m_name));
            const QString asked = m_name;
            end();
            Q_EMIT exported(asked, key->base64());
        });
    });
}

// ---- keeping

void CustomerKeyBook::keepNow(const CustomerKey &key, bool mustBeNew)
{
    if (const auto objection = objectionTo(m_name))
        return refuse(*objection);
    read(customerKeyEntry(m_name), [this, key, mustBeNew](const std::optional<QByteArray> &there) {
        const bool isSame = there && customerKeyFrom(*there) == key;
        if (there && (mustBeNew || !isSame))
            return refuse(s3::ownError(ErrorKind::NeedsUser, QStringLiteral("CustomerKeyNameTaken"),
                QStringLiteral("There is another key called “%1” already, and objects may need it: choose another name.").arg(m_name)));
        // The name goes first, as it goes last when a key is removed.
        changeList(
            [this](QStringList &names) {
                if (!names.contains(m_name))
                    names.append(m_name);
            },
            [this, key] { store(key); });
    });
}

// Read back before anything is encrypted with it: nobody else has this key.
void CustomerKeyBook::store(const CustomerKey &key)
{
    write(customerKeyEntry(m_name), entryOf(key), [this, key](const std::optional<QByteArray> &) {
        read(customerKeyEntry(m_name), [this, key](const std::optional<QByteArray> &there) {
            if (!there || customerKeyFrom(*there) != key)
                return refuse(s3::ownError(ErrorKind::NeedsUser, QStringLiteral("KeychainFailed"),
                    QStringLiteral("The keychain took the key “%1”, but does not give it back: do not use it.").arg(m_name)));
            const QString done = m_name;
            end();
            Q_EMIT kept(done);
        });
    });
}

void CustomerKeyBook::changeList(const std::function<void(QStringList &)> &change, const std::function<void()> &then)
{
    read(customerKeyListEntry(), [this, change, then](const std::optional<QByteArray> &entry) {
        const QStringList before = customerKeyNamesFrom(entry.value_or(QByteArray()));
        QStringList names = before;
        change(names);
        if (names == before)
            return then();
        const QByteArray changed = entryOf(names);
        write(customerKeyListEntry(), changed, [this, changed, then](const std::optional<QByteArray> &) {
            then();
            Q_EMIT listed(customerKeyNamesFrom(changed));
        });
    });
}

// ---- one wish after another, one question after another

void CustomerKeyBook::wish(const QString &name, const std::function<void()> &deed)
{
    m_wishes.enqueue({name, deed});
    QMetaObject::invokeMethod(this, &CustomerKeyBook::begin, Qt::QueuedConnection);
}

void CustomerKeyBook::begin()
{
    if (m_busy || m_wishes.isEmpty())
        return;
    m_busy = true;
    const Wish wish = m_wishes.dequeue();
    m_name = wish.name;
    wish.deed();
}

void CustomerKeyBook::end()
{
    m_busy = false;
    m_entry.clear();
    m_then = nullptr;
    QMetaObject::invokeMethod(this, &CustomerKeyBook::begin, Qt::QueuedConnection);
}

void CustomerKeyBook::refuse(const s3::Error &error)
{
    const QString name = m_name;
    end();
    Q_EMIT refused(name, error);
}

void CustomerKeyBook::read(const QString &entry, const Then &then)
{
    m_entry = entry;
    m_then = then;
    m_keeper.read(entry);
}

void CustomerKeyBook::write(const QString &entry, const QByteArray &secret, const Then &then)
{
    m_entry = entry;
    m_then = then;
    m_keeper.write(entry, secret);
}

void CustomerKeyBook::answer(const QString &entry, const std::optional<QByteArray> &secret)
{
    if (!m_busy || entry != m_entry || !m_then)
        return;
    std::exchange(m_then, nullptr)(secret);
}

} // namespace credentials
