// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/httpfetch.h"

#include "net/networkrequest.h"
#include "net/onceonlybody.h"
#include "net/transporterror.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QSslError>
#include <QTimer>

namespace net {

namespace {

constexpr qint64 LongestAnswer = 1024 * 1024;

// One fetch from its reply to its end; the reply's child, so that both go together.
class Fetching : public QObject {
    Q_OBJECT
public:
    Fetching(QNetworkReply &reply, const QString &proxy, bool isForwarded, QObject *context, upload::HttpFetch::Receive receive)
        : QObject(&reply)
        , m_reply(reply)
        , m_host(reply.url().host())
        , m_proxy(proxy)
        , m_isForwarded(isForwarded)
        , m_context(context)
        , m_receive(std::move(receive))
    {
        m_clock.setSingleShot(true);
        connect(&m_clock, &QTimer::timeout, this, &Fetching::runOut);
        connect(&reply, &QNetworkReply::finished, this, &Fetching::judge);
        connect(&reply, &QNetworkReply::socketStartedConnecting, this, [this] { m_isNewConnection = true; });
        connect(&reply, &QNetworkReply::requestSent, this, [this] { m_hasLeft = true; });
        connect(&reply, &QNetworkReply::readyRead, this, [this] {
            if (m_reply.bytesAvailable() > LongestAnswer)
                finish(s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("AnswerTooLong"),
                    QCoreApplication::translate("net", "%1 answers with more than such a service ever says.").arg(m_host)));
        });
        connect(&reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
            m_certificateTroubles += errors;
            m_chain = m_reply.sslConfiguration().peerCertificateChain();
        });
    }

    void start(std::chrono::milliseconds timeout) { m_clock.start(timeout); }

private:
    void runOut()
    {
        finish(m_hasLeft || !m_isNewConnection ? s3::ownError(s3::ErrorKind::Transient, QStringLiteral("Stalled"),
                                                     QCoreApplication::translate("net", "%1 did not answer in time.").arg(m_host))
                                               : connectTimedOut(m_host, m_proxy));
    }

    void judge()
    {
        s3::HttpResponse response;
        response.status = m_reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (response.status == 407) {
            finish(proxyAuthenticationFailed(m_proxy));
            return;
        }
        // One of an error counts even if cut off: its status says more than "connection lost".
        if (response.status >= 300 || (response.status >= 200 && m_reply.error() == QNetworkReply::NoError)) {
            for (const auto &[name, value] : m_reply.rawHeaderPairs())
                response.headers.append({name, value});
            response.body = m_reply.read(LongestAnswer);
            finish(response);
            return;
        }
        BrokenExchange broken;
        broken.error = m_reply.error();
        broken.reason = m_reply.errorString();
        broken.host = m_host;
        broken.proxy = m_proxy;
        broken.isForwarded = m_isForwarded;
        broken.hadConnection = m_hasLeft || !m_isNewConnection;
        broken.certificateTroubles = m_certificateTroubles;
        broken.chain = m_chain;
        finish(transportError(broken));
    }

    void finish(const s3::Result<s3::HttpResponse> &response)
    {
        m_clock.stop();
        m_reply.disconnect(this);
        if (!m_reply.isFinished())
            m_reply.abort();
        m_reply.deleteLater();
        if (m_context)
            m_receive(response);
    }

    QNetworkReply &m_reply;
    const QString m_host, m_proxy;
    const bool m_isForwarded;
    const QPointer<QObject> m_context;
    const upload::HttpFetch::Receive m_receive;
    QTimer m_clock;
    QList<QSslError> m_certificateTroubles;
    QList<QSslCertificate> m_chain;
    bool m_isNewConnection = false;
    bool m_hasLeft = false;
};

} // namespace

HttpFetch::HttpFetch(QObject *parent)
    : upload::HttpFetch(parent)
{
}

HttpFetch::~HttpFetch() = default;

void HttpFetch::fetch(
    const s3::HttpRequest &request, const upload::Way &way, std::chrono::milliseconds timeout, QObject *context, const Receive &receive)
{
    const QUrl url = request.url();
    // No proxy can reach what is nearby, and none may hear of it.
    const upload::ProxyOptions direct{upload::ProxyOptions::Kind::None, {}, 0, {}};
    NetworkAccess::Entrance &entrance =
        isNearby(url.host()) ? m_network.entranceFor(way.tls, direct, {}) : m_network.entranceFor(way.tls, way.proxy, way.proxyPassword);
    const QNetworkProxy proxy = entrance.proxies->proxyFor(url);
    QNetworkRequest outgoing = networkRequest(request, entrance.tls);
    if (isForwarded(proxy, url) && !proxy.user().isEmpty())
        outgoing.setRawHeader("Proxy-Authorization", "Basic " + (proxy.user() + u':' + proxy.password()).toUtf8().toBase64());
    QNetworkReply *reply = nullptr;
    if (request.method == "GET") {
        reply = entrance.manager->get(outgoing);
    } else {
        auto *body = new OnceOnlyBody(request.body);
        outgoing.setHeader(QNetworkRequest::ContentLengthHeader, body->size());
        reply = entrance.manager->sendCustomRequest(outgoing, request.method, body);
        body->setParent(reply);
    }
    (new Fetching(*reply, proxyName(proxy), isForwarded(proxy, url), context, receive))->start(timeout);
}

} // namespace net

#include "httpfetch.moc"
