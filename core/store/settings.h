// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What Davit remembers of its user's choices, in an INI file; never a secret.

#include "s3/error.h"
#include "upload/uploadspec.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace store {

enum class Theme { Auto, Light, Dark };
enum class AtStart { Resume, Ask, LeavePaused }; // what was running when Davit ended

struct Settings {
    int connectionsWanted = 12; // 1 to 64
    qint64 bandwidthLimit = 0;  // bytes a second; 0 = none
    QString lastConnectionId;
    QString lastBucket;
    QString lastPrefix;
    QString lastPreset; // its id
    upload::IfKeyExists ifKeyExists = upload::IfKeyExists::Ask;
    Theme theme = Theme::Auto;
    AtStart atStart = AtStart::Resume;
    QByteArray windowGeometry;                              // as QWidget::saveGeometry gives it
    QByteArray windowColumns, windowDetails, windowSidebar; // widths, as QHeaderView and QSplitter save them
    QByteArray unfinishedColumns, unfinishedDetails;        // of the page of unfinished uploads
    bool operator==(const Settings &) const = default;
};

// A missing or broken file gives the defaults; so does each value that makes no sense, for itself. A broken file is renamed to PATH.broken.
Settings loadSettings(const QString &path);

// Writes the file (0600). Answers with the error, if any: NeedsUser "SettingsNotSaved" with a sentence.
std::optional<s3::Error> saveSettings(const Settings &settings, const QString &path);

} // namespace store
