// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The window is hidden and the uploads go on; when none does any more, the process is over. A tray icon where the desktop has a tray.

#include <QObject>
#include <QTimer>

#include <memory>

class QMenu;
class QSystemTrayIcon;

namespace ui {
class MainWindow;
}

namespace app {

class Background : public QObject {
    Q_OBJECT
public:
    explicit Background(ui::MainWindow &window, QObject *parent = nullptr);
    ~Background() override;

    void begin(); // hides the window
    void end();   // shows it, in front
    bool isBehind() const { return m_behind; }

Q_SIGNALS:
    void over(); // nothing is active any more, or a person chose Quit: what is unfinished waits for the next start

private:
    void look();
    void finish();
    void showTray();

    ui::MainWindow &m_window;
    bool m_behind = false;
    QStringList m_signIns; // connections that were told of
    QTimer m_rest;         // an upload that is ready may be followed by one that was just added
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_tray;
};

} // namespace app
