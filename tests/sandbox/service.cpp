// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/service.h"

#include "sandbox/control.h"
#include "sandbox/exchange.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace sandbox {

Service::Service(const Settings &settings)
    : m_world(std::make_unique<World>(settings))
    , m_connections(new QObject(this))
    , m_assemblies(new QObject(this))
{
    setListenBacklogSize(256);
}

Service::~Service()
{
    stop();
}

QString Service::readTls()
{
    const Settings &settings = m_world->settings;
    if (settings.tlsCertificate.isEmpty() && settings.tlsKey.isEmpty())
        return {};
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(settings.tlsCertificate);
    QFile keyFile(settings.tlsKey);
    if (chain.isEmpty())
        return QStringLiteral("there is no certificate in %1").arg(settings.tlsCertificate);
    if (!keyFile.open(QIODevice::ReadOnly))
        return QStringLiteral("cannot read %1: %2").arg(settings.tlsKey, keyFile.errorString());
    const QByteArray pem = keyFile.readAll();
    QSslKey key(pem, QSsl::Rsa);
    if (key.isNull())
        key = QSslKey(pem, QSsl::Ec);
    if (key.isNull())
        return QStringLiteral("there is no RSA or EC key in %1").arg(settings.tlsKey);
    m_tls = QSslConfiguration::defaultConfiguration();
    m_tls.setLocalCertificateChain(chain);
    m_tls.setPrivateKey(key);
    m_tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_isTls = true;
    return {};
}

QString Service::start()
{
    const Settings &settings = m_world->settings;
    const QString tlsProblem = readTls();
    if (!tlsProblem.isEmpty())
        return tlsProblem;
    const QString storeProblem = m_world->store.open(settings.directory);
    if (!storeProblem.isEmpty())
        return storeProblem;
    for (const QString &bucket : settings.buckets) {
        if (m_world->store.hasBucket(bucket.toUtf8()))
            continue;
        if (!isValidBucketName(bucket.toUtf8()))
            return QStringLiteral("\"%1\" is not a name for a bucket (3 to 63 of a-z 0-9 - .)").arg(bucket);
        if (!m_world->store.createBucket(bucket.toUtf8(), QDateTime::currentDateTimeUtc()))
            return QStringLiteral("cannot make the bucket %1").arg(bucket);
    }
    for (const auto &[id, upload] : m_world->store.uploads())
        m_world->statistics.noteUpload(id, upload.bucket, upload.key);
    setListenBacklogSize(256); // Davit opens up to 64 connections at once
    if (!listen(QHostAddress::LocalHost, settings.port) && !(settings.mayUseAnotherPort && listen(QHostAddress::LocalHost, 0)))
        return QStringLiteral("cannot listen on 127.0.0.1:%1: %2").arg(settings.port).arg(errorString());
    return {};
}

QByteArray Service::endpointUrl() const
{
    return (m_isTls ? "https://127.0.0.1:" : "http://127.0.0.1:") + QByteArray::number(serverPort());
}

void Service::stop()
{
    close();
    delete m_connections;
    delete m_assemblies; // an unfinished one leaves the upload as it was
    m_connections = nullptr;
    m_assemblies = nullptr;
}

void Service::incomingConnection(qintptr descriptor)
{
    QTcpSocket *socket = nullptr;
    if (m_isTls) {
        auto *tls = new QSslSocket;
        tls->setSslConfiguration(m_tls);
        socket = tls;
    } else {
        socket = new QTcpSocket;
    }
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        return;
    }
    m_world->statistics.connectionOpened();
    const auto begin = [this](HttpConnection *connection, const RequestHead &head) -> std::unique_ptr<Conversation> {
        if (ControlExchange::isMeant(head, m_world->settings))
            return std::make_unique<ControlExchange>(m_world.get(), connection);
        return std::make_unique<Exchange>(m_world.get(), connection, m_assemblies);
    };
    auto *connection = new HttpConnection(socket, &m_world->rate, begin, m_connections);
    connect(connection, &QObject::destroyed, this, [this] { m_world->statistics.connectionClosed(); });
    if (auto *tls = qobject_cast<QSslSocket *>(socket))
        tls->startServerEncryption();
}

} // namespace sandbox
