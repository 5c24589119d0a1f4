// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/detours.h"

#include "s3/uriencoding.h"

namespace net {

namespace {

// AWS says of its temporary redirects that they are to be followed, not kept: they end when the bucket's name is known everywhere.
constexpr auto DetourHolds = std::chrono::minutes(15);

QPair<QString, QByteArray> keyOf(const s3::HttpRequest &request, const QString &bucket)
{
    return {bucket, request.scheme + "://" + request.host};
}

} // namespace

void Detours::remember(const s3::HttpRequest &from, const s3::HttpRequest &to, const QString &bucket, TimePoint now)
{
    Detour detour{to.scheme, to.host, {}, {}, now + DetourHolds};
    if (from.path.endsWith(to.path))
        detour.fromPrefix = from.path.left(from.path.size() - to.path.size());
    else if (to.path.endsWith(from.path))
        detour.toPrefix = to.path.left(to.path.size() - from.path.size());
    else
        return;
    const QByteArray name = '/' + s3::uriEncoded(bucket.toUtf8(), s3::Slash::Encode);
    for (const QByteArray &prefix : {detour.fromPrefix, detour.toPrefix}) {
        if (!prefix.isEmpty() && prefix != name)
            return;
    }
    if (keyOf(from, bucket) != keyOf(to, bucket))
        m_known.insert(keyOf(from, bucket), detour);
}

s3::HttpRequest Detours::applied(s3::HttpRequest request, const QString &bucket, TimePoint now) const
{
    const auto known = m_known.constFind(keyOf(request, bucket));
    if (known == m_known.cend() || known->until < now || !request.path.startsWith(known->fromPrefix + '/'))
        return request;
    request.scheme = known->scheme;
    request.host = known->host;
    request.path = known->toPrefix + request.path.mid(known->fromPrefix.size());
    return request;
}

void Detours::forget(const QString &bucket)
{
    m_known.removeIf([&](const decltype(m_known)::iterator &known) { return known.key().first == bucket; });
}

} // namespace net
