// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One unfinished upload as the page shows it: what the server tells, what is known of it here, and what is estimated. And one of this
// window's own, which may be listed or not.

#include "upload/prices.h"
#include "upload/unfinishedupload.h"
#include "upload/uploadspec.h"

#include <optional>

namespace ui {

struct UnfinishedRow {
    s3::InProgressUpload upload;
    QDateTime expires;                      // UTC, by rule or habit; invalid: not by itself
    std::optional<upload::Holding> holding; // nothing while it is not known
    std::optional<s3::Error> notHeld;       // why it is not
    upload::Ours ours = upload::Ours::No;
    upload::UploadId own; // in the list of uploads; null: not there
    upload::Judgement judgement;
    std::optional<upload::Money> aMonth, soFar; // estimates; nothing without a price
};

// An upload of this window's own, under the address that the server knows it by.
struct OwnUpload {
    s3::UploadAddress address;
    upload::UploadId id;
    upload::Ours ours = upload::Ours::No; // No: it is over, completed or cancelled
    QDateTime begun;                      // UTC, by the server where it lists it; else when it was added here
    bool operator==(const OwnUpload &) const = default;
};

} // namespace ui
