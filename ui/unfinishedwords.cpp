// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedwords.h"

#include "s3/permissions.h"
#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/unfinished.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

using upload::UnfinishedState;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::UnfinishedWords)
};

} // namespace

QString agoText(const QDateTime &when, const QDateTime &now)
{
    constexpr double month = 30.44;
    const qint64 days = when.isValid() ? when.secsTo(now) / 86400 : 0;
    if (days >= 730)
        return Words::tr("%1 years ago").arg(formattedCount(days / 365));
    if (days >= 61)
        return Words::tr("%1 months ago").arg(formattedCount(static_cast<qint64>(static_cast<double>(days) / month)));
    return ageText(when, now);
}

QString stateText(UnfinishedState state)
{
    switch (state) {
    case UnfinishedState::RunningHere:
        return Words::tr("Running here");
    case UnfinishedState::PausedHere:
        return Words::tr("Paused in Davit");
    case UnfinishedState::RunningElsewhere:
        return Words::tr("Probably running elsewhere");
    case UnfinishedState::Abandoned:
        return Words::tr("Abandoned");
    case UnfinishedState::Unknown:
        break;
    }
    return Words::tr("Not known");
}

QString stateText(const UnfinishedRow &row)
{
    if (row.judgement.state != UnfinishedState::Unknown)
        return stateText(row.judgement.state);
    if (!row.notHeld)
        return row.holding ? stateText(UnfinishedState::Unknown) : Words::tr("Looking…");
    return s3::lacksPermission(*row.notHeld) ? Words::tr("Parts may not be listed") : headline(*row.notHeld);
}

QString stateNote(const UnfinishedRow &row)
{
    QStringList notes;
    if (row.judgement.canBeResumed && row.judgement.state != UnfinishedState::RunningHere)
        notes.append(Words::tr("can be resumed with the file"));
    if (row.judgement.expires.isValid()) {
        const QDate day = row.judgement.expires.toLocalTime().date();
        const bool near = std::abs(day.daysTo(QDate::currentDate())) < 300;
        notes.append(Words::tr("expires by itself on %1")
                         .arg(QLocale().toString(day, near ? Words::tr("d MMM", "a day of this year") : Words::tr("d MMM yyyy"))));
    }
    return notes.join(QStringLiteral(" · "));
}

QString stateExplanation(const UnfinishedRow &row)
{
    switch (row.judgement.state) {
    case UnfinishedState::RunningHere:
        return Words::tr("Davit on this computer is sending it.");
    case UnfinishedState::PausedHere:
        return Words::tr("It is in the list of uploads and goes on from there.");
    case UnfinishedState::RunningElsewhere:
        return Words::tr("It was begun, or a part of it arrived, within the last hour: somebody is probably sending it.");
    case UnfinishedState::Abandoned:
        return Words::tr("No part of it has arrived for more than an hour, and no Davit on this computer knows it.");
    case UnfinishedState::Unknown:
        break;
    }
    return row.notHeld ? sentence(*row.notHeld) : Words::tr("Its parts are being asked for.");
}

QColor stateColor(const UnfinishedRow &row, const Tokens &tokens)
{
    switch (row.judgement.state) {
    case UnfinishedState::RunningHere:
    case UnfinishedState::PausedHere:
        return tokens.accent;
    case UnfinishedState::RunningElsewhere:
        return tokens.stored;
    case UnfinishedState::Abandoned:
        return row.judgement.canBeResumed ? tokens.attentionFill : tokens.muted;
    case UnfinishedState::Unknown:
        break;
    }
    return tokens.waiting;
}

QString byText(const UnfinishedRow &row)
{
    if (row.ours != upload::Ours::No)
        return Words::tr("me, this computer");
    const QString name = initiatorOf(row);
    return name.isEmpty() ? QStringLiteral("–") : printable(name);
}

