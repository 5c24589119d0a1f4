// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/server.h"

#include "sandbox/service.h"

namespace sandbox {

Server::Server()
{
    m_settings.directory = m_temporary.path();
    m_thread.setObjectName(QStringLiteral("sandbox"));
}

Server::~Server()
{
    stop();
}

QString Server::start()
{
    if (m_service)
        return QStringLiteral("the sandbox runs already");
    m_service = new Service(m_settings);
    m_service->moveToThread(&m_thread);
    m_thread.start();
    QString problem;
    ask([&](Service &service) {
        problem = service.start();
        m_endpoint = service.endpointUrl();
    });
    if (!problem.isEmpty())
        stop();
    return problem;
}

void Server::stop()
{
    if (!m_service)
        return;
    ask([](Service &service) { service.stop(); });
    m_service->deleteLater(); // runs as the thread's last event
    m_service = nullptr;
    m_thread.quit();
    m_thread.wait();
}

QString Server::restart()
{
    stop();
    m_settings.port = port();
    return start();
}

void Server::ask(const std::function<void(Service &)> &question) const
{
    Service *service = m_service;
    if (!service)
        qFatal("the sandbox does not run");
    QMetaObject::invokeMethod(
        service, [&] { question(*service); }, Qt::BlockingQueuedConnection);
}

void Server::addBucket(const QByteArray &name)
{
    ask([&](Service &service) { service.world().store.createBucket(name, QDateTime::currentDateTimeUtc()); });
}

void Server::addFault(const Fault &fault)
{
    ask([&](Service &service) { service.world().faults.add(fault); });
}

void Server::addFault(const QString &text)
{
    const auto fault = faultFromText(text);
    if (const auto *problem = std::get_if<QString>(&fault))
        qFatal("%s", qPrintable(*problem));
    addFault(std::get<Fault>(fault));
}

void Server::clearFaults()
{
    ask([](Service &service) { service.world().faults.clear(); });
}

QJsonObject Server::state() const
{
    QJsonObject seen;
    ask([&](Service &service) { seen = service.world().state(); });
    return seen;
}

std::optional<QByteArray> Server::object(const QByteArray &bucket, const QByteArray &key) const
{
    std::optional<QByteArray> bytes;
    ask([&](Service &service) {
        if (!service.world().store.object(bucket, key))
            return;
        QFile file(service.world().store.objectPath(bucket, key));
        if (file.open(QIODevice::ReadOnly))
            bytes = file.readAll();
    });
    return bytes;
}

void Server::abortBehind(const QByteArray &uploadId)
{
    ask([&](Service &service) { service.world().store.removeUpload(uploadId); });
}

void Server::backdate(const QByteArray &bucket, const QByteArray &prefix, qint64 seconds)
{
    ask([&](Service &service) { service.world().store.backdate(bucket, prefix, seconds); });
}

void Server::addHollowUploads(const QByteArray &bucket, const QByteArray &prefix, int count, int parts, qint64 partSize)
{
    UploadRecord like;
    like.bucket = bucket;
    like.key = prefix;
    like.initiated = QDateTime::currentDateTimeUtc();
    ask([&](Service &service) { service.world().store.addHollowUploads(like, count, parts, partSize); });
}

} // namespace sandbox
