// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/report.h"
#include "app/cli/jsonreport.h"
#include "app/cli/textreport.h"
#include "app/cli/words.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace cli {

namespace {

int lostOutput = 0; // errno

void writeAll(int descriptor, const QByteArray &text)
{
    const char *at = text.constData();
    qsizetype left = text.size();
    while (left > 0) {
        const ssize_t written = ::write(descriptor, at, std::size_t(left));
        if (written > 0) {
            at += written;
            left -= written;
        } else if (written < 0 && errno == EAGAIN) {
            // Somebody made the terminal non-blocking for us.
            pollfd ready{descriptor, POLLOUT, 0};
            ::poll(&ready, 1, 1000);
        } else if (written < 0 && errno != EINTR) {
            if (descriptor == STDOUT_FILENO && errno != EPIPE && errno != EBADF && lostOutput == 0)
                lostOutput = errno;
            return; // nobody listens any more; the upload goes on
        }
    }
}

} // namespace

std::unique_ptr<Report> reportFor(const Options &options)
{
    if (options.json)
        return std::make_unique<JsonReport>();
    return std::make_unique<TextReport>(options.quiet);
}

QString stateWord(upload::UploadState state)
{
    using upload::UploadState;
    switch (state) {
    case UploadState::Waiting:
        return QStringLiteral("waiting");
    case UploadState::Uploading:
        return QStringLiteral("uploading");
    case UploadState::Retrying:
        return QStringLiteral("retrying");
    case UploadState::Offline:
        return QStringLiteral("offline");
    case UploadState::Pausing:
        return QStringLiteral("pausing");
    case UploadState::Paused:
        return QStringLiteral("paused");
    case UploadState::Finishing:
        return QStringLiteral("finishing");
    case UploadState::RunningElsewhere:
        return QStringLiteral("running-elsewhere");
    case UploadState::Cancelling:
        return QStringLiteral("cancelling");
    case UploadState::Cancelled:
        return QStringLiteral("cancelled");
    case UploadState::Completed:
        return QStringLiteral("completed");
    case UploadState::Skipped:
        return QStringLiteral("skipped");
    case UploadState::NeedsAttention:
        return QStringLiteral("needs-attention");
    case UploadState::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

bool isResumable(const upload::UploadSnapshot &upload)
{
    const s3::Error error = upload.error.value_or(s3::Error{});
    if (error.kind == s3::ErrorKind::Permanent)
        return false;
    if (!upload.uploadId.isEmpty() || error.kind == s3::ErrorKind::SourceChanged)
        return true;
    // A mistyped bucket is no state that passes.
    return upload.state == upload::UploadState::NeedsAttention && error.code != QLatin1String("NoSuchBucket");
}

QString fullId(const upload::UploadId &id)
{
    return id.toString(QUuid::WithoutBraces);
}

QString shortId(const upload::UploadId &id)
{
    return fullId(id).left(8);
}

QString etagText(const QByteArray &etag)
{
    const bool quoted = etag.size() >= 2 && etag.startsWith('"') && etag.endsWith('"');
    return QString::fromUtf8(quoted ? etag.mid(1, etag.size() - 2) : etag);
}

QString ageText(const QDateTime &when)
{
    if (!when.isValid())
        return QStringLiteral("at an unknown time");
    const qint64 seconds = when.secsTo(QDateTime::currentDateTimeUtc());
    return seconds < 60 ? QStringLiteral("just now") : spanText(seconds) + QStringLiteral(" ago");
}

void writeOut(const QByteArray &text)
{
    writeAll(STDOUT_FILENO, text);
}

void writeErr(const QByteArray &text)
{
    writeAll(STDERR_FILENO, text);
}

int outputError()
{
    return lostOutput;
}

} // namespace cli
