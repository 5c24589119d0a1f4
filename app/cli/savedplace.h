// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The connections that were saved in the window, for a command: by name, by id, and with what was typed on top.

#include "credentials/connectionid.h"
#include "upload/connection.h"

#include <optional>

namespace cli {

// The id of the saved connection of that name (or whose id that is); nothing when there is none. Errors: as store::savedConnections().
s3::Result<std::optional<QString>> savedIdCalled(const QString &name);

// The connection of an id of credentials::Base::Saved. Errors besides: NeedsUser "ConnectionNotFound", "CaBundleUnusable", Permanent
// "InvalidEndpoint".
s3::Result<upload::Connection> savedPlace(const credentials::ConnectionId &id);

} // namespace cli
