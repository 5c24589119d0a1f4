// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Files and folders that come by drag or by paste: which are of this computer, and a hint over the window while they hover.

#include <QStringList>
#include <QWidget>

class QMimeData;

namespace ui {

struct Dropped {
    QStringList paths;  // of this computer
    QStringList remote; // addresses that cannot be read as files
};

Dropped droppedFrom(const QMimeData &mime);
bool holdsUrls(const QMimeData &mime);
QString refusal(const QStringList &remote); // why these are not taken, in one sentence

// Takes drops for a window and shows the hint over it.
class DropArea : public QWidget {
    Q_OBJECT
public:
    explicit DropArea(QWidget *window);

Q_SIGNALS:
    void dropped(const QStringList &paths);
    void refused(const QString &sentence);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_window;
};

} // namespace ui
