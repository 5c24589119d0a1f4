// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Long secrets in pieces: Windows' Credential Manager takes 2,560 bytes an entry, and session tokens are longer.

#include <QByteArray>
#include <QList>

#include <optional>

namespace credentials {

inline constexpr qsizetype largestPiece = 1800; // bytes, header included

// The first piece begins with "davit1 COUNT DIGEST " and tells how many there are and what they must hash to together.
QList<QByteArray> keychainPieces(const QByteArray &secret);

struct FirstPiece {
    int count = 0;
    QByteArray digest;
    QByteArray bytes;
};
std::optional<FirstPiece> firstPieceFrom(const QByteArray &entry);

// Nothing when the pieces are not those that were written together.
std::optional<QByteArray> joinedPieces(const FirstPiece &first, const QByteArray &gathered);

} // namespace credentials
