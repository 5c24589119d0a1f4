// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Options: the size of the parts, and whether a snapshot of the file is sent.

#include "s3/partplan.h"
#include "ui/optionsection.h"

class QCheckBox;
class QComboBox;

namespace ui {

class SendingSection : public OptionSection {
    Q_OBJECT
public:
    explicit SendingSection(QWidget *parent = nullptr);

    void setLimits(const s3::PartLimits &limits);   // part sizes that the server does not take are not offered
    qint64 wishedPartSize() const;                  // 0: Davit chooses
    void show(qint64 wishedPartSize);               // one that the server does not take becomes 0
    void setSnapshotRefusal(const QString &reason); // why no snapshot can be made of these files; empty: it can
    bool fromSnapshot() const;
    QString summary() const override;

private:
    QComboBox *m_partSize;
    QCheckBox *m_snapshot;
    QLabel *m_snapshotHint;
};

} // namespace ui
