// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Spoils texts at random, but the same way for the same seed: what a broken proxy, a cut line or malice makes of an answer.

#include <QByteArray>
#include <QList>
#include <QRandomGenerator>

namespace fuzz {

class Mutator {
public:
    // `words` are put into texts here and there: the grammar's own pieces find more than random bytes do.
    Mutator(quint32 seed, QList<QByteArray> words);

    QByteArray spoiled(QByteArray text, const QList<QByteArray> &others);
    quint32 bounded(quint32 limit) { return limit == 0 ? 0 : m_random.bounded(limit); }

private:
    qsizetype place(const QByteArray &text) { return static_cast<qsizetype>(bounded(static_cast<quint32>(text.size() + 1))); }
    void spoilOnce(QByteArray &text, const QList<QByteArray> &others);

    QRandomGenerator m_random;
    QList<QByteArray> m_words;
};

} // namespace fuzz
