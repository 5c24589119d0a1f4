// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/exchange.h"

#include "net/filewindow.h"
#include "net/networkrequest.h"
#include "net/onceonlybody.h"
#include "net/portal.h"
#include "net/protocollook.h"
#include "net/redirect.h"
#include "net/silence.h"
#include "net/transporterror.h"
#include "s3/sigv4.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int MostRedirects = 3;
// A page of 1,000 uploads with long keys is about 2 MiB; what is longer is no S3 speaking.
constexpr qint64 LongestAnswer = 16 * s3::MiB;

// A response counts when it is there to the end. One of an error counts even if cut off: its status says more than "connection lost".
bool isWhole(int status, QNetworkReply::NetworkError error)
{
    if (status < 200)
        return false;
    if (status >= 300)
        return error != QNetworkReply::OperationCanceledError;
    return error == QNetworkReply::NoError;
}

} // namespace

Exchange::Exchange(Equipment &equipment, const upload::Order &order, const s3::HttpRequest &request, const std::optional<FileBody> &body,
    std::chrono::milliseconds allowedSilence, QObject *parent)
    : QObject(parent)
    , m_equipment(equipment)
    , m_order(order)
    , m_bucket(upload::addressOf(order.work).bucket)
    , m_request(request)
    , m_body(body)
    , m_allowedSilence(allowedSilence)
    , m_entrance(equipment.network.entranceFor(order.connection.tls, order.connection.proxy, order.credentials.proxyPassword))
{
}

Exchange::~Exchange()
{
    // Not aborted first: an error that is on its way from Qt's own thread would then be a second one, of which Qt complains.
    delete m_reply;
}

void Exchange::start()
{
    m_request = m_entrance.detours.applied(m_request, m_bucket, Clock::now());
    sendRequest();
}

void Exchange::sendRequest()
{
    const QDateTime serverTime = QDateTime::currentDateTimeUtc().addMSecs(m_order.clockOffset.count());
    const s3::HttpRequest content = s3::signedRequest(m_request, m_order.credentials, {m_request.signingRegion, serverTime});
    if (!content.isUrlAsSigned()) {
        finish(s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("UnsendableAddress"),
            QCoreApplication::translate("net", "The address %1 cannot be sent as it is").arg(QString::fromLatin1(content.path))));
        return;
    }
    if (m_entrance.unusable) {
        finish(*m_entrance.unusable);
        return;
    }
    QNetworkRequest request = networkRequest(content, m_entrance.tls);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    m_proxy = m_entrance.proxies->proxyFor(request.url());
    // Told before it asks, since a body that has left is not sent again. Inside a tunnel it would reach the server.
    if (isForwarded(m_proxy, request.url()) && !m_proxy.user().isEmpty())
        request.setRawHeader("Proxy-Authorization", "Basic " + (m_proxy.user() + u':' + m_proxy.password()).toUtf8().toBase64());
    m_isNewConnection = m_isSecured = false;
    m_reply = replyTo(request, content);
    watch();
}

QNetworkReply *Exchange::replyTo(const QNetworkRequest &request, const s3::HttpRequest &content)
{
    QNetworkAccessManager &manager = *m_entrance.manager;
    if (content.method == "GET")
        return manager.get(request);
    if (content.method == "HEAD")
        return manager.head(request);
    if (content.method == "DELETE")
        return manager.deleteResource(request);

    QIODevice *body = nullptr;
    if (m_body)
        body = m_window = new FileWindow(m_body->file, m_body->range, m_equipment.bandwidth);
    else
        body = new OnceOnlyBody(content.body);
    QNetworkRequest withBody = request;
    if (!content.headers.has("Content-Length"))
        withBody.setHeader(QNetworkRequest::ContentLengthHeader, body->size());
    QNetworkReply *reply = content.method == "PUT" ? manager.put(withBody, body) : manager.post(withBody, body);
    m_leavesUnseen = body->size() == 0;
    body->setParent(reply); // so that the device outlives whatever Qt still does with it
    return reply;
}

void Exchange::watch()
{
    m_lastSign = Clock::now();
    const auto sign = [this] { m_lastSign = Clock::now(); };
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::judge);
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this, sign] {
        m_isNewConnection = true;
        sign();
    });
    connect(m_reply, &QNetworkReply::encrypted, this, [this, sign] {
        m_isSecured = true;
        sign();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, sign);
    connect(m_reply, &QNetworkReply::requestSent, this, [this, sign] {
        m_hasLeft = true;
        sign();
    });
    connect(m_reply, &QNetworkReply::readyRead, this, [this, sign] {
        sign();
        if (m_reply->bytesAvailable() > LongestAnswer)
            finish(s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("AnswerTooLong"),
                QCoreApplication::translate("net", "%1 answers with more than S3 ever says").arg(QString::fromLatin1(m_request.host))));
    });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_certificateTroubles += errors;
        m_chain = m_reply->sslConfiguration().peerCertificateChain();
    });
    if (m_window) {
        connect(
            m_window, &FileWindow::failed, this, [this] { finish(*m_window->failure()); }, Qt::QueuedConnection);
    }
}

