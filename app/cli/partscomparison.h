// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The first half of an adoption: compares the stored parts with the file, tells how that came out, and learns what to do about parts that
// cannot be compared. Sends nothing.

#include "app/cli/options.h"
#include "app/cli/question.h"
#include "app/cli/report.h"
#include "app/engine.h"

namespace cli {

class PartsComparison : public QObject {
    Q_OBJECT
public:
    PartsComparison(app::Engine &engine, Report &report, const Options &options, Question &question, QObject *parent = nullptr);

    void start(const QString &connectionId, const s3::UploadAddress &upload, const QString &sourcePath, const QString &customerKey);
    void cancel(); // nothing follows

Q_SIGNALS:
    void concluded(const upload::AdoptionReport &report, upload::Unproven unproven);
    void refused(const s3::Error &error);

private:
    void onCompared(const upload::AdoptionReport &report);
    void askAboutUnproven();
    void conclude(upload::Unproven unproven);

    app::Engine &m_engine;
    Report &m_report;
    const Options &m_options;
    Question &m_question;
    QString m_sourcePath;
    upload::AdoptionReport m_compared;
    bool m_running = false, m_asks = false;
};

} // namespace cli
