// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Redirects that were followed, for a while: thirty parts do not each have to be sent to the wrong host first.

#include "s3/httpmessage.h"

#include <QHash>
#include <QString>

#include <chrono>

namespace net {

class Detours {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // `to` is what net::redirected made of `from`: nothing else may be remembered. Both are about `bucket`; a redirect that does more than change
    // the host and where the bucket's name stands is not remembered.
    void remember(const s3::HttpRequest &from, const s3::HttpRequest &to, const QString &bucket, TimePoint now);
    s3::HttpRequest applied(s3::HttpRequest request, const QString &bucket, TimePoint now) const;
    void forget(const QString &bucket);

private:
    struct Detour {
        QByteArray scheme, host;
        QByteArray fromPrefix, toPrefix; // of the path
        TimePoint until;
    };
    QHash<QPair<QString, QByteArray>, Detour> m_known; // by bucket, and scheme and host
};

} // namespace net
