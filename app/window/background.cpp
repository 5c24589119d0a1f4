// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/window/background.h"

#include "ui/counted.h"
#include "ui/icons.h"
#include "ui/mainwindow.h"

#include <QApplication>
#include <QLocale>
#include <QMenu>
#include <QSystemTrayIcon>

#include <utility>

namespace app {

namespace {

constexpr int restMs = 1500, messageMs = 1000;

QString signInText(const QStringList &connections)
{
    return Background::tr("Sign-in needed for %1").arg(QLocale().createSeparatedList(connections));
}

} // namespace

Background::Background(ui::MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_window(window)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &Background::finish);
    connect(&window, &ui::MainWindow::backgroundWished, this, &Background::begin);
    connect(&window, &ui::MainWindow::activityChanged, this, &Background::look);
}

Background::~Background() = default;

void Background::begin()
{
    if (std::exchange(m_behind, true))
        return;
    // The question that led here is closed after this, and would be the last window.
    QApplication::setQuitOnLastWindowClosed(false);
    m_window.hide();
    if (QSystemTrayIcon::isSystemTrayAvailable())
        showTray();
    look();
}

void Background::end()
{
    if (std::exchange(m_behind, false)) {
        m_rest.stop();
        m_tray.reset();
        QApplication::setQuitOnLastWindowClosed(true);
    }
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

void Background::showTray()
{
    m_menu = std::make_unique<QMenu>();
    m_menu->setObjectName(QStringLiteral("trayMenu"));
    connect(m_menu->addAction(tr("Show Davit")), &QAction::triggered, this, &Background::end, Qt::QueuedConnection);
    connect(m_menu->addAction(tr("Quit")), &QAction::triggered, this, &Background::over, Qt::QueuedConnection);
    m_tray = std::make_unique<QSystemTrayIcon>(ui::davitIcon());
    m_tray->setContextMenu(m_menu.get());
    connect(
        m_tray.get(), &QSystemTrayIcon::activated, this,
        [this](QSystemTrayIcon::ActivationReason reason) {
            if (reason == QSystemTrayIcon::Trigger)
                end();
        },
        Qt::QueuedConnection); // end() ends the icon that tells this
    m_tray->show();
}

void Background::look()
{
    if (!m_behind)
        return;
    const int active = m_window.activeUploads();
    const QStringList signIns = m_window.connectionsToSignIn();
    if (m_tray) {
        m_tray->setToolTip(signIns.isEmpty() ? ui::counted(active, tr("Davit: 1 upload is running"), tr("Davit: %1 uploads are running"))
                                             : signInText(signIns));
        if (!signIns.isEmpty() && signIns != m_signIns)
            m_tray->showMessage(QStringLiteral("Davit"), signInText(signIns), ui::davitIcon());
    }
    m_signIns = signIns;
    // They go on by themselves once somebody has signed in. Without a tray nobody would know that they wait.
    if (active > 0 || (m_tray && !signIns.isEmpty()))
        m_rest.stop();
    else if (!m_rest.isActive())
        m_rest.start();
}

void Background::finish()
{
    if (!m_tray) {
        Q_EMIT over();
        return;
    }
    const int needy = m_window.uploadsInNeed();
    m_tray->showMessage(QStringLiteral("Davit"),
        needy == 0 ? tr("All uploads are completed") : ui::counted(needy, tr("1 upload needs attention"), tr("%1 uploads need attention")),
        ui::davitIcon());
    // The desktop keeps the message, once it has it.
    QTimer::singleShot(messageMs, this, [this] {
        if (m_behind && m_window.activeUploads() == 0 && m_window.connectionsToSignIn().isEmpty())
            Q_EMIT over();
    });
}

} // namespace app
