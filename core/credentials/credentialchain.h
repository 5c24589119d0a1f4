// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The AWS chain as saved connections ask it: for the keys of a profile, by the connection's own way out.

#include "upload/credentialsource.h"
#include "upload/httpfetch.h"

namespace credentials {

class CredentialChain : public upload::CredentialSource {
    Q_OBJECT
public:
    using CredentialSource::CredentialSource;

    // The id to ask under, so that the questions behind the credentials of `chainId` go by `way`: the same for all who share both, `chainId` itself
    // for the ordinary way. It says nothing of the way, and means something in this process only.
    // `before`: the id under which the asker asked until now. What is known there is known here, since a role may want a code of a device anew.
    virtual QString idBy(const QString &chainId, const upload::Way &way, const QString &before = {}) = 0;
};

} // namespace credentials
