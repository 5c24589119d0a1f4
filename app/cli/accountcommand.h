// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the commands have in common that look at an account and tidy it: one connection, one engine, and an end.

#include "app/cli/report.h"
#include "app/cli/run.h"
#include "app/cli/target.h"
#include "app/cli/terminal.h"
#include "app/engine.h"

namespace cli {

class AccountCommand : public QObject {
    Q_OBJECT
public:
    AccountCommand(const Options &options, Report &report, QObject *parent = nullptr);

    virtual void start() = 0;
    virtual void interrupt(); // nothing was changed yet

Q_SIGNALS:
    void finished(int exitStatus);

protected:
    // Each ends the command when it answers false.
    bool connectToServer();
    bool readTarget(bool needsKey);

    bool canAsk() const; // a person, and one who reads words
    bool hasEnded() const { return m_ended; }
    void print(const QString &text); // on stdout, unless JSON or silence is wished
    void say(const QString &sentence);
    void draw(const QString &line); // in place of the one before, for a person who waits; at most ten times a second
    void refuse(const s3::Error &error);
    void end(int exitStatus);
    // Of a listing in which some buckets were refused: what passes, or what better credentials cure, is not a bucket that says no.
    static int exitStatusOf(const QList<s3::Error> &refused, bool nothingListed);

    const Options m_options;
    Report &m_report;
    Target m_target; // empty: everything
    upload::Connection m_connection;
    std::unique_ptr<app::Engine> m_engine;

private:
    Terminal m_terminal;
    QDeadlineTimer m_nextDraw;
    bool m_ended = false;
};

} // namespace cli
