// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A request and a response as values, before and after the wire.

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QPair>
#include <QUrl>

namespace s3 {

using Header = QPair<QByteArray, QByteArray>;

// Ordered; names compare without case.
struct Headers : QList<Header> {
    using QList<Header>::QList;
    QByteArray value(QByteArrayView name) const; // the first of that name, or empty
    bool has(QByteArrayView name) const;
    void set(QByteArrayView name, const QByteArray &value); // replaces or appends
};

// Decoded name and value; a flag such as ?uploads has an empty value.
using QueryItem = QPair<QByteArray, QByteArray>;
using Query = QList<QueryItem>;

struct HttpRequest {
    QByteArray method;
    QByteArray scheme; // "http" or "https"
    QByteArray host;   // lower case, with ":port" exactly if the endpoint's URL names a port: what is signed as Host
    QByteArray path;   // already percent-encoded once, begins with '/'
    Query query;
    Headers headers;        // Host is not among them until the request is signed
    QByteArray body;        // small bodies only (XML); a part's bytes travel beside the request
    QByteArray payloadHash; // x-amz-content-sha256: hex SHA-256 or "UNSIGNED-PAYLOAD"; empty means: hash `body`
    // What the signature's scope has to name: the endpoint's region, or the one of an access point's ARN.
    QByteArray signingRegion;

    // The URL to hand to the network, built from the encoded form only.
    QUrl url() const;
    // path?query as it must appear on the wire.
    QByteArray target() const;
    // Whether Qt carries host, path and query unchanged to the wire. It does not for dot segments, for two slashes at the beginning of a path and,
    // in Qt 6.4, for a segment like ".x": such a request would fail with SignatureDoesNotMatch or reach another object, so refuse to send it.
    bool isUrlAsSigned() const;
};

struct HttpResponse {
    int status = 0;
    Headers headers;
    QByteArray body;
};

} // namespace s3
