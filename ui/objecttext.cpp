// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/objecttext.h"

#include "s3/rfc2047.h"
#include "s3/uriencoding.h"
#include "ui/formatting.h"

#include <QCoreApplication>
#include <QList>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr qsizetype LargestMetadata = 2048; // bytes of names and values (S3 user guide, "Working with object metadata")
constexpr qsizetype MostTags = 10, LongestTagName = 128, LongestTagValue = 256; // characters (S3 user guide, "Categorizing your objects")

struct Say {
    Q_DECLARE_TR_FUNCTIONS(ui::ObjectText)
};

using Pairs = QList<std::pair<QString, QString>>;

s3::Error refused(const char *code, const QString &sentence)
{
    return s3::ownError(s3::ErrorKind::Permanent, QLatin1String(code), sentence);
}

s3::Result<Pairs> pairsFrom(const QString &text)
{
    QStringList pieces(QString{});
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool escapes =
            c == QLatin1Char('\\') && i + 1 < text.size() && (text[i + 1] == QLatin1Char(',') || text[i + 1] == QLatin1Char('\\'));
        if (c == QLatin1Char(','))
            pieces.append(QString());
        else
            pieces.last() += escapes ? text[++i] : c;
    }
    Pairs pairs;
    for (const QString &piece : std::as_const(pieces)) {
        if (piece.trimmed().isEmpty())
            continue;
        const qsizetype equals = piece.indexOf(QLatin1Char('='));
        const QString name = piece.left(equals).trimmed();
        if (equals < 0 || name.isEmpty())
            return refused("NotPairs", Say::tr("Write it as name=value, name=value."));
        if (std::any_of(pairs.begin(), pairs.end(), [&name](const auto &pair) { return pair.first == name; }))
            return refused("DoubleName", Say::tr("“%1” is there twice.").arg(printable(name)));
        pairs.append({name, piece.mid(equals + 1).trimmed()});
    }
    return pairs;
}

QString textOf(const Pairs &pairs)
{
    QStringList pieces;
    for (const auto &[name, value] : pairs) {
        QString piece = name + QLatin1Char('=') + value;
        piece.replace(QLatin1String("\\"), QLatin1String("\\\\")).replace(QLatin1String(","), QLatin1String("\\,"));
        pieces.append(piece);
    }
    return pieces.join(QStringLiteral(", "));
}

bool isToken(const QByteArray &name)
{
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

} // namespace

s3::Result<QMap<QByteArray, QByteArray>> metadataFromText(const QString &text)
{
    const s3::Result<Pairs> pairs = pairsFrom(text);
    if (!pairs.ok())
        return pairs.error();
    QMap<QByteArray, QByteArray> metadata;
    qsizetype size = 0;
    for (const auto &[name, value] : *pairs) {
        const QByteArray key = name.toUtf8();
        if (!isToken(key))
            return refused(
                "InvalidName", Say::tr("“%1” cannot be a name: letters, digits and dashes, without blanks.").arg(printable(name)));
        size += key.size() + s3::encodedWords(value.toUtf8()).size();
        metadata.insert(key, value.toUtf8());
    }
    if (size > LargestMetadata)
        return refused("TooMuch", Say::tr("These are %1 bytes; S3 takes 2,048 in all.").arg(formattedCount(size)));
    return metadata;
}

QString textOfMetadata(const QMap<QByteArray, QByteArray> &metadata)
{
    Pairs pairs;
    for (auto entry = metadata.cbegin(); entry != metadata.cend(); ++entry)
        pairs.append({QString::fromUtf8(entry.key()), QString::fromUtf8(entry.value())});
    return textOf(pairs);
}

s3::Result<QByteArray> tagsFromText(const QString &text)
{
    const s3::Result<Pairs> pairs = pairsFrom(text);
    if (!pairs.ok())
        return pairs.error();
    if (pairs->size() > MostTags)
        return refused("TooMuch", Say::tr("These are %1 tags; S3 takes 10.").arg(pairs->size()));
    QByteArrayList encoded;
    for (const auto &[name, value] : *pairs) {
        if (name.size() > LongestTagName)
            return refused("InvalidName", Say::tr("“%1” is longer than 128 characters.").arg(shortened(name, 40)));
        if (value.size() > LongestTagValue)
            return refused("TooMuch", Say::tr("The value of “%1” is longer than 256 characters.").arg(shortened(name, 40)));
        if (name.startsWith(QLatin1String("aws:"), Qt::CaseInsensitive))
            return refused("InvalidName", Say::tr("Names that begin with “aws:” are AWS's own."));
        encoded.append(s3::uriEncoded(name.toUtf8(), s3::Slash::Encode) + '=' + s3::uriEncoded(value.toUtf8(), s3::Slash::Encode));
    }
    return encoded.join('&');
}

QString textOfTags(const QByteArray &tagging)
{
    Pairs pairs;
    const QByteArrayList pieces = tagging.isEmpty() ? QByteArrayList() : tagging.split('&');
    for (const QByteArray &piece : pieces) {
        const qsizetype equals = piece.indexOf('=');
        const auto decoded = [](QByteArray part) { return QString::fromUtf8(QByteArray::fromPercentEncoding(part.replace('+', ' '))); };
        pairs.append({decoded(piece.left(equals)), equals < 0 ? QString() : decoded(piece.mid(equals + 1))});
    }
    return textOf(pairs);
}

} // namespace ui
