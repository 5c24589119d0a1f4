// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/presettable.h"

#include <QJsonDocument>
#include <QVariant>

namespace store {

using upload::UploadPreset;

namespace {

constexpr TableWords words{"preset", "presets"};

s3::Result<UploadPreset> presetFrom(const QString &id, const QString &record)
{
    auto read = upload::uploadPresetFrom(QJsonDocument::fromJson(record.toUtf8()).object());
    if (!read)
        return read;
    UploadPreset preset = std::move(read).value();
    preset.id = id;
    return preset;
}

} // namespace

PresetTable::PresetTable(const QString &path)
    : JournalTable(path, words)
{
}

s3::Result<PresetList> PresetTable::all()
{
    PresetList list;
    const auto error = inTransaction(QStringLiteral("BEGIN"), [&](QSqlQuery &query) -> std::optional<s3::Error> {
        list = {};
        query.setForwardOnly(true);
        if (!query.exec(QStringLiteral("SELECT id, record FROM presets ORDER BY name_key")))
            return failure(query.lastError());
        while (query.next()) {
            auto preset = presetFrom(query.value(0).toString(), query.value(1).toString());
            if (preset)
                list.presets.append(std::move(preset).value());
            else
                list.remarks.append(preset.error().message);
        }
        if (query.lastError().isValid())
            return failure(query.lastError());
        return {};
    });
    if (error)
        return *error;
    return list;
}

s3::Result<UploadPreset> PresetTable::put(UploadPreset preset)
{
    if (preset.id.isEmpty())
        preset.id = upload::newPresetId();
    const auto error = inTransaction(QStringLiteral("BEGIN IMMEDIATE"), [&](QSqlQuery &query) -> std::optional<s3::Error> {
        if (!query.exec(QStringLiteral("SELECT id, name_key, record FROM presets")))
            return failure(query.lastError());
        while (query.next()) {
            const bool isItself = query.value(0).toString() == preset.id;
            if (!isItself && query.value(1).toString() == nameKey(preset.name))
                return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("PresetNameTaken"),
                    QStringLiteral("There is a preset called “%1” already; choose another name.").arg(preset.name));
            if (isItself && !presetFrom(preset.id, query.value(2).toString()))
                return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("PresetNewer"),
                    QStringLiteral("The preset “%1” was changed by a newer Davit: change it with that one.").arg(preset.name));
        }
        if (query.lastError().isValid())
            return failure(query.lastError());
        if (!query.prepare(QStringLiteral("INSERT INTO presets (id, name_key, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                                          "name_key = excluded.name_key, record = excluded.record")))
            return failure(query.lastError());
        query.addBindValue(preset.id);
        query.addBindValue(nameKey(preset.name));
        query.addBindValue(QString::fromUtf8(QJsonDocument(upload::jsonOf(preset)).toJson(QJsonDocument::Compact)));
        return query.exec() ? std::nullopt : std::optional(failure(query.lastError()));
    });
    if (error)
        return *error;
    return preset;
}

std::optional<s3::Error> PresetTable::remove(const QString &id)
{
    return inTransaction(QStringLiteral("BEGIN IMMEDIATE"), [&](QSqlQuery &query) -> std::optional<s3::Error> {
        query.prepare(QStringLiteral("DELETE FROM presets WHERE id = ?"));
        query.addBindValue(id);
        return query.exec() ? std::nullopt : std::optional(failure(query.lastError()));
    });
}

} // namespace store
