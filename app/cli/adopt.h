// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli adopt: goes on with an upload that anybody began, once its stored parts have been compared with the file.

#include "app/cli/accountcommand.h"
#include "app/cli/partscomparison.h"

namespace cli {

class Adopt : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void start() override;
    void interrupt() override;

private:
    void findUpload();
    void compare();
    void onConcluded(const upload::AdoptionReport &report, upload::Unproven unproven);
    void takeOver(const QList<upload::UploadRecord> &loaded);
    void send();
    void refuse(const s3::Error &error) override;

    s3::UploadAddress m_upload;
    QString m_sourcePath;
    PartsComparison *m_comparison = nullptr;
    Run *m_run = nullptr;
    std::optional<upload::UploadId> m_ours; // a record of this upload ID that the journal has already
    upload::UploadRecord m_record;
};

} // namespace cli
