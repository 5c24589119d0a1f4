// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/droparea.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

using namespace ui;

class tst_DropArea : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pathsOf_data()
    {
        QTest::addColumn<QString>("uris");
        QTest::addColumn<QStringList>("paths");
        QTest::addColumn<int>("remote");
        QTest::newRow("file") << QStringLiteral("file:///home/a/film.mov\r\n") << QStringList{QStringLiteral("/home/a/film.mov")} << 0;
        QTest::newRow("folder with a slash") << QStringLiteral("file:///home/a/run/\r\n") << QStringList{QStringLiteral("/home/a/run")}
                                             << 0;
        QTest::newRow("escaped") << QStringLiteral("file:///home/a/100%25%20%C4%99%23.mov\r\n")
                                 << QStringList{QString::fromUtf8("/home/a/100% \xC4\x99#.mov")} << 0;
        QTest::newRow("localhost") << QStringLiteral("file://localhost/tmp/x\r\n") << QStringList{QStringLiteral("/tmp/x")} << 0;
        QTest::newRow("other host") << QStringLiteral("file://elsewhere/tmp/x\r\n") << QStringList() << 1;
        QTest::newRow("web") << QStringLiteral("https://example.org/a.bin\r\n") << QStringList() << 1;
        QTest::newRow("mixed, and twice") << QStringLiteral("file:///a\r\nsftp://h/b\r\nfile:///a\r\n") << QStringList{QStringLiteral("/a")}
                                          << 1;
    }
    void pathsOf()
    {
        QFETCH(QString, uris);
        QFETCH(QStringList, paths);
        QFETCH(int, remote);
        QMimeData mime;
        mime.setData(QStringLiteral("text/uri-list"), uris.toUtf8());
        const Dropped dropped = droppedFrom(mime);
        QCOMPARE(dropped.paths, paths);
        QCOMPARE(static_cast<int>(dropped.remote.size()), remote);
        QCOMPARE(refusal(dropped.remote).isEmpty(), remote == 0);
    }

    void plainTextPaths()
    {
        QMimeData mime;
        mime.setText(QStringLiteral("/tmp/a b\nnot a path\nfile:///tmp/c%20d\n"));
        QCOMPARE(droppedFrom(mime).paths, (QStringList{QStringLiteral("/tmp/a b"), QStringLiteral("/tmp/c d")}));
    }

    void dropOnWindow()
    {
        QWidget window;
        window.resize(400, 300);
        DropArea area(&window);
        window.show();
        QSignalSpy dropped(&area, &DropArea::dropped);
        QSignalSpy refused(&area, &DropArea::refused);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a")), QUrl(QStringLiteral("https://example.org/b"))});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction | Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QCOMPARE(enter.dropAction(), Qt::CopyAction);
        QVERIFY(area.isVisible());
        QCOMPARE(area.size(), window.size());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &drop);
        QVERIFY(!area.isVisible());
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped.at(0).at(0).toStringList(), QStringList{QStringLiteral("/tmp/a")});
        QCOMPARE(refused.size(), 1);
        QVERIFY(refused.at(0).at(0).toString().contains(QStringLiteral("example.org")));
    }

    void remoteAloneIsRefusedWithAReason()
    {
        QWidget window;
        DropArea area(&window);
        window.show();
        QSignalSpy refused(&area, &DropArea::refused);
        QMimeData mime;
        mime.setUrls({QUrl(QStringLiteral("https://example.org/b"))});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        QVERIFY(!enter.isAccepted());
        QVERIFY(!area.isVisible());
        QCOMPARE(refused.size(), 1);
        QMimeData text;
        text.setText(QStringLiteral("words"));
        QDragEnterEvent words(QPoint(10, 10), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &words);
        QCOMPARE(refused.size(), 1);
    }
};

QTEST_MAIN(tst_DropArea)
#include "tst_droparea.moc"
