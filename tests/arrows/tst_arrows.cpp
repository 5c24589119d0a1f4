// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "arrows.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

class TestArrows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void judgesLines_data();
    void judgesLines();
    void everyIncludeFollowsTheArrows();

private:
    arrows::QtHeaders m_qt;
};

void TestArrows::initTestCase()
{
    m_qt = arrows::installedQtHeaders();
    // The judge is blind without these.
    QCOMPARE(m_qt.value(QStringLiteral("QString")), QStringLiteral("QtCore"));
    QCOMPARE(m_qt.value(QStringLiteral("QNetworkAccessManager")), QStringLiteral("QtNetwork"));
    QCOMPARE(m_qt.value(QStringLiteral("QSqlDatabase")), QStringLiteral("QtSql"));
    QCOMPARE(m_qt.value(QStringLiteral("QColor")), QStringLiteral("QtGui"));
    QCOMPARE(m_qt.value(QStringLiteral("QWidget")), QStringLiteral("QtWidgets"));
}

void TestArrows::judgesLines_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("follows");
    const auto row = [](const char *path, const char *line, bool follows) {
        QTest::addRow("%s %s", path, line) << QString::fromLatin1(path) << QString::fromLatin1(line) << follows;
    };
    row("core/s3/a.cpp", "#include \"s3/error.h\"", true);
    row("core/s3/a.cpp", "#include <QString>", true);
    row("core/s3/a.cpp", "#include <openssl/evp.h>", true);
    row("core/s3/a.cpp", "#include <vector>", true);
    row("core/s3/a.cpp", "// #include \"upload/work.h\" is what a comment says", true);
    row("core/s3/a.cpp", "#include \"upload/work.h\"", false);
    row("core/s3/a.cpp", "#include <QNetworkAccessManager>", false);
    row("core/s3/a.cpp", "#include <QtNetwork/QNetworkAccessManager>", false);
    row("core/s3/a.cpp", "#include <QColor>", false);
    row("core/s3/a.cpp", "#include <QDBusConnection>", false);
    row("core/s3/a.cpp", "#include <no-such-thing.h>", false);
    row("core/s3/a.cpp", "  #  include <qcolor.h>", false);
    row("core/s3/a.cpp", "#include \"error.h\"", false);
    row("core/s3/a.cpp", "#include <curl/curl.h>", false);
    row("core/upload/a.h", "#include \"s3/error.h\"", true);
    row("core/upload/a.cpp", "#include \"a.moc\"", true);
    row("core/upload/a.cpp", "#include \"net/lane.h\"", false);
    row("core/upload/a.cpp", "#include \"store/sqlitejournal.h\"", false);
    row("core/upload/a.cpp", "#include \"ui/partmap.h\"", false);
    row("core/upload/a.cpp", "#include <openssl/evp.h>", false);
    row("core/net/a.cpp", "#include <QNetworkReply>", true);
    row("core/net/a.cpp", "#include \"upload/work.h\"", true);
    row("core/net/a.cpp", "#include \"store/sqlitejournal.h\"", false);
    row("core/net/a.cpp", "#include <QSqlQuery>", false);
    row("core/store/a.cpp", "#include <QSqlQuery>", true);
    row("core/store/a.cpp", "#include <QNetworkReply>", false);
    row("core/store/a.cpp", "#include \"credentials/chain.h\"", false);
    row("core/credentials/a.cpp", "#include <qt6keychain/keychain.h>", true);
    row("core/credentials/a.cpp", "#include <QDBusConnection>", true); // is there a Secret Service?
    row("core/credentials/a.cpp", "#include <QWidget>", false);
    row("ui/a.cpp", "#include <QWidget>", true);
    row("ui/a.cpp", "#include \"upload/snapshot.h\"", true);
    row("ui/a.cpp", "#include \"net/lanepool.h\"", false);
    row("ui/a.cpp", "#include <QNetworkReply>", false);
    row("ui/a.cpp", "#include <QSqlQuery>", false);
    row("app/cli/a.cpp", "#include \"app/engine.h\"", true);
    row("app/cli/a.cpp", "#include \"net/lanepool.h\"", true);
    row("app/cli/a.cpp", "#include <QApplication>", false);
    row("app/cli/a.cpp", "#include \"ui/theme.h\"", false);
    row("app/cli/a.cpp", "#include \"app/window/singleinstance.h\"", false);
    row("app/engine.cpp", "#include <QGuiApplication>", false);
    row("app/davit.cpp", "#include <QApplication>", true);
    row("app/davit.cpp", "#include \"ui/mainwindow.h\"", true);
    row("app/davit.cpp", "#include <QNetworkAccessManager>", false);
    row("app/window/a.cpp", "#include <QLocalServer>", true);
    row("app/window/a.cpp", "#include <QNetworkAccessManager>", false);
    row("core/attic/a.cpp", "#include <QString>", false);
}

void TestArrows::judgesLines()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(bool, follows);
    const QString wrong = arrows::violation(path, line, m_qt);
    QVERIFY2(wrong.isEmpty() == follows, qPrintable(wrong.isEmpty() ? QStringLiteral("not noticed") : wrong));
}

void TestArrows::everyIncludeFollowsTheArrows()
{
    const QDir root(QStringLiteral(DAVIT_SOURCE_DIR));
    QSet<QString> roomsSeen;
    QStringList wrong;
    int includes = 0;
    for (const QString &top : {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")}) {
        QDirIterator files(root.filePath(top), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            const QString path = root.relativeFilePath(file.fileName());
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
            if (const arrows::Room *room = arrows::roomOf(path))
                roomsSeen.insert(room->name);
            while (!file.atEnd()) {
                const QString line = QString::fromUtf8(file.readLine());
                includes += line.contains(QLatin1String("#include"));
                if (const QString violation = arrows::violation(path, line, m_qt); !violation.isEmpty())
                    wrong.append(violation);
            }
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(QLatin1Char('\n') + wrong.join(QLatin1Char('\n'))));
    for (const char *room : {"s3", "upload", "net", "store", "credentials", "ui", "app", "app/window"})
        QVERIFY2(roomsSeen.contains(QLatin1String(room)), room);
    QVERIFY(includes > 200);
}

QTEST_GUILESS_MAIN(TestArrows)
#include "tst_arrows.moc"
