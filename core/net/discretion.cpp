// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/discretion.h"

#include <QRegularExpression>

namespace net {

namespace {

constexpr qsizetype ShortestSecret = 4; // less would tear words apart
const QString Removed = QStringLiteral("[removed]");

void clean(QString &text, const s3::Credentials &credentials, const s3::CustomerKey &key)
{
    for (const QByteArray &secret : {credentials.secretAccessKey, credentials.sessionToken, credentials.proxyPassword, key.base64()}) {
        if (secret.size() < ShortestSecret)
            continue;
        for (const QByteArray &form : {secret, secret.toPercentEncoding(), secret.toPercentEncoding("/"), secret.toBase64()})
            text.replace(QString::fromUtf8(form), Removed);
    }
    static const QRegularExpression signature(
        QStringLiteral("((?:signature|security-token)(?:=|%3D|:)\\s*)[^\\s&,;\"'<>]+"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression basic(QStringLiteral("\\b(Basic|Bearer)\\s+[A-Za-z0-9+/=._~-]{4,}"));
    text.replace(signature, QStringLiteral("\\1") + Removed);
    text.replace(basic, QStringLiteral("\\1 ") + Removed);
}

} // namespace

QByteArray discreet(const QByteArray &body, const s3::Credentials &credentials, const s3::CustomerKey &key)
{
    QString text = QString::fromUtf8(body);
    clean(text, credentials, key);
    return text.toUtf8();
}

s3::Error discreet(s3::Error error, const s3::Credentials &credentials, const s3::CustomerKey &key)
{
    for (QString *text : {&error.code, &error.message, &error.requestId, &error.hostId, &error.region, &error.endpoint})
        clean(*text, credentials, key);
    for (QString &detail : error.details)
        clean(detail, credentials, key);
    return error;
}

} // namespace net
