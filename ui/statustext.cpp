// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/formatting.h"
#include "ui/messages.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Status {
    Q_DECLARE_TR_FUNCTIONS(ui::Status)
};

QString withConsequence(const QString &state, const QString &consequence)
{
    return consequence.isEmpty() ? state : Status::tr("%1 · %2", "state · consequence").arg(state, consequence);
}

QString stored(const upload::UploadSnapshot &upload)
{
    if (upload.stored > 0)
        return Status::tr("%1 are safe on the server").arg(formattedBytes(upload.stored));
    return Status::tr("nothing is stored yet");
}

} // namespace

QString stateName(upload::UploadState state)
{
    using U = upload::UploadState;
    switch (state) {
    case U::Waiting:
        return Status::tr("Waiting");
    case U::Uploading:
        return Status::tr("Uploading");
    case U::Retrying:
        return Status::tr("Retrying");
    case U::Offline:
        return Status::tr("Offline");
    case U::Pausing:
        return Status::tr("Pausing…");
    case U::Paused:
        return Status::tr("Paused");
    case U::Finishing:
        return Status::tr("Finishing on the server…");
    case U::RunningElsewhere:
        return Status::tr("Running elsewhere");
    case U::Cancelling:
        return Status::tr("Cancelling…");
    case U::Cancelled:
        return Status::tr("Cancelled");
    case U::Completed:
        return Status::tr("Completed");
    case U::Skipped:
        return Status::tr("Skipped");
    case U::NeedsAttention:
        return Status::tr("Needs attention");
    case U::Failed:
        return Status::tr("Failed");
    }
    Q_UNREACHABLE();
}

QString statusText(const upload::UploadSnapshot &upload)
{
    using U = upload::UploadState;
    const QString name = stateName(upload.state);
    switch (upload.state) {
    case U::Waiting:
        return withConsequence(name, upload.stored > 0 ? stored(upload) : Status::tr("for its turn"));
    case U::Uploading:
        return withConsequence(name,
            formattedPercent(upload.stored + upload.inAir, upload.stored + upload.inAir >= upload.size ? upload.size + 1 : upload.size));
    case U::Retrying: {
        const QString why = upload.error ? headline(*upload.error) : QString();
        const QString when =
            upload.retryIn && upload.retryIn->count() >= 1000
                ? Status::tr("again in %1").arg(formattedDuration(std::chrono::ceil<std::chrono::seconds>(*upload.retryIn)))
                : Status::tr("again in a moment");
        return why.isEmpty() ? withConsequence(name, when) : withConsequence(why, when);
    }
    case U::Offline:
        return withConsequence(Status::tr("Server not reachable"), Status::tr("goes on by itself"));
    case U::Pausing:
        if (upload.partsSending == 1)
            return withConsequence(name, Status::tr("1 part still to arrive"));
        return withConsequence(name, upload.partsSending > 1 ? Status::tr("%1 parts still to arrive").arg(upload.partsSending) : QString());
    case U::Paused:
        return withConsequence(name, upload.partSize == 0 && upload.stored == 0 ? Status::tr("starts from the beginning") : stored(upload));
    case U::Finishing:
        return name;
    case U::RunningElsewhere:
        return withConsequence(name, upload.heldBy);
    case U::Cancelling:
        return withConsequence(name, upload.uploadId.isEmpty() ? QString() : Status::tr("deleting the parts on the server"));
    case U::Cancelled:
        return withConsequence(name, Status::tr("nothing is left on the server"));
    case U::Completed:
        return withConsequence(name, printable(upload.proof));
    case U::Skipped:
        return withConsequence(name, Status::tr("the key exists already"));
    case U::NeedsAttention:
        if (upload.asksAboutKey)
            return withConsequence(Status::tr("Key exists already"), Status::tr("overwrite, skip or keep both?"));
        return upload.error ? headline(*upload.error) : name;
    case U::Failed:
        return withConsequence(name, upload.error ? headline(*upload.error) : QString());
    }
    Q_UNREACHABLE();
}

QColor statusColor(const upload::UploadSnapshot &upload, const Tokens &tokens)
{
    using U = upload::UploadState;
    switch (upload.state) {
    case U::Uploading:
    case U::Finishing:
    case U::RunningElsewhere:
        return tokens.accent;
    case U::Retrying:
    case U::Offline:
    case U::NeedsAttention:
        return tokens.attentionFill;
    case U::Completed:
        return tokens.stored;
    case U::Cancelling:
    case U::Failed:
        return tokens.failure;
    case U::Waiting:
    case U::Pausing:
    case U::Paused:
    case U::Cancelled:
    case U::Skipped:
        return tokens.muted;
    }
    Q_UNREACHABLE();
}

} // namespace ui