QString heldText(const UnfinishedRow &row)
{
    if (row.holding)
        return formattedBytes(row.holding->bytes);
    return row.notHeld ? QStringLiteral("?") : QStringLiteral("…");
}

QString moneyOrDash(const std::optional<upload::Money> &money)
{
    return money ? upload::moneyText(*money) : QStringLiteral("–");
}

QString unfinishedAddress(const UnfinishedRow &row)
{
    return QStringLiteral("s3://%1/%2").arg(row.upload.address.object.bucket, row.upload.address.object.key);
}

QString spokenRow(const UnfinishedRow &row, const QDateTime &serverNow)
{
    const QString held =
        row.holding ? Words::tr("holds %1 in %2", "bytes in parts")
                          .arg(formattedBytes(row.holding->bytes), counted(row.holding->parts, Words::tr("1 part"), Words::tr("%1 parts")))
                    : Words::tr("what it holds is not known");
    QStringList said = {printable(row.upload.address.object.key), Words::tr("bucket %1").arg(row.upload.address.object.bucket), held};
    if (row.aMonth)
        said.append(Words::tr("about %1 a month").arg(upload::moneyText(*row.aMonth)));
    said.append(Words::tr("started %1").arg(agoText(row.upload.initiated, serverNow)));
    if (row.holding && row.holding->lastPart.isValid())
        said.append(Words::tr("last part %1").arg(agoText(row.holding->lastPart, serverNow)));
    if (row.ours != upload::Ours::No || !initiatorOf(row).isEmpty())
        said.append(Words::tr("by %1").arg(byText(row)));
    said.append(stateText(row));
    const QString note = stateNote(row);
    if (!note.isEmpty())
        said.append(note);
    return said.join(QStringLiteral(", "));
}

QString partSizesText(const QList<s3::StoredPart> &parts)
{
    if (parts.isEmpty())
        return {};
    // The last one is what the file left over: it says nothing about the others.
    const auto bySize = [](const s3::StoredPart &a, const s3::StoredPart &b) { return a.size < b.size; };
    const auto end = parts.size() > 1 ? parts.end() - 1 : parts.end();
    const auto [least, most] = std::minmax_element(parts.begin(), end, bySize);
    if (least->size == most->size && parts.constLast().size <= least->size)
        return QStringLiteral("%1 × %2").arg(formattedPartSize(least->size), formattedCount(parts.size()));
    const auto [smallest, largest] = std::minmax_element(parts.begin(), parts.end(), bySize);
    return Words::tr("unequal: %1 to %2").arg(formattedPartSize(smallest->size), formattedPartSize(largest->size));
}

QString gapsText(const QList<s3::StoredPart> &parts)
{
    constexpr qsizetype most = 12;
    QStringList gaps;
    int expected = 1;
    for (const s3::StoredPart &part : parts) {
        const QString first = formattedCount(expected), last = formattedCount(part.number - 1);
        if (part.number > expected)
            gaps.append(first == last ? first : QStringLiteral("%1–%2").arg(first, last));
        expected = part.number + 1;
    }
    if (gaps.size() <= most)
        return gaps.join(QStringLiteral("; "));
    return counted(gaps.size() - most, Words::tr("%2 and 1 more gap"), Words::tr("%2 and %1 more gaps"))
        .arg(gaps.first(most).join(QStringLiteral("; ")));
}

QString abortCommand(const UnfinishedRow &row, const QString &connectionName)
{
    const auto quoted = [](QString text) { return QStringLiteral("'%1'").arg(text.replace(QLatin1Char('\''), QStringLiteral("'\\''"))); };
    const QString connection = connectionName.isEmpty() ? QString() : QStringLiteral(" --connection ") + quoted(connectionName);
    return QStringLiteral("davit-cli abort%1 %2 %3")
        .arg(connection, quoted(unfinishedAddress(row)), quoted(QString::fromUtf8(row.upload.address.uploadId)));
}

} // namespace ui
