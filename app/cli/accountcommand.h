// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the commands have in common that look at an account, and change something in it: one connection, one engine, a question, and an end.

#include "app/cli/question.h"
#include "app/cli/report.h"
#include "app/cli/run.h"
#include "app/cli/target.h"
#include "app/cli/terminal.h"
#include "app/engine.h"

#include <functional>

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
    bool readTarget(bool needsKey, qsizetype operand = 0);
    bool mayChange(const QString &whatYesDoes); // wished for, only to be shown, or somebody can be asked: "deletes"

    // Asks a person; goes on with `yes`, or ends with the sentence that tells that nothing was done.
    void confirm(const QString &question, const QString &nothingDone, const std::function<void()> &yes);
    bool hasEnded() const { return m_ended; }
    void print(const QString &text); // on stdout, unless JSON or silence is wished
    void say(const QString &sentence);
    void draw(const QString &line); // in place of the one before, for a person who waits; at most ten times a second
    virtual void refuse(const s3::Error &error);
    void end(int exitStatus);
    // Of what was refused, a bucket or an upload each: resumable when all of it passes, or is cured by better credentials. A server that says
    // no goes on saying it.
    static int exitStatusOf(const QList<s3::Error> &refused);

    const Options m_options;
    Report &m_report;
    Target m_target; // empty: everything
    upload::Connection m_connection;
    std::unique_ptr<app::Engine> m_engine;
    Question m_question;

private:
    Terminal m_terminal;
    QDeadlineTimer m_nextDraw;
    bool m_ended = false;
};

} // namespace cli
