// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// CompleteMultipartUpload: judges the list of parts, then puts them together a slice at a time, so that other requests go on.

#include "sandbox/operations.h"

#include <QFile>
#include <QObject>

namespace sandbox {

// What is to be put together.
struct CompletionPlan {
    QByteArray uploadId, bucket, key;
    QStringList partFiles;
    ObjectRecord object;
    CompletedUpload completed;
};

// The plan, an answer at once (a repeated Complete), or why not.
std::variant<CompletionPlan, Answer, Failure> planCompletion(World &world, const Call &call);
Answer completedAnswer(const Route &route, const QByteArray &host, const CompletedUpload &completed);

// Runs to its end whether or not the client still listens, as on S3; deletes itself.
class Assembly : public QObject {
    Q_OBJECT
public:
    Assembly(World *world, CompletionPlan plan, QObject *parent);
    void start();

Q_SIGNALS:
    void finished(const QString &problem); // empty: the object is there

private:
    void step();
    void end(const QString &problem);
    bool copySlice(QFile &from);

    World *m_world;
    CompletionPlan m_plan;
    QFile m_out;
    qsizetype m_index = 0;
    qint64 m_offset = 0; // within the part at hand
    bool m_kernelCopies = true;
};

} // namespace sandbox
