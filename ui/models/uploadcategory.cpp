// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/uploadcategory.h"

using upload::UploadState;

namespace ui {

Categories categoriesOf(const upload::UploadSnapshot &upload)
{
    switch (upload.state) {
    case UploadState::Uploading:
    case UploadState::Retrying:
    case UploadState::Finishing:
    case UploadState::RunningElsewhere:
        return Category::Uploading;
    case UploadState::Waiting:
    case UploadState::Offline:
        return Category::Waiting;
    case UploadState::Pausing:
    case UploadState::Paused:
        return Category::Paused;
    case UploadState::NeedsAttention:
    case UploadState::Failed:
        return Category::NeedsAttention;
    case UploadState::Completed:
        return Category::Completed;
    case UploadState::Cancelling:
    case UploadState::Cancelled:
    case UploadState::Skipped:
        break;
    }
    return {};
}

Abilities abilitiesOf(const upload::UploadSnapshot &upload)
{
    switch (upload.state) {
    case UploadState::Waiting:
    case UploadState::Uploading:
    case UploadState::Retrying:
    case UploadState::Offline:
        return Ability::Pause | Ability::Cancel;
    case UploadState::Pausing:
    case UploadState::Paused:
        return Ability::Resume | Ability::Cancel;
    case UploadState::Finishing:
        return Ability::Cancel;
    case UploadState::NeedsAttention:
        return Ability::Cancel | (upload.asksAboutKey ? Ability::Answer : Ability::Retry) |
               (isFileLost(upload) ? Ability::Locate : Abilities());
    case UploadState::Failed:
        return Ability::Retry | Ability::Cancel | Ability::Remove | (isFileLost(upload) ? Ability::Locate : Abilities());
    case UploadState::Completed:
        return Ability::Remove | Ability::Link;
    case UploadState::Cancelled:
    case UploadState::Skipped:
        return Ability::Remove;
    case UploadState::Cancelling:
    case UploadState::RunningElsewhere: // whoever holds it is to be asked
        break;
    }
    return {};
}

bool isActive(UploadState state)
{
    switch (state) {
    case UploadState::Waiting:
    case UploadState::Uploading:
    case UploadState::Retrying:
    case UploadState::Offline:
    case UploadState::Pausing:
    case UploadState::Finishing:
    case UploadState::Cancelling:
        return true;
    case UploadState::RunningElsewhere: // nothing that ends with this window
    case UploadState::Paused:
    case UploadState::NeedsAttention:
    case UploadState::Failed:
    case UploadState::Completed:
    case UploadState::Cancelled:
    case UploadState::Skipped:
        break;
    }
    return false;
}

bool isFileLost(const upload::UploadSnapshot &upload)
{
    const bool stopped = upload.state == UploadState::NeedsAttention || upload.state == UploadState::Failed;
    return stopped && upload.error &&
           (upload.error->code == QLatin1String("FileNotFound") || upload.error->code == QLatin1String("AnotherFile"));
}

} // namespace ui
