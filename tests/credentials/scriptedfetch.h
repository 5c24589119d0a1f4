// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Services that say what a test tells them, and how a provider's answer is awaited.

#include "credentials/credentialprovider.h"

#include <QPointer>
#include <QTest>

#include <optional>

namespace awsplaces {

class ScriptedFetch : public upload::HttpFetch {
    Q_OBJECT
public:
    using Director = std::function<s3::Result<s3::HttpResponse>(const s3::HttpRequest &)>;

    void setDirector(const Director &director) { m_director = director; }
    void say(int status, const QByteArray &body)
    {
        setDirector([=](const s3::HttpRequest &) { return s3::HttpResponse{status, {}, body}; });
    }

    void fetch(const s3::HttpRequest &request, const upload::Way &way, std::chrono::milliseconds, QObject *context,
        const Receive &receive) override
    {
        seen.append(request);
        ways.append(way);
        QMetaObject::invokeMethod(
            this,
            [this, request, receive, asker = QPointer<QObject>(context)] {
                const s3::Result<s3::HttpResponse> response =
                    m_director ? m_director(request)
                               : s3::Result<s3::HttpResponse>(
                                     s3::ownError(s3::ErrorKind::Offline, QStringLiteral("ConnectionRefused"), QStringLiteral("nobody")));
                if (asker)
                    receive(response);
            },
            Qt::QueuedConnection);
    }

    QList<s3::HttpRequest> seen;
    QList<upload::Way> ways; // of each of them

private:
    Director m_director;
};

inline QByteArray urlOf(const s3::HttpRequest &request)
{
    return request.scheme + "://" + request.host + request.target();
}

// "keys ID SECRET TOKEN EXPIRY", or the error's code and sentence.
inline QByteArray told(const s3::Result<s3::Credentials> &credentials)
{
    if (!credentials)
        return credentials.error().code.toUtf8() + ": " + credentials.error().message.toUtf8();
    const QByteArray expiry = credentials->expiry.isValid() ? QByteArray::number(credentials->expiry.toSecsSinceEpoch()) : "never";
    return "keys " + credentials->accessKeyId + ' ' + credentials->secretAccessKey + ' ' + credentials->sessionToken + ' ' + expiry;
}

inline QByteArray outcomeOf(credentials::CredentialProvider &provider)
{
    std::optional<QByteArray> outcome;
    int answers = 0;
    QObject::connect(&provider, &credentials::CredentialProvider::finished, &provider, [&](const s3::Result<s3::Credentials> &given) {
        ++answers;
        outcome = told(given);
    });
    provider.begin();
    if (outcome)
        return "answered from inside";
    if (!QTest::qWaitFor([&] { return outcome.has_value(); }, 20'000))
        return "no answer";
    QTest::qWait(0);
    return answers == 1 ? *outcome : "answered twice";
}

inline credentials::ProviderMeans meansWith(upload::HttpFetch &fetch, const QProcessEnvironment &environment = {})
{
    credentials::ProviderMeans means{fetch, environment, {}, {}};
    means.patience.pause = std::chrono::milliseconds(1);
    return means;
}

} // namespace awsplaces
