// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What Qt says went wrong on the way, as an s3::Error: the kind by what has to be done about it.

#include "s3/error.h"

#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslError>

namespace net {

struct BrokenExchange {
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString reason; // QNetworkReply::errorString()
    QString host;
    QString proxy;                        // "host:port" that the request went through, empty when there was none
    bool isForwarded = false;             // to that proxy, not through a tunnel: then it is the proxy that was connected to
    bool hadConnection = false;           // the request had left, or a connection of before was in use
    QList<QSslError> certificateTroubles; // from QNetworkReply::sslErrors
    QList<QSslCertificate> chain;         // that the server has shown
};

// Offline when the endpoint could not be reached, NeedsUser for its certificate, Transient for a connection that was lost.
s3::Error transportError(const BrokenExchange &broken);

// Nobody answered within the time that is allowed for connecting.
s3::Error connectTimedOut(const QString &host, const QString &proxy);
// The proxy wants a user and a password that we do not have, or others.
s3::Error proxyAuthenticationFailed(const QString &proxy);
// The port of `host` speaks https where it was asked in http, or the reverse: NeedsUser "HttpsNeeded" or "PlainHttp".
s3::Error otherProtocol(const QString &host, const QString &asked);

// Without the queries and passwords of addresses in it: Qt's sentences hold whole URLs.
QString withoutQueries(const QString &sentence);

} // namespace net
