// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where Davit keeps its files (XDG base directories), and how they are made so that only their owner can read them.

#include "s3/result.h"

#include <QProcessEnvironment>
#include <QString>

namespace store {

// An XDG variable that is blank or relative counts as unset, as the XDG specification asks.
QString journalPath(const QProcessEnvironment &environment);  // $XDG_DATA_HOME/davit/davit.sqlite
QString settingsPath(const QProcessEnvironment &environment); // $XDG_CONFIG_HOME/davit/davit.ini
QString pricesPath(const QProcessEnvironment &environment);   // $XDG_CONFIG_HOME/davit/prices.json
QString logPath(const QProcessEnvironment &environment);      // $XDG_STATE_HOME/davit/log

// Whether other computers may have the same file: NFS, SMB, sshfs and their kind.
bool liesOnNetwork(const QString &path);

// Makes the file and the folders above it where they are missing: folders 0700, the file 0600. An existing file is narrowed to 0600,
// and never opened: whoever in this process has locks on it keeps them.
// Answers with the error, if any: NeedsUser "FolderUnusable" or "FileUnusable" with a sentence.
std::optional<s3::Error> makePrivateFile(const QString &path);

} // namespace store
