// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads credentials out of what processes, files and services say, and calls rubbish by its name without repeating it: it may hold secrets.

#include "s3/credentials.h"
#include "s3/httpmessage.h"
#include "s3/result.h"

#include <QJsonObject>
#include <QString>

namespace credentials {

// The names under which a JSON object holds the four.
struct KeyNames {
    const char *accessKeyId = "AccessKeyId";
    const char *secretAccessKey = "SecretAccessKey";
    const char *sessionToken = "Token";
    const char *expiration = "Expiration";
};

// `whose`: begins the sentence of an error ("The container"). Errors, NeedsUser: "CredentialsUnreadable", "CaptivePortal" when it is a web page.
s3::Result<QJsonObject> jsonIn(const QByteArray &bytes, const QString &whose);

// An expiration is ISO 8601 or milliseconds since 1970. Errors as above.
s3::Result<s3::Credentials> credentialsIn(const QJsonObject &object, const KeyNames &names, const QString &whose);

s3::Error unreadable(const QString &whose, const QString &why);
s3::Error webPage(const QString &whose); // in place of an answer, as the networks of hotels and trains send it

// What a service said of its failure: its "message", "Message" or "error_description", one line and not too long; or its status.
QString refusalText(const s3::HttpResponse &response);

// A service's refusal under a code of ours: Transient when it was only out of breath (429, 5xx), otherwise NeedsUser.
s3::Error refusedBy(const s3::HttpResponse &response, const QString &code, const QString &sentence);

// The whole of a file of at most 1 MiB. Errors, NeedsUser: "FileUnreadable" with a sentence that begins with `whose`.
s3::Result<QByteArray> smallFile(const QString &path, const QString &whose);

} // namespace credentials
