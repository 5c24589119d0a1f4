// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/messages.h"

#include "ui/errorwords.h"
#include "ui/formatting.h"
#include "ui/signins.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

namespace ui {

namespace {

constexpr int LongestSentence = 220;

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(ui::Messages)
};

// Who and what a sentence speaks of.
struct Subject {
    const s3::Error &error;
    const upload::UploadSnapshot *upload;

    QString named(const QString &placeholder) const
    {
        if (placeholder == QLatin1String("{file}"))
            return file();
        if (placeholder == QLatin1String("{bucket}"))
            return bucket();
        if (placeholder == QLatin1String("{connection}"))
            return connection();
        if (placeholder == QLatin1String("{kept}"))
            return kept();
        if (placeholder == QLatin1String("{permission}"))
            return permission();
        if (placeholder == QLatin1String("{region}"))
            return error.region.isEmpty() ? Messages::tr("another region") : Messages::tr("the region %1").arg(shortened(error.region, 30));
        if (placeholder == QLatin1String("{part}"))
            return error.partNumber ? Messages::tr("Part %1").arg(formattedCount(*error.partNumber)) : Messages::tr("A part");
        if (placeholder == QLatin1String("{code}"))
            return code();
        return placeholder;
    }

private:
    QString file() const
    {
        if (!upload || upload->sourcePath.isEmpty())
            return Messages::tr("The file");
        return QStringLiteral("“%1”").arg(shortened(QFileInfo(upload->sourcePath).fileName(), 36));
    }

    QString bucket() const
    {
        if (!upload || upload->target.bucket.isEmpty())
            return Messages::tr("The bucket");
        return Messages::tr("The bucket “%1”").arg(shortened(upload->target.bucket, 36));
    }

    QString connection() const
    {
        if (!upload || upload->connectionName.isEmpty())
            return Messages::tr("this connection");
        return QStringLiteral("“%1”").arg(shortened(upload->connectionName, 30));
    }

    QString kept() const
    {
        if (!upload || upload->partSize == 0)
            return {};
        if (upload->stored > 0)
            return QLatin1Char(' ') + Messages::tr("%1 are safe on the server.").arg(formattedBytes(upload->stored));
        return QLatin1Char(' ') + Messages::tr("Nothing is stored yet.");
    }

    // The server often names the permission; else it follows from where the upload stands.
    QString permission() const
    {
        static const QRegularExpression action(QStringLiteral("\\b((?:s3|kms):[A-Z][A-Za-z]{2,40})\\b"));
        const auto match = action.match(error.message);
        QString name = match.captured(1);
        if (name.isEmpty() && upload)
            name = upload->state == upload::UploadState::Cancelling ? QStringLiteral("s3:AbortMultipartUpload")
                                                                    : QStringLiteral("s3:PutObject");
        return name.isEmpty() ? Messages::tr("a permission") : Messages::tr("the permission %1").arg(name);
    }

    QString code() const
    {
        if (!error.code.isEmpty())
            return shortened(error.code, 40);
        return error.httpStatus ? Messages::tr("status %1").arg(error.httpStatus) : Messages::tr("no answer");
    }
};

// In one pass: a name may hold braces of its own.
QString filled(const QString &text, const Subject &subject)
{
    static const QRegularExpression placeholder(QStringLiteral("\\{[a-z]+\\}"));
    QString result;
    qsizetype from = 0;
    for (auto found = placeholder.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        result += text.mid(from, match.capturedStart() - from) + subject.named(match.captured());
        from = match.capturedEnd();
    }
    return result + text.mid(from);
}

bool looksLikeHtml(const QString &message)
{
    return message.contains(QLatin1String("<html"), Qt::CaseInsensitive) ||
           message.contains(QLatin1String("<!doctype"), Qt::CaseInsensitive);
}

const ErrorWords &wordsFor(const s3::Error &error)
{
    const ErrorWords *words = wordsForCode(looksLikeHtml(error.message) ? QStringLiteral("NotAnS3Endpoint") : error.code);
    return words ? *words : wordsForKind(error.kind);
}

// Errors that never came from a server carry a sentence of ours already, which knows more than a table can (which profile, which limit).
bool hasSentenceOfOurs(const s3::Error &error)
{
    return error.httpStatus == 0 && error.requestId.isEmpty() && error.message.size() > 12 && error.message.size() <= LongestSentence &&
           error.message.endsWith(QLatin1Char('.')) && error.message.contains(QLatin1Char(' ')) &&
           printable(error.message) == error.message;
}

} // namespace

QString sentence(const s3::Error &error, const upload::UploadSnapshot *upload)
{
    if (upload && upload->signInNeeded)
        return signInSentence(*upload);
    const ErrorWords &words = wordsFor(error);
    if (words.ownSentenceFirst && hasSentenceOfOurs(error))
        return error.message;
    const QString text = Messages::tr(words.sentence);
    const QString full = filled(text, {error, upload});
    // With names that make it too long it does without them: the row shows them anyway.
    return full.size() <= LongestSentence ? full : filled(text, {error, nullptr});
}

QString headline(const s3::Error &error)
{
    return Messages::tr(wordsFor(error).headline);
}

QString technicalDetails(const s3::Error &error)
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines.append(QStringLiteral("%1: %2").arg(name, printable(value)));
    };
    add(Messages::tr("Code"), error.code);
    add(Messages::tr("Kind"), s3::kindName(error.kind));
    add(Messages::tr("Status"), error.httpStatus ? QString::number(error.httpStatus) : QString());
    add(Messages::tr("Message"), error.message);
    add(Messages::tr("Request ID"), error.requestId);
    add(Messages::tr("Host ID"), error.hostId);
    add(Messages::tr("Region"), error.region);
    return lines.join(QLatin1Char('\n'));
}

} // namespace ui
