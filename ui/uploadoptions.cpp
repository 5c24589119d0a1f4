// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/uploadoptions.h"

#include "ui/formatting.h"
#include "ui/keyrules.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

namespace ui {

namespace {

QLabel *labelFor(const QString &text, int width, QWidget *field)
{
    auto *label = new QLabel(text);
    label->setProperty("muted", true);
    label->setMinimumWidth(width);
    label->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    label->setBuddy(field);
    field->setAccessibleName(text);
    return label;
}

} // namespace

UploadOptions::UploadOptions(int labelWidth, QWidget *parent)
    : QWidget(parent)
    , m_labelWidth(labelWidth)
    , m_partSize(new QComboBox(this))
    , m_storageClass(new QComboBox(this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);

    m_partSize->setObjectName(QStringLiteral("partSize"));
    form->addRow(labelFor(tr("Part size"), labelWidth, m_partSize), m_partSize);
    connect(m_partSize, &QComboBox::currentIndexChanged, this, &UploadOptions::changed);

    m_storageClass->setObjectName(QStringLiteral("storageClass"));
    m_storageClass->setEditable(true);
    m_storageClass->setInsertPolicy(QComboBox::NoInsert);
    m_storageClass->addItems({QString(), QStringLiteral("STANDARD"), QStringLiteral("STANDARD_IA"), QStringLiteral("ONEZONE_IA"),
        QStringLiteral("INTELLIGENT_TIERING"), QStringLiteral("GLACIER_IR"), QStringLiteral("GLACIER"), QStringLiteral("DEEP_ARCHIVE")});
    m_storageClass->lineEdit()->setPlaceholderText(tr("the bucket's own"));
    form->addRow(labelFor(tr("Storage class"), labelWidth, m_storageClass), m_storageClass);

    m_contentType = line(form, tr("Content type"), QStringLiteral("contentType"), tr("not given"));
    m_cacheControl = line(form, tr("Cache control"), QStringLiteral("cacheControl"), tr("not given"));
    m_metadata = line(form, tr("Metadata"), QStringLiteral("metadata"), tr("name=value, name=value"));
    m_metadataHint = new QLabel(tr("Write it as name=value, name=value."), this);
    m_metadataHint->setProperty("failure", true);
    m_metadataHint->hide();
    form->addRow(QString(), m_metadataHint);
    connect(m_metadata, &QLineEdit::textChanged, this, [this] {
        m_metadataHint->setVisible(!isValid());
        Q_EMIT changed();
    });
    m_snapshot = new QCheckBox(tr("Upload a snapshot of the file"), this);
    m_snapshot->setObjectName(QStringLiteral("fromSnapshot"));
    m_snapshot->setAccessibleName(m_snapshot->text());
    m_snapshotHint = new QLabel(this);
    m_snapshotHint->setObjectName(QStringLiteral("snapshotHint"));
    m_snapshotHint->setProperty("muted", true);
    m_snapshotHint->setFont(smallFont(m_snapshotHint->font()));
    m_snapshotHint->setWordWrap(true);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(m_snapshot);
    column->addWidget(m_snapshotHint);
    auto *label = new QLabel(tr("Snapshot"));
    label->setProperty("muted", true);
    label->setMinimumWidth(labelWidth);
    label->setAlignment(Qt::AlignTrailing | Qt::AlignTop);
    label->setContentsMargins(0, 2, 0, 0);
    form->addRow(label, column);
    setSnapshotRefusal({});
    setLimits({});
}

void UploadOptions::setSnapshotRefusal(const QString &reason)
{
    m_snapshot->setEnabled(reason.isEmpty());
    m_snapshotHint->setText(reason.isEmpty() ? tr("What is written to the file meanwhile changes nothing of what is sent.") : reason);
    m_snapshot->setToolTip(m_snapshotHint->text());
    m_snapshot->setAccessibleDescription(m_snapshotHint->text());
}

bool UploadOptions::fromSnapshot() const
{
    return m_snapshot->isEnabled() && m_snapshot->isChecked();
}

QLineEdit *UploadOptions::line(QFormLayout *form, const QString &label, const QString &objectName, const QString &placeholder)
{
    auto *field = new QLineEdit(this);
    field->setObjectName(objectName);
    field->setPlaceholderText(placeholder);
    form->addRow(labelFor(label, m_labelWidth, field), field);
    return field;
}

void UploadOptions::setLimits(const s3::PartLimits &limits)
{
    const qint64 before = wishedPartSize();
    {
        const QSignalBlocker quiet(m_partSize);
        m_partSize->clear();
        m_partSize->addItem(tr("Automatic"), QVariant::fromValue<qint64>(0));
        for (const qint64 mib : {5, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 5120}) {
            const qint64 size = mib * s3::MiB;
            if (size >= limits.minPartSize && size <= limits.maxPartSize)
                m_partSize->addItem(formattedPartSize(size), QVariant::fromValue<qint64>(size));
        }
        m_partSize->setCurrentIndex(qMax(0, m_partSize->findData(QVariant::fromValue<qint64>(before))));
    }
    if (wishedPartSize() != before)
        Q_EMIT changed();
}

qint64 UploadOptions::wishedPartSize() const
{
    return m_partSize->currentData().toLongLong();
}

s3::ObjectOptions UploadOptions::objectOptions() const
{
    s3::ObjectOptions options;
    options.storageClass = m_storageClass->currentText().trimmed().toUtf8();
    options.contentType = m_contentType->text().trimmed().toUtf8();
    options.cacheControl = m_cacheControl->text().trimmed().toUtf8();
    options.metadata = metadataFromText(m_metadata->text()).value_or(QMap<QByteArray, QByteArray>());
    return options;
}

bool UploadOptions::isValid() const
{
    return metadataFromText(m_metadata->text()).has_value();
}

} // namespace ui
