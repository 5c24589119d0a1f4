// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/stagedsurvey.h"

#include <QSet>

#include <algorithm>

namespace ui {

StagedSurvey surveyOf(const QList<upload::FoundItem> &items, const upload::KeyPlan &plan, const std::function<bool()> &isWanted)
{
    constexpr qint64 often = 1024; // files
    StagedSurvey survey;
    const bool asTheyLie = plan.rule.pattern == upload::KeyRule().pattern;
    QHash<QString, QList<int>> rowsByName;
    QSet<int> rowsToCompare; // in all other rows no two keys can be the same, nor one of them that of another row
    qint64 looked = 0;
    const auto isOver = [&] { return ++looked % often == 0 && !isWanted(); };
    if (!items.isEmpty())
        survey.contentType = items.constFirst().contentType;
    for (int row = 0; row < items.size(); ++row) {
        const upload::FoundItem &item = items.at(row);
        if (item.contentType != survey.contentType)
            survey.contentType.clear();
        if (survey.snapshotRefusal.isEmpty())
            survey.snapshotRefusal = item.snapshotRefusal;
        survey.bytes += item.bytes;
        survey.files += item.files.size();
        QList<int> &namesakes = rowsByName[item.name.normalized(QString::NormalizationForm_C)];
        namesakes.append(row);
        if (namesakes.size() > 1)
            rowsToCompare.insert(row);
        if (namesakes.size() == 2)
            rowsToCompare.insert(namesakes.constFirst());
        for (const upload::FoundFile &file : item.files) {
            if (isOver())
                return survey;
            const s3::Result<QString> key = upload::keyOf(plan, file);
            if (!key.ok()) {
                if (survey.keyTrouble.isEmpty())
                    survey.keyTrouble = key.error().message;
                continue;
            }
            // UTF-8 has at most three bytes for a UTF-16 unit: most names need no conversion to know that they are not the longest.
            if (key->size() * 3 > survey.longestName)
                survey.longestName = std::max(survey.longestName, static_cast<int>(key->toUtf8().size()));
            if (!asTheyLie || *key != file.relativeKey)
                rowsToCompare.insert(row);
        }
    }
    QSet<QString> keys;
    for (const int row : std::as_const(rowsToCompare)) {
        const upload::FoundItem &item = items.at(row);
        if (item.isFolder && !asTheyLie)
            survey.targets.insert(row, upload::targetOf(plan, item));
        for (const upload::FoundFile &file : item.files) {
            if (isOver())
                return survey;
            const s3::Result<QString> key = upload::keyOf(plan, file);
            if (!key.ok() || !survey.doubleKey.isEmpty())
                continue;
            if (keys.contains(*key))
                survey.doubleKey = *key;
            keys.insert(*key);
        }
    }
    return survey;
}

} // namespace ui
