// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/keychain.h"
#include "credentials/keychainpieces.h"
#include "privatesession.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace credentials;

// The program runs itself again inside a private session bus, with an unlocked Secret Service ("inside") or with none ("without"),
// so that nobody's real keychain is touched.
class TestKeychain : public QObject {
    Q_OBJECT

public:
    explicit TestKeychain(const QByteArray &where)
        : m_where(where)
    {
    }

private Q_SLOTS:
    void pieces_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {0, 1, 40, 1301, 1302, 1303, 5000, 100'000})
            QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
    }

    void pieces()
    {
        QFETCH(qsizetype, size);
        QByteArray secret;
        for (qsizetype i = 0; i < size; ++i)
            secret.append(static_cast<char>((i * 89 + i / 251) & 0xff));
        const QList<QByteArray> pieces = keychainPieces(secret);
        for (const QByteArray &piece : pieces)
            QVERIFY(piece.size() <= largestPiece);
        const auto first = firstPieceFrom(pieces.first());
        QVERIFY(first);
        QCOMPARE(first->count, pieces.size());
        QByteArray gathered = first->bytes;
        for (qsizetype i = 1; i < pieces.size(); ++i)
            gathered += pieces.at(i);
        QVERIFY(joinedPieces(*first, gathered) == secret);
        if (size > 0) {
            gathered[0] = gathered.at(0) == 'A' ? 'B' : 'A';
            QVERIFY(!joinedPieces(*first, gathered));
        }
        QVERIFY(!firstPieceFrom("somebody else's password"));
        QVERIFY(!firstPieceFrom("davit1 0 x y"));
    }

