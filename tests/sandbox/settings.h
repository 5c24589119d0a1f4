// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a sandbox is started with: where it listens, whom it believes, how much it takes.

#include "s3/credentials.h"
#include "s3/partplan.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace sandbox {

inline constexpr quint16 DefaultPort = 9580;
inline constexpr char DemoAccessKey[] = "DAVITSANDBOX";
inline constexpr char DemoSecretKey[] = "davit-sandbox-not-a-secret"; // published on purpose: the server binds loopback only

struct Settings {
    QString directory;              // buckets, uploads; made when missing
    quint16 port = 0;               // 0 = any free one
    bool mayUseAnotherPort = false; // falls back to a free port when `port` is taken
    QString tlsCertificate, tlsKey; // PEM files; both or none
    QByteArray region = "us-east-1";
    // Longest first: the rest of the host name in front of one of them is the bucket.
    QList<QByteArray> domains{"s3.localhost", "localhost"};
    // A key with a session token is refused without it (InvalidToken) and after its expiry (ExpiredToken).
    QList<s3::Credentials> identities{{DemoAccessKey, DemoSecretKey, {}, {}}};
    s3::PartLimits limits;
    int pageSize = 1000;       // the most entries any listing gives at once
    qint64 bytesPerSecond = 0; // over all connections together; 0 = no limit
    QStringList buckets;       // made at start when missing
};

} // namespace sandbox
