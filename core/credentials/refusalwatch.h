// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Notices when files change that a refusal was about: a profile was mended, somebody signed in elsewhere.

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <chrono>

namespace credentials {

// Looks now and then, as long as there is something to look for. Not QFileSystemWatcher: editors put new files into the place of old ones.
class RefusalWatch : public QObject {
    Q_OBJECT
public:
    explicit RefusalWatch(std::chrono::milliseconds pause = std::chrono::seconds(3), QObject *parent = nullptr);

    void add(const QString &connectionId, const QStringList &files);
    void remove(const QString &connectionId);

Q_SIGNALS:
    void changed(const QString &connectionId); // once; it is watched no more

private:
    struct Watched {
        QStringList files;
        QByteArray stamp; // their sizes and times
    };

    void look();

    QHash<QString, Watched> m_watched;
    QTimer m_timer;
};

} // namespace credentials
