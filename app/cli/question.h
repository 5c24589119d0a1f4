// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Asks a person on the terminal and waits for the line that is typed, while everything else goes on.

#include <QObject>
#include <QSocketNotifier>

namespace cli {

class Question : public QObject {
    Q_OBJECT
public:
    explicit Question(QObject *parent = nullptr);

    static bool isPossible(); // stdin and stderr are terminals
    void ask(const QString &text);

Q_SIGNALS:
    void answered(const QString &line); // without spaces around it; null when there is nobody any more

private:
    void read();
    bool answerFromTyped();

    QSocketNotifier m_keyboard;
    QByteArray m_typed; // also ahead of the question
    bool m_asked = false;
};

} // namespace cli
