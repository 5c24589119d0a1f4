// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The drawing of the house as data, and the judge of one #include line against it.

#include <QHash>
#include <QSet>
#include <QString>

namespace arrows {

struct Room {
    QString name;            // "s3", "upload", …, "app/cli"
    QSet<QString> rooms;     // which rooms' headers it may include
    QSet<QString> modules;   // which Qt modules
    QSet<QString> qtHeaders; // single headers of other modules
    QSet<QString> libraries; // other libraries by the first word of their header's path
};

// The room of a file by its path below the project's folder; nothing for what the drawing does not know.
const Room *roomOf(const QString &path);

// "QString" → "QtCore", read from the folders of the installed Qt.
using QtHeaders = QHash<QString, QString>;
QtHeaders installedQtHeaders();

// What is wrong with this line of this file; empty when it is no #include, or one that follows the arrows.
QString violation(const QString &path, const QString &line, const QtHeaders &qt);

} // namespace arrows
