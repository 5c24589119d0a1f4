// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/accountcommand.h"

#include "app/cli/connect.h"
#include "app/cli/denial.h"
#include "app/cli/words.h"
#include "s3/permissions.h"

#include <algorithm>

namespace cli {

AccountCommand::AccountCommand(const Options &options, Report &report, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_report(report)
{
}

bool AccountCommand::readTarget(bool needsKey, qsizetype operand)
{
    if (operand >= m_options.operands.size())
        return true;
    const s3::Result<Target> target = targetFromText(m_options.operands[operand]);
    if (!target) {
        say(target.error().message);
        end(UsageError);
        return false;
    }
    m_target = *target;
    if (needsKey && m_target.key.isEmpty()) {
        say(QStringLiteral("The key is missing: s3://BUCKET/KEY."));
        end(UsageError);
        return false;
    }
    return true;
}

bool AccountCommand::connectToServer()
{
    const s3::Result<upload::Connection> connection = connectionFor(m_options.connection);
    if (!connection) {
        say(errorText(connection.error()));
        end(isUsage(connection.error()) ? UsageError : exitStatusFor(connection.error()));
        return false;
    }
    m_connection = *connection;
    if (!m_options.connection.verifyTls)
        say(unverifiedWarning());
    m_engine = std::make_unique<app::Engine>(settingsFor(m_options));
    m_engine->setConnections({m_connection});
    return true;
}

bool AccountCommand::mayChange(const QString &whatYesDoes)
{
    const bool canAsk = Question::isPossible() && !m_options.json && !m_options.quiet; // a person, and one who reads words
    if (m_options.yes || m_options.dryRun || canAsk)
        return true;
    say(QStringLiteral("Nobody can be asked here: --yes %1 without asking, --dry-run only shows.").arg(whatYesDoes));
    end(UsageError);
    return false;
}

void AccountCommand::confirm(const QString &question, const QString &nothingDone, const std::function<void()> &yes)
{
    connect(
        &m_question, &Question::answered, this,
        [this, nothingDone, yes](const QString &line) {
            if (m_ended)
                return;
            if (line.compare(QLatin1String("y"), Qt::CaseInsensitive) == 0 || line.compare(QLatin1String("yes"), Qt::CaseInsensitive) == 0)
                return yes();
            say(nothingDone);
            end(SomethingFailed);
        },
        Qt::SingleShotConnection);
    m_terminal.clear();
    m_question.ask(question);
}

void AccountCommand::print(const QString &text)
{
    if (m_options.json || m_options.quiet)
        return;
    m_terminal.clear();
    writeOut(text.toUtf8());
}

void AccountCommand::say(const QString &sentence)
{
    m_terminal.clear();
    m_report.said(sentence);
}

void AccountCommand::draw(const QString &line)
{
    if (!m_terminal.isLive() || m_options.json || m_options.quiet || !m_nextDraw.hasExpired())
        return;
    m_nextDraw.setRemainingTime(100);
    m_terminal.draw({elided(line, std::max(20, m_terminal.columns() - 1))});
}

void AccountCommand::interrupt()
{
    say(QStringLiteral("Interrupted. Nothing was changed."));
    end(InterruptedByUser);
}

void AccountCommand::refuse(const s3::Error &error)
{
    if (m_ended)
        return;
    say(errorText(error));
    end(exitStatusFor(error));
}

void AccountCommand::end(int exitStatus)
{
    if (m_ended)
        return;
    m_ended = true;
    m_terminal.clear();
    m_engine.reset(); // what the journal still has to write is written now
    Q_EMIT finished(exitStatus);
}

int AccountCommand::exitStatusOf(const QList<s3::Error> &refused)
{
    const auto passes = [](const s3::Error &error) {
        return !s3::lacksPermission(error) && error.code != QLatin1String("NoSuchBucket") && exitStatusFor(error) == StoppedResumable;
    };
    if (refused.isEmpty())
        return AllDone;
    return std::all_of(refused.cbegin(), refused.cend(), passes) ? StoppedResumable : SomethingFailed;
}

} // namespace cli
