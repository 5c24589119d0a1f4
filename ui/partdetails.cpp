// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/partdetails.h"

#include "ui/factlist.h"
#include "ui/formatting.h"

#include <QFrame>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int NameWidth = 84;

} // namespace

PartDetails::PartDetails(QWidget *parent)
    : QWidget(parent)
    , m_part(new FactList(NameWidth, this))
    , m_upload(new FactList(NameWidth, this))
    , m_rule(new QWidget(this))
{
    setObjectName(QStringLiteral("partDetails"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 12, 12);
    column->setSpacing(6);
    column->addWidget(m_part);
    m_rule->setFixedHeight(4);
    column->addWidget(m_rule);
    column->addWidget(m_upload);
    column->addStretch();

    m_state = m_part->add(tr("Part"));
    m_bytes = m_part->add(tr("Bytes"));
    m_attempt = m_part->add(tr("Attempt"));
    m_partEtag = m_part->add(tr("ETag"), FactList::Identifier);
    m_partChecksum = m_part->add(tr("Checksum"));
    m_uploadId = m_upload->add(tr("Upload ID"), FactList::Identifier);
    m_partSize = m_upload->add(tr("Part size"));
    m_stored = m_upload->add(tr("Stored"));
    m_connections = m_upload->add(tr("Connections"));
    setPart(nullptr);
}

void PartDetails::setPart(const upload::PartSnapshot *part)
{
    m_part->setVisible(part);
    m_rule->setVisible(part);
    if (!part)
        return;
    m_part->setName(m_state, tr("Part %1").arg(formattedCount(part->number)));
    switch (part->state) {
    case upload::PartState::Waiting:
        m_part->setValue(m_state, tr("waiting"), QString());
        break;
    case upload::PartState::Sending: {
        QString rest = QStringLiteral(" · ") + formattedPercent(part->inAir, part->length + 1);
        if (part->bytesPerSecond >= 1)
            rest += QStringLiteral(" · ") + formattedRate(part->bytesPerSecond);
        m_part->setValue(m_state, tr("sending"), rest);
        break;
    }
    case upload::PartState::Retrying:
        m_part->setValue(m_state, tr("retrying"), QString());
        break;
    case upload::PartState::Comparing:
        m_part->setValue(m_state, tr("comparing with the file"), QString());
        break;
    case upload::PartState::Stored:
        m_part->setValue(m_state, tr("stored"), part->reused ? tr(" · was there already") : QString());
        break;
    }
    m_part->setValue(m_bytes, part->length > 0 ? QStringLiteral("%1 – %2").arg(formattedExactBytes(part->offset),
                                                     formattedExactBytes(part->offset + part->length - 1))
                                               : QString());
    QString attempt = part->attempt > 0 ? formattedCount(part->attempt) : QString();
    if (!part->trouble.isEmpty())
        attempt = QStringLiteral("%1 (%2)").arg(formattedCount(qMax(1, part->attempt)), printable(part->trouble));
    m_part->setValue(m_attempt, attempt);
    m_part->setValue(m_partEtag, printable(QString::fromUtf8(part->etag)));
    m_part->setValue(m_partChecksum, printable(part->checksum));
}

void PartDetails::setUpload(const upload::UploadSnapshot &upload, const std::optional<upload::Totals> &totals)
{
    const bool hasParts = upload.partSize > 0;
    m_upload->setValue(m_uploadId, printable(QString::fromUtf8(upload.uploadId)));
    m_upload->setValue(
        m_partSize, hasParts ? QStringLiteral("%1 × %2").arg(formattedPartSize(upload.partSize), formattedCount(upload.parts)) : QString());
    m_upload->setValue(m_stored, upload.stored > 0 ? tr("%1 on the server").arg(formattedBytes(upload.stored)) : tr("nothing yet"));
    QString connections;
    const int sending = hasParts ? upload.partsSending : (upload.inAir > 0 ? 1 : 0);
    if (sending > 0)
        connections =
            totals && totals->connectionsWanted > 0 ? tr("%1 of %2").arg(sending).arg(totals->connectionsWanted) : formattedCount(sending);
    m_upload->setValue(m_connections, connections);
}

QString PartDetails::text() const
{
    return (m_part->isHidden() ? QString() : m_part->text() + QLatin1Char('\n')) + m_upload->text();
}

} // namespace ui
