// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Provider profiles as JSON: what was found out about a server, kept with its connection and laid over what the table says.

#include "s3/providerprofile.h"

#include <QJsonObject>

namespace s3 {

// All members but id and name, under the names of the fields: {"limits": {"maxParts": 10000, …}, "overHttps": "crc64nvme", "checksums": ["CRC32"],
// "unfinishedExpiryHours": 24, "abortRule": null, …}.
QJsonObject profileToJson(const ProviderProfile &profile);

// Only the members in which `profile` differs from `base`.
QJsonObject profileDifference(const ProviderProfile &profile, const ProviderProfile &base);

// `base` with the members that `object` has. What is missing, unknown, of the wrong type or makes no sense (a limit below zero, a minimum above the
// maximum) leaves base's value.
ProviderProfile profileFromJson(const QJsonObject &object, const ProviderProfile &base);

} // namespace s3
