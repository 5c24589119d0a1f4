// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What Qt says went wrong on the way, as an s3::Error: the kind by what has to be done about it.

#include "s3/error.h"

#include <QNetworkReply>

namespace net {

struct BrokenExchange {
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString reason; // QNetworkReply::errorString()
    QString host;
    bool hadConnection = false;      // the request had left, or a connection of before was in use
    QStringList certificateTroubles; // from QNetworkReply::sslErrors
};

// Offline when the endpoint could not be reached, NeedsUser for its certificate, Transient for a connection that was lost.
s3::Error transportError(const BrokenExchange &broken);

} // namespace net
