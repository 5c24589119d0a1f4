// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedpane.h"

#include "s3/permissions.h"
#include "ui/counted.h"
#include "ui/factlist.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/partmap.h"
#include "ui/unfinishedwords.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>

namespace ui {

void UnfinishedPane::showNone(const QString &why)
{
    const QString words = why.isEmpty() ? tr("Select an unfinished upload to see its stored parts.") : why;
    m_none->setText(words);
    m_none->setAccessibleName(words);
    m_shown = {};
    m_listed.clear();
    m_parts.set({});
    m_pages->setCurrentIndex(0);
}

void UnfinishedPane::show(const UnfinishedRow &row, const QDateTime &serverNow)
{
    if (m_shown != row.upload.address) {
        m_shown = row.upload.address;
        m_listed.clear();
        m_parts.set({});
        m_error.reset();
        m_hovered = 0;
        m_map->clear();
        showNote(tr("Listing the parts…"), false);
        showPart();
    }
    fillFacts(row, serverNow);
    m_pages->setCurrentIndex(1);
}

void UnfinishedPane::showParts(const upload::PartsListed &parts)
{
    const bool same = m_listed == parts.parts;
    m_listed = parts.parts;
    m_error.reset();
    if (m_listed.isEmpty()) {
        showNote(tr("It holds no parts."), false);
        return;
    }
    m_facts->setValue(PartSizes, partSizesText(m_listed));
    m_facts->setValue(Gaps, gapsText(m_listed));
    if (!parts.checksumAlgorithm.isEmpty())
        m_facts->setValue(Checksum, printable(QString::fromUtf8(parts.checksumAlgorithm + ' ' + parts.checksumType)).simplified());
    if (!same) {
        m_parts.set(partLines(m_listed));
        drawMap();
    }
    m_mapOrNote->setCurrentIndex(0);
    m_tableOrNote->setCurrentIndex(0);
    showPart();
}

// A part map needs an upload: one that has as many parts as the highest number says, of which some never arrived.
void UnfinishedPane::drawMap()
{
    upload::UploadSnapshot snapshot;
    snapshot.id =
        QUuid::createUuidV5(QUuid(), m_shown.object.bucket.toUtf8() + '\0' + m_shown.object.key.toUtf8() + '\0' + m_shown.uploadId);
    snapshot.parts = m_listed.constLast().number;
    snapshot.partSize = m_listed.constFirst().size;
    QList<upload::PartSnapshot> shown;
    shown.reserve(m_listed.size());
    for (const s3::StoredPart &each : m_listed) {
        upload::PartSnapshot part;
        part.number = each.number;
        part.state = upload::PartState::Stored;
        part.length = each.size;
        part.etag = each.etag;
        shown.append(part);
    }
    m_map->clear();
    m_map->setUpload(snapshot);
    m_map->updateParts(shown);
}

void UnfinishedPane::showRefusal(const s3::Error &error)
{
    m_error = error;
    m_listed.clear();
    m_parts.set({});
    m_map->clear();
    if (s3::saysGone(error))
        showNote(tr("This upload is no longer on the server."), false);
    else if (s3::lacksPermission(error))
        showNote(tr("The parts may not be listed: the permission s3:ListMultipartUploadParts is missing."), true);
    else
        showNote(sentence(error), false);
    showPart();
}

void UnfinishedPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_factsArea->setFixedWidth(std::clamp(width() * 2 / 5, 220, 320));
}

void UnfinishedPane::showNote(const QString &words, bool permission)
{
    for (QLabel *note : m_notes) {
        note->setText(words);
        note->setAccessibleName(words);
    }
    m_permission->setVisible(permission);
    m_mapOrNote->setCurrentIndex(1);
    m_tableOrNote->setCurrentIndex(1);
}

void UnfinishedPane::showPart()
{
    const int number = m_hovered ? m_hovered : m_map->selectedPart();
    const auto found =
        std::find_if(m_listed.begin(), m_listed.end(), [number](const s3::StoredPart &each) { return each.number == number; });
    const bool stored = found != m_listed.end();
    m_part->setValue(Number, number == 0 ? QString()
                             : stored    ? tr("%1, stored").arg(formattedCount(number))
                                         : tr("%1, never arrived").arg(formattedCount(number)));
    m_part->setValue(Size, stored ? tr("%1 (%2 bytes)").arg(formattedPartSize(found->size), formattedExactBytes(found->size)) : QString());
    m_part->setValue(Etag, stored ? printable(QString::fromUtf8(found->etag)) : QString());
    m_part->setValue(PartChecksum, stored && !found->checksums.values.isEmpty() ? checksumText(found->checksums) : QString());
    m_part->setValue(Modified, stored ? formattedDateTime(found->lastModified) : QString());
    m_part->setVisible(number != 0);
    m_rule->setVisible(number != 0);
}

void UnfinishedPane::fillFacts(const UnfinishedRow &row, const QDateTime &serverNow)
{
    const auto when = [&serverNow](const QDateTime &time) {
        return time.isValid() ? QStringLiteral("%1, %2").arg(formattedDateTime(time), agoText(time, serverNow)) : QString();
    };
    const auto estimate = [](const std::optional<upload::Money> &money) {
        return money ? tr("%1 (estimate)").arg(upload::moneyText(*money)) : QString();
    };
    const QString state = stateText(row), note = stateNote(row);
    const QString rest = (state.endsWith(QChar(0x2026)) ? QStringLiteral(" ") : QStringLiteral(". ")) + stateExplanation(row);
    m_facts->setValue(State, state, note.isEmpty() ? rest : QStringLiteral(" · %1%2").arg(note, rest));
    m_facts->setValue(Held,
        row.holding ? tr("%1 in %2").arg(formattedBytes(row.holding->bytes), counted(row.holding->parts, tr("1 part"), tr("%1 parts")))
                    : QString());
    m_facts->setValue(PartSizes, partSizesText(m_listed));
    m_facts->setValue(Gaps, gapsText(m_listed));
    m_facts->setValue(AMonth, estimate(row.aMonth));
    m_facts->setValue(SoFar, estimate(row.soFar));
    m_facts->setValue(Started, when(row.upload.initiated));
    m_facts->setValue(LastPart, row.holding ? when(row.holding->lastPart) : QString());
    m_facts->setValue(Expires, row.judgement.expires.isValid() ? formattedDateTime(row.judgement.expires) : QString());
    m_facts->setValue(By, printable(row.upload.initiator));
    m_facts->setValue(Owner, printable(row.upload.owner));
    m_facts->setValue(Class, printable(QString::fromUtf8(storageClassOf(row))));
    if (!row.upload.checksumAlgorithm.isEmpty())
        m_facts->setValue(
            Checksum, printable(QString::fromUtf8(row.upload.checksumAlgorithm + ' ' + row.upload.checksumType)).simplified());
    else if (m_listed.isEmpty())
        m_facts->setValue(Checksum, QString());
    m_facts->setValue(Key, printable(unfinishedAddress(row)));
    m_facts->setValue(UploadIdFact, printable(QString::fromUtf8(row.upload.address.uploadId)));
}

} // namespace ui
