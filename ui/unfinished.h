// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Uploads in progress that something new would meet under the same key: this window's own, and those that only the server knows.

#include "upload/snapshot.h"
#include "upload/work.h"

#include <QHash>

#include <functional>

namespace ui {

struct Unfinished {
    upload::UploadId id; // this window's; null: only the server knows it
    QString connectionId;
    s3::UploadAddress address;                               // the upload ID is empty before Create was answered
    QString sourcePath;                                      // of this window's
    upload::UploadState state = upload::UploadState::Paused; // of this window's
    qint64 bytes = 0;                                        // that the server holds; -1: not known
    int parts = 0;
    QDateTime begun, lastPart; // UTC; lastPart is invalid when there is none or it is not known
    QString initiator;         // as the server tells it
    bool isOwn() const { return !id.isNull(); }
};

using UnfinishedByKey = QHash<QString, QList<Unfinished>>;
using OwnUnfinished = std::function<QList<Unfinished>()>; // those of the window, asked when it matters

bool isUnfinished(upload::UploadState state); // neither settled nor about to be
Unfinished unfinishedOf(const upload::UploadSnapshot &upload);
Unfinished unfinishedOf(const QString &connectionId, const upload::OpenUpload &upload);

// Those of one connection and bucket, by key, this window's first; what the window holds is not listed again as the server's.
UnfinishedByKey unfinishedByKey(
    const QList<Unfinished> &own, const QList<upload::OpenUpload> &onServer, const QString &connectionId, const QString &bucket);

QString ageText(const QDateTime &when, const QDateTime &now); // "2 h ago", "just now"; "–" when it is not known
QString holdsText(const Unfinished &upload);                  // "3.2 GiB in 412 parts", "nothing yet"
QString shortUploadId(const QByteArray &uploadId);            // "2~kz1V…r9Q"
// "unfinished upload: 3.2 GiB, 2 h ago"; of several their number and sum.
QString unfinishedNote(const QList<Unfinished> &uploads, const QDateTime &now);

} // namespace ui
