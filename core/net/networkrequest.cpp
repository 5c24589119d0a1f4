// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/networkrequest.h"

namespace net {

QNetworkRequest networkRequest(const s3::HttpRequest &content, const QSslConfiguration &tls)
{
    QNetworkRequest request(content.url());
    for (const auto &[name, value] : content.headers)
        request.setRawHeader(name, value);
    request.setRawHeader("User-Agent", "davit/" DAVIT_VERSION);
    request.setRawHeader("Accept-Encoding", "identity");
    request.setSslConfiguration(tls);
    // One connection and its flow window for all parts is slower by an order of magnitude.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    return request;
}

} // namespace net
