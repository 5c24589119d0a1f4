// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/patientfetch.h"

#include <QTimer>

#include <utility>

namespace credentials {

namespace {

constexpr int MostAttempts = 3;

bool mayPass(const s3::Result<s3::HttpResponse> &response)
{
    if (!response)
        return response.error().kind == s3::ErrorKind::Transient;
    return response->status == 429 || response->status >= 500;
}

} // namespace

PatientFetch::PatientFetch(const ProviderMeans &means, QObject *parent)
    : QObject(parent)
    , m_means(means)
{
}

void PatientFetch::fetch(const Make &make, std::chrono::milliseconds timeout, const upload::HttpFetch::Receive &receive)
{
    m_make = make;
    m_timeout = timeout;
    m_receive = receive;
    attempt(1);
}

void PatientFetch::attempt(int number)
{
    m_means.fetch.fetch(m_make(), m_means.way, m_timeout, this, [this, number](const s3::Result<s3::HttpResponse> &response) {
        if (number < MostAttempts && mayPass(response))
            QTimer::singleShot(m_means.patience.pause * (1 << (number - 1)), this, [this, number] { attempt(number + 1); });
        else
            std::exchange(m_receive, {})(response); // it may fetch again
    });
}

} // namespace credentials
