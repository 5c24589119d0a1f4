// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/answers.h"

#include "credentials/lookup.h"
#include "s3/wiredate.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace credentials {

namespace {

constexpr qint64 LongestFile = 1024 * 1024;
constexpr qsizetype LongestWords = 400;

bool looksLikeHtml(const QByteArray &bytes)
{
    const QByteArray start = bytes.left(1024).trimmed().toLower();
    return start.startsWith("<!doctype html") || start.startsWith("<html") || start.contains("<html");
}

s3::Result<QDateTime> expirationOf(const QJsonValue &value, const QString &whose)
{
    QDateTime expiry;
    if (value.isUndefined() || value.isNull())
        return expiry;
    if (value.isDouble())
        expiry = QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC);
    else
        expiry = s3::dateFromXml(value.toString());
    if (!expiry.isValid())
        return unreadable(whose, QStringLiteral("its expiration is no date"));
    return expiry.toUTC();
}

} // namespace

s3::Error unreadable(const QString &whose, const QString &why)
{
    return needsUser(
        QStringLiteral("CredentialsUnreadable"), QStringLiteral("%1 gave no credentials that can be read: %2.").arg(whose, why));
}

s3::Error webPage(const QString &whose)
{
    return needsUser(QStringLiteral("CaptivePortal"),
        QStringLiteral("%1 was to answer, but a web page came: perhaps this network wants a sign-in in the browser first.").arg(whose));
}

s3::Result<QJsonObject> jsonIn(const QByteArray &bytes, const QString &whose)
{
    const QByteArray content = bytes.startsWith("\xef\xbb\xbf") ? bytes.mid(3) : bytes;
    if (content.trimmed().isEmpty())
        return unreadable(whose, QStringLiteral("it said nothing"));
    if (looksLikeHtml(content))
        return webPage(whose);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(content, &error);
    if (!document.isObject())
        return unreadable(whose, document.isNull() ? QStringLiteral("what it said is not JSON (byte %1)").arg(error.offset)
                                                   : QStringLiteral("what it said is no JSON object"));
    return document.object();
}

s3::Result<s3::Credentials> credentialsIn(const QJsonObject &object, const KeyNames &names, const QString &whose)
{
    const auto text = [&object](const char *name) { return object.value(QLatin1String(name)).toString().toUtf8(); };
    s3::Credentials credentials;
    credentials.accessKeyId = text(names.accessKeyId);
    credentials.secretAccessKey = text(names.secretAccessKey);
    credentials.sessionToken = text(names.sessionToken);
    for (const auto &[value, name] :
        {std::pair{credentials.accessKeyId, names.accessKeyId}, std::pair{credentials.secretAccessKey, names.secretAccessKey}}) {
        if (value.isEmpty())
            return unreadable(whose, QStringLiteral("%1 is missing").arg(QString::fromLatin1(name)));
    }
    const auto expiry = expirationOf(object.value(QLatin1String(names.expiration)), whose);
    if (!expiry)
        return expiry.error();
    credentials.expiry = *expiry;
    return credentials;
}

QString refusalText(const s3::HttpResponse &response)
{
    const QJsonObject object = QJsonDocument::fromJson(response.body).object();
    for (const char *name : {"message", "Message", "error_description", "error"}) {
        const QString words = object.value(QLatin1String(name)).toString().simplified();
        if (!words.isEmpty())
            return words.left(LongestWords);
    }
    return QStringLiteral("status %1").arg(response.status);
}

s3::Error refusedBy(const s3::HttpResponse &response, const QString &code, const QString &sentence)
{
    const bool mayPass = response.status == 429 || response.status >= 500;
    s3::Error error = s3::ownError(mayPass ? s3::ErrorKind::Transient : s3::ErrorKind::NeedsUser, code, sentence);
    error.httpStatus = response.status;
    return error;
}

s3::Result<QByteArray> smallFile(const QString &path, const QString &whose)
{
    const auto refused = [&](const QString &why) {
        return needsUser(QStringLiteral("FileUnreadable"), QStringLiteral("%1, %2, cannot be read: %3.").arg(whose, path, why));
    };
    const QFileInfo info(path);
    if (!info.exists())
        return refused(QStringLiteral("it is not there"));
    // Opening a pipe would wait for its writer.
    if (!info.isFile())
        return refused(QStringLiteral("it is not a file"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refused(file.errorString());
    const QByteArray content = file.read(LongestFile + 1);
    if (content.size() > LongestFile)
        return refused(QStringLiteral("it is too large"));
    return content;
}

} // namespace credentials
