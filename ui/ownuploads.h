// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which uploads on a server are this window's own: the list of uploads by the addresses that servers know them by.

#include "ui/unfinishedrow.h"
#include "upload/snapshot.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace ui {

class OwnUploads : public QObject {
    Q_OBJECT
public:
    explicit OwnUploads(QObject *parent = nullptr);

    void update(const QList<upload::UploadSnapshot> &changed); // also new ones; costs what changed
    void remove(const QList<upload::UploadId> &ids);
    QList<OwnUpload> of(const QString &connectionId) const; // those that are over included, until they leave the list of uploads

Q_SIGNALS:
    void changed(); // soon after

private:
    struct Known {
        QString connectionId;
        OwnUpload upload;
    };
    void tellSoon();

    QHash<upload::UploadId, Known> m_known;
    QTimer m_soon;
};

} // namespace ui
