// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Somebody who can be asked for credentials once: a process, a service, a machine. Lives in the engine's thread.

#include "s3/credentials.h"
#include "s3/result.h"
#include "upload/httpfetch.h"

#include <QProcessEnvironment>

#include <chrono>

namespace credentials {

// What the AWS tools allow, too.
struct Patience {
    std::chrono::milliseconds process{60'000};
    std::chrono::milliseconds service{20'000};
    std::chrono::milliseconds container{2'000};
    std::chrono::milliseconds instance{1'000}; // most computers are none: nobody must wait long to hear that
    std::chrono::milliseconds pause{200};      // before the second attempt; twice as long before the third
    std::chrono::milliseconds watch{3'000};    // between looks at files that a refusal was about
};

// What providers work with.
struct ProviderMeans {
    upload::HttpFetch &fetch;
    QProcessEnvironment environment;
    upload::Way way;
    Patience patience;
};

class CredentialProvider : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // `finished` follows, once, never from inside begin().
    virtual void begin() = 0;

Q_SIGNALS:
    void finished(const s3::Result<s3::Credentials> &credentials);
};

} // namespace credentials
