// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Keeps the saved connections in the journal's database. All SQL and all files are touched in one thread of its own; values cross by queued calls.

#include "store/connectionlist.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>

namespace store {

class ConnectionStore : public QObject {
    Q_OBJECT
public:
    // `path`: usually journalPath(). Nothing is opened before the first call.
    explicit ConnectionStore(const QString &path, QObject *parent = nullptr);
    ~ConnectionStore() override; // does first what was asked for

    void load(); // `changed` follows, with an empty list (after `troubled`) when none can be read; from then on on every change made here
    void watchOthers();                                                     // `changed` also tells of what other processes do
    void put(const upload::SavedConnection &connection, SameName sameName); // adds, or replaces the one of its id: `stored` or `refused`
    void remove(const QString &id);                                         // `removed`, also when there was none, or `refused`
    // Of connections that are saved nothing changes: what is imported gets new ids, and other names where they are taken. `imported` or
    // `refused` with an empty id: as importedConnections(), and NeedsUser "ImportUnreadable".
    void importFrom(const QString &path);
    // Without secrets; all of them when no id is given. `exported` or `refused` with an empty id: NeedsUser "ExportFailed".
    void exportTo(const QString &path, const QStringList &ids);

Q_SIGNALS:
    void changed(const QList<upload::SavedConnection> &connections); // all of them
    void stored(const upload::SavedConnection &connection);
    void removed(const QString &id);
    void imported(const QList<upload::SavedConnection> &connections, const QStringList &remarks);
    void exported(const QString &path, int count);
    void refused(const QString &id, const s3::Error &error); // errors as savedConnections(), and ConnectionTable::put()
    void troubled(const s3::Error &error);                   // damaged, made by a newer Davit, a row that cannot be read: one sentence

private:
    // Everything below lives in the thread.
    struct Inside;
    void post(const std::function<void(Inside &)> &deed);
    void tell(Inside &inside); // reads, and sends what is new
    void tellTrouble(Inside &inside);
    void look(Inside &inside);

    QThread m_thread;
    std::unique_ptr<QObject> m_door; // lives in the thread: what is posted goes through it
    std::unique_ptr<Inside> m_inside;
};

} // namespace store
