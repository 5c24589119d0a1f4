// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/uploadpreset.h"

#include "s3/partplan.h"
#include "upload/jsonfields.h"

#include <QCoreApplication>

#include <array>

namespace upload {

namespace {

constexpr int Format = 1;

struct Say {
    Q_DECLARE_TR_FUNCTIONS(upload)
};

constexpr std::array ifKeyExistsNames{Name<IfKeyExists>{IfKeyExists::Ask, "ask"}, Name<IfKeyExists>{IfKeyExists::Skip, "skip"},
    Name<IfKeyExists>{IfKeyExists::Overwrite, "overwrite"}, Name<IfKeyExists>{IfKeyExists::KeepBoth, "keep-both"}};

// All that are plain text.
constexpr std::pair<QByteArray s3::ObjectOptions::*, const char *> texts[] = {
    {&s3::ObjectOptions::contentType, "contentType"},
    {&s3::ObjectOptions::cacheControl, "cacheControl"},
    {&s3::ObjectOptions::storageClass, "storageClass"},
    {&s3::ObjectOptions::acl, "acl"},
    {&s3::ObjectOptions::serverSideEncryption, "sse"},
    {&s3::ObjectOptions::sseKmsKeyId, "sseKmsKeyId"},
    {&s3::ObjectOptions::objectLockMode, "lockMode"},
    {&s3::ObjectOptions::tagging, "tagging"},
};

s3::Error needsUser(const char *code, const QString &sentence)
{
    return s3::ownError(s3::ErrorKind::NeedsUser, QString::fromLatin1(code), sentence);
}

} // namespace

QString newPresetId()
{
    return QStringLiteral("preset:") + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QJsonObject jsonOf(const UploadPreset &preset)
{
    QJsonObject object{
        {QStringLiteral("version"), Format},
        {QStringLiteral("id"), preset.id},
        {QStringLiteral("name"), preset.name},
        {QStringLiteral("ifKeyExists"), nameOf(ifKeyExistsNames, preset.ifKeyExists)},
        {QStringLiteral("keyPattern"), preset.keyRule.pattern},
        {QStringLiteral("keepUnicodeForm"), !preset.keyRule.composed},
    };
    if (preset.wishedPartSize > 0)
        object.insert(QStringLiteral("partSize"), preset.wishedPartSize);
    for (const auto &[member, name] : texts) {
        if (const QByteArray &value = preset.options.*member; !value.isEmpty())
            object.insert(QLatin1String(name), QString::fromUtf8(value));
    }
    if (!preset.options.sseCustomerKey.isEmpty())
        object.insert(QStringLiteral("sseCustomerKey"), preset.options.sseCustomerKey);
    if (preset.retainDays > 0)
        object.insert(QStringLiteral("retainDays"), preset.retainDays);
    if (preset.options.objectLockLegalHold)
        object.insert(QStringLiteral("legalHold"), true);
    QJsonObject metadata;
    for (auto entry = preset.options.metadata.cbegin(); entry != preset.options.metadata.cend(); ++entry)
        metadata.insert(QString::fromUtf8(entry.key()), QString::fromUtf8(entry.value()));
    if (!metadata.isEmpty())
        object.insert(QStringLiteral("metadata"), metadata);
    return object;
}

s3::Result<UploadPreset> uploadPresetFrom(const QJsonObject &object)
{
    JsonFields fields(object);
    UploadPreset preset;
    preset.name = fields.text("name", LongestPresetName);
    const auto format = formatOf(object);
    if (format && *format > Format)
        return needsUser("PresetNewer", Say::tr("The preset “%1” was made by a newer Davit.").arg(shownName(preset.name)));
    if (!format)
        fields.blame("version");
    if (preset.name.isEmpty())
        fields.blame("name");
    preset.id = fields.text("id");
    preset.ifKeyExists = fields.choice("ifKeyExists", ifKeyExistsNames);
    preset.wishedPartSize = fields.integer("partSize", 0, s3::PartLimits().maxPartSize);
    if (const QString pattern = fields.text("keyPattern"); !pattern.isEmpty())
        preset.keyRule.pattern = pattern;
    if (patternTrouble(preset.keyRule.pattern))
        fields.blame("keyPattern");
    preset.keyRule.composed = !fields.flag("keepUnicodeForm");
    for (const auto &[member, name] : texts)
        preset.options.*member = fields.text(name).toUtf8();
    preset.options.sseCustomerKey = fields.text("sseCustomerKey");
    preset.options.objectLockLegalHold = fields.flag("legalHold");
    preset.retainDays = fields.number("retainDays", 0, MostRetainDays);
    if (preset.options.objectLockMode.isEmpty() != (preset.retainDays == 0))
        fields.blame("retainDays");
    const QJsonObject metadata = fields.object("metadata");
    JsonFields values(metadata);
    for (const QString &name : metadata.keys())
        preset.options.metadata.insert(name.toUtf8(), values.text(name.toUtf8().constData()).toUtf8());
    if (!values.wrong().isEmpty())
        fields.blame("metadata");
    if (!fields.wrong().isEmpty())
        return needsUser("PresetUnreadable",
            Say::tr("The preset “%1” cannot be read: its “%2” makes no sense.").arg(shownName(preset.name), fields.wrong()));
    return preset;
}

} // namespace upload
