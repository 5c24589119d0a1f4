// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "mutator.h"

#include <algorithm>

namespace fuzz {

static constexpr qsizetype MaxSize = 64 * 1024;

Mutator::Mutator(quint32 seed, QList<QByteArray> words)
    : m_random(seed)
    , m_words(std::move(words))
{
}

QByteArray Mutator::spoiled(QByteArray text, const QList<QByteArray> &others)
{
    for (quint32 times = 1 + bounded(6); times > 0; --times)
        spoilOnce(text, others);
    return text.left(MaxSize);
}

void Mutator::spoilOnce(QByteArray &text, const QList<QByteArray> &others)
{
    const qsizetype at = place(text);
    const qsizetype length = std::min<qsizetype>(bounded(40), text.size() - at);
    switch (bounded(10)) {
    case 0: // cut off
        text.truncate(at);
        break;
    case 1: // a bit
        if (at < text.size())
            text[at] = static_cast<char>(static_cast<unsigned char>(text.at(at)) ^ (1U << bounded(8)));
        break;
    case 2: // a byte
        if (at < text.size())
            text[at] = static_cast<char>(bounded(256));
        break;
    case 3:
        text.remove(at, length);
        break;
    case 4: // said twice, or many times
        text.insert(at, text.mid(at, length).repeated(static_cast<qsizetype>(bounded(10) == 0 ? bounded(2000) : 1 + bounded(3))));
        break;
    case 5:
    case 6:
        text.insert(at, m_words.at(static_cast<qsizetype>(bounded(static_cast<quint32>(m_words.size())))));
        break;
    case 7: // another answer's tail
        text = text.left(at) + others.at(static_cast<qsizetype>(bounded(static_cast<quint32>(others.size())))).mid(place(text));
        break;
    case 8: // a number grows
        for (qsizetype digit = at; digit < text.size(); ++digit) {
            if (text.at(digit) >= '0' && text.at(digit) <= '9') {
                text.insert(digit, QByteArray(static_cast<qsizetype>(bounded(25)), '9'));
                break;
            }
        }
        break;
    default: // places change
        if (length > 0) {
            const QByteArray piece = text.mid(at, length);
            text.remove(at, length);
            text.insert(place(text), piece);
        }
        break;
    }
}

} // namespace fuzz
