// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/localcredentialsource.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace credentials;

class TestLocalCredentialSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_home->path()).mkdir(QStringLiteral(".aws")));
        m_environment = QProcessEnvironment();
        m_environment.insert(QStringLiteral("HOME"), m_home->path());
        writeKeys("TOKEN1");
        m_source = std::make_unique<LocalCredentialSource>(m_environment);
        m_answers.clear();
        // Not QSignalSpy: it would want to keep credentials in a QVariant.
        connect(m_source.get(), &LocalCredentialSource::provided, this, [this](const QString &id, const s3::Credentials &credentials) {
            m_answers.append("provided " + id.toUtf8() + ' ' + credentials.accessKeyId + ' ' + credentials.sessionToken);
        });
        connect(m_source.get(), &LocalCredentialSource::refused, this, [this](const QString &id, const s3::Error &error) {
            m_answers.append("refused " + id.toUtf8() + ' ' + error.code.toUtf8());
            m_error = error;
        });
    }

    void answersLater()
    {
        m_source->ask(QStringLiteral("profile:dev"), false);
        QVERIFY(m_answers.isEmpty()); // never from inside ask()
        QTRY_COMPARE(m_answers, QList<QByteArray>{"provided profile:dev D TOKEN1"});
    }

    void refreshReadsTheFilesAgain()
    {
        m_source->ask(QStringLiteral("profile:dev"), false);
        QTRY_COMPARE(m_answers.size(), 1);
        // The same keys come back: no use trying them again.
        m_source->ask(QStringLiteral("profile:dev"), true);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("refused profile:dev CredentialsUnchanged"));
        QVERIFY(m_error.kind == s3::ErrorKind::CredentialsExpired);
        QVERIFY2(m_error.message.contains(QStringLiteral("“dev”")) && m_error.message.contains(QLatin1String("expired")),
            qPrintable(m_error.message));
        QVERIFY(!m_error.message.contains(QLatin1String("TOKEN")));

        writeKeys("TOKEN2");
        m_source->ask(QStringLiteral("profile:dev"), false); // still from memory
        m_source->ask(QStringLiteral("profile:dev"), true);
        m_source->ask(QStringLiteral("profile:dev"), false);
        QTRY_COMPARE(m_answers.size(), 5);
        QCOMPARE(m_answers.mid(2),
            (QList<QByteArray>{"provided profile:dev D TOKEN1", "provided profile:dev D TOKEN2", "provided profile:dev D TOKEN2"}));
    }

    void refreshOfWhatIsGone()
    {
        m_source->ask(QStringLiteral("profile:dev"), false);
        QTRY_COMPARE(m_answers.size(), 1);
        QVERIFY(QFile::remove(m_home->filePath(QStringLiteral(".aws/credentials"))));
        m_source->ask(QStringLiteral("profile:dev"), true);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("refused profile:dev ProfileNotFound"));
    }

    void offeredNeedsNoFiles()
    {
        Offered offered;
        offered.connection.id = QStringLiteral("environment?endpoint-url=http://127.0.0.1:1");
        offered.credentials.accessKeyId = "GIVEN";
        offered.credentials.secretAccessKey = "x";
        m_source->offer({offered});
        m_source->ask(offered.connection.id, false);
        QTRY_COMPARE(m_answers, (QList<QByteArray>{"provided " + offered.connection.id.toUtf8() + " GIVEN "}));
    }

    void unknownConnection()
    {
        m_source->ask(QStringLiteral("saved:7"), false);
        QTRY_COMPARE(m_answers, QList<QByteArray>{"refused saved:7 ConnectionNotFound"});
    }

    void anonymousAndEnvironment()
    {
        m_source->ask(QStringLiteral("environment?no-sign-request=true"), false);
        m_source->ask(QStringLiteral("environment"), false);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.at(0), QByteArray("provided environment?no-sign-request=true  "));
        QCOMPARE(m_answers.at(1), QByteArray("refused environment NoCredentials"));
    }

private:
    void writeKeys(const QByteArray &token)
    {
        QFile file(m_home->filePath(QStringLiteral(".aws/credentials")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[dev]\naws_access_key_id = D\naws_secret_access_key = DS\naws_session_token = " + token + "\n");
    }

    std::unique_ptr<QTemporaryDir> m_home;
    QProcessEnvironment m_environment;
    std::unique_ptr<LocalCredentialSource> m_source;
    QList<QByteArray> m_answers;
    s3::Error m_error;
};

QTEST_GUILESS_MAIN(TestLocalCredentialSource)
#include "tst_localcredentialsource.moc"
