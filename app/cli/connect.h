// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// From the options to a connection: the environment, the AWS files or a connection of the window, with what was typed on top.

#include "app/cli/options.h"
#include "app/engine.h"

#include "upload/connection.h"

namespace cli {

app::EngineSettings settingsFor(const Options &options);

// Errors: as credentials::resolve, each with a sentence.
s3::Result<upload::Connection> connectionFor(const ConnectionOptions &options);

// Whether they say where to or as whom, so that nothing else decides it.
bool namesAPlace(const ConnectionOptions &options);

// The connection of an ID that this computer made, with what the options say of TLS.
s3::Result<upload::Connection> connectionOfId(const QString &id, const ConnectionOptions &options);
// The same of an ID that somebody else may have written: only its name counts, not the places that it names.
s3::Result<upload::Connection> connectionOfBase(const QString &id, const ConnectionOptions &options);

// Every connection that the records name. Options that name a place or an identity hold for all of them: the records then name that one.
s3::Result<QList<upload::Connection>> connectionsFor(QList<upload::UploadRecord> &records, const ConnectionOptions &options);

// Whether the connection of that ID goes to the same server, or nobody can tell (any more): AWS is one, whatever the region.
bool mayLieAt(const upload::Connection &connection, const QString &otherId);

// An error that better options would have avoided.
bool isUsage(const s3::Error &error);

QString unverifiedWarning(); // what --no-verify-ssl has to say, loudly

} // namespace cli
