// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Options: what is written beside the object: type, cache control, metadata, tags.

#include "s3/requests.h"
#include "ui/optionsection.h"

class QLineEdit;

namespace ui {

class DescriptionSection : public OptionSection {
    Q_OBJECT
public:
    explicit DescriptionSection(QWidget *parent = nullptr);

    void setGuessedType(const QString &type); // what is sent when nothing is typed; empty: each file has its own
    void fill(s3::ObjectOptions &options) const;
    void show(const s3::ObjectOptions &options);
    bool isValid() const override;
    QString summary() const override;

private:
    void judge();

    QLineEdit *m_type;
    QLineEdit *m_cacheControl;
    QLineEdit *m_metadata;
    QLabel *m_metadataHint;
    QLineEdit *m_tags;
    QLabel *m_tagsHint;
};

} // namespace ui