void Exchange::pulse()
{
    if (!m_reply)
        return;
    auto lastSign = m_lastSign;
    std::chrono::milliseconds allowance{0};
    if (m_window) {
        m_bytesHandedOver = std::max(m_bytesHandedOver, m_window->bytesRead());
        if (m_window->isThrottled()) {
            m_lastSign = Clock::now();
            return;
        }
        lastSign = std::max(lastSign, m_window->lastRead());
        allowance =
            sendBufferAllowance(m_window->bytesRead(), m_window->lastRead() - m_window->firstRead(), m_equipment.timing.slowestRate);
    }
    // Qt says nothing of a proxy that hangs up while it is asked for the way.
    const bool isConnecting = m_isNewConnection && !m_isSecured && !hasLeft();
    const auto allowed = isConnecting ? std::min(m_allowedSilence, m_equipment.timing.silenceOfConnecting) : m_allowedSilence;
    if (Clock::now() - lastSign < allowed + allowance)
        return;
    const QString host = QString::fromLatin1(m_request.host);
    if (hasLeft())
        finish(s3::ownError(s3::ErrorKind::Transient, QStringLiteral("Stalled"),
            QCoreApplication::translate("net", "The connection to %1 has been silent for too long").arg(host)));
    else
        finish(connectTimedOut(host, proxyName(m_proxy)));
}

void Exchange::judge()
{
    if (m_window && m_window->failure()) {
        finish(*m_window->failure());
        return;
    }
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 407) { // of a proxy: no server asks for that
        finish(proxyAuthenticationFailed(proxyName(m_proxy)));
        return;
    }
    if (isWhole(status, m_reply->error())) {
        s3::HttpResponse response;
        response.status = status;
        for (const auto &[name, value] : m_reply->rawHeaderPairs())
            response.headers.append({name, value});
        response.body = m_reply->readAll();
        receive(response);
        return;
    }
    BrokenExchange broken;
    broken.error = m_reply->error();
    broken.reason = m_reply->errorString();
    broken.host = QString::fromLatin1(m_request.host);
    broken.proxy = proxyName(m_proxy);
    broken.isForwarded = isForwarded(m_proxy, m_request.url());
    // Where the leaving is not seen, only what happens while connecting proves that nothing has left.
    const bool wasConnecting = broken.error == QNetworkReply::TimeoutError || (m_request.scheme == "https" && !m_isSecured);
    broken.hadConnection = m_hasLeft || !m_isNewConnection || (m_leavesUnseen && !wasConnecting);
    broken.certificateTroubles = m_certificateTroubles;
    broken.chain = m_chain;
    const s3::Error error = transportError(broken);
    m_entrance.detours.forget(m_bucket); // perhaps it was the detour that leads nowhere
    if (error.kind == s3::ErrorKind::Offline)
        m_entrance.proxies->forget();
    // Never a part: others were answered before it.
    const bool isPart = std::holds_alternative<upload::SendPart>(m_order.work);
    const bool isMisunderstood = error.code == QLatin1String("TlsHandshakeFailed") ||
                                 (error.kind == s3::ErrorKind::Transient && m_request.scheme == "http" && !isPart);
    if (isMisunderstood && !isKnown())
        lookAndFinish(error);
    else
        finish(error);
}

void Exchange::receive(const s3::HttpResponse &response)
{
    if (speaksS3(response))
        m_entrance.speakers.insert(m_request.host);
    if (response.status == 400 && m_request.scheme == "http" && !isKnown())
        lookAndFinish(response);
    else
        followOrFinish(response);
}

void Exchange::lookAndFinish(const s3::Result<s3::HttpResponse> &outcome)
{
    const QUrl url = m_request.url();
    letGo();
    auto *look = new ProtocolLook(url, m_proxy, this);
    connect(look, &ProtocolLook::seen, this, [this, outcome, url](bool speaksTheOther) {
        if (speaksTheOther)
            finish(otherProtocol(QString::fromLatin1(m_request.host), url.scheme()));
        else if (outcome)
            followOrFinish(*outcome);
        else
            finish(outcome);
    });
    look->start();
}

void Exchange::followOrFinish(const s3::HttpResponse &response)
{
    const bool isPortals = isOfPortal(m_request, response, isKnown());
    const auto location = redirectLocation(response);
    if (!location) {
        finish(isPortals ? s3::Result<s3::HttpResponse>(portalError(m_request, response)) : response);
        return;
    }
    if (++m_redirects > MostRedirects) {
        finish(s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("TooManyRedirects"),
            QCoreApplication::translate("net", "%1 redirects again and again").arg(QString::fromLatin1(m_request.host))));
        return;
    }
    auto next = redirected(m_request, m_order.connection.endpoint, *location);
    if (!next) {
        s3::Error error = isPortals ? portalError(m_request, response) : next.error();
        error.httpStatus = response.status;
        finish(error);
        return;
    }
    letGo();
    m_entrance.detours.remember(m_request, *next, m_bucket, Clock::now());
    m_request = *next;
    sendRequest();
}

void Exchange::finish(const s3::Result<s3::HttpResponse> &response)
{
    if (m_window)
        m_bytesHandedOver = std::max(m_bytesHandedOver, m_window->bytesRead());
    letGo();
    Q_EMIT finished(response);
}

void Exchange::letGo()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (m_window)
        m_window->disconnect(this);
    if (!m_reply->isFinished())
        m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
    m_window = nullptr;
}

} // namespace net
