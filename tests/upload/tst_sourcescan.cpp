// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Real files of every kind in a temporary folder: what the scan takes, and what it refuses with which reason.

#include "upload/sourcescan.h"

#include "s3/partplan.h"
#include "upload/filesnapshot.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace upload;

namespace {

struct Scanned {
    QList<FoundItem> items;
    QList<Unusable> unusable;

    QStringList keys() const
    {
        QStringList result;
        for (const FoundItem &item : items) {
            for (const FoundFile &file : item.files)
                result.append(file.relativeKey);
        }
        return result;
    }
    QString codeFor(const QString &name) const
    {
        for (const Unusable &one : unusable) {
            if (one.path.endsWith(name))
                return one.error.code;
        }
        return {};
    }
};

Scanned scanned(const QStringList &paths)
{
    SourceScan scan;
    Scanned result;
    int times = 0;
    QObject::connect(&scan, &SourceScan::finished, &scan, [&](const QList<FoundItem> &items, const QList<Unusable> &unusable) {
        result = {items, unusable};
        ++times;
    });
    scan.scan(paths);
    Q_ASSERT(times == 1);
    return result;
}

} // namespace

class TestSourceScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void saysWhetherSnapshotsCanBeMade()
    {
        write(QStringLiteral("one.bin"), 10);
        QDir(m_dir->path()).mkpath(QStringLiteral("folder/sub"));
        write(QStringLiteral("folder/a.bin"), 10);
        write(QStringLiteral("folder/sub/b.bin"), 10);
        const Scanned result = scanned({path(QStringLiteral("one.bin")), path(QStringLiteral("folder"))});
        QCOMPARE(result.items.size(), 2);
        // Whatever the file system of the test is: what it says of one file it says of its neighbours.
        QCOMPARE(result.items.at(0).snapshotRefusal, snapshotRefusal(path(QStringLiteral("one.bin"))).value_or(QString()));
        QCOMPARE(result.items.at(1).snapshotRefusal, snapshotRefusal(path(QStringLiteral("folder/a.bin"))).value_or(QString()));
    }

    void takesAFileWithItsName()
    {
        write(QStringLiteral("a b+ü.bin"), 1234);
        const Scanned result = scanned({path(QStringLiteral("a b+ü.bin"))});
        QCOMPARE(result.items.size(), 1);
        QVERIFY(!result.items.first().isFolder);
        QCOMPARE(result.items.first().name, QStringLiteral("a b+ü.bin"));
        QCOMPARE(result.items.first().bytes, 1234);
        QCOMPARE(result.keys(), QStringList{QStringLiteral("a b+ü.bin")});
        QCOMPARE(result.items.first().files.first().path, path(QStringLiteral("a b+ü.bin")));
    }

    void takesAFolderInOrder()
    {
        write(QStringLiteral("run/b/2.bin"), 2);
        write(QStringLiteral("run/b/1.bin"), 1);
        write(QStringLiteral("run/a.bin"), 4);
        write(QStringLiteral("run/.hidden"), 8);
        QDir().mkpath(path(QStringLiteral("run/empty")));
        const Scanned result = scanned({path(QStringLiteral("run")) + QLatin1Char('/')});
        QCOMPARE(result.items.size(), 1);
        QVERIFY(result.items.first().isFolder);
        QCOMPARE(result.items.first().name, QStringLiteral("run"));
        QCOMPARE(result.items.first().bytes, 15);
        const QStringList expected{
            QStringLiteral("run/.hidden"), QStringLiteral("run/a.bin"), QStringLiteral("run/b/1.bin"), QStringLiteral("run/b/2.bin")};
        QCOMPARE(result.keys(), expected);
        QVERIFY(result.unusable.isEmpty());
    }

    void takesTheSameThingOnce()
    {
        write(QStringLiteral("x"), 1);
        QCOMPARE(scanned({path(QStringLiteral("x")), m_dir->path() + QStringLiteral("/./x"), QString()}).keys().size(), 1);
    }

    void refusesWhatIsMissing()
    {
        const Scanned result = scanned({path(QStringLiteral("nowhere"))});
        QVERIFY(result.items.isEmpty());
        QCOMPARE(result.codeFor(QStringLiteral("nowhere")), QStringLiteral("FileNotFound"));
        QCOMPARE(result.unusable.first().error.kind, s3::ErrorKind::SourceUnreadable);
        QVERIFY(result.unusable.first().error.message.endsWith(QLatin1Char('.')));
    }

    void refusesPipesSocketsAndDevices()
    {
        write(QStringLiteral("run/file"), 1);
        QVERIFY(mkfifo(encoded(QStringLiteral("run/pipe")).constData(), 0600) == 0);
        const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        QVERIFY(fd >= 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray socketPath = encoded(QStringLiteral("run/socket"));
        QVERIFY(socketPath.size() < static_cast<qsizetype>(sizeof address.sun_path));
        memcpy(address.sun_path, socketPath.constData(), static_cast<size_t>(socketPath.size()));
        QVERIFY(bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
        const Scanned result = scanned({path(QStringLiteral("run")), QStringLiteral("/dev/null")});
        close(fd);
        QCOMPARE(result.keys(), QStringList{QStringLiteral("run/file")});
        for (const char *name : {"run/pipe", "run/socket", "/dev/null"})
            QCOMPARE(result.codeFor(QString::fromLatin1(name)), QStringLiteral("NotARegularFile"));
        QCOMPARE(result.unusable.size(), 3);
    }

    void refusesWhatMayNotBeRead()
    {
        write(QStringLiteral("run/secret"), 1);
        write(QStringLiteral("run/closed/inside"), 1);
        QVERIFY(chmod(encoded(QStringLiteral("run/secret")).constData(), 0) == 0);
        QVERIFY(chmod(encoded(QStringLiteral("run/closed")).constData(), 0) == 0);
        // Root may read everything, so root asks as nobody.
        const bool root = geteuid() == 0;
        if (root) {
            QVERIFY(chmod(m_dir->path().toUtf8().constData(), 0755) == 0);
            QVERIFY(seteuid(65534) == 0);
        }
        const Scanned result = scanned({path(QStringLiteral("run"))});
        if (root)
            QVERIFY(seteuid(0) == 0);
        QVERIFY(chmod(encoded(QStringLiteral("run/closed")).constData(), 0700) == 0);
        QVERIFY(result.keys().isEmpty());
        QCOMPARE(result.codeFor(QStringLiteral("run/secret")), QStringLiteral("FileNotReadable"));
        QCOMPARE(result.codeFor(QStringLiteral("run/closed")), QStringLiteral("FileNotReadable"));
    }

    void refusesNamesThatAreNotUtf8()
    {
        write(QStringLiteral("run/good"), 1);
        const QByteArray bad = encoded(QStringLiteral("run")) + "/caf\xe9.txt";
        const int fd = ::open(bad.constData(), O_CREAT | O_WRONLY, 0600);
        if (fd < 0)
            QSKIP("this file system takes only UTF-8 names");
        close(fd);
        const Scanned result = scanned({path(QStringLiteral("run"))});
        QCOMPARE(result.keys(), QStringList{QStringLiteral("run/good")});
        QCOMPARE(result.codeFor(QStringLiteral("caf\\xe9.txt")), QStringLiteral("NameNotUtf8"));
    }

    void takesLinksToFilesAndNamesBrokenOnes()
    {
        write(QStringLiteral("data"), 7);
        QDir().mkpath(path(QStringLiteral("run")));
        QVERIFY(QFile::link(path(QStringLiteral("data")), path(QStringLiteral("run/link"))));
        QVERIFY(QFile::link(path(QStringLiteral("gone")), path(QStringLiteral("run/broken"))));
        QVERIFY(symlink("self", encoded(QStringLiteral("run/self")).constData()) == 0);
        const Scanned result = scanned({path(QStringLiteral("run"))});
        QCOMPARE(result.keys(), QStringList{QStringLiteral("run/link")});
        QCOMPARE(result.items.first().bytes, 7);
        QCOMPARE(result.codeFor(QStringLiteral("run/broken")), QStringLiteral("FileNotFound"));
        QCOMPARE(result.codeFor(QStringLiteral("run/self")), QStringLiteral("LinkLoop"));
    }

    void endsInLoops()
    {
        write(QStringLiteral("run/sub/file"), 1);
        QVERIFY(QFile::link(path(QStringLiteral("run")), path(QStringLiteral("run/sub/up"))));
        QVERIFY(QFile::link(path(QStringLiteral("run/sub")), path(QStringLiteral("run/again"))));
        const Scanned result = scanned({path(QStringLiteral("run"))});
        // The real folder wins, whatever order the names have.
        QCOMPARE(result.keys(), QStringList{QStringLiteral("run/sub/file")});
        QCOMPARE(result.codeFor(QStringLiteral("run/sub/up")), QStringLiteral("LinkLoop"));
        QCOMPARE(result.codeFor(QStringLiteral("run/again")), QStringLiteral("LinkLoop"));
    }

    void followsALinkToAFolderElsewhereOnce()
    {
        write(QStringLiteral("other/file"), 1);
        QDir().mkpath(path(QStringLiteral("run")));
        QVERIFY(QFile::link(path(QStringLiteral("other")), path(QStringLiteral("run/one"))));
        QVERIFY(QFile::link(path(QStringLiteral("other")), path(QStringLiteral("run/two"))));
        const Scanned result = scanned({path(QStringLiteral("run"))});
        QCOMPARE(result.keys(), QStringList{QStringLiteral("run/one/file")});
        QCOMPARE(result.codeFor(QStringLiteral("run/two")), QStringLiteral("LinkLoop"));
    }

    void stopsInAnotherThread()
    {
        for (int i = 0; i < 3000; ++i)
            write(QStringLiteral("run/%1/%2").arg(i % 50).arg(i), 0);
        QThread thread;
        auto *scan = new SourceScan;
        scan->moveToThread(&thread);
        connect(&thread, &QThread::finished, scan, &QObject::deleteLater);
        QSignalSpy finished(scan, &SourceScan::finished);
        scan->stop();
        thread.start();
        QMetaObject::invokeMethod(
            scan, [scan, this] { scan->scan({path(QStringLiteral("run"))}); }, Qt::QueuedConnection);
        QVERIFY(finished.wait(5000));
        QVERIFY(finished.first().at(0).value<QList<FoundItem>>().size() <= 1);
        int found = 0;
        for (const FoundItem &item : finished.first().at(0).value<QList<FoundItem>>())
            found += static_cast<int>(item.files.size());
        QVERIFY(found < 3000);
        thread.quit();
        QVERIFY(thread.wait(5000));
    }

private:
    QString path(const QString &relative) const { return m_dir->path() + QLatin1Char('/') + relative; }
    QByteArray encoded(const QString &relative) const { return QFile::encodeName(path(relative)); }
    void write(const QString &relative, int bytes) const
    {
        QDir().mkpath(QFileInfo(path(relative)).path());
        QFile file(path(relative));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(QByteArray(bytes, 'x')), bytes);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestSourceScan)
#include "tst_sourcescan.moc"
