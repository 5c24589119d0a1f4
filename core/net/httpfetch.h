// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Fetches small answers by QNetworkAccessManager: no redirects, no cookies, no cache, no more than 1 MiB.

#include "net/networkaccess.h"
#include "upload/httpfetch.h"

QT_FORWARD_DECLARE_CLASS(QNetworkReply)

namespace net {

class HttpFetch : public upload::HttpFetch {
    Q_OBJECT
public:
    explicit HttpFetch(QObject *parent = nullptr);
    ~HttpFetch() override; // what is on its way is given up without a word

    void fetch(const s3::HttpRequest &request, const upload::Way &way, std::chrono::milliseconds timeout, QObject *context,
        const Receive &receive) override;

private:
    NetworkAccess m_network;
};

} // namespace net
