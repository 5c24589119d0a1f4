// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/sendingsection.h"

#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/plaintext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace ui {

SendingSection::SendingSection(QWidget *parent)
    : OptionSection("sendingSection", tr("Parts and snapshot"), parent)
    , m_partSize(new QComboBox(this))
    , m_snapshot(new QCheckBox(tr("Upload a snapshot of the file"), this))
    , m_snapshotHint(hintLabel("snapshotHint", this))
{
    m_partSize->setObjectName(QStringLiteral("partSize"));
    addField(form(), tr("Part size"), m_partSize);
    connect(m_partSize, &QComboBox::currentIndexChanged, this, &SendingSection::told);
    m_snapshot->setObjectName(QStringLiteral("fromSnapshot"));
    m_snapshot->setAccessibleName(m_snapshot->text());
    m_snapshotHint->show();
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(m_snapshot);
    column->addWidget(m_snapshotHint);
    form()->addRow(QString(), column);
    connect(m_snapshot, &QCheckBox::toggled, this, &SendingSection::told);
    setSnapshotRefusal({});
    setLimits({});
}

void SendingSection::setSnapshotRefusal(const QString &reason)
{
    m_snapshot->setEnabled(reason.isEmpty());
    m_snapshotHint->setText(reason.isEmpty() ? tr("What is written to the file meanwhile changes nothing of what is sent.") : reason);
    m_snapshot->setToolTip(tipText(m_snapshotHint->text()));
    m_snapshot->setAccessibleDescription(m_snapshotHint->text());
    refreshHeader();
}

bool SendingSection::fromSnapshot() const
{
    return m_snapshot->isEnabled() && m_snapshot->isChecked();
}

void SendingSection::setLimits(const s3::PartLimits &limits)
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
    refreshHeader();
    if (wishedPartSize() != before)
        Q_EMIT changed();
}

qint64 SendingSection::wishedPartSize() const
{
    return m_partSize->currentData().toLongLong();
}

void SendingSection::show(qint64 wishedPartSize)
{
    m_partSize->setCurrentIndex(qMax(0, m_partSize->findData(QVariant::fromValue<qint64>(wishedPartSize))));
}

QString SendingSection::summary() const
{
    QStringList words;
    if (wishedPartSize() > 0)
        words.append(tr("parts of %1").arg(m_partSize->currentText()));
    if (fromSnapshot())
        words.append(tr("snapshot"));
    return words.join(QStringLiteral(" · "));
}

} // namespace ui
