// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// A real keyring that comes late, is locked and unlocked again: credentials are there again by themselves, and nobody was asked for a password.

#include "credentials/connectionsecret.h"
#include "credentials/keychain.h"
#include "credentials/keychainwatch.h"
#include "credentials/savedcredentialsource.h"
#include "privatesession.h"

#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace credentials;

class NoChain : public upload::CredentialSource {
    Q_OBJECT
public:
    void ask(const QString &, bool) override {}
};

// As the engine has it. All in one thread, which need not be the program's first.
class Composition : public QObject {
    Q_OBJECT
public:
    Composition()
        : keychain(std::chrono::seconds(4))
        , watch(std::chrono::seconds(1))
        , source(chain, keychain)
    {
        connect(&source, &SavedCredentialSource::keychainWanted, &watch, &KeychainWatch::start);
        connect(&watch, &KeychainWatch::came, &source, &SavedCredentialSource::keychainCame);
        connect(&source, &SavedCredentialSource::provided, this, [this](const QString &, const s3::Credentials &credentials) {
            Q_EMIT answered(QString::fromUtf8(credentials.secretAccessKey));
        });
        connect(&source, &SavedCredentialSource::refused, this,
            [this](const QString &, const s3::Error &error) { Q_EMIT answered(error.code); });
        connect(&source, &SavedCredentialSource::changed, this, &Composition::changed);
        studio.id = QStringLiteral("saved:0dd233b9-01a9-5ff9-83e5-a2e26491eb45");
        studio.name = QStringLiteral("Studio");
        studio.accessKeyId = QStringLiteral("AKID");
        source.setConnections({studio});
    }

    NoChain chain;
    Keychain keychain;
    KeychainWatch watch;
    SavedCredentialSource source;
    upload::SavedConnection studio;

Q_SIGNALS:
    void answered(const QString &secretOrCode);
    void changed(const QString &id);
};

class TestKeychainWatch : public QObject {
    Q_OBJECT

public:
    explicit TestKeychainWatch(bool inside)
        : m_inside(inside)
    {
    }

private Q_SLOTS:
    void init()
    {
        if (!m_inside)
            return;
        m_thread = std::make_unique<QThread>();
        m_thread->start();
        m_door.moveToThread(m_thread.get());
        inThread([this] { m_composition = std::make_unique<Composition>(); });
    }

    void cleanup()
    {
        if (!m_inside)
            return;
        inThread([this] {
            m_composition.reset();
            m_door.moveToThread(QCoreApplication::instance()->thread());
        });
        m_thread->quit();
        m_thread->wait();
    }

    void onAPrivateSessionBus()
    {
        if (m_inside)
            QSKIP("this is the inside");
        if (const QString missing = privatesession::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const QTemporaryDir home;
        // The keyring is made in the first, so that there is something to wait for in the second.
        QCOMPARE(
            privatesession::run(home.path(), privatesession::keyring() + QStringLiteral("\"$0\" --inside lockedAndUnlocked"), false, 3),
            QByteArray());
        QCOMPARE(privatesession::run(home.path(), QStringLiteral("\"$0\" --inside comesLate"), false, 3), QByteArray());
    }

    void lockedAndUnlocked()
    {
        if (!m_inside)
            QSKIP("runs in a private session: see onAPrivateSessionBus");
        const QSignalSpy answered(m_composition.get(), &Composition::answered), changed(m_composition.get(), &Composition::changed);
        const QSignalSpy written(&m_composition->keychain, &Keychain::written);
        s3::Credentials keys;
        keys.accessKeyId = "AKID";
        keys.secretAccessKey = QByteArray("secret").repeated(900); // longer than one entry holds
        inThread([&] { m_composition->keychain.write(m_composition->studio.id, keychainEntryOf(keys)); });
        QTRY_COMPARE(written.size(), 1);

        QDBusInterface service(QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
            QStringLiteral("org.freedesktop.Secret.Service"));
        const auto collection = service.call(QStringLiteral("ReadAlias"), QStringLiteral("default")).arguments().value(0);
        QCOMPARE(
            service.call(QStringLiteral("Lock"), QVariant::fromValue(QList<QDBusObjectPath>{collection.value<QDBusObjectPath>()})).type(),
            QDBusMessage::ReplyMessage);
        ask();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, 15000);
        QCOMPARE(answered.last().first().toString(), QStringLiteral("KeychainLocked"));
        QTest::qWait(3000); // a look or two at the locked one
        QVERIFY(changed.isEmpty());

        unlock();
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 15000);
        QCOMPARE(changed.first().first().toString(), m_composition->studio.id);
        ask();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 2, 15000);
        QCOMPARE(answered.last().first().toString().toUtf8(), keys.secretAccessKey);
    }

    void comesLate()
    {
        if (!m_inside)
            QSKIP("runs in a private session: see onAPrivateSessionBus");
        const QSignalSpy answered(m_composition.get(), &Composition::answered), changed(m_composition.get(), &Composition::changed);
        ask();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, 15000);
        QCOMPARE(answered.last().first().toString(), QStringLiteral("KeychainMissing"));
        QTest::qWait(1500);
        QVERIFY(changed.isEmpty());
        unlock(); // starts it
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 15000);
        ask();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 2, 15000);
        QVERIFY(answered.last().first().toString().startsWith(QLatin1String("secretsecret")));
    }

private:
    template <class Deed>
    void inThread(const Deed &deed)
    {
        QMetaObject::invokeMethod(&m_door, deed, Qt::BlockingQueuedConnection);
    }
    void ask()
    {
        inThread([this] { m_composition->source.ask(m_composition->studio.id, false); });
    }
    static void unlock()
    {
        QProcess process;
        process.start(QStringLiteral("gnome-keyring-daemon"), {QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
        QVERIFY(process.waitForStarted());
        process.write("password");
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
    }

    const bool m_inside;
    std::unique_ptr<QThread> m_thread;
    QObject m_door;
    std::unique_ptr<Composition> m_composition;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    qRegisterMetaType<QList<QDBusObjectPath>>();
    QStringList arguments = QCoreApplication::arguments();
    const bool inside = arguments.removeAll(QStringLiteral("--inside")) > 0;
    if (arguments.size() == 1) // the others run inside that
        arguments += QStringLiteral("onAPrivateSessionBus");
    TestKeychainWatch test(inside);
    return QTest::qExec(&test, arguments);
}

#include "tst_keychainwatch.moc"
