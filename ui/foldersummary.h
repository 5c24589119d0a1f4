// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The details of a folder: how many of its files are where, and the sums. A folder has no parts of its own.

#include "ui/models/uploadlistmodel.h"

#include <QWidget>

class QFormLayout;
class QLabel;

namespace ui {

class FolderSummary : public QWidget {
    Q_OBJECT
public:
    explicit FolderSummary(QWidget *parent = nullptr);

    void show(const UploadRow &folder);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *addFact(QFormLayout &facts, const QString &title, const char *name);

    QLabel *m_title, *m_target, *m_files;
    QLabel *m_size, *m_stored, *m_speed, *m_left, *m_connection;
    upload::UploadSnapshot m_folder;
    qint64 m_bytesRetrying = 0;
};

} // namespace ui
