// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/rfc2047.h"

#include <QList>

#include <algorithm>

namespace s3 {

static constexpr char WordStart[] = "=?UTF-8?B?";
static constexpr char WordEnd[] = "?=";
static constexpr qsizetype MaxBytesInWord = 45; // 60 characters of base64 in a word of at most 75

static bool isPlain(const QByteArray &value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

static bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

QByteArray encodedWords(const QByteArray &utf8)
{
    if (isPlain(utf8) && !utf8.contains("=?"))
        return utf8;
    QByteArray words;
    for (qsizetype begin = 0; begin < utf8.size();) {
        qsizetype end = std::min(begin + MaxBytesInWord, utf8.size());
        // A word never ends within a character.
        while (end < utf8.size() && end > begin + 1 && isContinuation(utf8.at(end)))
            --end;
        if (!words.isEmpty())
            words.append(' ');
        words.append(WordStart).append(utf8.mid(begin, end - begin).toBase64()).append(WordEnd);
        begin = end;
    }
    return words;
}

static QByteArray decodedQ(const QByteArray &text)
{
    QByteArray percent = text;
    percent.replace('_', ' ');
    return QByteArray::fromPercentEncoding(percent, '=');
}

QByteArray decodedWords(const QByteArray &value)
{
    if (!value.contains("=?"))
        return value;
    QByteArray decoded;
    const QList<QByteArray> words = value.split(' ');
    bool wasWord = true;
    for (const QByteArray &word : words) {
        const QList<QByteArray> fields = word.split('?');
        const bool isWord = fields.size() == 5 && fields.first() == "=" && fields.last() == "=" && fields.at(1).toUpper() == "UTF-8" &&
                            (fields.at(2).toUpper() == "B" || fields.at(2).toUpper() == "Q");
        // Blanks between two words belong to the encoding, not to the text.
        if (!decoded.isEmpty() && !(wasWord && isWord))
            decoded.append(' ');
        if (!isWord)
            decoded.append(word);
        else if (fields.at(2).toUpper() == "B")
            decoded.append(QByteArray::fromBase64(fields.at(3)));
        else
            decoded.append(decodedQ(fields.at(3)));
        wasWord = isWord;
    }
    return decoded;
}

} // namespace s3
