// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One JSON object a line on stdout for each event; the names are a contract with scripts.

#include "app/cli/report.h"

#include <QDeadlineTimer>
#include <QHash>

namespace cli {

class JsonReport : public Report {
public:
    void queued(const upload::UploadSpec &spec, qint64 size) override;
    void created(const upload::UploadSnapshot &upload) override;
    void partSettled(const upload::UploadId &id, const upload::PartSnapshot &part) override;
    void progressed(const QList<upload::UploadSnapshot> &uploads) override;
    void totalled(const upload::Totals &totals) override;
    void settled(const upload::UploadSnapshot &upload) override;
    void comparing(const QString &path, qint64 bytes, qint64 ofBytes, double bytesPerSecond) override;
    void compared(const upload::AdoptionReport &report) override;
    void remarked(const upload::UploadId &id, const QString &sentence) override;
    void refused(const QString &what, const s3::Error &error) override;
    void said(const QString &sentence) override;
    void setAsking(bool) override {}
    void ended() override {}

private:
    QHash<upload::UploadId, QDeadlineTimer> m_nextProgress; // twice a second for each upload is enough
    QDeadlineTimer m_nextComparing;
};

} // namespace cli
