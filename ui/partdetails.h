// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One part in words, and the upload it belongs to: the right side of the part map.

#include "upload/snapshot.h"

#include <QWidget>

#include <optional>

namespace ui {

class FactList;

class PartDetails : public QWidget {
    Q_OBJECT
public:
    explicit PartDetails(QWidget *parent = nullptr);

    void setPart(const upload::PartSnapshot *part); // null: none
    void setUpload(const upload::UploadSnapshot &upload, const std::optional<upload::Totals> &totals);
    QString text() const; // both lists, a line each

private:
    FactList *m_part;
    int m_state, m_bytes, m_attempt, m_partEtag, m_partChecksum;
    FactList *m_upload;
    QWidget *m_rule;
    int m_uploadId, m_partSize, m_stored, m_connections;
};

} // namespace ui
