// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the sandbox says: answers as values, S3's error documents, and the small XML writer both are made with.

#include "s3/httpmessage.h"

#include <QDateTime>
#include <QString>

namespace sandbox {

struct Answer {
    int status = 200;
    s3::Headers headers;
    QByteArray body;
    // Instead of a body: a part of a file.
    QString filePath;
    qint64 fileOffset = 0;
    qint64 fileLength = 0;
    qint64 statedLength = -1; // Content-Length of an answer to HEAD
    bool closes = false;
    // Pieces before the body, one each `pieceInterval` ms, sent with Transfer-Encoding: chunked.
    QList<QByteArray> pieces;
    int pieceInterval = 0;

    bool isSuccess() const { return status >= 200 && status < 300; }
};

// An error as S3 words it; the status follows from the code.
struct Failure {
    QByteArray code;
    QByteArray message;
    QList<QPair<QByteArray, QByteArray>> details = {}; // further elements, such as <Region>
    s3::Headers headers = {};
};

int statusOf(const QByteArray &code);
Answer errorAnswer(const Failure &failure, const QByteArray &resource, const QByteArray &requestId, const QByteArray &hostId);
// The document alone.
QByteArray errorDocument(const Failure &failure, const QByteArray &resource, const QByteArray &requestId, const QByteArray &hostId);
QByteArray reasonPhrase(int status);

// "2026-03-07T09:08:07.000Z", as in listings.
QByteArray isoTime(const QDateTime &time);
// "Sat, 07 Mar 2026 09:08:07 GMT", as in headers.
QByteArray httpTime(const QDateTime &time);

// Writes bytes as they are: S3 gives control characters as &#x1;, which writers that know XML 1.0 refuse.
class Xml {
public:
    // A root element in S3's namespace, or in none.
    enum class Namespace { S3, None };
    explicit Xml(const QByteArray &root, Namespace space = Namespace::S3);
    Xml &open(const QByteArray &name);
    Xml &close();
    Xml &text(const QByteArray &name, const QByteArray &value);
    Xml &number(const QByteArray &name, qint64 value) { return text(name, QByteArray::number(value)); }
    Xml &flag(const QByteArray &name, bool value) { return text(name, value ? "true" : "false"); }
    QByteArray document(); // closes what is open

private:
    QByteArray m_out;
    QList<QByteArray> m_open;
};

Answer xmlAnswer(Xml &xml); // 200 with the document

} // namespace sandbox
