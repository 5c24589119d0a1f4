// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/keyplan.h"

namespace upload {

namespace {

// Both end in a slash, or are empty.
QString commonFolder(const QString &folder, const QString &key)
{
    qsizetype same = 0;
    while (same < folder.size() && same < key.size() && folder[same] == key[same])
        ++same;
    return same == folder.size() ? folder : folder.left(folder.left(same).lastIndexOf(QLatin1Char('/')) + 1);
}

} // namespace

s3::Result<QString> keyOf(const KeyPlan &plan, const FoundFile &file)
{
    const qsizetype slash = file.relativeKey.lastIndexOf(QLatin1Char('/'));
    // A local time costs more than all the rest: it is made where it is asked for.
    const bool asksForTime = plan.rule.pattern.contains(QLatin1String("{modified}"));
    const KeyFacts facts{file.relativeKey.mid(slash + 1), file.relativeKey.left(qMax<qsizetype>(0, slash)), plan.added,
        asksForTime ? QDateTime::fromMSecsSinceEpoch(file.modified) : QDateTime()};
    return keyOf(plan.rule, facts, plan.prefix);
}

QString targetOf(const KeyPlan &plan, const FoundItem &folder)
{
    if (plan.rule.pattern == KeyRule().pattern) { // nothing has to be looked for: also of files that all lie deeper, or of none
        const QString name = plan.rule.composed ? folder.name.normalized(QString::NormalizationForm_C) : folder.name;
        return name.isEmpty() ? plan.prefix : plan.prefix + name + QLatin1Char('/');
    }
    std::optional<QString> target;
    for (const FoundFile &file : folder.files) {
        const s3::Result<QString> key = keyOf(plan, file);
        if (!key.ok())
            continue;
        target = target ? commonFolder(*target, *key) : key->left(key->lastIndexOf(QLatin1Char('/')) + 1);
        if (target->isEmpty())
            break;
    }
    return target.value_or(plan.prefix);
}

PlannedUploads specsFor(const QList<FoundItem> &items, const UploadSpec &common, const KeyPlan &plan)
{
    PlannedUploads planned;
    for (const FoundItem &item : items) {
        UploadSpec spec = common;
        if (item.isFolder) {
            spec.batch = BatchId::createUuid();
            spec.batchName = item.name;
            spec.batchTarget = {common.target.bucket, targetOf(plan, item)};
        }
        for (const FoundFile &file : item.files) {
            const s3::Result<QString> key = keyOf(plan, file);
            if (!key.ok()) {
                planned.refused.append({file.path, key.error()});
                continue;
            }
            spec.sourcePath = file.path;
            spec.target.key = *key;
            planned.specs.append(spec);
        }
    }
    return planned;
}

} // namespace upload
