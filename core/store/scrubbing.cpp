// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/scrubbing.h"

#include <QRegularExpression>

#include <array>

namespace store {

namespace {

const QString removed = QStringLiteral("[removed]");

struct Rule {
    QRegularExpression pattern;
    QString replacement;
};

const std::array<Rule, 5> &rules()
{
    const auto option = QRegularExpression::CaseInsensitiveOption;
    static const std::array<Rule, 5> list{{
        // The header's value up to the end of the line: it holds blanks and commas.
        {QRegularExpression(QStringLiteral("(?<![a-z0-9])((?:proxy-)?authorization|cookie)([\"']?\\s*[:=]\\s*)[^\\r\\n]+"), option),
            QStringLiteral("\\1\\2") + removed},
        {QRegularExpression(QStringLiteral("(AWS4-HMAC-SHA256\\s+Credential=)[^\\r\\n]+"), option), QStringLiteral("\\1") + removed},
        // name=value, name: value, "name": "value", <name>value — query items, headers, INI, JSON and XML alike.
        {QRegularExpression(
             QStringLiteral("(?<![a-z0-9])(x-amz-signature|x-amz-security-token|x-amz-s3session-token|security-?_?token|session-?_?token|"
                            "(?:aws_?)?secret[-_]?(?:access[-_]?)?key|x-amz-[a-z-]*customer-key|signature|password|passwd)"
                            "([\"']?\\s*(?:=|:|%3D|>)\\s*[\"']?)[^\\s\"'&<>,;]+"),
             option),
            QStringLiteral("\\1\\2") + removed},
        {QRegularExpression(QStringLiteral("(?<![a-z0-9])secret(\\s*[:=]\\s*)[^\\s\"'&<>,;]+"), option),
            QStringLiteral("secret\\1") + removed},
        {QRegularExpression(QStringLiteral("(://[^/\\s:@]*):[^/\\s@]+@"), option), QStringLiteral("\\1:") + removed + QLatin1Char('@')},
    }};
    return list;
}

} // namespace

QString scrubbed(const QString &text, const QList<QByteArray> &secrets)
{
    QString clean = text;
    for (const QByteArray &secret : secrets) {
        if (secret.size() < 4) // would tear words apart and is no secret
            continue;
        for (const QByteArray &form : {secret, secret.toPercentEncoding(), secret.toPercentEncoding("/"), secret.toBase64()})
            clean.replace(QString::fromUtf8(form), removed, Qt::CaseSensitive);
    }
    for (const Rule &rule : rules())
        clean.replace(rule.pattern, rule.replacement);

    QString line;
    line.reserve(clean.size());
    for (const QChar character : std::as_const(clean)) {
        if (character == QLatin1Char('\n'))
            line += QLatin1String("\\n");
        else if (character == QLatin1Char('\r'))
            line += QLatin1String("\\r");
        else if (character == QLatin1Char('\t') || character.isPrint() || character.isSurrogate())
            line += character;
        else
            line += QStringLiteral("\\u%1").arg(static_cast<uint>(character.unicode()), 4, 16, QLatin1Char('0'));
    }
    return line;
}

} // namespace store
