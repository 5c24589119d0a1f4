// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/counted.h"
#include "ui/messages.h"
#include "ui/models/uploadlistmodel.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::UploadRow)
};

} // namespace

QStringView UploadRow::name() const
{
    if (isFolder())
        return snapshot.batchName;
    // A file of a folder is named by its path inside it: two of them may well have the same last name.
    if (folder && !snapshot.batchTarget.key.isEmpty() && snapshot.target.key.startsWith(snapshot.batchTarget.key)) {
        QStringView inside = QStringView(snapshot.target.key).mid(snapshot.batchTarget.key.size());
        while (inside.startsWith(QLatin1Char('/')))
            inside = inside.mid(1);
        if (!inside.isEmpty())
            return inside;
    }
    return QStringView(snapshot.sourcePath).mid(snapshot.sourcePath.lastIndexOf(QLatin1Char('/')) + 1);
}

QString UploadRow::target() const
{
    return QStringLiteral("s3://%1/%2").arg(snapshot.target.bucket, snapshot.target.key);
}

QString UploadRow::statusText() const
{
    if (!isFolder())
        return ui::statusText(snapshot);
    const int inNeed = sums->filesInNeed();
    if (inNeed == 0)
        return ui::statusText(snapshot);
    if (snapshot.signInNeeded)
        return Words::tr("Sign-in needed · %1 of %2 wait")
            .arg(QLocale().toString(inNeed), ui::counted(sums->files(), Words::tr("1 file"), Words::tr("%1 files")));
    if (snapshot.state == upload::UploadState::NeedsAttention || snapshot.state == upload::UploadState::Failed)
        return Words::tr("%1 of %2 need you")
            .arg(QLocale().toString(inNeed), ui::counted(sums->files(), Words::tr("1 file"), Words::tr("%1 files")));
    return QStringLiteral("%1 · %2").arg(
        ui::statusText(snapshot), ui::counted(inNeed, Words::tr("1 file needs you"), Words::tr("%1 files need you")));
}

} // namespace ui
