// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/httpmessage.h"

#include "s3/uriencoding.h"

#include <algorithm>

namespace s3 {

static auto named(QByteArrayView name)
{
    return [name](const Header &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; };
}

QByteArray Headers::value(QByteArrayView name) const
{
    const auto found = std::find_if(cbegin(), cend(), named(name));
    return found == cend() ? QByteArray() : found->second;
}

bool Headers::has(QByteArrayView name) const
{
    return std::any_of(cbegin(), cend(), named(name));
}

void Headers::set(QByteArrayView name, const QByteArray &value)
{
    const auto found = std::find_if(begin(), end(), named(name));
    if (found == end())
        append({name.toByteArray(), value});
    else
        found->second = value;
}

QByteArray HttpRequest::target() const
{
    return query.isEmpty() ? path : path + '?' + canonicalQuery(query);
}

QUrl HttpRequest::url() const
{
    return QUrl::fromEncoded(scheme + "://" + host + target());
}

bool HttpRequest::isUrlAsSigned() const
{
    const QUrl sent = url();
    // The flags that Qt's network access uses itself when it writes the request line.
    return !host.isEmpty() && sent.isValid() &&
           sent.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::NormalizePathSegments) == target() &&
           sent.authority(QUrl::FullyEncoded).toLatin1() == host;
}

} // namespace s3
