// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Words for a person: a line for each finished upload on stdout; on stderr live lines where there is a terminal, and now and then a plain one where not.

#include "app/cli/report.h"
#include "app/cli/terminal.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QTimer>

namespace cli {

class TextReport : public Report {
public:
    explicit TextReport(bool quiet);

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
    void setAsking(bool asking) override;
    void ended() override;

private:
    void redrawSoon();
    void redraw();
    void printPlain();
    QString uploadLine(const upload::UploadSnapshot &upload, int columns) const;
    QString totalLine(int columns) const;
    QString bar(qint64 stored, qint64 inAir, qint64 size, int cells) const;
    void printOut(const QString &line);
    void printErr(const QString &line);
    qint64 files() const { return m_done + m_open.size(); }

    const bool m_quiet;
    bool m_asking = false;
    Terminal m_terminal;
    QTimer m_redraw;
    QHash<upload::UploadId, upload::UploadSnapshot> m_active; // not settled, and not only waiting
    struct Queued {
        qint64 size = 0;
        qint64 place = 0; // in the order of the queue
    };
    QHash<upload::UploadId, Queued> m_open; // queued and not settled
    qint64 m_bytes = 0, m_bytesDone = 0;    // of all that were queued; of the settled ones
    int m_done = 0;
    upload::Totals m_totals;
    QDeadlineTimer m_nextPlain;
    int m_plainInterval = 500; // ms; doubles, so that a day's log stays short
};

} // namespace cli
