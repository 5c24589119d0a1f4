// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Takes secrets out of an error before anybody hears of it: servers, proxies and Qt may repeat what they were sent.

#include "s3/credentials.h"
#include "s3/customerkey.h"
#include "s3/error.h"

namespace net {

// The credentials' secrets and the customer key in every form in which they travel, and signatures of any kind.
s3::Error discreet(s3::Error error, const s3::Credentials &credentials, const s3::CustomerKey &key = {});

// The same of the body of a refusal, before somebody else reads it.
QByteArray discreet(const QByteArray &body, const s3::Credentials &credentials, const s3::CustomerKey &key = {});

} // namespace net
