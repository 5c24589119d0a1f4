// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// dragsource FILE...: a small window from which the mouse drags FILEs as another program would, by XDND with text/uri-list.

#include <QApplication>
#include <QDrag>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

#include <cstdio>

class DragSource : public QLabel {
public:
    explicit DragSource(const QList<QUrl> &urls)
        : QLabel(QStringLiteral("DRAG ME"))
        , m_urls(urls)
    {
        setWindowTitle(QStringLiteral("dragsource"));
        setFixedSize(120, 60);
    }

protected:
    void mousePressEvent(QMouseEvent *event) override { event->accept(); }
    void mouseMoveEvent(QMouseEvent *) override
    {
        auto *mime = new QMimeData;
        mime->setUrls(m_urls);
        auto *drag = new QDrag(this);
        drag->setMimeData(mime);
        const Qt::DropAction action = drag->exec(Qt::CopyAction | Qt::MoveAction | Qt::LinkAction, Qt::CopyAction);
        std::printf("dropped with action %d\n", int(action));
        std::fflush(stdout);
    }

private:
    const QList<QUrl> m_urls;
};

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    QList<QUrl> urls;
    const QStringList files = QApplication::arguments().mid(1);
    for (const QString &file : files)
        urls.append(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()));
    DragSource source(urls);
    source.move(0, 0);
    source.show();
    return QApplication::exec();
}
