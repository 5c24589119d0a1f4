// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/descriptionsection.h"

#include "ui/counted.h"
#include "ui/formfields.h"
#include "ui/objecttext.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace ui {

DescriptionSection::DescriptionSection(QWidget *parent)
    : OptionSection("descriptionSection", tr("Type, metadata, tags"), parent)
    , m_type(new QLineEdit(this))
    , m_cacheControl(new QLineEdit(this))
    , m_metadata(new QLineEdit(this))
    , m_metadataHint(hintLabel("metadataHint", this))
    , m_tags(new QLineEdit(this))
    , m_tagsHint(hintLabel("tagsHint", this))
{
    m_type->setObjectName(QStringLiteral("contentType"));
    m_cacheControl->setObjectName(QStringLiteral("cacheControl"));
    m_cacheControl->setPlaceholderText(tr("not given; such as max-age=3600"));
    m_metadata->setObjectName(QStringLiteral("metadata"));
    m_metadata->setPlaceholderText(tr("name=value, name=value"));
    m_tags->setObjectName(QStringLiteral("tags"));
    m_tags->setPlaceholderText(tr("name=value, name=value"));
    addField(form(), tr("Content type"), m_type);
    addField(form(), tr("Cache control"), m_cacheControl);
    addField(form(), tr("Metadata"), m_metadata, m_metadataHint);
    addField(form(), tr("Tags"), m_tags, m_tagsHint);
    for (QLineEdit *field : {m_type, m_cacheControl, m_metadata, m_tags})
        connect(field, &QLineEdit::textChanged, this, [this] {
            judge();
            told();
        });
    setGuessedType({});
    judge();
    refreshHeader();
}

void DescriptionSection::setGuessedType(const QString &type)
{
    m_type->setPlaceholderText(type.isEmpty() ? tr("by each file's name") : tr("%1, by the file's name").arg(type));
}

void DescriptionSection::judge()
{
    const auto metadata = metadataFromText(m_metadata->text());
    showHint(m_metadataHint, m_metadata,
        metadata.ok() ? tr("Sent with the object: up to 2,048 bytes. A comma in a value is written “\\,”.") : metadata.error().message,
        !metadata.ok());
    const auto tags = tagsFromText(m_tags->text());
    showHint(m_tagsHint, m_tags, tags.ok() ? tr("Up to 10; names of up to 128 characters, values of up to 256.") : tags.error().message,
        !tags.ok());
}

bool DescriptionSection::isValid() const
{
    return metadataFromText(m_metadata->text()).ok() && tagsFromText(m_tags->text()).ok();
}

void DescriptionSection::fill(s3::ObjectOptions &options) const
{
    options.contentType = m_type->text().trimmed().toUtf8();
    options.cacheControl = m_cacheControl->text().trimmed().toUtf8();
    const auto metadata = metadataFromText(m_metadata->text());
    options.metadata = metadata.ok() ? *metadata : QMap<QByteArray, QByteArray>();
    const auto tags = tagsFromText(m_tags->text());
    options.tagging = tags.ok() ? *tags : QByteArray();
}

void DescriptionSection::show(const s3::ObjectOptions &options)
{
    m_type->setText(QString::fromUtf8(options.contentType));
    m_cacheControl->setText(QString::fromUtf8(options.cacheControl));
    m_metadata->setText(textOfMetadata(options.metadata));
    m_tags->setText(textOfTags(options.tagging));
}

QString DescriptionSection::summary() const
{
    s3::ObjectOptions options;
    fill(options);
    QStringList words;
    if (!options.contentType.isEmpty())
        words.append(QString::fromUtf8(options.contentType));
    if (!options.cacheControl.isEmpty())
        words.append(QString::fromUtf8(options.cacheControl));
    if (!options.metadata.isEmpty())
        words.append(tr("metadata"));
    if (!options.tagging.isEmpty())
        words.append(counted(options.tagging.count('&') + 1, tr("1 tag"), tr("%1 tags")));
    return words.join(QStringLiteral(" · "));
}

} // namespace ui
