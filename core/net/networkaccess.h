// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The network managers of one lane: one for each set of TLS options, since Qt shares connections without regard to them.

#include "upload/connection.h"

#include <QSslConfiguration>

#include <memory>
#include <vector>

QT_FORWARD_DECLARE_CLASS(QNetworkAccessManager)

namespace net {

class NetworkAccess {
public:
    struct Entrance {
        std::unique_ptr<QNetworkAccessManager> manager;
        upload::TlsOptions options;
        QSslConfiguration configuration;
    };

    NetworkAccess();
    ~NetworkAccess();

    // For most people there is only ever one.
    Entrance &entranceFor(const upload::TlsOptions &options);

private:
    std::vector<std::unique_ptr<Entrance>> m_entrances;
};

} // namespace net
