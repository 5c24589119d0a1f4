// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One request and its response over the wire: signed as it leaves, redirected by hand, watched for silence.

#include "net/equipment.h"
#include "net/sourcefile.h"
#include "s3/httpmessage.h"
#include "s3/partplan.h"
#include "s3/result.h"
#include "upload/transport.h"

#include <QObject>
#include <QSslCertificate>
#include <QSslError>

#include <optional>

QT_FORWARD_DECLARE_CLASS(QNetworkReply)
QT_FORWARD_DECLARE_CLASS(QNetworkRequest)

namespace net {

class FileWindow;

struct FileBody {
    std::shared_ptr<const SourceFile> file;
    s3::ByteRange range;
};

class Exchange : public QObject {
    Q_OBJECT
public:
    // `order` gives endpoint, credentials, clock offset and TLS; `request` is unsigned. Without a file the body is the request's own.
    Exchange(Equipment &equipment, const upload::Order &order, const s3::HttpRequest &request, const std::optional<FileBody> &body,
        std::chrono::milliseconds allowedSilence, QObject *parent = nullptr);
    ~Exchange() override; // aborts without a word

    void start();
    qint64 bytesHandedOver() const { return m_bytesHandedOver; } // of the file; never goes back, also when a redirect starts the body anew
    bool hasLeft() const { return m_hasLeft || m_leavesUnseen; } // the server may have seen the request
    void pulse(); // looks at progress, and ends the exchange when it has been silent for too long

Q_SIGNALS:
    // Any status is a response; an error is one of the transport.
    void finished(const s3::Result<s3::HttpResponse> &response);

private:
    void sendRequest();
    QNetworkReply *replyTo(const QNetworkRequest &request, const s3::HttpRequest &content);
    void watch();
    void judge();
    void receive(const s3::HttpResponse &response);
    void followOrFinish(const s3::HttpResponse &response);
    // Ends with `outcome`, unless the port turns out to speak the other protocol.
    void lookAndFinish(const s3::Result<s3::HttpResponse> &outcome);
    bool isKnown() const { return m_entrance.speakers.contains(m_request.host); }
    void finish(const s3::Result<s3::HttpResponse> &response);
    void letGo();

    Equipment &m_equipment;
    const upload::Order m_order;
    const QString m_bucket;
    s3::HttpRequest m_request;
    const std::optional<FileBody> m_body;
    const std::chrono::milliseconds m_allowedSilence;
    NetworkAccess::Entrance &m_entrance;
    QNetworkProxy m_proxy; // that the request goes through
    QNetworkReply *m_reply = nullptr;
    FileWindow *m_window = nullptr; // the reply's child
    QList<QSslError> m_certificateTroubles;
    QList<QSslCertificate> m_chain; // that the server has shown with them
    std::chrono::steady_clock::time_point m_lastSign{};
    qint64 m_bytesHandedOver = 0;
    int m_redirects = 0;
    bool m_isNewConnection = false;
    bool m_isSecured = false; // the new connection has got through its TLS handshake
    bool m_hasLeft = false;
    bool m_leavesUnseen = false; // Qt does not tell when a POST or PUT with an empty body leaves
};

} // namespace net
