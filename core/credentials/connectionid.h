// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The id of a connection: what it is based on, and what was overruled: "profile:studio?region=eu-west-1".

#include "credentials/catalog.h"

namespace credentials {

enum class Base { Sandbox, Environment, Profile, Saved };

struct ConnectionId {
    Base base = Base::Environment;
    QString profile;     // of Base::Profile
    AwsWishes overruled; // endpointUrl, region, addressingStyle, caBundle, dualStack, fips, noSignRequest
    QString savedId{};   // of Base::Saved: "saved:UUID"
};

QString textOf(const ConnectionId &id);
std::optional<ConnectionId> connectionIdFrom(const QString &text);

} // namespace credentials
