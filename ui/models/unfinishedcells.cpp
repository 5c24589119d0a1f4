// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/unfinishedcells.h"

#include "s3/permissions.h"
#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/plaintext.h"
#include "ui/unfinishedwords.h"

#include <QCoreApplication>

namespace ui {

using Model = UnfinishedModel;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::UnfinishedCells)
};

QString pricesExplained(const std::optional<upload::Price> &standard)
{
    return standard ? estimateExplained(standard->asOf)
                    : Words::tr("No price is known for this connection. Prices can be put into prices.json in Davit's config folder.");
}

} // namespace

bool isFigure(int column)
{
    return column == Model::HeldColumn || column == Model::CostColumn || column == Model::SoFarColumn || column == Model::PartsColumn;
}

QString cellText(const UnfinishedRow &row, int column, const QDateTime &now)
{
    switch (column) {
    case Model::KeyColumn:
        return printable(row.upload.address.object.key);
    case Model::BucketColumn:
        return printable(row.upload.address.object.bucket);
    case Model::HeldColumn:
        return heldText(row);
    case Model::CostColumn:
        return moneyOrDash(row.aMonth);
    case Model::SoFarColumn:
        return moneyOrDash(row.soFar);
    case Model::StartedColumn:
        return agoText(row.upload.initiated, now);
    case Model::LastPartColumn:
        return row.holding ? agoText(row.holding->lastPart, now) : heldText(row);
    case Model::ByColumn:
        return byText(row);
    case Model::StateColumn:
        return stateText(row);
    case Model::PartsColumn:
        return row.holding ? formattedCount(row.holding->parts) : heldText(row);
    case Model::ClassColumn:
        return storageClassOf(row).isEmpty() ? QStringLiteral("–") : printable(QString::fromUtf8(storageClassOf(row)));
    case Model::UploadIdColumn:
        return printable(QString::fromUtf8(row.upload.address.uploadId));
    default:
        return {};
    }
}

QString cellToolTip(const UnfinishedRow &row, int column, const QDateTime &now, const std::optional<upload::Price> &standard)
{
    const QString unknown = row.notHeld ? sentence(*row.notHeld) : Words::tr("The server is being asked.");
    switch (column) {
    case Model::KeyColumn:
        return Words::tr("%1\nupload %2").arg(printable(unfinishedAddress(row)), printable(QString::fromUtf8(row.upload.address.uploadId)));
    case Model::HeldColumn:
        return row.holding ? Words::tr("%1 bytes in %2")
                                 .arg(formattedExactBytes(row.holding->bytes),
                                     counted(row.holding->parts, Words::tr("1 part"), Words::tr("%1 parts")))
                           : unknown;
    case Model::PartsColumn:
        return row.holding ? QString() : unknown;
    case Model::CostColumn:
    case Model::SoFarColumn: {
        if (!standard)
            return pricesExplained(standard);
        const auto &money = column == Model::CostColumn ? row.aMonth : row.soFar;
        return money ? pricesExplained(standard) : row.holding ? Words::tr("No price is known for this storage class.") : unknown;
    }
    case Model::StartedColumn:
        return formattedDateTime(row.upload.initiated);
    case Model::LastPartColumn:
        return row.holding ? row.holding->lastPart.isValid() ? formattedDateTime(row.holding->lastPart) : Words::tr("No part has arrived.")
                           : unknown;
    case Model::ByColumn: {
        QStringList who;
        if (!row.upload.initiator.isEmpty())
            who.append(Words::tr("begun by %1").arg(printable(row.upload.initiator)));
        if (!row.upload.owner.isEmpty())
            who.append(Words::tr("paid by %1").arg(printable(row.upload.owner)));
        return who.isEmpty() ? Words::tr("The server does not tell who began it.") : who.join(QLatin1Char('\n'));
    }
    case Model::StateColumn: {
        const QString note = stateNote(row);
        return note.isEmpty() ? stateExplanation(row) : stateExplanation(row) + QLatin1Char('\n') + note;
    }
    default:
        return cellText(row, column, now);
    }
}

QVariant noticeCell(const UnfinishedNotice &notice, int column, int role)
{
    const bool denied = s3::lacksPermission(notice.error);
    const QString what = denied ? Words::tr("permission missing, %1").arg(s3::permissionFor(notice.operation(), notice.bucket).action)
                                : sentence(notice.error);
    const QString which = notice.bucket.isEmpty() ? Words::tr("The buckets") : printable(notice.bucket);
    switch (role) {
    case Model::NoticeRole:
        return true;
    case Qt::ToolTipRole:
        return tipText(sentence(notice.error) + QLatin1Char('\n') + technicalDetails(notice.error));
    case Qt::AccessibleTextRole:
        if (column == Model::CheckColumn)
            return Words::tr("%1 could not be listed: %2").arg(which, what);
        [[fallthrough]];
    case Qt::DisplayRole:
        return column == Model::KeyColumn ? what : column == Model::BucketColumn ? which : QVariant(QString());
    default:
        return {};
    }
}

QVariant columnHeading(int column, int role, const std::optional<upload::Price> &standard)
{
    if (role == Qt::TextAlignmentRole)
        return QVariant((isFigure(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && column == Model::CheckColumn)
        return Words::tr("Select all");
    if (role == Qt::ToolTipRole) {
        if (column == Model::CostColumn || column == Model::SoFarColumn)
            return pricesExplained(standard);
        return column == Model::CheckColumn ? QVariant(Words::tr("Select all that are shown")) : QVariant();
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {QString(), Words::tr("Key"), Words::tr("Bucket"), Words::tr("Held"), Words::tr("Cost / month"),
        Words::tr("Started"), Words::tr("Last part"), Words::tr("By"), Words::tr("State"), Words::tr("Cost so far"), Words::tr("Parts"),
        Words::tr("Storage class"), Words::tr("Upload ID")};
    return names[column];
}

} // namespace ui
