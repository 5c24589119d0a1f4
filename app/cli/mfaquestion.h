// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Asks on the terminal for the codes that roles with a device (MFA) want, one after another.

#include "app/cli/question.h"
#include "app/engine.h"

#include <QQueue>

namespace cli {

class MfaQuestion : public QObject {
    Q_OBJECT
public:
    MfaQuestion();

    void ask(const QString &serial, const QString &refusedCode, const app::GiveMfa &give); // the code empty: none was refused

private:
    struct Wish {
        QString serial, refusedCode;
        app::GiveMfa give;
    };

    void askNext();

    Question m_question;
    QQueue<Wish> m_wishes; // the first one is being asked
};

// Empty when nobody can type here.
app::AskMfa mfaAsker();

} // namespace cli
