// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/leases.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QSqlQuery>
#include <QStringList>
#include <QSysInfo>
#include <QUuid>
#include <QVariant>

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

QString thisMachine()
{
    static const QString machine = [] {
        QFile file(QStringLiteral("/etc/machine-id"));
        QString id;
        if (file.open(QIODevice::ReadOnly))
            id = QString::fromLatin1(file.readAll().trimmed());
        if (id.isEmpty())
            id = QSysInfo::machineHostName();
        id.replace(QLatin1Char(' '), QLatin1Char('-'));
        return id.isEmpty() ? QStringLiteral("-") : id;
    }();
    return machine;
}

Holder newHolder()
{
    const qint64 pid = QCoreApplication::applicationPid();
    return {thisBoot(), pid, startTimeOf(pid), QUuid::createUuid().toString(QUuid::WithoutBraces), thisMachine()};
}

QString leaseText(const Holder &holder)
{
    return QStringLiteral("%1 %2 %3 %4 %5").arg(holder.bootId).arg(holder.pid).arg(holder.startTime).arg(holder.journal, holder.machine);
}

Holder holderFromLease(const QString &lease)
{
    const QStringList fields = lease.split(QLatin1Char(' '));
    if (fields.size() != 4 && fields.size() != 5)
        return {};
    return {fields.at(0), fields.at(1).toLongLong(), fields.at(2).toULongLong(), fields.at(3), fields.value(4)};
}

bool livesHere(const Holder &holder)
{
    if (holder.pid <= 0 || holder.startTime == 0 || holder.bootId != thisBoot())
        return false;
    return startTimeOf(holder.pid) == holder.startTime;
}

QString holderName(const Holder &holder)
{
    const bool here = holder.machine.isEmpty() || holder.machine == thisMachine();
    return here ? QStringLiteral("process %1").arg(holder.pid) : QStringLiteral("another computer");
}

HolderWatch::HolderWatch(Clock clock)
    : m_clock(std::move(clock))
{
}

bool HolderWatch::readBeats(const QSqlDatabase &database, QSqlError *error)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral("SELECT lease, beat, at FROM beats"))) {
        *error = query.lastError();
        return false;
    }
    m_beats.clear();
    while (query.next())
        m_beats.insert(query.value(0).toString(), {query.value(1).toLongLong(), query.value(2).toLongLong()});
    return true;
}

bool HolderWatch::lives(const QString &lease)
{
    const Holder holder = holderFromLease(lease);
    if (holder.machine.isEmpty() || holder.machine == thisMachine())
        return livesHere(holder);
    const auto beat = m_beats.constFind(lease);
    if (beat == m_beats.constEnd())
        return false;
    const auto now = m_clock();
    const auto seen = m_seen.find(lease);
    if (seen == m_seen.end()) {
        if (QDateTime::currentMSecsSinceEpoch() - beat->atMs > LongDeadMs)
            return false;
        m_seen.insert(lease, {beat->count, now});
        return true;
    }
    if (seen->count != beat->count)
        *seen = {beat->count, now};
    return now - seen->since < Patience;
}

} // namespace store
