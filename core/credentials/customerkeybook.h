// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Keeps customer keys (SSE-C) in the keychain, with the list of their names. One wish after another.

#include "credentials/secretkeeper.h"
#include "upload/customerkeybook.h"

#include <QQueue>

#include <functional>
#include <optional>

namespace credentials {

class CustomerKeyBook : public upload::CustomerKeyBook {
    Q_OBJECT
public:
    // The keeper must outlive it and live in its thread; it is asked by nobody else.
    explicit CustomerKeyBook(SecretKeeper &keeper, QObject *parent = nullptr);

    void list() override;
    void create(const QString &name) override;
    void keep(const QString &name, const QByteArray &key) override;
    void remove(const QString &name) override;
    void exportKey(const QString &name) override;

private:
    using Then =
        std::function<void(const std::optional<QByteArray> &entry)>; // what was read; nothing where there is none, or after a writing

    void wish(const QString &name, const std::function<void()> &deed);
    void begin();
    void end();
    void refuse(const s3::Error &error); // the wish

    void read(const QString &entry, const Then &then);
    void write(const QString &entry, const QByteArray &secret, const Then &then);
    void answer(const QString &entry, const std::optional<QByteArray> &secret);

    void keepNow(const s3::CustomerKey &key, bool mustBeNew);
    void store(const s3::CustomerKey &key);
    void changeList(const std::function<void(QStringList &names)> &change, const std::function<void()> &then);

    struct Wish {
        QString name;
        std::function<void()> deed;
    };
    SecretKeeper &m_keeper;
    QQueue<Wish> m_wishes;
    bool m_busy = false;
    QString m_name;  // that the wish is about
    QString m_entry; // that the keeper was asked about
    Then m_then;
};

} // namespace credentials
