// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/window/connectionwatch.h"

#include "credentials/catalog.h"

#include <QTimer>

#include <optional>

namespace app {

using namespace std::chrono_literals;

ConnectionWatch::ConnectionWatch(const QProcessEnvironment &environment, QObject *parent)
    : QObject(parent)
    , m_environment(environment)
{
    m_thread.setObjectName(QStringLiteral("connections"));
}

ConnectionWatch::~ConnectionWatch()
{
    m_thread.quit();
    m_thread.wait();
}

void ConnectionWatch::start()
{
    // A few small files every two seconds: cheaper than watching folders that may not be there yet.
    auto *clock = new QTimer;
    clock->setInterval(2s);
    clock->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, clock, &QObject::deleteLater);
    const auto look = [this, known = std::optional<QList<upload::Connection>>()]() mutable {
        QList<upload::Connection> found;
        const credentials::Catalog catalog = credentials::catalog(m_environment);
        for (const credentials::Offered &offered : catalog.offered)
            found.append(offered.connection);
        if (known == found)
            return;
        known = found;
        Q_EMIT changed(found);
    };
    connect(clock, &QTimer::timeout, clock, look);
    connect(&m_thread, &QThread::started, clock, [clock] {
        clock->start();
        QMetaObject::invokeMethod(clock, "timeout", Qt::QueuedConnection);
    });
    m_thread.start();
}

} // namespace app