    void onAPrivateSessionBus()
    {
        if (m_where != "outside")
            QSKIP("this is the inside");
        if (const QString missing = privatesession::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const QTemporaryDir home;
        runAgain(home.path(), privatesession::keyring() + QStringLiteral("\"$0\" --inside roundTrip aSilentServiceIsNotWaitedForForEver"),
            false, 4);
        // davit-cli runs with Qt's plain event dispatcher, which does not turn GLib's main loop.
        runAgain(home.path(), privatesession::keyring() + QStringLiteral("QT_NO_GLIB=1 \"$0\" --inside roundTrip"), false, 3);
    }

    void withoutASecretService()
    {
        if (m_where != "outside")
            QSKIP("this is the inside");
        if (const QString missing = privatesession::missing({QStringLiteral("dbus-run-session")}); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const QTemporaryDir home;
        runAgain(home.path(), QStringLiteral("\"$0\" --without clearErrorWithoutAService"), false, 3);
    }

    void withALockedKeyring()
    {
        if (m_where != "outside")
            QSKIP("this is the inside");
        if (const QString missing = privatesession::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const QTemporaryDir home;
        // The first makes the keyring, the second opens none.
        runAgain(home.path(), privatesession::keyring() + QStringLiteral("\"$0\" --inside roundTrip"), false, 3);
        runAgain(home.path(), QStringLiteral("\"$0\" --locked aLockedKeyringSaysSo"), true, 3);
    }

    void roundTrip()
    {
        if (m_where != "inside")
            QSKIP("runs in a private session: see onAPrivateSessionBus and its neighbours");
        Keychain keychain;
        QSignalSpy refused(&keychain, &Keychain::refused);
        QSignalSpy found(&keychain, &Keychain::found), missing(&keychain, &Keychain::missing);
        QSignalSpy written(&keychain, &Keychain::written), removed(&keychain, &Keychain::removed);
        const QByteArray secret("wJalrXUtnFEMI/K7MDENG\0\xff\n+=", 27);
        const QByteArray longSecret = QByteArray("0123456789abcdef").repeated(500);

        keychain.read(QStringLiteral("a"));
        QTRY_COMPARE(missing.size() + refused.size(), 1);
        QVERIFY2(refused.isEmpty(), refused.isEmpty() ? "" : qPrintable(refused.first().at(1).value<s3::Error>().message));
        keychain.write(QStringLiteral("a"), secret);
        keychain.write(QStringLiteral("a#2"), longSecret);
        keychain.read(QStringLiteral("a"));
        keychain.read(QStringLiteral("a#2"));
        QVERIFY(found.isEmpty()); // never from inside the call
        QTRY_COMPARE(found.size() + refused.size(), 2);
        QCOMPARE(refused.size(), 0);
        QCOMPARE(written.size(), 2);
        QVERIFY(found.at(0).at(1).toByteArray() == secret);
        QVERIFY(found.at(1).at(1).toByteArray() == longSecret);

        // A shorter one leaves nothing of the longer behind; the neighbour stays.
        keychain.write(QStringLiteral("a#2"), "short");
        keychain.read(QStringLiteral("a#2"));
        keychain.read(QStringLiteral("a"));
        QTRY_COMPARE(found.size() + refused.size(), 4);
        QVERIFY(found.at(2).at(1).toByteArray() == "short");
        QVERIFY(found.at(3).at(1).toByteArray() == secret);

        keychain.remove(QStringLiteral("a"));
        keychain.remove(QStringLiteral("a#2"));
        keychain.remove(QStringLiteral("never there"));
        keychain.read(QStringLiteral("a"));
        QTRY_COMPARE(missing.size() + refused.size(), 2);
        QCOMPARE(refused.size(), 0);
        QCOMPARE(removed.size(), 3);
    }

    void clearErrorWithoutAService()
    {
        if (m_where != "without")
            QSKIP("runs in a private session: see onAPrivateSessionBus and its neighbours");
        Keychain keychain;
        QSignalSpy refused(&keychain, &Keychain::refused);
        keychain.read(QStringLiteral("studio"));
        keychain.write(QStringLiteral("studio"), "hush");
        QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 2, 30000);
        for (const auto &answer : refused) {
            const s3::Error error = answer.at(1).value<s3::Error>();
            QVERIFY(error.kind == s3::ErrorKind::NeedsUser);
            QVERIFY2(error.code == QLatin1String("KeychainMissing"), qPrintable(error.code + QLatin1Char(' ') + error.message));
            QVERIFY(error.message.contains(QLatin1String("studio")));
            QVERIFY(!error.message.contains(QLatin1String("hush")));
        }
    }

    // Without a display the prompt for the password cannot be shown.
    void aLockedKeyringSaysSo()
    {
        if (m_where != "locked")
            QSKIP("runs in a private session: see withALockedKeyring");
        Keychain keychain(std::chrono::seconds(10));
        QSignalSpy refused(&keychain, &Keychain::refused), missing(&keychain, &Keychain::missing);
        QSignalSpy written(&keychain, &Keychain::written);
        keychain.write(QStringLiteral("studio"), "hush");
        keychain.write(QStringLiteral("stage"), "hush");
        keychain.read(QStringLiteral("studio"));
        QTRY_COMPARE_WITH_TIMEOUT(refused.size() + written.size() + missing.size(), 3, 30000);
        QCOMPARE(missing.size(), 0);
        QCOMPARE(written.size(), 0);
        const s3::Error error = refused.first().at(1).value<s3::Error>();
        QVERIFY2(error.code == QLatin1String("KeychainLocked"), qPrintable(error.code + QLatin1Char(' ') + error.message));
        QCOMPARE(refused.at(0).first().toString(), QStringLiteral("studio"));
        QCOMPARE(refused.at(1).first().toString(), QStringLiteral("stage"));
    }

    void aSilentServiceIsNotWaitedForForEver()
    {
        if (m_where != "inside")
            QSKIP("runs in a private session: see onAPrivateSessionBus");
        Keychain keychain(std::chrono::seconds(2));
        QSignalSpy refused(&keychain, &Keychain::refused), missing(&keychain, &Keychain::missing);
        keychain.read(QStringLiteral("first"));
        QTRY_COMPARE(missing.size(), 1);
        const auto pid =
            static_cast<pid_t>(QDBusConnection::sessionBus().interface()->servicePid(QStringLiteral("org.freedesktop.secrets")).value());
        QVERIFY(pid > 1);
        QCOMPARE(::kill(pid, SIGSTOP), 0);
        keychain.read(QStringLiteral("second"));
        QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, 10000);
        QCOMPARE(refused.first().at(1).value<s3::Error>().code, QStringLiteral("KeychainLocked"));
        // The late answer answers nothing; the next question is answered as ever.
        QCOMPARE(::kill(pid, SIGCONT), 0);
        QTest::qWait(300);
        keychain.read(QStringLiteral("third"));
        QTRY_COMPARE(missing.size() + refused.size(), 3);
        QCOMPARE(missing.last().first().toString(), QStringLiteral("third"));
    }

private:
    static void runAgain(const QString &home, const QString &script, bool withServices, int passes)
    {
        const QByteArray said = privatesession::run(home, script, withServices, passes);
        QVERIFY2(said.isEmpty(), said.constData());
    }

    QByteArray m_where;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QStringList arguments = QCoreApplication::arguments();
    QByteArray where = "outside";
    for (const char *option : {"inside", "without", "locked"}) {
        if (arguments.removeAll(QLatin1String("--") + QLatin1String(option)) > 0)
            where = option;
    }
    if (arguments.size() == 1) // the others run inside those
        arguments += {QStringLiteral("pieces"), QStringLiteral("onAPrivateSessionBus"), QStringLiteral("withoutASecretService"),
            QStringLiteral("withALockedKeyring")};
    TestKeychain test(where);
    return QTest::qExec(&test, arguments);
}

#include "tst_keychain.moc"
