// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/askprobe.h"

#include "net/discretion.h"
#include "s3/retrypolicy.h"

namespace net {

using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

constexpr auto SilenceOfSmall = 20'000ms; // somebody waits for what is found out

s3::Result<s3::HttpResponse> asItIs(const s3::HttpResponse &response)
{
    return response;
}

// What the engine cures by asking again. A 4xx that others retry (BadDigest) is an answer here.
bool isCurable(const s3::Error &error)
{
    switch (error.kind) {
    case ErrorKind::ClockSkewed:
    case ErrorKind::WrongRegion:
    case ErrorKind::CredentialsExpired:
    case ErrorKind::Throttled:
        return true;
    default:
        return s3::isRetryable(error.kind) && error.httpStatus >= 500;
    }
}

} // namespace

AskProbe::AskProbe(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : Errand(equipment, ticket, order)
{
}

void AskProbe::begin()
{
    const auto &probe = std::get<upload::Probe>(order().work);
    const s3::HttpRequest request = probe.make(endpoint());
    Manner manner;
    manner.silence = SilenceOfSmall;
    // Nothing is heard of a body on its way: it may take as long as the slowest line takes.
    if (!request.body.isEmpty())
        manner.silence =
            equipment().timing.silence + std::chrono::milliseconds(1000 * request.body.size() / equipment().timing.slowestRate);
    if (probe.operation == s3::Operation::CompleteMultipartUpload)
        manner.silence = equipment().timing.silenceOfComplete;
    m_time.start();
    askOrEnd<s3::HttpResponse>(
        request, asItIs, [this](const s3::HttpResponse &response) { judge(response); }, manner);
}

void AskProbe::judge(const s3::HttpResponse &response)
{
    upload::Heard heard;
    heard.response = response;
    heard.took = std::chrono::milliseconds(m_time.elapsed());
    if (!order().credentials.isAnonymous())
        heard.region = endpoint().signingRegion();
    const auto &probe = std::get<upload::Probe>(order().work);
    if (response.status < 200 || response.status >= 300) {
        const s3::Error error = s3::parseError(probe.operation, response);
        if (isCurable(error)) {
            improve(error, [this](const s3::Error &improved) { end(improved); });
            return;
        }
        heard.response.body = discreet(response.body, order().credentials, order().customerKey);
    }
    end(upload::Answer(heard));
}

} // namespace net
