// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/leases.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>
#include <QUuid>

namespace store {

namespace {

QString thisBoot()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromLatin1(file.readAll().trimmed());
}

// Field 22 of /proc/PID/stat (proc(5)); 0 when there is no such process, or it is a zombie that waits for its parent.
quint64 startTimeOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    // The name in field 2 may hold blanks and parentheses: fields are counted from the last one on.
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20 || fields.at(0) == "Z" || fields.at(0) == "X")
        return 0;
    return fields.at(19).toULongLong();
}

} // namespace

Holder newHolder()
{
    const qint64 pid = QCoreApplication::applicationPid();
    return {thisBoot(), pid, startTimeOf(pid), QUuid::createUuid().toString(QUuid::WithoutBraces)};
}

QString leaseText(const Holder &holder)
{
    return QStringLiteral("%1 %2 %3 %4").arg(holder.bootId).arg(holder.pid).arg(holder.startTime).arg(holder.journal);
}

Holder holderFromLease(const QString &lease)
{
    const QStringList fields = lease.split(QLatin1Char(' '));
    if (fields.size() != 4)
        return {};
    return {fields.at(0), fields.at(1).toLongLong(), fields.at(2).toULongLong(), fields.at(3)};
}

bool lives(const Holder &holder)
{
    if (holder.pid <= 0 || holder.startTime == 0 || holder.bootId != thisBoot())
        return false;
    return startTimeOf(holder.pid) == holder.startTime;
}

} // namespace store
