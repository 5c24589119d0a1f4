// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Rows to be cancelled and rules to be changed.

#include "ui/unfinishedrow.h"
#include "unfinishedsamples.h"

namespace samples {

inline ui::UnfinishedRow row(const QString &bucket, const QString &key, const QByteArray &uploadId, qint64 bytes,
    upload::UnfinishedState state = upload::UnfinishedState::Abandoned, qint64 daysOld = 90)
{
    const qint64 seconds =
        state == upload::UnfinishedState::RunningElsewhere || state == upload::UnfinishedState::RunningHere ? 480 : daysOld * 86400;
    ui::UnfinishedRow made;
    made.upload = listed(bucket, key, uploadId, seconds).upload;
    made.judgement.state = state;
    if (bytes >= 0) {
        made.holding = holding(bytes, static_cast<int>(bytes >> 27) + 1, seconds, true);
        made.aMonth = upload::Money{static_cast<double>(bytes) / (1 << 30) * 0.023, QStringLiteral("USD")};
    }
    if (state == upload::UnfinishedState::PausedHere || state == upload::UnfinishedState::RunningHere) {
        made.ours = state == upload::UnfinishedState::PausedHere ? upload::Ours::Paused : upload::Ours::Running;
        made.own = QUuid::createUuid();
    }
    return made;
}

// Twelve that may go, two that are alive, one of which nothing is known, one of ours.
inline QList<ui::UnfinishedRow> rowsToCancel()
{
    using upload::UnfinishedState;
    constexpr qint64 gib = 1 << 30;
    QList<ui::UnfinishedRow> rows = {
        row(QStringLiteral("studio-archive"), QStringLiteral("2026/08/rushes-day-3.mov"), "2~Xb19kz1VbWq80aQ", 96 * gib),
        row(QStringLiteral("lab-raw"), QStringLiteral("runs/0398/lidar.bin"), "2~9cK2kz1VbWq8LwE", 61 * gib + gib / 2),
        row(QStringLiteral("studio-archive"), QStringLiteral("2026/11/b-roll.mov"), "2~Zs03bWq8x3cQp8c", 12 * gib,
            UnfinishedState::RunningElsewhere),
    };
    for (int i = 0; i < 10; ++i)
        rows.append(
            row(QStringLiteral("backups"), QStringLiteral("vm/images/vm-image-%1.qcow2").arg(i), "2~Hq77-" + QByteArray::number(i), 0));
    rows.append(
        row(QStringLiteral("lab-raw"), QStringLiteral("runs/0402/lidar.bin"), "2~Kl20x3cQp8c", 2 * gib, UnfinishedState::RunningElsewhere));
    rows.append(row(QStringLiteral("exports"), QStringLiteral("exports/q3.tar"), "2~Bd40x3V", -1, UnfinishedState::Unknown));
    rows.append(
        row(QStringLiteral("backups"), QStringLiteral("vm/vm-image.qcow2"), "2~Hq77kz1t1M", 86 * gib, UnfinishedState::PausedHere, 12));
    return rows;
}

inline s3::Error denied()
{
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = QStringLiteral("AccessDenied");
    error.message = QStringLiteral("Access Denied");
    error.httpStatus = 403;
    error.requestId = QStringLiteral("tx00000c1f");
    return error;
}

// A rule that moves objects, and when `days` > 0 one that deletes unfinished uploads.
inline s3::LifecycleConfiguration rules(int days)
{
    s3::LifecycleRule cold;
    cold.xml = "<Rule><ID>cold</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Transition><Days>30</Days>"
               "<StorageClass>GLACIER</StorageClass></Transition></Rule>";
    cold.id = QStringLiteral("cold");
    cold.enabled = true;
    cold.prefix = QStringLiteral("logs/");
    s3::LifecycleConfiguration configuration;
    configuration.rules = {cold};
    return days > 0 ? s3::withAbortAfter(configuration, days) : configuration;
}

} // namespace samples
