// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli parts: what is stored of an upload in progress, and what is missing between.

#include "app/cli/accountcommand.h"
#include "app/cli/onlyupload.h"

namespace cli {

struct PartGap {
    int first = 0, last = 0; // part numbers
    bool operator==(const PartGap &) const = default;
};
// Before and between the stored parts; how many come after the last one nobody but the uploader knows.
QList<PartGap> gapsIn(const QList<s3::StoredPart> &sorted);
QString gapsText(const QList<PartGap> &gaps); // "parts 4 to 6 and part 9 are missing"

class Parts : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void start() override;

private:
    void list();
    void onFound(const upload::PartsListed &listed);
    void onRefused(const s3::Error &error);

    s3::UploadAddress m_upload;
};

} // namespace cli
