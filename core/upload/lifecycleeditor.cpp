// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/lifecycleeditor.h"

namespace upload {

using s3::Operation;

namespace {

// What a server says that has no lifecycle rules: AWS's words, and those of Swift, MinIO's gateways and others.
bool saysThereAreNone(const s3::Error &error)
{
    return error.httpStatus == 501 || error.httpStatus == 405 || error.code == QLatin1String("NotImplemented") ||
           error.code == QLatin1String("MethodNotAllowed");
}

s3::Error improved(s3::Error error)
{
    if (saysThereAreNone(error)) {
        error.kind = s3::ErrorKind::Permanent;
        error.code = QStringLiteral("NoLifecycle");
        error.message = QStringLiteral("This server has no lifecycle rules: it cannot delete unfinished uploads by itself.");
    }
    return error;
}

// Nothing but the abort of the whole bucket's uploads may differ.
bool keepsTheOthers(const s3::LifecycleConfiguration &now, const s3::LifecycleConfiguration &wished)
{
    return s3::holdsSame(s3::withoutAbort(wished), s3::withoutAbort(now));
}

} // namespace

LifecycleEditor::LifecycleEditor(Inquiries &inquiries, QObject *parent)
    : QObject(parent)
    , m_questions(inquiries)
{
    qRegisterMetaType<s3::LifecycleConfiguration>();
    qRegisterMetaType<s3::Operation>("s3::Operation");
}

void LifecycleEditor::ask(const QString &connectionId, const QString &bucket, const Receiver &receive)
{
    m_questions.ask(connectionId, ReadLifecycle{bucket}, [receive](const Outcome &outcome) {
        if (outcome.ok())
            receive(std::get<s3::LifecycleConfiguration>(*outcome));
        else
            receive(improved(outcome.error()));
    });
}

void LifecycleEditor::read(const QString &connectionId, const QString &bucket)
{
    ask(connectionId, bucket, [this, connectionId, bucket](const s3::Result<s3::LifecycleConfiguration> &now) {
        if (now)
            Q_EMIT found(connectionId, bucket, *now);
        else
            Q_EMIT refused(connectionId, bucket, now.error(), Operation::GetBucketLifecycle);
    });
}

void LifecycleEditor::write(
    const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &shown, const s3::LifecycleConfiguration &wished)
{
    ask(connectionId, bucket, [this, connectionId, bucket, shown, wished](const s3::Result<s3::LifecycleConfiguration> &now) {
        const auto refuse = [&](const s3::Error &error, Operation operation) { Q_EMIT refused(connectionId, bucket, error, operation); };
        if (!now) {
            refuse(now.error(), Operation::GetBucketLifecycle);
        } else if (!s3::holdsSame(*now, shown)) {
            Q_EMIT found(connectionId, bucket, *now);
            refuse(s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("LifecycleChanged"),
                       QStringLiteral("Somebody changed the rules of %1 meanwhile; nothing was written.").arg(bucket)),
                Operation::PutBucketLifecycle);
        } else if (!keepsTheOthers(*now, wished)) {
            refuse(
                s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("LifecycleWouldLose"),
                    QStringLiteral("The change would touch a rule of %1 that is about something else; nothing was written.").arg(bucket)),
                Operation::PutBucketLifecycle);
        } else {
            put(connectionId, bucket, wished);
        }
    });
}

void LifecycleEditor::put(const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &wished)
{
    m_questions.ask(connectionId, WriteLifecycle{bucket, wished}, [this, connectionId, bucket, wished](const Outcome &outcome) {
        if (outcome.ok())
            prove(connectionId, bucket, wished);
        else
            Q_EMIT refused(connectionId, bucket, improved(outcome.error()), Operation::PutBucketLifecycle);
    });
}

void LifecycleEditor::prove(const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &wished)
{
    ask(connectionId, bucket, [this, connectionId, bucket, wished](const s3::Result<s3::LifecycleConfiguration> &now) {
        if (now && s3::holdsSame(*now, wished)) {
            Q_EMIT written(connectionId, bucket, *now);
            return;
        }
        s3::Error error = now ? s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("LifecycleNotKept"),
                                    QStringLiteral("The server took the rules of %1 and does not show them as they were sent.").arg(bucket))
                              : now.error();
        if (!now) {
            error.code = QStringLiteral("LifecycleNotProven");
            error.message =
                QStringLiteral("The rules of %1 were written, and could not be read again: %2").arg(bucket, now.error().message);
        }
        Q_EMIT refused(connectionId, bucket, error, now ? Operation::PutBucketLifecycle : Operation::GetBucketLifecycle);
    });
}

} // namespace upload
