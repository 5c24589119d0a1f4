// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// A real keyring that comes late, is locked and unlocked again: credentials are there again by themselves, and nobody was asked for a password.

#include "credentials/connectionsecret.h"
#include "credentials/keychain.h"
#include "credentials/keychainwatch.h"
#include "credentials/savedcredentialsource.h"
#include "privatesession.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace credentials;

// A secret on its way over the bus (Secret Service API, 2.4).
struct BusSecret {
    QDBusObjectPath session;
    QByteArray parameters, value;
    QString contentType;
};
Q_DECLARE_METATYPE(BusSecret)

QDBusArgument &operator<<(QDBusArgument &argument, const BusSecret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, BusSecret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

class NoChain : public CredentialChain {
    Q_OBJECT
public:
    void ask(const QString &, bool) override {}
    QString idBy(const QString &chainId, const upload::Way &, const QString &) override { return chainId; }
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

        const auto collection =
            call("org.freedesktop.Secret.Service", "ReadAlias", {QStringLiteral("default")}).arguments().value(0).value<QDBusObjectPath>();
        QCOMPARE(call("org.freedesktop.Secret.Service", "Lock", {QVariant::fromValue(QList<QDBusObjectPath>{collection})}).type(),
            QDBusMessage::ReplyMessage);
        ask();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, 15000);
        QCOMPARE(answered.last().first().toString(), QStringLiteral("KeychainLocked"));
        QTest::qWait(3000); // a look or two at the locked one
        QVERIFY(changed.isEmpty());

        // What the keyring's own question for the password ends in.
        const auto session =
            call("org.freedesktop.Secret.Service", "OpenSession", {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))})
                .arguments()
                .value(1);
        const BusSecret password{session.value<QDBusObjectPath>(), {}, "password", QStringLiteral("text/plain")};
        const QDBusMessage unlocked = call("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
            {QVariant::fromValue(collection), QVariant::fromValue(password)});
        QVERIFY2(unlocked.type() == QDBusMessage::ReplyMessage, qPrintable(unlocked.errorMessage()));
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
        QProcess keyring;
        keyring.start(QStringLiteral("gnome-keyring-daemon"), {QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
        QVERIFY(keyring.waitForStarted());
        keyring.write("password");
        keyring.closeWriteChannel();
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 15000);
        ask();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 2, 15000);
        QVERIFY(answered.last().first().toString().startsWith(QLatin1String("secretsecret")));
    }

private:
    // Not a QDBusInterface: Qt 6.4 leaks a few bytes at its every call, which LeakSanitizer tells only after all has passed.
    static QDBusMessage call(const char *interface, const char *method, const QVariantList &arguments)
    {
        QDBusMessage message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
            QStringLiteral("/org/freedesktop/secrets"), QString::fromLatin1(interface), QString::fromLatin1(method));
        message.setArguments(arguments);
        return QDBusConnection::sessionBus().call(message);
    }
    template <class Deed>
    void inThread(const Deed &deed)
    {
        QMetaObject::invokeMethod(&m_door, deed, Qt::BlockingQueuedConnection);
    }
    void ask()
    {
        inThread([this] { m_composition->source.ask(m_composition->studio.id, false); });
    }
    const bool m_inside;
    std::unique_ptr<QThread> m_thread;
    QObject m_door;
    std::unique_ptr<Composition> m_composition;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    qDBusRegisterMetaType<QList<QDBusObjectPath>>();
    qDBusRegisterMetaType<BusSecret>();
    QStringList arguments = QCoreApplication::arguments();
    const bool inside = arguments.removeAll(QStringLiteral("--inside")) > 0;
    if (arguments.size() == 1) // the others run inside that
        arguments += QStringLiteral("onAPrivateSessionBus");
    TestKeychainWatch test(inside);
    return QTest::qExec(&test, arguments);
}

#include "tst_keychainwatch.moc"
