// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/credentialprocess.h"

#include "credentials/answers.h"
#include "credentials/lookup.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace credentials {

namespace {

constexpr qsizetype LongestOutput = 1024 * 1024;

s3::Error failed(const QString &sentence)
{
    return needsUser(QStringLiteral("CredentialProcessFailed"), sentence);
}

bool isSpace(QChar c)
{
    return c == QLatin1Char(' ') || c == QLatin1Char('\t') || c == QLatin1Char('\n') || c == QLatin1Char('\r');
}

// Somebody wrote it for a shell: worth a word, since its arguments then are not what they seem.
bool looksLikeShell(const QStringList &words)
{
    return std::any_of(words.begin() + 1, words.end(), [](const QString &word) {
        return word == QLatin1String("|") || word == QLatin1String("&&") || word == QLatin1String("||") || word == QLatin1String(";") ||
               word.startsWith(QLatin1Char('>')) || word.startsWith(QLatin1String("2>")) || word.startsWith(QLatin1String("$("));
    });
}

} // namespace

s3::Result<QStringList> commandWords(const CredentialCommand &command)
{
    QStringList words;
    QString word;
    bool inWord = false;
    QChar quote;
    const QString &line = command.line;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        const bool isLast = i + 1 == line.size();
        if (c == QLatin1Char('\\') && quote != QLatin1Char('\'') && !isLast) {
            const QChar next = line.at(++i);
            // Between double quotes only these two are protected; before others the backslash stands for itself.
            if (!quote.isNull() && next != QLatin1Char('"') && next != QLatin1Char('\\'))
                word += c;
            word += next;
            inWord = true;
        } else if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
            else
                word += c;
        } else if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
            quote = c;
            inWord = true;
        } else if (isSpace(c)) {
            if (std::exchange(inWord, false))
                words.append(std::exchange(word, {}));
        } else {
            word += c;
            inWord = true;
        }
    }
    const QString whose = QStringLiteral("The credential_process of the profile “%1” ").arg(command.profile);
    if (!quote.isNull())
        return failed(whose + QStringLiteral("has a quotation mark that does not end."));
    if (inWord)
        words.append(word);
    if (words.isEmpty() || words.first().isEmpty())
        return failed(whose + QStringLiteral("is empty."));
    return words;
}

s3::Result<s3::Credentials> credentialsFromProcess(const QByteArray &output, const QString &whose)
{
    const auto object = jsonIn(output, whose);
    if (!object)
        return object.error();
    if (const QJsonValue version = object->value(QLatin1String("Version")); version.toDouble() != 1)
        return unreadable(whose, version.isUndefined() ? QStringLiteral("it does not say which Version it speaks")
                                                       : QStringLiteral("Davit knows Version 1 of them only"));
    return credentialsIn(*object, {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}, whose);
}

CredentialProcess::CredentialProcess(const CredentialCommand &command, const ProviderMeans &means, QObject *parent)
    : CredentialProvider(parent)
    , m_command(command)
    , m_means(means)
    , m_whose(QStringLiteral("The credential_process of the profile “%1”").arg(command.profile))
{
    m_process.setProcessEnvironment(means.environment);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_clock.setSingleShot(true);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &CredentialProcess::read);
    connect(&m_process, &QProcess::finished, this, &CredentialProcess::end);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        // Only the program's name: the rest of the line may hold a password.
        if (error == QProcess::FailedToStart)
            fail(QStringLiteral("cannot be started: “%1” is not there, or is no program").arg(m_process.program()));
    });
    connect(&m_clock, &QTimer::timeout, this, [this] {
        fail(QStringLiteral("took more than %1 seconds and was ended")
                 .arg(std::chrono::duration_cast<std::chrono::seconds>(m_means.patience.process).count()));
    });
}

CredentialProcess::~CredentialProcess()
{
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(1000); // killed: it does not take that long, and Qt would complain
    }
}

void CredentialProcess::begin()
{
    QMetaObject::invokeMethod(this, &CredentialProcess::run, Qt::QueuedConnection);
}

void CredentialProcess::run()
{
    const auto words = commandWords(m_command);
    if (!words) {
        finish(words.error());
        return;
    }
    m_process.setProgram(words->first());
    m_process.setArguments(words->mid(1));
    m_clock.start(m_means.patience.process);
    m_process.start(QIODevice::ReadOnly);
}

void CredentialProcess::read()
{
    m_output += m_process.readAllStandardOutput();
    if (m_output.size() > LongestOutput)
        fail(QStringLiteral("says more than credentials take and was ended"));
}

void CredentialProcess::end(int exitCode, QProcess::ExitStatus status)
{
    read();
    if (m_isFinished)
        return;
    const QString kept = QStringLiteral("what it wrote to its error output is not shown, since it may hold secrets");
    if (status == QProcess::CrashExit) {
        fail(QStringLiteral("crashed; ") + kept);
    } else if (exitCode != 0) {
        fail(QStringLiteral("failed with exit code %1; ").arg(exitCode) + kept);
    } else {
        auto credentials = credentialsFromProcess(m_output, m_whose);
        if (!credentials && looksLikeShell(QStringList(m_process.program()) + m_process.arguments())) {
            s3::Error error = credentials.error();
            error.message += QStringLiteral(" No shell runs it: pipes and the like belong into a script.");
            credentials = error;
        }
        finish(credentials);
    }
}

void CredentialProcess::fail(const QString &what)
{
    finish(failed(QStringLiteral("%1 %2.").arg(m_whose, what)));
}

void CredentialProcess::finish(const s3::Result<s3::Credentials> &credentials)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_clock.stop();
    m_output.fill('\0');
    if (m_process.state() != QProcess::NotRunning)
        m_process.kill();
    Q_EMIT finished(credentials);
}

} // namespace credentials
