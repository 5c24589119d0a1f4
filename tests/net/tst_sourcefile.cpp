// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/sourcefile.h"

#include "ordering.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

class TestSourceFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void isOpenedOnce()
    {
        const QString path = nettest::writeFile(m_folder, QStringLiteral("a"), "hello");
        const auto fingerprint = *upload::fingerprintOf(path);
        net::SourceFiles files;
        const auto first = *files.open(path, fingerprint);
        for (int part = 0; part < 100; ++part)
            QCOMPARE((*files.open(path, fingerprint))->descriptor(), first->descriptor());
    }

    void fewStayOpen()
    {
        net::SourceFiles files;
        std::vector<std::weak_ptr<const net::SourceFile>> opened;
        for (int i = 0; i < 20; ++i) {
            const QString path = nettest::writeFile(m_folder, QStringLiteral("many%1").arg(i), "hello");
            opened.push_back(*files.open(path, *upload::fingerprintOf(path)));
        }
        const auto open = std::count_if(opened.begin(), opened.end(), [](const auto &file) { return !file.expired(); });
        QCOMPARE(static_cast<std::size_t>(open), net::SourceFiles::Capacity);
        QVERIFY(opened.front().expired());
        QVERIFY(!opened.back().expired());
    }

    void noticesChange_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("changed");
        for (const char *how : {"grown", "shrunk", "replaced by rename", "deleted", "touched", "made unreadable"})
            QTest::newRow(how) << QString::fromLatin1(how) << (QByteArray(how) != "made unreadable");
        QTest::newRow("untouched") << QStringLiteral("untouched") << false;
    }

    void noticesChange()
    {
        QFETCH(QString, how);
        QFETCH(bool, changed);
        const QString path = nettest::writeFile(m_folder, QStringLiteral("file"), "hello");
        const auto fingerprint = *upload::fingerprintOf(path);
        net::SourceFiles files;
        QVERIFY(files.open(path, fingerprint));
        QFile file(path);
        if (how == QLatin1String("grown")) {
            QVERIFY(file.open(QIODevice::Append) && file.write("x") == 1);
            file.close();
        } else if (how == QLatin1String("shrunk")) {
            QVERIFY(file.resize(2));
        } else if (how == QLatin1String("replaced by rename")) {
            const QString other = nettest::writeFile(m_folder, QStringLiteral("other"), "HELLO");
            QCOMPARE(::rename(QFile::encodeName(other).constData(), QFile::encodeName(path).constData()), 0);
        } else if (how == QLatin1String("deleted")) {
            QVERIFY(file.remove());
        } else if (how == QLatin1String("touched")) {
            const timespec times[2] = {{1, 0}, {1, 0}};
            QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, 0), 0);
        } else if (how == QLatin1String("made unreadable")) {
            QVERIFY(file.setPermissions({})); // what is open stays readable
        }
        const auto again = files.open(path, fingerprint);
        QCOMPARE(!again, changed);
        if (how == QLatin1String("deleted"))
            QCOMPARE(again.error().kind, s3::ErrorKind::SourceUnreadable);
        else if (changed)
            QCOMPARE(again.error().kind, s3::ErrorKind::SourceChanged);
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }

    void newUploadOfAReplacedFile()
    {
        const QString path = nettest::writeFile(m_folder, QStringLiteral("b"), "old");
        net::SourceFiles files;
        const auto old = *files.open(path, *upload::fingerprintOf(path));
        const QString other = nettest::writeFile(m_folder, QStringLiteral("c"), "newer");
        QCOMPARE(::rename(QFile::encodeName(other).constData(), QFile::encodeName(path).constData()), 0);
        const auto now = files.open(path, *upload::fingerprintOf(path));
        QVERIFY(now);
        QVERIFY(*now != old);
    }

    void whatIsNoFile_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("nothing there") << m_folder.filePath(QStringLiteral("nothing"));
        QTest::newRow("folder") << m_folder.path();
        QTest::newRow("device") << QStringLiteral("/dev/zero");
        const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
        ::mkfifo(QFile::encodeName(pipe).constData(), 0600);
        QTest::newRow("pipe") << pipe; // opening it would wait for a writer
    }

    void whatIsNoFile()
    {
        QFETCH(QString, path);
        net::SourceFiles files;
        const auto file = files.open(path, {});
        QVERIFY(!file);
        QCOMPARE(file.error().kind, s3::ErrorKind::SourceUnreadable);
        QVERIFY(!file.error().message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSourceFile)
#include "tst_sourcefile.moc"
