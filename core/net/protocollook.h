// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A look at a port that did not answer in the protocol it was asked in: does it speak the other one? Nothing of a request is sent.

#include <QNetworkProxy>
#include <QObject>
#include <QSslSocket>
#include <QTimer>
#include <QUrl>

namespace net {

class ProtocolLook : public QObject {
    Q_OBJECT
public:
    // `asked` is the address as it was typed: with https the port is greeted in plain http, with http a TLS handshake is tried.
    ProtocolLook(const QUrl &asked, const QNetworkProxy &proxy, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void seen(bool speaksTheOther); // once, within a few seconds

private:
    void end(bool speaksTheOther);

    const QUrl m_asked;
    QSslSocket m_socket;
    QTimer m_patience;
};

} // namespace net
