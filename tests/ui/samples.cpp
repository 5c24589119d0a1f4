// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"

#include <QCryptographicHash>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <array>

using upload::PartState;
using upload::UploadSnapshot;
using upload::UploadState;

namespace samples {

namespace {

void fillStrip(UploadSnapshot &upload)
{
    if (upload.parts < 2)
        return;
    const int cells = std::min(128, upload.parts);
    upload.strip.fill(upload::StripWaiting, cells);
    const auto at = [&](int part) { return static_cast<qsizetype>(part) * cells / upload.parts; };
    for (int part = 0; part < upload.partsStored; ++part)
        upload.strip[at(part)] = upload::StripStored;
    for (int part = 0; part < upload.partsSending; ++part)
        upload.strip[std::min<qsizetype>(cells - 1, at(upload.partsStored + part))] = upload::StripSending;
    for (int part = 0; part < upload.partsComparing; ++part)
        upload.strip[std::min<qsizetype>(cells - 1, at(upload.partsStored + part))] = upload::StripComparing;
    if (upload.partsRetrying > 0)
        upload.strip[at(std::max(0, upload.partsStored - 4))] = upload::StripRetrying;
}

UploadSnapshot placed(UploadSnapshot upload, const char *path, const char *bucket, const char *key)
{
    upload.sourcePath = QString::fromUtf8(path);
    upload.target = {QString::fromUtf8(bucket), QString::fromUtf8(key)};
    return upload;
}

} // namespace

s3::Error error(s3::ErrorKind kind, const char *code, const char *message)
{
    s3::Error error;
    error.kind = kind;
    error.code = QString::fromLatin1(code);
    error.message = QString::fromUtf8(message);
    error.requestId = QStringLiteral("tx00000a1b2c3d4e5f60718-0065f1c2aa");
    error.httpStatus = 403;
    return error;
}

upload::Connection connection(const QString &id, const QString &name)
{
    upload::Connection connection;
    connection.id = id;
    connection.name = name;
    connection.endpoint.scheme = "http";
    connection.endpoint.host = "127.0.0.1:9000";
    return connection;
}

UploadSnapshot file(const QString &name, UploadState state, qint64 size, double storedShare)
{
    UploadSnapshot upload;
    upload.id = QUuid::createUuid();
    upload.sourcePath = QStringLiteral("/home/ana/footage/") + name;
    upload.target = {QStringLiteral("studio-archive"), QStringLiteral("2026/11/") + name};
    upload.connectionId = QStringLiteral("sandbox");
    upload.connectionName = QStringLiteral("Sandbox");
    upload.state = state;
    upload.size = size;
    upload.partSize = std::max<qint64>(5 * MiB, (size / 300 / MiB + 1) * MiB);
    upload.parts = static_cast<int>((size + upload.partSize - 1) / upload.partSize);
    upload.partsStored = static_cast<int>(storedShare * upload.parts);
    upload.stored = std::min(size, upload.partsStored * upload.partSize);
    upload.added = QDateTime(QDate(2026, 11, 20), QTime(9, 30), Qt::UTC);
    if (state == UploadState::Uploading) {
        upload.partsSending = std::min(8, upload.parts - upload.partsStored);
        upload.inAir = std::min(size - upload.stored, upload.partsSending * upload.partSize / 2);
        upload.bytesPerSecond = 24.0 * MiB;
        upload.timeLeft = std::chrono::seconds((size - upload.stored - upload.inAir) / (24 * MiB));
    }
    if (state == UploadState::Completed || state == UploadState::Finishing) {
        upload.stored = size;
        upload.partsStored = upload.parts;
    }
    if (state == UploadState::Completed) {
        upload.proof = QStringLiteral("verified (CRC64NVME)");
        upload.receipt = upload.id;
    }
    if (state != UploadState::Waiting)
        upload.uploadId = QByteArrayLiteral("2~kz1VbTqW8yPZr5cJ0mUeXh3fLdAo7r9Q");
    fillStrip(upload);
    return upload;
}

UploadSnapshot inFolder(const upload::BatchId &batch, const QString &folder, int number, UploadState state)
{
    const QString name =
        QStringLiteral("run-%1/frame-%2.raw").arg(number / 100, 3, 10, QLatin1Char('0')).arg(number, 6, 10, QLatin1Char('0'));
    UploadSnapshot upload = file(name, state, 4 * MiB + number * 17);
    upload.sourcePath = QStringLiteral("/data/%1/%2").arg(folder, name);
    upload.batch = batch;
    upload.batchName = folder;
    upload.batchTarget = {QStringLiteral("lab-raw"), QStringLiteral("runs/%1/").arg(folder)};
    upload.target = {QStringLiteral("lab-raw"), upload.batchTarget.key + name};
    upload.parts = upload.partsStored = upload.partsSending = 0;
    upload.partSize = 0;
    upload.strip.clear();
    upload.uploadId.clear();
    if (state == UploadState::Uploading) {
        upload.inAir = 2 * MiB;
        upload.bytesPerSecond = 4.0 * MiB;
    }
    return upload;
}

QList<UploadSnapshot> folder(const QString &name, int files, int uploading, int completed)
{
    const upload::BatchId batch = QUuid::createUuid();
    QList<UploadSnapshot> all;
    all.reserve(files);
    for (int i = 0; i < files; ++i)
        all.append(inFolder(batch, name, i,
            i < completed               ? UploadState::Completed
            : i < completed + uploading ? UploadState::Uploading
                                        : UploadState::Waiting));
    return all;
}

QList<UploadSnapshot> everyState()
{
    QList<UploadSnapshot> all;
    UploadSnapshot film = file(QStringLiteral("interview-master-4k.mov"), UploadState::Uploading, 48 * GiB + 205 * MiB, 0.6);
    film.connectionName = QStringLiteral("Studio archive (Ceph)");
    film.bytesPerSecond = 112.0 * MiB;
    film.timeLeft = std::chrono::seconds(171);
    film.partsRetrying = 1;
    fillStrip(film);
    all.append(film);
    all.append(folder(QStringLiteral("sensor-run-0412"), 2318, 6, 880));
    all.append(placed(file({}, UploadState::Paused, 120 * GiB, 0.72), "/var/lib/images/vm-image.qcow2", "backups", "vm/vm-image.qcow2"));
    UploadSnapshot dump = placed(file({}, UploadState::NeedsAttention, 31 * GiB, 0.44), "/srv/db-dump.zst", "backups", "db/db-dump.zst");
    dump.error = error(s3::ErrorKind::CredentialsExpired, "ExpiredToken", "The provided token has expired.");
    all.append(dump);
    all.append(file(QStringLiteral("catalogue.pdf"), UploadState::Completed, 17 * MiB));
    UploadSnapshot known = file(QStringLiteral("catalogue-en.pdf"), UploadState::NeedsAttention, 16 * MiB);
    known.asksAboutKey = true;
    all.append(known);
    UploadSnapshot again = file(QStringLiteral("b-roll-07.mov"), UploadState::Retrying, 9 * GiB, 0.3);
    again.retryIn = std::chrono::seconds(12);
    again.partsRetrying = 3;
    again.error = error(s3::ErrorKind::Throttled, "SlowDown", "Please reduce your request rate.");
    fillStrip(again);
    all.append(again);
    all.append(file(QStringLiteral("b-roll-08.mov"), UploadState::Waiting, 7 * GiB));
    all.append(file(QStringLiteral("proxy-cut.mp4"), UploadState::Finishing, 3 * GiB));
    UploadSnapshot failed = file(QStringLiteral("scans-of-the-old-catalogue-with-a-rather-long-name-that-does-not-fit-2019-2026.tar"),
        UploadState::Failed, 12 * GiB, 0.5);
    failed.error = error(s3::ErrorKind::Permanent, "AccessDenied", "Access Denied");
    all.append(failed);
    all.append(file(QStringLiteral("stills.zip"), UploadState::Pausing, 2 * GiB, 0.8));
    all.append(file(QStringLiteral("offsite.tar"), UploadState::Offline, 2 * GiB, 0.2));
    all.append(file(QStringLiteral("draft.mov"), UploadState::Cancelling, 2 * GiB, 0.2));
    all.append(file(QStringLiteral("old-draft.mov"), UploadState::Cancelled, 2 * GiB));
    all.append(file(QStringLiteral("same.bin"), UploadState::Skipped, 2 * MiB));
    all.append(file(QString::fromUtf8("Zdj\xC4\x99"
                                      "cia \xE2\x80\xAE"
                                      "gnp.exe"),
        UploadState::Completed, 2 * MiB));
    return all;
}

QList<UploadSnapshot> durableStates()
{
    QList<UploadSnapshot> all;
    UploadSnapshot compared = file(QStringLiteral("compared.mov"), UploadState::Uploading, 3 * GiB, 0.04);
    compared.partsComparing = compared.parts / 2;
    compared.partsSending = 0;
    compared.inAir = 0;
    compared.bytesPerSecond = 0;
    compared.timeLeft.reset();
    fillStrip(compared);
    all.append(compared);
    UploadSnapshot pausing = file(QStringLiteral("pausing.mov"), UploadState::Pausing, 3 * GiB, 0.5);
    pausing.partsSending = 3;
    pausing.inAir = 43'200'000;
    pausing.partsDoneIn = std::chrono::seconds(12);
    fillStrip(pausing);
    all.append(pausing);
    UploadSnapshot elsewhere = file(QStringLiteral("elsewhere.mov"), UploadState::RunningElsewhere, 3 * GiB, 0.6);
    elsewhere.heldBy = QStringLiteral("process 4711");
    all.append(elsewhere);
    UploadSnapshot moved = file(QStringLiteral("moved.mov"), UploadState::NeedsAttention, 3 * GiB, 0.6);
    moved.error = error(s3::ErrorKind::SourceUnreadable, "FileNotFound", "");
    all.append(moved);
    UploadSnapshot changed = file(QStringLiteral("changed.mov"), UploadState::NeedsAttention, 3 * GiB, 0.6);
    changed.error = error(s3::ErrorKind::SourceChanged, "FileChanged", "");
    all.append(changed);
    UploadSnapshot expired = file(QStringLiteral("expired.mov"), UploadState::Failed, 3 * GiB);
    expired.error = error(s3::ErrorKind::UploadGone, "UploadExpired", "");
    all.append(expired);
    return all;
}

QList<upload::PartSnapshot> partsOf(const UploadSnapshot &upload)
{
    QList<upload::PartSnapshot> parts;
    for (int number = 1; number <= upload.parts; ++number) {
        upload::PartSnapshot part;
        part.number = number;
        part.offset = (number - 1) * upload.partSize;
        part.length = std::min(upload.partSize, upload.size - part.offset);
        if (number <= upload.partsStored) {
            part.state = PartState::Stored;
            part.attempt = 1;
            part.etag = QByteArrayLiteral("\"9b2cf535f27731c974343645a3985328\"");
            part.checksum = QStringLiteral("crc64nvme AAECAwQFBgc=");
        } else if (number <= upload.partsStored + upload.partsSending) {
            part.state = PartState::Sending;
            part.attempt = 1;
            part.inAir = part.length * (20 + 37 * number % 70) / 100;
            part.bytesPerSecond = 14.3 * MiB;
        }
        if (upload.partsComparing > 0 && number > upload.partsStored && number <= upload.partsStored + upload.partsComparing) {
            part.state = PartState::Comparing;
            part.etag = QByteArrayLiteral("\"9b2cf535f27731c974343645a3985328\"");
        }
        if (upload.partsRetrying > 0 && number == upload.partsStored - 3) {
            part.state = PartState::Retrying;
            part.attempt = 2;
            part.trouble = QStringLiteral("503 SlowDown, waits 1.4 s");
        }
        parts.append(part);
    }
    return parts;
}

upload::Totals totalsOf(const QList<UploadSnapshot> &uploads)
{
    upload::Totals totals;
    for (const UploadSnapshot &upload : uploads) {
        totals.bytesPerSecond += upload.bytesPerSecond;
        if (upload.state == UploadState::Uploading || upload.state == UploadState::Waiting || upload.state == UploadState::Retrying) {
            totals.bytesLeft += upload.size - upload.stored - upload.inAir;
            ++totals.active;
        }
    }
    totals.connectionsBusy = totals.connectionsWanted = 12;
    if (totals.bytesPerSecond > 0)
        totals.timeLeft = std::chrono::seconds(static_cast<qint64>(static_cast<double>(totals.bytesLeft) / totals.bytesPerSecond));
    return totals;
}

upload::Receipt receipt(const QString &key, qint64 size, int parts, upload::Proof proof)
{
    const auto digest = [&key](const QString &what) { return QCryptographicHash::hash((key + what).toUtf8(), QCryptographicHash::Md5); };
    upload::Receipt receipt;
    receipt.id = QUuid::createUuidV5(QUuid(), key);
    receipt.object = {QStringLiteral("studio-archive"), key};
    receipt.endpoint = QStringLiteral("https://ceph.studio.example:8080");
    receipt.region = QStringLiteral("eu-central-1");
    receipt.connectionId = QStringLiteral("ceph");
    receipt.connectionName = QStringLiteral("Studio archive (Ceph)");
    receipt.sourcePath = QStringLiteral("/home/ana/footage/") + key.mid(key.lastIndexOf(QLatin1Char('/')) + 1);
    receipt.fingerprint = {size, 1'764'062'581'123'456'789, 4711, 66};
    receipt.etag = '"' + digest(QStringLiteral("etag")).toHex() + (parts > 0 ? '-' + QByteArray::number(parts) : QByteArray()) + '"';
    receipt.crc64Nvme = digest(QStringLiteral("crc")).left(8);
    if (proof == upload::Proof::Checksum) {
        receipt.confirmed.values.insert("CRC64NVME", receipt.crc64Nvme.toBase64());
        receipt.confirmed.type = "FULL_OBJECT";
        receipt.integrity = s3::Integrity::Crc64Nvme;
    }
    receipt.proof = proof;
    receipt.uploadId = parts > 0 ? "2~" + digest(QStringLiteral("upload")).toBase64().left(22) + "kz1VbTqW8y" : QByteArray();
    receipt.token = "a-token";
    receipt.added = QDateTime(QDate(2026, 11, 20), QTime(9, 30), Qt::UTC);
    receipt.completed = receipt.added.addSecs(754);
    receipt.partCount = parts;
    receipt.madeBy = QStringLiteral("Davit 0.1.0");
    for (int number = 1; number <= parts; ++number) {
        upload::ReceiptPart part;
        part.number = number;
        part.size = number < parts ? size / parts : size - (parts - 1) * (size / parts);
        part.etag = '"' + digest(QString::number(number)).toHex() + '"';
        part.digests.crc64Nvme = digest(QString::number(number)).right(8);
        receipt.parts.append(part);
    }
    return receipt;
}

QList<upload::Receipt> receipts(int count)
{
    using upload::Proof;
    constexpr std::array proofs = {
        Proof::Checksum, Proof::Checksum, Proof::Etag, Proof::Token, Proof::Confirmed, Proof::Length, Proof::Checksum};
    const QStringList names = {QStringLiteral("2026/11/interview-master-4k.mov"), QStringLiteral("print/catalogue.pdf"),
        QStringLiteral("db/db-dump.zst"), QStringLiteral("vm/vm-image.qcow2"), QStringLiteral("2026/11/Überseekiste 1.bin"),
        QStringLiteral("runs/0412/sensor.dat"), QStringLiteral("2026/11/scan.tif")};
    QList<upload::Receipt> all;
    all.reserve(count);
    for (int i = 0; i < count; ++i) {
        const QString &name = names.at(i % names.size());
        const QString key = i < names.size() ? name : QStringLiteral("%1-%2").arg(name).arg(i, 6, 10, QLatin1Char('0'));
        const qint64 size = (qint64(i) * 7919 % 5000 + 17) * MiB + i;
        all.append(receipt(key, size, 0, proofs.at(static_cast<size_t>(i) % proofs.size())));
        all.last().partCount = static_cast<int>(size / (16 * MiB)) + 1;
        all.last().uploadId = "2~" + QByteArray::number(i) + "-upload";
        all.last().completed = all.last().completed.addSecs(-3600LL * i);
    }
    return all;
}

void letPass(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace samples
