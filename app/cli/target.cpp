// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/target.h"
#include "app/cli/words.h"

#include "s3/awsarn.h"
#include "s3/uriencoding.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QStringDecoder>

namespace cli {

namespace {

s3::Error refusal(const char *code, const QString &sentence)
{
    s3::Error error;
    error.code = QLatin1String(code);
    error.message = sentence;
    return error;
}

std::optional<QString> fromUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    QString text = decoder(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

std::optional<s3::Error> keyRefusal(const QString &key)
{
    if (s3::hasDotSegment(key)) {
        return refusal("InvalidKey",
            QStringLiteral("The key \"%1\" has a \".\" or \"..\" between slashes, which cannot be sent unchanged; choose another key.")
                .arg(printable(key)));
    }
    if (const qsizetype bytes = key.toUtf8().size(); bytes > 1024)
        return refusal("KeyTooLongError", QStringLiteral("The key would have %1 bytes; S3 takes at most 1,024.").arg(bytes));
    return std::nullopt;
}

} // namespace

s3::Result<Target> targetFromText(const QByteArray &typed)
{
    const std::optional<QString> text = fromUtf8(typed);
    if (!text)
        return refusal("InvalidTarget", QStringLiteral("The target %1 is not UTF-8, and a key has to be.").arg(printable(typed)));
    if (!text->startsWith(QStringLiteral("s3://")))
        return refusal("InvalidTarget", QStringLiteral("The target has to be s3://BUCKET/…, not \"%1\".").arg(printable(*text)));
    const QString rest = text->mid(5);
    const qsizetype bucketLength = s3::bucketLengthIn(rest);
    Target target{rest.left(bucketLength), rest.mid(bucketLength + 1)};
    if (s3::looksLikeArn(target.bucket)) // what it may consist of depends on the endpoint: s3::resolveBucket judges it
        return target;
    // S3 and those who speak it are not of one mind on capitals, dots and underscores; what cannot stand in any URL's path is refused here.
    for (const QChar c : target.bucket) {
        const bool fits =
            (c.unicode() < 0x80 && c.isLetterOrNumber()) || c == QLatin1Char('-') || c == QLatin1Char('.') || c == QLatin1Char('_');
        if (!fits)
            return refusal("InvalidTarget", QStringLiteral("\"%1\" cannot be the name of a bucket.").arg(printable(target.bucket)));
    }
    if (target.bucket.isEmpty() || target.bucket == QLatin1String(".") || target.bucket == QLatin1String(".."))
        return refusal("InvalidTarget", QStringLiteral("The target \"%1\" names no bucket.").arg(printable(*text)));
    return target;
}

QList<Source> sourcesFrom(const QList<QByteArray> &operands)
{
    QList<Source> sources;
    for (const QByteArray &typed : operands) {
        Source source{typed, {}, false};
        if (std::optional<QString> path = fromUtf8(typed); path && !path->isEmpty()) {
            if (!path->startsWith(QLatin1Char('/')))
                path->prepend(QDir::currentPath() + QLatin1Char('/'));
            while (path->size() > 1 && path->endsWith(QLatin1Char('/')))
                path->chop(1);
            // "." and ".." have a name too, which is what the key begins with.
            const QString last = path->section(QLatin1Char('/'), -1);
            if (last == QLatin1String(".") || last == QLatin1String("..")) {
                if (const QString canonical = QFileInfo(*path).canonicalFilePath(); !canonical.isEmpty())
                    path = canonical;
            }
            source.path = *path;
            source.isFolder = QFileInfo(*path).isDir();
        }
        sources.append(source);
    }
    return sources;
}

Plan planFor(const QList<upload::FoundItem> &items, const Target &target, const upload::UploadSpec &common, const upload::KeyRule &rule)
{
    upload::UploadSpec shared = common;
    shared.target.bucket = target.bucket;
    upload::PlannedUploads planned = upload::specsFor(items, shared, {target.isPrefix() ? target.key : QString(), rule});
    QList<upload::UploadSpec> &specs = planned.specs;
    if (!target.isPrefix() && specs.size() == 1)
        specs.first().target.key = target.key;

    QHash<QString, qint64> sizes;
    for (const upload::FoundItem &item : items) {
        for (const upload::FoundFile &file : item.files)
            sizes.insert(file.path, file.size);
    }
    Plan plan;
    for (const upload::Unusable &one : std::as_const(planned.refused))
        plan.refused.append({one.path, one.error});
    QHash<QString, QString> taken; // key → who has it
    for (upload::UploadSpec &spec : specs) {
        if (const auto error = keyRefusal(spec.target.key)) {
            plan.refused.append({spec.sourcePath, *error});
            continue;
        }
        if (const auto other = taken.constFind(spec.target.key); other != taken.cend()) {
            plan.refused.append(
                {spec.sourcePath, refusal("DuplicateKey", QStringLiteral("It would arrive at the same key as %1, so it was left out: %2")
                                                              .arg(printable(*other), urlText(spec.target)))});
            continue;
        }
        taken.insert(spec.target.key, spec.sourcePath);
        spec.id = QUuid::createUuid();
        plan.sizes.append(sizes.value(spec.sourcePath));
        plan.specs.append(spec);
    }
    return plan;
}

} // namespace cli
