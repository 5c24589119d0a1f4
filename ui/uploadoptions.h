// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What most uploads leave alone: part size, storage class, content type, cache control, metadata.

#include "s3/partplan.h"
#include "s3/requests.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace ui {

class UploadOptions : public QWidget {
    Q_OBJECT
public:
    explicit UploadOptions(int labelWidth, QWidget *parent = nullptr);

    void setLimits(const s3::PartLimits &limits); // part sizes that the server does not take are not offered
    qint64 wishedPartSize() const;                // 0: Davit chooses
    s3::ObjectOptions objectOptions() const;
    bool isValid() const;
    void setSnapshotRefusal(const QString &reason); // why no snapshot can be made of these files; empty: it can
    bool fromSnapshot() const;

Q_SIGNALS:
    void changed();

private:
    QLineEdit *line(QFormLayout *form, const QString &label, const QString &objectName, const QString &placeholder);

    int m_labelWidth;
    QComboBox *m_partSize;
    QComboBox *m_storageClass;
    QLineEdit *m_contentType;
    QLineEdit *m_cacheControl;
    QLineEdit *m_metadata;
    QLabel *m_metadataHint;
    QCheckBox *m_snapshot;
    QLabel *m_snapshotHint;
};

} // namespace ui
