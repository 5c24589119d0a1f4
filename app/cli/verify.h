// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli verify: is the object still the one that a receipt describes, and is a file?

#include "app/cli/report.h"
#include "app/engine.h"

namespace cli {

class Verify : public QObject {
    Q_OBJECT
public:
    Verify(const Options &options, Report &report, QObject *parent = nullptr);

    void start();
    void interrupt();

Q_SIGNALS:
    void finished(int exitStatus);

private:
    s3::Result<upload::Connection> connectionOfReceipt(bool fromJournal);
    void onVerified(const upload::VerificationResult &result);
    void refuse(const s3::Error &error);
    void end(int exitStatus);

    const Options m_options;
    Report &m_report;
    upload::Receipt m_receipt;
    QString m_filePath;
    std::unique_ptr<app::Engine> m_engine;
    bool m_ended = false;
};

} // namespace cli
