// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What is known of the selected upload, below the list: Parts | Speed | Details | Log.

#include "ui/speedhistory.h"
#include "upload/snapshot.h"

#include <QElapsedTimer>
#include <QHash>
#include <QWidget>

#include <optional>

class QLabel;
class QStackedWidget;
class QTabWidget;

namespace ui {

class DetailsTab;
class LogTab;
class PartsTab;
class SpeedTab;

class DetailsPane : public QWidget {
    Q_OBJECT
public:
    explicit DetailsPane(QWidget *parent = nullptr);
    ~DetailsPane() override;

    void setUpload(const std::optional<upload::UploadSnapshot> &upload); // nothing: nothing (or more than one) is selected
    // For every changed upload, shown or not: its speed is remembered while it lives.
    void updateUpload(const upload::UploadSnapshot &upload);

Q_SIGNALS:
    void receiptWished(const upload::UploadId &receipt);
    void certificateWished(const upload::UploadSnapshot &upload);

public Q_SLOTS:
    void updateParts(const upload::UploadId &id, const QList<upload::PartSnapshot> &parts); // of another upload than the shown: ignored
    void appendLog(const upload::UploadId &id, const upload::LogLine &line); // kept for every upload, at most 2,000 lines each
    void setTotals(const upload::Totals &totals);                            // for "8 of 12" connections
    void forgetUploads(const QList<upload::UploadId> &ids);                  // they left the list: their speeds and logs go too

private:
    void showSpeed();

    QStackedWidget *m_pages;
    QLabel *m_empty;
    QTabWidget *m_tabs;
    PartsTab *m_parts;
    SpeedTab *m_speed;
    DetailsTab *m_details;
    LogTab *m_log;
    std::optional<upload::UploadSnapshot> m_upload;
    QElapsedTimer m_clock;
    QHash<upload::UploadId, SpeedHistory> m_speeds;
    QHash<upload::UploadId, QList<upload::LogLine>> m_lines;
};

} // namespace ui
