// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/mfaquestion.h"
#include "app/cli/words.h"

#include <memory>

namespace cli {

MfaQuestion::MfaQuestion()
{
    connect(&m_question, &Question::answered, this, [this](const QString &line) {
        m_wishes.dequeue().give(line);
        if (!m_wishes.isEmpty())
            askNext();
    });
}

void MfaQuestion::ask(const QString &serial, const QString &refusedCode, const app::GiveMfa &give)
{
    m_wishes.enqueue({serial, refusedCode, give});
    if (m_wishes.size() == 1)
        askNext();
}

void MfaQuestion::askNext()
{
    const Wish &wish = m_wishes.first();
    const QString question = QStringLiteral("Code of the device %1: ").arg(printable(wish.serial));
    m_question.ask(
        wish.refusedCode.isEmpty()
            ? question
            : QStringLiteral("That code was not taken. Each works only once: wait for the next one, or give up with Enter.\n") + question);
}

app::AskMfa mfaAsker()
{
    if (!Question::isPossible())
        return {};
    const auto question = std::make_shared<MfaQuestion>();
    return [question](const QString &, const QString &serial, const QString &refusedCode, const app::GiveMfa &give) {
        question->ask(serial, refusedCode, give);
    };
}

} // namespace cli
