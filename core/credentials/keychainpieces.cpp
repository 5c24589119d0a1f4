// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/keychainpieces.h"

#include <QCryptographicHash>

#include <algorithm>

namespace credentials {

namespace {

const QByteArray mark = "davit1";

QByteArray digestOf(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256).toHex().left(32);
}

} // namespace

QList<QByteArray> keychainPieces(const QByteArray &secret)
{
    // base64: some keychains hold text only.
    const QByteArray encoded = secret.toBase64();
    constexpr qsizetype room = largestPiece - 64;
    const qsizetype count = std::max<qsizetype>(1, (encoded.size() + room - 1) / room);
    QList<QByteArray> pieces;
    for (qsizetype i = 0; i < count; ++i)
        pieces.append(encoded.mid(i * room, room));
    pieces.first().prepend(mark + ' ' + QByteArray::number(count) + ' ' + digestOf(secret) + ' ');
    return pieces;
}

std::optional<FirstPiece> firstPieceFrom(const QByteArray &entry)
{
    const QList<QByteArray> words = entry.split(' ');
    if (words.size() != 4 || words.at(0) != mark)
        return {};
    const int count = words.at(1).toInt();
    if (count < 1 || count > 1000)
        return {};
    return FirstPiece{count, words.at(2), words.at(3)};
}

std::optional<QByteArray> joinedPieces(const FirstPiece &first, const QByteArray &gathered)
{
    const auto decoded = QByteArray::fromBase64Encoding(gathered, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || digestOf(*decoded) != first.digest)
        return {};
    return *decoded;
}

} // namespace credentials
