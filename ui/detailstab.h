// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Everything that is known of an upload, in words, to read and to copy.

#include "upload/snapshot.h"

#include <QWidget>

class QPushButton;

namespace ui {

class FactList;

class DetailsTab : public QWidget {
    Q_OBJECT
public:
    explicit DetailsTab(QWidget *parent = nullptr);
    void setUpload(const upload::UploadSnapshot &upload);
    QString text() const; // what "Copy all" copies

Q_SIGNALS:
    void receiptWished(const upload::UploadId &receipt);
    void certificateWished(const upload::UploadSnapshot &upload); // with which it failed

private:
    FactList *m_facts;
    QPushButton *m_showReceipt;
    QPushButton *m_showCertificate;
    QPushButton *m_copyAll;
    upload::UploadSnapshot m_upload;
    int m_status, m_trouble, m_code, m_requestId, m_source, m_target, m_connection, m_size, m_parts, m_uploadId, m_etag, m_checksum,
        m_proof, m_added, m_finished, m_elapsed, m_average;
};

} // namespace ui
