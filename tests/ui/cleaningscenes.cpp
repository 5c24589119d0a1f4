// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "cleaningscenes.h"

#include "cleaningsamples.h"
#include "samples.h"
#include "silentaccount.h"
#include "ui/cancelunfinisheddialog.h"
#include "ui/lifecycledialog.h"
#include "ui/permissiondialog.h"

#include <QCheckBox>
#include <QPushButton>
#include <QSpinBox>

using upload::AbortResult;
using upload::UnfinishedState;

namespace samples {

namespace {

void press(QWidget *dialog, const char *name)
{
    dialog->findChild<QAbstractButton *>(QLatin1String(name))->click();
}

QList<ui::UnfinishedRow> rowsOf(const QString &scene)
{
    if (scene == QLatin1String("cancel-one"))
        return {row(QStringLiteral("backups"), QStringLiteral("vm/vm-image.qcow2"), "2~Hq77", 86 * GiB, UnfinishedState::PausedHere, 12)};
    if (scene == QLatin1String("cancel-plain"))
        return rowsToCancel().first(2);
    QList<ui::UnfinishedRow> rows = rowsToCancel();
    for (int i = 0; scene == QLatin1String("cancel-many") && i < 10'000; ++i)
        rows.append(row(QStringLiteral("lab-raw"), QStringLiteral("runs/%1/lidar.bin").arg(i), QByteArray::number(i), (i % 700) * MiB));
    return rows;
}

void openCancelling(const QString &scene, SilentAccount &account, QWidget *window)
{
    const QList<ui::UnfinishedRow> rows = rowsOf(scene);
    auto *dialog = new ui::CancelUnfinishedDialog(account.cleanUp,
        connection(QStringLiteral("ceph"), QStringLiteral("Studio archive (Ceph)")), rows, QDateTime::currentDateTimeUtc(), window);
    dialog->open();
    if (scene == QLatin1String("cancel-also"))
        press(dialog, "alsoRunning");
    if (!scene.startsWith(QLatin1String("cancel-ru")) && !scene.startsWith(QLatin1String("cancel-re")))
        return;
    press(dialog, "alsoPaused");
    press(dialog, "cancelUploads");
    QList<AbortResult> results;
    for (int i : {0, 1, 3, 4, 5, 6})
        results.append({rows.at(i).upload.address, AbortResult::Gone, {}});
    if (scene != QLatin1String("cancel-result-whole")) {
        results.append({rows.at(7).upload.address, AbortResult::Refused, denied()});
        results.append({rows.at(8).upload.address, AbortResult::Unproven, denied()});
        results.append({rows.at(9).upload.address, AbortResult::StillThere, {}});
        results.append({rows.at(10).upload.address, AbortResult::Refused,
            error(s3::ErrorKind::Throttled, "SlowDown", "Please reduce your request rate.")});
    } else {
        for (int i : {7, 8, 9, 10, 11, 12})
            results.append({rows.at(i).upload.address, AbortResult::Gone, {}});
    }
    Q_EMIT account.cleanUp.aborted(dialog->run(), results);
    if (scene.startsWith(QLatin1String("cancel-result")))
        Q_EMIT account.cleanUp.ended(dialog->run(), true);
}

void openLifecycle(const QString &scene, SilentAccount &account, QWidget *window)
{
    const QString id = QStringLiteral("ceph"), bucket = QStringLiteral("backups");
    auto *dialog = new ui::LifecycleDialog(account.lifecycles, connection(id, QStringLiteral("Studio archive (Ceph)")),
        {bucket, QStringLiteral("lab-raw")}, bucket,
        {{{{bucket, QStringLiteral("vm/vm-image.qcow2")}, "2~Hq77"}, QUuid::createUuid(), upload::Ours::Paused,
            QDateTime::currentDateTimeUtc().addDays(-12)}},
        QDateTime::currentDateTimeUtc(), window);
    dialog->open();
    if (scene == QLatin1String("lifecycle-reading"))
        return;
    if (scene == QLatin1String("lifecycle-denied")) {
        Q_EMIT account.lifecycles.refused(id, bucket, denied(), s3::Operation::GetBucketLifecycle);
        return;
    }
    if (scene == QLatin1String("lifecycle-none")) {
        Q_EMIT account.lifecycles.refused(id, bucket, error(s3::ErrorKind::Permanent, "NoLifecycle", "This server has no lifecycle rules."),
            s3::Operation::GetBucketLifecycle);
        return;
    }
    Q_EMIT account.lifecycles.found(
        id, bucket, rules(scene == QLatin1String("lifecycle-change") || scene == QLatin1String("lifecycle-remove") ? 30 : 0));
    QMetaObject::invokeMethod(
        dialog,
        [&account, dialog, scene, id, bucket] {
            if (scene == QLatin1String("lifecycle-change"))
                dialog->findChild<QSpinBox *>()->setValue(7);
            else if (scene != QLatin1String("lifecycle"))
                press(dialog, "deleteUnfinished");
            if (scene != QLatin1String("lifecycle-written") && scene != QLatin1String("lifecycle-refused"))
                return;
            press(dialog, "writeRule");
            if (scene == QLatin1String("lifecycle-written"))
                Q_EMIT account.lifecycles.written(id, bucket, rules(7));
            else
                Q_EMIT account.lifecycles.refused(id, bucket, denied(), s3::Operation::PutBucketLifecycle);
        },
        Qt::QueuedConnection);
}

} // namespace

QStringList cleaningScenes()
{
    QStringList names;
    for (const char *name : {"cancel", "cancel-one", "cancel-plain", "cancel-also", "cancel-many", "cancel-running", "cancel-result",
             "cancel-result-whole", "lifecycle", "lifecycle-new", "lifecycle-change", "lifecycle-remove", "lifecycle-written",
             "lifecycle-refused", "lifecycle-denied", "lifecycle-none", "lifecycle-reading", "permission"})
        names.append(QLatin1String(name));
    return names;
}

bool openCleaningScene(const QString &scene, SilentAccount &account, QWidget *window)
{
    if (!cleaningScenes().contains(scene))
        return false;
    if (scene.startsWith(QLatin1String("cancel")))
        openCancelling(scene, account, window);
    else if (scene.startsWith(QLatin1String("lifecycle")))
        openLifecycle(scene, account, window);
    else
        (new ui::PermissionDialog(connection(QStringLiteral("ceph"), QStringLiteral("Studio archive (Ceph)")),
             QStringLiteral("studio-archive"), s3::Operation::ListMultipartUploads, denied(), window))
            ->open();
    return true;
}

} // namespace samples
