// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/window/takingup.h"

namespace app {

namespace {

qint64 storedBytes(const upload::UploadRecord &record)
{
    const qint64 size = record.fingerprint.size;
    const auto plan = record.firstSizes.isEmpty() ? s3::PartPlan::resumed(size, record.partSize)
                                                  : s3::PartPlan::irregular(size, record.firstSizes, record.partSize);
    if (record.partSize <= 0 || !plan)
        return 0;
    qint64 stored = 0;
    for (const upload::RecordedPart &part : record.parts) {
        if (part.number >= 1 && part.number <= plan->count())
            stored += plan->range(part.number).length;
    }
    return stored;
}

bool wasRunning(const upload::UploadRecord &record)
{
    using upload::Stage;
    const bool unfinished = record.stage == Stage::New || record.stage == Stage::Creating || record.stage == Stage::Transferring ||
                            record.stage == Stage::Completing;
    return unfinished && record.intent == upload::Intent::Run && record.errorCode.isEmpty();
}

} // namespace

Interrupted interruptedOf(const QList<upload::UploadRecord> &records)
{
    Interrupted result;
    for (const upload::UploadRecord &record : records) {
        if (!wasRunning(record))
            continue;
        result.ids.append(record.spec.id);
        result.stored += storedBytes(record);
        result.whole += record.fingerprint.size;
    }
    return result;
}

void takeUp(const QList<upload::UploadRecord> &records, ui::AtStart atStart, Engine &engine, ui::MainWindow &window)
{
    engine.post([records, paused = atStart != ui::AtStart::Resume](upload::UploadManager &manager) { manager.takeUp(records, paused); });
    if (atStart != ui::AtStart::Ask)
        return;
    const Interrupted interrupted = interruptedOf(records);
    window.askToResume(interrupted.ids, interrupted.stored, interrupted.whole);
}

} // namespace app
