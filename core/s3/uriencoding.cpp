// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/uriencoding.h"

#include <algorithm>

namespace s3 {

static bool isUnreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

QByteArray uriEncoded(QByteArrayView decoded, Slash slash)
{
    static constexpr char Hex[] = "0123456789ABCDEF";
    QByteArray encoded;
    encoded.reserve(decoded.size() + decoded.size() / 2);
    for (const char c : decoded) {
        if (isUnreserved(c) || (c == '/' && slash == Slash::Keep)) {
            encoded.append(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded.append('%').append(Hex[byte >> 4]).append(Hex[byte & 0xf]);
        }
    }
    return encoded;
}

QByteArray canonicalQuery(const Query &query)
{
    Query encoded;
    encoded.reserve(query.size());
    for (const auto &[name, value] : query)
        encoded.append({uriEncoded(name, Slash::Encode), uriEncoded(value, Slash::Encode)});
    // By encoded bytes, as the server will sort them: '%' sorts before letters, so decoded names sort differently.
    std::sort(encoded.begin(), encoded.end());

    QByteArray joined;
    for (const auto &[name, value] : encoded) {
        if (!joined.isEmpty())
            joined.append('&');
        joined.append(name).append('=').append(value);
    }
    return joined;
}

bool hasDotSegment(const QString &key)
{
    const auto segments = QStringView(key).split(u'/');
    if (std::any_of(segments.begin(), segments.end(), [](QStringView segment) { return segment == u"." || segment == u".."; }))
        return true;
    if (!key.contains(QStringLiteral("/.")) && !key.startsWith(u'.'))
        return false;
    // Qt 6.4 empties a segment of a dot and one more character too, when another follows it ("a/.x/b" arrives as "a//b").
    HttpRequest request;
    request.scheme = "https";
    request.host = "s3";
    request.path = "/bucket/" + uriEncoded(key.toUtf8(), Slash::Keep);
    return !request.isUrlAsSigned();
}

} // namespace s3
