// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/connectionstore.h"

#include "store/connectiontable.h"
#include "upload/savedconnectionjson.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMetaObject>
#include <QSaveFile>
#include <QTimer>

#include <chrono>

namespace store {

using upload::SavedConnection;
using namespace std::chrono_literals;

namespace {

s3::Result<QByteArray> contentOf(const QString &path)
{
    const auto refused = [&path](const QString &reason) {
        return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ImportUnreadable"),
            QStringLiteral("%1 cannot be imported: %2.").arg(QDir::toNativeSeparators(path), reason));
    };
    const QFileInfo info(path);
    // A pipe or a device would be read for ever.
    if (!info.isFile())
        return refused(info.exists() ? QStringLiteral("it is not a file") : QStringLiteral("it is not there"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refused(file.errorString());
    return file.read(upload::largestImport + 1);
}

} // namespace

struct ConnectionStore::Inside {
    explicit Inside(const QString &path)
        : table(path)
    {
    }
    ConnectionTable table;
    QTimer look;
    std::optional<QList<SavedConnection>> told;
    QStringList toldRemarks;
    bool watches = false;
};

ConnectionStore::ConnectionStore(const QString &path, QObject *parent)
    : QObject(parent)
    , m_door(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("connections"));
    m_thread.start();
    m_door->moveToThread(&m_thread);
    QMetaObject::invokeMethod(
        m_door.get(),
        [this, path] {
            m_inside = std::make_unique<Inside>(path);
            m_inside->look.setInterval(2s);
            connect(&m_inside->look, &QTimer::timeout, m_door.get(), [this] { look(*m_inside); });
        },
        Qt::QueuedConnection);
}

ConnectionStore::~ConnectionStore()
{
    // Queued behind everything that was asked before.
    QMetaObject::invokeMethod(
        m_door.get(),
        [this] {
            m_inside.reset();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void ConnectionStore::post(const std::function<void(Inside &)> &deed)
{
    QMetaObject::invokeMethod(
        m_door.get(), [this, deed] { deed(*m_inside); }, Qt::QueuedConnection);
}

void ConnectionStore::tellTrouble(Inside &inside)
{
    if (const auto trouble = inside.table.takeTrouble())
        Q_EMIT troubled(*trouble);
}

void ConnectionStore::tell(Inside &inside)
{
    auto list = inside.table.all();
    tellTrouble(inside);
    if (!list) {
        if (!inside.told) {
            inside.told.emplace();
            Q_EMIT troubled(list.error());
            Q_EMIT changed({});
        }
        // Whoever only keeps the file locked will let go of it.
        inside.look.start();
        return;
    }
    if (!inside.watches)
        inside.look.stop();
    if (inside.toldRemarks != list->remarks) {
        inside.toldRemarks = list->remarks;
        if (!list->remarks.isEmpty())
            Q_EMIT troubled(s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ConnectionUnreadable"),
                list->remarks.size() == 1
                    ? list->remarks.first()
                    : QStringLiteral("%1 saved connections cannot be read and are left as they are.").arg(list->remarks.size())));
    }
    if (inside.told == list->connections)
        return;
    inside.told = list->connections;
    Q_EMIT changed(list->connections);
}

void ConnectionStore::look(Inside &inside)
{
    if (inside.table.changedByOthers())
        tell(inside);
}

void ConnectionStore::load()
{
    post([this](Inside &inside) {
        inside.told.reset();
        tell(inside);
    });
}

void ConnectionStore::watchOthers()
{
    post([this](Inside &inside) {
        inside.watches = true;
        inside.look.start();
        look(inside);
    });
}

void ConnectionStore::put(const SavedConnection &connection, SameName sameName)
{
    post([this, connection, sameName](Inside &inside) {
        const auto kept = inside.table.put({connection}, sameName);
        tellTrouble(inside);
        if (!kept) {
            Q_EMIT refused(connection.id, kept.error());
            return;
        }
        tell(inside);
        Q_EMIT stored(kept->first());
    });
}

void ConnectionStore::remove(const QString &id)
{
    post([this, id](Inside &inside) {
        const auto error = inside.table.remove(id);
        tellTrouble(inside);
        if (error) {
            Q_EMIT refused(id, *error);
            return;
        }
        tell(inside);
        Q_EMIT removed(id);
    });
}

void ConnectionStore::importFrom(const QString &path)
{
    post([this, path](Inside &inside) {
        const auto content = contentOf(path);
        if (!content) {
            Q_EMIT refused({}, content.error());
            return;
        }
        const auto found = upload::importedConnections(*content);
        if (!found) {
            Q_EMIT refused({}, found.error());
            return;
        }
        const auto kept = inside.table.put(found->connections, SameName::Number);
        tellTrouble(inside);
        if (!kept) {
            Q_EMIT refused({}, kept.error());
            return;
        }
        tell(inside);
        Q_EMIT imported(*kept, found->remarks);
    });
}

void ConnectionStore::exportTo(const QString &path, const QStringList &ids)
{
    post([this, path, ids](Inside &inside) {
        const auto list = inside.table.all();
        tellTrouble(inside);
        if (!list) {
            Q_EMIT refused({}, list.error());
            return;
        }
        QList<SavedConnection> wanted;
        for (const SavedConnection &connection : list->connections) {
            if (ids.isEmpty() || ids.contains(connection.id))
                wanted.append(connection);
        }
        QSaveFile file(path);
        const QByteArray content = upload::exportedConnections(wanted);
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
            file.write(content) != content.size() || !file.commit()) {
            Q_EMIT refused({}, s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ExportFailed"),
                                   QStringLiteral("The connections could not be written to %1: %2.")
                                       .arg(QDir::toNativeSeparators(path), file.errorString())));
            return;
        }
        Q_EMIT exported(path, static_cast<int>(wanted.size()));
    });
}

} // namespace store
