// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Fetches, and again when the service was only out of breath.

#include "credentials/credentialprovider.h"

namespace credentials {

class PatientFetch : public QObject {
    Q_OBJECT
public:
    using Make = std::function<s3::HttpRequest()>; // made anew for each attempt, since a signature holds its time

    explicit PatientFetch(const ProviderMeans &means, QObject *parent = nullptr);

    // One at a time. Tries three times when the connection was lost, or the answer is 429 or 5xx; nobody there is an answer at once.
    void fetch(const Make &make, std::chrono::milliseconds timeout, const upload::HttpFetch::Receive &receive);

private:
    void attempt(int number);

    const ProviderMeans m_means;
    Make m_make;
    std::chrono::milliseconds m_timeout{0};
    upload::HttpFetch::Receive m_receive;
};

} // namespace credentials
