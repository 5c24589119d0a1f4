// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Ctrl-C and its relatives as a signal of Qt. The second one ends the process at once, whatever it is doing.

#include <QObject>

namespace cli {

class Interruption : public QObject {
    Q_OBJECT
public:
    explicit Interruption(QObject *parent = nullptr); // once a process

    bool hasHappened() const { return m_happened; }

Q_SIGNALS:
    void happened(); // SIGINT, SIGTERM or SIGHUP; once

private:
    bool m_happened = false;
};

} // namespace cli
