// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/signins.h"

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

QString pausing(const upload::UploadSnapshot &upload)
{
    if (upload.partsSending == 0)
        return stateName(upload.state);
    QString rest =
        upload.partsSending == 1 ? Status::tr("1 part still to arrive") : Status::tr("%1 parts still to arrive").arg(upload.partsSending);
    if (upload.partsDoneIn)
        rest = upload.partsDoneIn->count() < 1 ? Status::tr("%1, in a moment").arg(rest)
                                               : Status::tr("%1, about %2").arg(rest, formattedDuration(*upload.partsDoneIn));
    return withConsequence(Status::tr("Pausing"), rest);
}

// "process 4711" is the only holder that the engine can name.
QString holder(const QString &heldBy)
{
    const QString number = heldBy.section(QLatin1Char(' '), -1);
    bool isNumber = false;
    number.toLongLong(&isNumber);
    return isNumber ? Status::tr("Process %1 on this computer").arg(number) : Status::tr("Another computer");
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
        if (upload.partsComparing > 0 && upload.partsSending == 0)
            return withConsequence(Status::tr("Comparing with the file"),
                Status::tr("%1 of %2 parts")
                    .arg(formattedCount(upload.partsStored), formattedCount(upload.partsStored + upload.partsComparing)));
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
        return pausing(upload);
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
        if (upload.signInNeeded)
            return withConsequence(signInHeadline(upload.error.value_or(s3::Error())), stored(upload));
        return upload.error ? headline(*upload.error) : name;
    case U::Failed:
        return withConsequence(name, upload.error ? headline(*upload.error) : QString());
    }
    Q_UNREACHABLE();
}

QString statusSentence(const upload::UploadSnapshot &upload, const QString &otherwise)
{
    if (upload.state == upload::UploadState::RunningElsewhere && !upload.heldBy.isEmpty())
        return Status::tr("%1 uploads it; it can be controlled there.").arg(holder(upload.heldBy));
    return upload.error ? sentence(*upload.error, &upload) : otherwise;
}

QString pauseNowText(qint64 inAir)
{
    return inAir > 0 ? Status::tr("Pause now (throws away %1)").arg(formattedBytes(inAir)) : Status::tr("Pause now");
}

QString pauseNowLink(qint64 inAir)
{
    return inAir > 0 ? Status::tr("Pause now — loses %1").arg(formattedBytes(inAir)) : Status::tr("Pause now");
}

QString retryLink(const std::optional<s3::Error> &error)
{
    return error && error->code == QLatin1String("FileChanged") ? Status::tr("Upload the changed file") : Status::tr("Retry");
}

QColor statusColor(const upload::UploadSnapshot &upload, const Tokens &tokens)
{
    using U = upload::UploadState;
    switch (upload.state) {
    case U::Uploading:
    case U::Finishing:
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
    case U::RunningElsewhere: // it moves, but not here
    case U::Cancelled:
    case U::Skipped:
        return tokens.muted;
    }
    Q_UNREACHABLE();
}

} // namespace ui
