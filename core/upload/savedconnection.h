// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A connection as its owner set it up and as it is kept: everything but the secrets, which only the keychain holds.

#include "upload/connection.h"

#include <QDebug>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace upload {

// Where a connection's keys come from.
enum class KeySource {
    Keychain,    // an access key whose secret is in the desktop's keychain
    Session,     // an access key whose secret is held in memory until Davit ends
    Profile,     // a profile of the AWS files, by name
    Environment, // the AWS chain: environment, default profile, container, instance
    Anonymous,   // requests are not signed
};

struct SavedConnection {
    QString id;       // "saved:UUID"; empty in one that was never saved
    QString name;     // what a person reads and `davit-cli --connection` takes; no two differ by case alone
    QString provider; // a preset: "aws", "r2", …; "custom" or empty when none
    QString endpoint; // as typed; empty stands for AWS's own hosts by region
    QString region;
    s3::AddressingStyle style = s3::AddressingStyle::Auto;
    bool dualStack = false, fips = false, accelerate = false; // of AWS's own hosts
    KeySource keys = KeySource::Keychain;
    QString accessKeyId;    // of Keychain and Session; not secret
    QString profile;        // of Profile: its name in the AWS files
    QByteArray extraCaPem;  // certificates to trust beside the system's
    ProxyOptions proxy;     // its password, if any, is in the keychain
    QString bucket, prefix; // where uploads go unless told otherwise; may be empty
    QJsonObject findings;   // what was found out about the server, see savedfindings.h
    bool operator==(const SavedConnection &) const = default;
};

// What is to be written to the keychain (or held in memory). Nothing: what is kept stays.
struct NewSecrets {
    struct Keys {
        QByteArray secretAccessKey;
        QByteArray sessionToken; // empty for long-lived keys
        bool operator==(const Keys &) const = default;
    };
    std::optional<Keys> keys;
    std::optional<QByteArray> proxyPassword; // empty: there is none any more
    bool operator==(const NewSecrets &) const = default;
};

// Deleted so that no log line, test message or crash text can hold a secret.
QDebug operator<<(QDebug, const NewSecrets &) = delete;
QDebug operator<<(QDebug, const NewSecrets::Keys &) = delete;

bool isSavedId(const QString &connectionId); // "saved:UUID", also with what a command line overruled behind it: "saved:UUID?region=…"
QString newSavedId();

// The field that a sentence belongs under.
enum class SavedField { Name, Endpoint, Region, Style, AwsHosts, AccessKeyId, SecretAccessKey, Profile, Certificates, Proxy, Target };

struct FieldRemark {
    SavedField field = SavedField::Name;
    QString sentence;
    bool refuses = true; // false: a warning, it may be saved all the same
    bool operator==(const FieldRemark &) const = default;
};

// Everything that is wrong with a connection or worth knowing before it is saved, in the order of the fields. `before`: as it is kept, when it
// is one that was saved earlier. Whether the name is taken is for the store to say.
QList<FieldRemark> remarksOn(
    const SavedConnection &connection, const NewSecrets &secrets = {}, const std::optional<SavedConnection> &before = {});

// Without the blanks around what was typed, and without what belongs to a choice that was not made.
SavedConnection tidied(SavedConnection connection);

// The findings of one hold for the other.
bool isSameServer(const SavedConnection &a, const SavedConnection &b);

// What is kept for `kept` would be used with another host, without https, or through another proxy: for a person to decide.
bool sendsElsewhere(const SavedConnection &draft, const SavedConnection &kept);

// Certificates in PEM form with one more behind them, unless it is there already.
QByteArray withCertificate(const QByteArray &certificates, const QByteArray &pem);

// As the engine knows it. Errors: Permanent "InvalidEndpoint" with a sentence.
s3::Result<Connection> connectionOf(const SavedConnection &connection);

} // namespace upload

Q_DECLARE_METATYPE(upload::SavedConnection)
Q_DECLARE_METATYPE(upload::NewSecrets)
