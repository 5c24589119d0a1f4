// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A small XML answer as a tree, read within bounds: no DOCTYPE, no entities, limited depth, text and number of elements.

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <vector>

namespace s3 {

struct XmlElement {
    QByteArray name; // without a namespace prefix
    QString text;    // of this element itself; white space kept
    std::vector<XmlElement> children;

    const XmlElement *child(QByteArrayView childName) const; // the first of that name, or null
    QString value(QByteArrayView childName) const;           // the text of that child, or null
    QByteArray bytes(QByteArrayView childName) const;        // the same as UTF-8
    qint64 number(QByteArrayView childName) const;           // 0 when absent or not a number
    bool flag(QByteArrayView childName) const;               // "true"
};

struct XmlDocument {
    // Empty: nothing but white space. Malformed: broken or cut off. Refused: hostile, beyond the bounds, or HTML.
    enum class State { Read, Empty, Malformed, Refused, Html };
    State state = State::Empty;
    XmlElement root; // when Read
};

// Takes a byte order mark and white space before the declaration: S3 sends blanks to keep a connection alive while it completes an upload.
XmlDocument readXml(const QByteArray &body);

// A text as it stands between tags.
QByteArray xmlEscaped(QByteArray text);

} // namespace s3
