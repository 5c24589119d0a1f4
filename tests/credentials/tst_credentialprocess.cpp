// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/credentialprocess.h"
#include "scriptedfetch.h"

#include <QElapsedTimer>
#include <QTest>

using namespace credentials;
using namespace awsplaces;

class TestCredentialProcess : public QObject {
    Q_OBJECT

private:
    ScriptedFetch m_fetch;

    QByteArray run(const QByteArray &line, std::chrono::milliseconds patience = std::chrono::seconds(20))
    {
        ProviderMeans means = meansWith(m_fetch, QProcessEnvironment::systemEnvironment());
        means.patience.process = patience;
        CredentialProcess process({QStringLiteral("p"), QString::fromUtf8(line)}, means);
        return outcomeOf(process);
    }

private Q_SLOTS:
    // Expected: Python's shlex.split.
    void words_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *line, std::initializer_list<const char *> expected) {
            QStringList words;
            for (const char *word : expected)
                words.append(QString::fromUtf8(word));
            QTest::newRow(line) << QString::fromUtf8(line) << words;
        };
        row("/bin/keys", {"/bin/keys"});
        row("  keys   --user\tme ", {"keys", "--user", "me"});
        row("'/opt/my keys' \"a b\" c", {"/opt/my keys", "a b", "c"});
        row("a'b c'd\"e f\"g", {"ab cde fg"});
        row("k '' \"\"", {"k", "", ""});
        row("k a\\ b \\\" \\\\", {"k", "a b", "\"", "\\"});
        row("k \"a\\\"b\\\\c\\d\"", {"k", "a\"b\\c\\d"});
        row("k 'a\\b'", {"k", "a\\b"});
        row("k 'it'\\''s'", {"k", "it's"});
        row("k $HOME ~ * `x` #no", {"k", "$HOME", "~", "*", "`x`", "#no"});
        row("k 'grün'", {"k", "grün"});
        row("k 'open", {});
        row("k \"open", {});
        row("''", {});
        row("   ", {});
    }

    void words()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, expected);
        const auto words = commandWords({QStringLiteral("p"), line});
        QCOMPARE(words ? *words : QStringList(), expected);
        if (!words)
            QCOMPARE(words.error().code, QStringLiteral("CredentialProcessFailed"));
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const QByteArray &output, const char *expected) {
            QTest::newRow(name) << output << QByteArray(expected);
        };
        row("all",
            "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\",\"SessionToken\":\"PT\",\"Expiration\":\"2001-09-09T01:46:"
            "40Z\"}",
            "keys P PS PT 1000000000");
        row("no token, no end", "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\"}", "keys P PS  never");
        row("other zone", "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\",\"Expiration\":\"2001-09-09T03:46:40+02:00\"}",
            "keys P PS  1000000000");
        row("byte order mark",
            "\xef\xbb\xbf"
            "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\"}",
            "keys P PS  never");
        row("null expiration", "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\",\"Expiration\":null}", "keys P PS  never");
        row("no version", "{\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\"}", "CredentialsUnreadable");
        row("version 2", "{\"Version\":2,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\"}", "CredentialsUnreadable");
        row("no secret", "{\"Version\":1,\"AccessKeyId\":\"P\"}", "CredentialsUnreadable");
        row("secret is a number", "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":5}", "CredentialsUnreadable");
        row("bad date", "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"PS\",\"Expiration\":\"tomorrow\"}",
            "CredentialsUnreadable");
        row("list", "[1]", "CredentialsUnreadable");
        row("rubbish", "hunter2 hunter2", "CredentialsUnreadable");
        row("nothing", " \n", "CredentialsUnreadable");
        row("cut off", "{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAcc", "CredentialsUnreadable");
        row("web page", "<!DOCTYPE html><html>Welcome aboard</html>", "CaptivePortal");
    }

    void answers()
    {
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, expected);
        const auto credentials = credentialsFromProcess(output, QStringLiteral("The process"));
        QCOMPARE(credentials ? told(credentials) : credentials.error().code.toUtf8(), expected);
        if (!credentials) {
            QVERIFY(credentials.error().kind == s3::ErrorKind::NeedsUser);
            QVERIFY(!credentials.error().message.contains(QLatin1String("hunter2"))); // what it said may be a secret
            QVERIFY(!credentials.error().message.contains(QLatin1String("PS")));
        }
    }

    void runs()
    {
        QCOMPARE(run("printf '{\"Version\": 1, \"AccessKeyId\": \"P\", \"SecretAccessKey\": \"P\\x53\"}'"), QByteArray("keys P PS  never"));
    }

    void noShell()
    {
        const QByteArray told = run("echo '{\"Version\": 1}' | cat");
        QVERIFY2(told.startsWith("CredentialsUnreadable") && told.contains("No shell runs it"), told.constData());
    }

    void itsErrorOutputStaysWithIt()
    {
        const QByteArray told = run("sh -c 'echo hunter2 >&2; echo hunter2; exit 7'");
        QVERIFY2(told.startsWith("CredentialProcessFailed: ") && told.contains("exit code 7"), told.constData());
        QVERIFY(told.contains("error output is not shown"));
        QVERIFY(!told.contains("hunter2"));
    }

    void cannotStart()
    {
        const QByteArray told = run("/nowhere/keys --password hunter2");
        QVERIFY2(told.startsWith("CredentialProcessFailed: ") && told.contains("/nowhere/keys"), told.constData());
        QVERIFY(!told.contains("hunter2"));
    }

    void crashes() { QVERIFY(run("sh -c 'kill -9 $$'").contains("crashed")); }

    void hangs()
    {
        QElapsedTimer clock;
        clock.start();
        const QByteArray told = run("sleep 600", std::chrono::milliseconds(200));
        QVERIFY2(told.startsWith("CredentialProcessFailed: ") && told.contains("was ended"), told.constData());
        QVERIFY(clock.elapsed() < 30'000);
    }

    void talksTooMuch() { QVERIFY(run("yes").contains("more than credentials take")); }

    void readsNoKeyboard() { QVERIFY(run("cat").startsWith("CredentialsUnreadable")); }

    void endsWithItsProvider()
    {
        auto process = std::make_unique<CredentialProcess>(CredentialCommand{QStringLiteral("p"), QStringLiteral("sleep 600")},
            meansWith(m_fetch, QProcessEnvironment::systemEnvironment()));
        process->begin();
        QTest::qWait(50);
        QElapsedTimer clock;
        clock.start();
        process.reset();
        QVERIFY(clock.elapsed() < 5'000);
    }
};

QTEST_GUILESS_MAIN(TestCredentialProcess)
#include "tst_credentialprocess.moc"
