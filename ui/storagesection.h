// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Options: where and how the server keeps the object, and who may read it.

#include "s3/requests.h"
#include "ui/optionsection.h"

class QComboBox;
class QLineEdit;

namespace upload {
class CustomerKeyBook;
}

namespace ui {

class CustomerKeyChoice;

class StorageSection : public OptionSection {
    Q_OBJECT
public:
    explicit StorageSection(QWidget *parent = nullptr);

    // Offers the storage classes of the profile; what is chosen stays. Customer keys go to an endpoint only where nobody can read them on the way.
    void setServer(const s3::Endpoint &endpoint, const QString &profileId);
    void setKeyBook(upload::CustomerKeyBook &book); // from now on SSE-C is offered
    void fill(s3::ObjectOptions &options) const;
    void show(const s3::ObjectOptions &options);
    bool isValid() const override;
    QString summary() const override;

private:
    void refreshFields();
    QString keyTrouble() const;

    QComboBox *m_class;
    QComboBox *m_encryption;
    QLineEdit *m_kmsKey;
    CustomerKeyChoice *m_customerKey;
    int m_customerKeyRow = 0;
    QLabel *m_customerKeyHint;
    QComboBox *m_acl;
    QLabel *m_aclHint;
    s3::Endpoint m_endpoint;
};

} // namespace ui
