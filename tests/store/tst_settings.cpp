// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/paths.h"
#include "store/settings.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace store;

class TestSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsWithoutAFile()
    {
        QTemporaryDir folder;
        const Settings settings = loadSettings(folder.filePath(QStringLiteral("none.ini")));
        QVERIFY(settings == Settings{});
        QCOMPARE(settings.connectionsWanted, 12);
        QCOMPARE(settings.bandwidthLimit, 0);
        QVERIFY(settings.theme == Theme::Auto);
        QVERIFY(settings.atStart == AtStart::Resume);
    }

    void roundTrip_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::newRow("plain") << QStringLiteral("photos/2026/");
        QTest::newRow("comma") << QStringLiteral("a, b;c/");
        QTest::newRow("at sign") << QStringLiteral("@ByteArray(x)/");
        QTest::newRow("quotes") << QStringLiteral("\"q\" \\ '/");
        QTest::newRow("not ASCII") << QStringLiteral("Ärger/\u65e5\u672c/\U0001F602/");
        QTest::newRow("blanks") << QStringLiteral("  padded  ");
        QTest::newRow("empty") << QString();
    }

    void roundTrip()
    {
        QFETCH(QString, prefix);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("new/davit/davit.ini"));
        Settings settings;
        settings.connectionsWanted = 64;
        settings.bandwidthLimit = 10'485'760'000;
        settings.lastConnectionId = QStringLiteral("profile:studio, north");
        settings.lastBucket = QStringLiteral("my-bucket");
        settings.lastPrefix = prefix;
        settings.lastPreset = QStringLiteral("preset:0dd2");
        settings.ifKeyExists = upload::IfKeyExists::KeepBoth;
        settings.theme = Theme::Dark;
        settings.atStart = AtStart::LeavePaused;
        settings.windowGeometry = QByteArray("\x00\x01\xff,;\n", 6);
        QVERIFY(!saveSettings(settings, path));
        const Settings loaded = loadSettings(path);
        QCOMPARE(loaded.lastPrefix, prefix);
        QCOMPARE(loaded.windowGeometry, settings.windowGeometry);
        QVERIFY(loaded == settings);
        QCOMPARE(QFileInfo(path).permissions() & 0x0077, QFile::Permissions());
        QCOMPARE(QFileInfo(QFileInfo(path).path()).permissions() & 0x0077, QFile::Permissions());

        settings.theme = Theme::Light;
        settings.atStart = AtStart::Ask;
        settings.ifKeyExists = upload::IfKeyExists::Skip;
        QVERIFY(!saveSettings(settings, path));
        QVERIFY(loadSettings(path) == settings);
    }

    void nonsenseFallsBackValueByValue()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("davit.ini"));
        write(
            path, "[transfer]\nconnections=900\nbandwidthLimit=-5\nifKeyExists=maybe\n[start]\nunfinished=perhaps\n[window]\ntheme=dark\n");
        const Settings settings = loadSettings(path);
        QCOMPARE(settings.connectionsWanted, 12);
        QCOMPARE(settings.bandwidthLimit, 0);
        QVERIFY(settings.ifKeyExists == Settings{}.ifKeyExists);
        QVERIFY(settings.atStart == AtStart::Resume);
        QVERIFY(settings.theme == Theme::Dark);
    }

    void brokenFileIsKeptBeside()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("davit.ini"));
        write(path, "[transfer\nconnections=3\nthis is no line");
        QVERIFY(loadSettings(path) == Settings{});
        Settings settings;
        settings.connectionsWanted = 7;
        QVERIFY(!saveSettings(settings, path));
        QCOMPARE(loadSettings(path).connectionsWanted, 7);
        QFile broken(path + QLatin1String(".broken"));
        QVERIFY(broken.open(QIODevice::ReadOnly));
        QVERIFY(broken.readAll().startsWith("[transfer\n"));
    }

    void binaryRubbish()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("davit.ini"));
        QByteArray rubbish;
        for (int i = 0; i < 4096; ++i)
            rubbish.append(static_cast<char>((i * 131 + i / 7) & 0xff));
        write(path, rubbish);
        QVERIFY(loadSettings(path) == Settings{});
    }

    void aFileInPlaceOfTheFolder()
    {
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("davit")), "x");
        const auto error = saveSettings({}, folder.filePath(QStringLiteral("davit/davit.ini")));
        QVERIFY(error);
        QCOMPARE(error->code, QStringLiteral("SettingsNotSaved"));
        QVERIFY(error->message.contains(folder.filePath(QStringLiteral("davit"))));
    }

    void paths()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("HOME"), QStringLiteral("/home/u"));
        QCOMPARE(journalPath(environment), QStringLiteral("/home/u/.local/share/davit/davit.sqlite"));
        QCOMPARE(settingsPath(environment), QStringLiteral("/home/u/.config/davit/davit.ini"));
        QCOMPARE(pricesPath(environment), QStringLiteral("/home/u/.config/davit/prices.json"));
        QCOMPARE(logPath(environment), QStringLiteral("/home/u/.local/state/davit/log"));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), QStringLiteral("/d"));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral("relative"));
        environment.insert(QStringLiteral("XDG_STATE_HOME"), QString());
        QCOMPARE(journalPath(environment), QStringLiteral("/d/davit/davit.sqlite"));
        QCOMPARE(settingsPath(environment), QStringLiteral("/home/u/.config/davit/davit.ini"));
        QCOMPARE(logPath(environment), QStringLiteral("/home/u/.local/state/davit/log"));
    }

private:
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
