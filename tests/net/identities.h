// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Certificates of every kind that servers show: made for a test, with elliptic keys, since those take no time.

#include <QByteArrayList>
#include <QSslConfiguration>

namespace nettest {

struct Identity {
    QByteArray certificate; // PEM
    QByteArray key;         // PEM
};

struct Recipe {
    QByteArray name;                  // common name
    QByteArrayList hosts;             // DNS names, or IP addresses as "IP:127.0.0.1"
    const Identity *issuer = nullptr; // none: self-signed
    bool isAuthority = false;
    qint64 from = -3600; // validity, in seconds from now
    qint64 to = 86400;
};

Identity issue(const Recipe &recipe);
// Of a server that shows its own certificate and then `chain`.
QSslConfiguration serverConfiguration(const Identity &own, const QList<Identity> &chain = {});

} // namespace nettest
