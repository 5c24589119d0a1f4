// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/keytemplate.h"

#include "s3/uriencoding.h"

namespace upload {

using s3::ErrorKind;

namespace {

constexpr qsizetype LongestKey = 1024; // bytes of UTF-8 (S3 user guide, "Naming Amazon S3 objects")

s3::Error refused(const QString &code, const QString &sentence)
{
    return s3::ownError(ErrorKind::Permanent, code, sentence);
}

// ".profile" and "name." have no extension; "archive.tar.gz" has "gz".
qsizetype extensionAt(const QString &name)
{
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    return dot <= 0 || dot == name.size() - 1 ? name.size() : dot;
}

std::optional<QString> valueOf(const QString &placeholder, const KeyFacts &facts)
{
    const auto added = [&](const char *format) { return facts.added.toString(QLatin1String(format)); };
    if (placeholder == QLatin1String("name"))
        return facts.name;
    if (placeholder == QLatin1String("stem"))
        return facts.name.left(extensionAt(facts.name));
    if (placeholder == QLatin1String("extension"))
        return facts.name.mid(extensionAt(facts.name) + 1);
    if (placeholder == QLatin1String("folder"))
        return facts.folder;
    if (placeholder == QLatin1String("date"))
        return added("yyyy-MM-dd");
    if (placeholder == QLatin1String("time"))
        return added("HHmmss");
    if (placeholder == QLatin1String("year"))
        return added("yyyy");
    if (placeholder == QLatin1String("month"))
        return added("MM");
    if (placeholder == QLatin1String("day"))
        return added("dd");
    if (placeholder == QLatin1String("modified"))
        return facts.modified.toString(QStringLiteral("yyyy-MM-dd"));
    return {};
}

s3::Error badPattern(const QString &why)
{
    return refused(QStringLiteral("InvalidKeyPattern"), QStringLiteral("%1 Known are {%2}; a brace that is meant as such is written twice.")
                                                            .arg(why, keyPlaceholders().join(QStringLiteral("}, {"))));
}

s3::Result<QString> filledIn(const QString &pattern, const KeyFacts &facts)
{
    QString key;
    key.reserve(pattern.size() + facts.folder.size() + facts.name.size());
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern[i];
        const bool isDoubled = i + 1 < pattern.size() && pattern[i + 1] == c;
        if (c != QLatin1Char('{') && c != QLatin1Char('}')) {
            key += c;
        } else if (isDoubled) {
            key += c;
            ++i;
        } else if (c == QLatin1Char('}')) {
            return badPattern(QStringLiteral("A \"}\" of the key's pattern has no \"{\" before it."));
        } else {
            const qsizetype end = pattern.indexOf(QLatin1Char('}'), i);
            if (end < 0)
                return badPattern(QStringLiteral("A \"{\" of the key's pattern has no \"}\" behind it."));
            const QString placeholder = pattern.mid(i + 1, end - i - 1);
            const std::optional<QString> value = valueOf(placeholder, facts);
            if (!value)
                return badPattern(QStringLiteral("Nothing is known by the name {%1}.").arg(placeholder));
            key += *value;
            i = end;
            const bool endsSegment = key.isEmpty() || key.endsWith(QLatin1Char('/'));
            if (value->isEmpty() && endsSegment && i + 1 < pattern.size() && pattern[i + 1] == QLatin1Char('/'))
                ++i;
        }
    }
    return key;
}

} // namespace

const QStringList &keyPlaceholders()
{
    static const QStringList known{QStringLiteral("name"), QStringLiteral("stem"), QStringLiteral("extension"), QStringLiteral("folder"),
        QStringLiteral("date"), QStringLiteral("time"), QStringLiteral("year"), QStringLiteral("month"), QStringLiteral("day"),
        QStringLiteral("modified")};
    return known;
}

s3::Result<QString> keyOf(const KeyRule &rule, const KeyFacts &facts, const QString &prefix)
{
    const s3::Result<QString> filled = filledIn(rule.pattern, facts);
    if (!filled.ok())
        return filled;
    if (filled->isEmpty())
        return refused(QStringLiteral("EmptyKey"), QStringLiteral("The key's pattern leaves nothing of \"%1\".").arg(facts.name));
    const QString key = prefix + (rule.composed ? filled->normalized(QString::NormalizationForm_C) : *filled);
    // UTF-8 has at most three bytes for a UTF-16 unit: most keys need no conversion to know that they are short.
    if (const qsizetype bytes = key.size() * 3 <= LongestKey ? 0 : key.toUtf8().size(); bytes > LongestKey)
        return refused(QStringLiteral("KeyTooLongError"),
            QStringLiteral("The key of \"%1\" would have %2 bytes; S3 takes %3 at most.").arg(facts.name).arg(bytes).arg(LongestKey));
    if (s3::hasDotSegment(key))
        return refused(QStringLiteral("DotSegmentKey"),
            QStringLiteral("The key \"%1\" has \".\" or \"..\" between slashes and cannot be sent; choose another pattern or name.")
                .arg(key));
    return key;
}

std::optional<s3::Error> patternTrouble(const QString &pattern)
{
    if (pattern.isEmpty())
        return refused(
            QStringLiteral("EmptyKey"), QStringLiteral("Without a pattern there is no key; {folder}/{name} leaves names as they are."));
    const QDateTime any = QDateTime::fromMSecsSinceEpoch(0);
    const s3::Result<QString> filled = filledIn(pattern, {QStringLiteral("n"), QStringLiteral("f"), any, any});
    return filled.ok() ? std::nullopt : std::optional(filled.error());
}

} // namespace upload
