// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Uploads, parts, speeds and an account as tests and pictures of the window need them: values, no server.

#include "s3/partplan.h"
#include "upload/accountbrowser.h"
#include "upload/snapshot.h"

#include <QDir>
#include <QFile>

#include <cmath>

namespace widgetsamples {

inline upload::UploadSnapshot uploading(int parts, qint64 partSize)
{
    upload::UploadSnapshot u;
    u.id = QUuid::createUuidV5(QUuid(), QByteArray::number(parts));
    u.sourcePath = QStringLiteral("/home/ada/Film/interview-master-4k.mov");
    u.target = {QStringLiteral("studio-archive"), QStringLiteral("2026/11/interview-master-4k.mov")};
    u.connectionId = QStringLiteral("ceph");
    u.connectionName = QStringLiteral("Studio archive (Ceph)");
    u.state = upload::UploadState::Uploading;
    u.partSize = partSize;
    u.parts = parts;
    u.size = parts * partSize - partSize / 3;
    u.partsStored = parts * 6 / 10;
    u.partsSending = qMin(8, parts - u.partsStored);
    u.stored = u.partsStored * partSize;
    u.inAir = u.partsSending * partSize / 2;
    u.bytesPerSecond = 112.0 * 1024 * 1024;
    u.timeLeft = std::chrono::seconds(180);
    u.uploadId = "2~kz1VbWq8x3cQe0mYtHn7LrSdf4PuGjA5oIvr9Q";
    u.added = QDateTime(QDate(2026, 11, 20), QTime(9, 41), Qt::UTC);
    u.elapsed = std::chrono::milliseconds(272000);
    return u;
}

inline QList<upload::PartSnapshot> parts(const upload::UploadSnapshot &u, int stored, int sending, int retrying)
{
    QList<upload::PartSnapshot> result;
    for (int number = 1; number <= u.parts; ++number) {
        upload::PartSnapshot part;
        part.number = number;
        part.offset = (number - 1) * u.partSize;
        part.length = qMin(u.partSize, u.size - part.offset);
        if (number <= stored + retrying && number > stored - 8 && number <= stored - 8 + retrying) {
            part.state = upload::PartState::Retrying;
            part.attempt = 2;
            part.trouble = QStringLiteral("503 SlowDown, waits 1.4 s");
        } else if (number <= stored + retrying) {
            part.state = upload::PartState::Stored;
            part.attempt = 1;
            part.etag = "\"9b2cf535f27731c974343645a3985328\"";
            part.checksum = QStringLiteral("crc64nvme AAECAwQFBgc=");
        } else if (number <= stored + retrying + sending) {
            part.state = upload::PartState::Sending;
            part.attempt = 1;
            part.inAir = part.length * ((number * 37) % 90 + 5) / 100;
            part.bytesPerSecond = 14.3 * 1024 * 1024;
        }
        result.append(part);
    }
    return result;
}

inline upload::UploadSnapshot oneRequest()
{
    upload::UploadSnapshot u = uploading(1, 0);
    u.parts = 0;
    u.size = 11 * s3::MiB;
    u.stored = 0;
    u.inAir = 7 * s3::MiB;
    u.partsStored = u.partsSending = 0;
    u.uploadId.clear();
    u.sourcePath = QStringLiteral("/home/ada/Print/catalogue.pdf");
    u.target.key = QStringLiteral("print/catalogue.pdf");
    return u;
}

inline upload::UploadSnapshot failed()
{
    upload::UploadSnapshot u = uploading(200, 64 * s3::MiB);
    u.state = upload::UploadState::NeedsAttention;
    u.bytesPerSecond = 0;
    u.partsSending = 0;
    u.inAir = 0;
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = QStringLiteral("AccessDenied");
    error.httpStatus = 403;
    error.message = QStringLiteral("User: arn:aws:iam::123456789012:user/ada is not authorized to perform: s3:PutObject on resource");
    error.requestId = QStringLiteral("tx00000c4e2b5e1e6a1f0b2-0065f0c1a2-1038-default");
    u.error = error;
    return u;
}

inline upload::Totals totals()
{
    upload::Totals t;
    t.bytesPerSecond = 136.0 * 1024 * 1024;
    t.connectionsBusy = 12;
    t.connectionsWanted = 12;
    return t;
}

inline QList<upload::LogLine> log()
{
    const QDateTime begin(QDate(2026, 11, 20), QTime(9, 41), Qt::UTC);
    return {{begin, QStringLiteral("Began: 309 parts of 160 MiB.")},
        {begin.addSecs(1), QStringLiteral("The server gave the upload ID 2~kz1V…r9Q.")},
        {begin.addSecs(61), QStringLiteral("Part 181: 503 SlowDown (request tx0000), waits 1.4 s.")},
        {begin.addSecs(63), QStringLiteral("Part 181 stored at the second attempt.")}};
}

inline QList<double> speeds(int seconds)
{
    QList<double> figures;
    for (int i = 0; i < seconds; ++i)
        figures.append((96 + 22 * std::sin(i / 17.0) + 9 * std::sin(i / 3.1) - (i % 97 < 8 ? 60 : 0)) * 1024 * 1024);
    return figures;
}

inline QList<upload::Connection> connections()
{
    upload::Connection ceph;
    ceph.id = QStringLiteral("ceph");
    ceph.name = QStringLiteral("Studio archive (Ceph)");
    ceph.endpoint.host = "127.0.0.1:8000";
    upload::Connection sandbox;
    sandbox.id = QStringLiteral("sandbox");
    sandbox.name = QStringLiteral("Sandbox");
    sandbox.profile.limits.minPartSize = 64 * s3::MiB;
    return {ceph, sandbox};
}

// Sparse files: large in name only.
inline QStringList writeSources(const QString &folder)
{
    const auto write = [&folder](const QString &name, qint64 size) {
        QFile file(folder + QLatin1Char('/') + name);
        const bool written = file.open(QIODevice::WriteOnly) && file.resize(size);
        Q_ASSERT(written);
        Q_UNUSED(written)
        return file.fileName();
    };
    QDir(folder).mkpath(QStringLiteral("sensor-run-0412/raw"));
    for (int i = 0; i < 23; ++i)
        write(QStringLiteral("sensor-run-0412/raw/%1.bin").arg(i), 4 * s3::MiB + i);
    QFile::link(QStringLiteral("/dev/null"), folder + QStringLiteral("/sensor-run-0412/null"));
    QFile::link(QStringLiteral("nowhere"), folder + QStringLiteral("/sensor-run-0412/broken"));
    return {write(QStringLiteral("interview-master-4k.mov"), 51'754'926'080), write(QStringLiteral("catalogue.pdf"), 17 * s3::MiB),
        folder + QStringLiteral("/sensor-run-0412"), folder + QStringLiteral("/gone.txt")};
}

} // namespace widgetsamples
