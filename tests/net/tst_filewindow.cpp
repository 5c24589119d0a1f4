// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/filewindow.h"

#include "ordering.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using net::FileWindow;

class TestFileWindow : public QObject {
    Q_OBJECT

private:
    std::shared_ptr<const net::SourceFile> file(const QByteArray &bytes)
    {
        m_path = nettest::writeFile(m_folder, QStringLiteral("source"), bytes);
        return *net::SourceFile::open(m_path);
    }

    QTemporaryDir m_folder;
    QString m_path;

private Q_SLOTS:
    void showsItsRangeAndNothingElse_data()
    {
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<qint64>("length");
        QTest::newRow("all") << qint64(0) << qint64(100'000);
        QTest::newRow("middle") << qint64(12'345) << qint64(50'000);
        QTest::newRow("end") << qint64(99'999) << qint64(1);
        QTest::newRow("nothing") << qint64(50) << qint64(0);
    }

    void showsItsRangeAndNothingElse()
    {
        QFETCH(qint64, offset);
        QFETCH(qint64, length);
        const QByteArray bytes = nettest::someBytes(100'000);
        FileWindow window(file(bytes), {offset, length}, std::make_shared<net::Bandwidth>());
        QVERIFY(!window.isSequential());
        QCOMPARE(window.size(), length);
        QCOMPARE(window.atEnd(), length == 0);
        QByteArray read;
        while (!window.atEnd()) {
            const QByteArray block = window.read(16'384);
            QVERIFY(!block.isEmpty());
            read += block;
        }
        QCOMPARE(read, bytes.mid(offset, length));
        QCOMPARE(window.bytesRead(), length);
        QCOMPARE(window.read(1).size(), 0);
        QVERIFY(!window.failure());
    }

    void canBeReadOnce()
    {
        FileWindow window(file(nettest::someBytes(1000)), {0, 1000}, std::make_shared<net::Bandwidth>());
        QVERIFY(window.reset()); // nothing was sent yet: a stale connection may be replaced
        QVERIFY(window.seek(0));
        QCOMPARE(window.read(1).size(), 1);
        QVERIFY(!window.reset());
        QVERIFY(!window.seek(0));
        QVERIFY(window.seek(1)); // where it stands already
        QVERIFY(!window.seek(2));
        QCOMPARE(window.read(2000).size(), 999);
        QVERIFY(!window.reset());
    }

    void tellsOfAFileThatShrank()
    {
        FileWindow window(file(nettest::someBytes(100'000)), {10'000, 90'000}, std::make_shared<net::Bandwidth>());
        QSignalSpy failed(&window, &FileWindow::failed);
        QCOMPARE(window.read(10'000).size(), 10'000);
        QCOMPARE(::truncate(QFile::encodeName(m_path).constData(), 25'000), 0);
        QCOMPARE(window.read(10'000).size(), 5'000); // the rest that is there
        QVERIFY(failed.isEmpty());
        QCOMPARE(window.read(10'000).size(), 0);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(window.failure()->kind, s3::ErrorKind::SourceChanged);
        QVERIFY2(window.failure()->message.contains(QStringLiteral("25000")), qPrintable(window.failure()->message));
        QCOMPARE(window.read(1).size(), 0); // and says it once
        QCOMPARE(failed.size(), 1);
    }

    void waitsForBandwidth()
    {
        constexpr qint64 Rate = 4'000'000;
        constexpr qint64 Size = 4'000'000;
        const auto bandwidth = std::make_shared<net::Bandwidth>();
        bandwidth->setLimit(Rate);
        const auto source = file(nettest::someBytes(Size));
        std::vector<std::unique_ptr<FileWindow>> windows;
        int refills = 0;
        qint64 total = 0;
        for (int i = 0; i < 2; ++i) {
            windows.push_back(std::make_unique<FileWindow>(source, s3::ByteRange{i * Size / 2, Size / 2}, bandwidth));
            connect(windows.back().get(), &QIODevice::readyRead, this, [&, window = windows.back().get()] {
                ++refills;
                QVERIFY(!window->isThrottled());
                while (const auto size = window->read(16'384).size())
                    total += size;
            });
        }
        QElapsedTimer timer;
        timer.start();
        for (const auto &window : windows) {
            while (const auto size = window->read(16'384).size())
                total += size;
            QVERIFY(window->isThrottled() || window->atEnd());
        }
        QVERIFY(QTest::qWaitFor([&] { return total == Size; }, 10'000));
        const double seconds = static_cast<double>(timer.elapsed()) / 1000;
        QVERIFY2(seconds > 0.8 && seconds < 1.2, qPrintable(QString::number(seconds)));
        QVERIFY2(refills <= 2 * 1200 / 20, qPrintable(QString::number(refills))); // steps of 20 ms or more
        // Neither of the two was starved.
        for (const auto &window : windows)
            QCOMPARE(window->bytesRead(), Size / 2);
    }

    void limitCanBeLifted()
    {
        const auto bandwidth = std::make_shared<net::Bandwidth>();
        bandwidth->setLimit(1000);
        FileWindow window(file(nettest::someBytes(5'000'000)), {0, 5'000'000}, bandwidth);
        QSignalSpy refilled(&window, &QIODevice::readyRead);
        while (window.read(16'384).size() > 0) {
        }
        QVERIFY(window.isThrottled());
        bandwidth->setLimit(0);
        QVERIFY(refilled.wait(1000));
        while (window.read(16'384).size() > 0) {
        }
        QCOMPARE(window.bytesRead(), 5'000'000);
    }
};

QTEST_GUILESS_MAIN(TestFileWindow)
#include "tst_filewindow.moc"
