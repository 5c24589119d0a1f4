// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What most uploads leave alone, in sections that open: names, parts, storage, description, lock.

#include "s3/providerprofile.h"
#include "upload/uploadpreset.h"

#include <QWidget>

namespace upload {
class CustomerKeyBook;
}

namespace ui {

class DescriptionSection;
class KeySection;
class LockSection;
class OptionSection;
class SendingSection;
class StorageSection;

class UploadOptions : public QWidget {
    Q_OBJECT
public:
    explicit UploadOptions(QWidget *parent = nullptr);

    void setServer(const s3::Endpoint &endpoint, const s3::ProviderProfile &profile); // what it does not take is not offered
    void setKeyBook(upload::CustomerKeyBook &book);                                   // from now on SSE-C is offered
    void setGuessedType(const QString &type);       // what is sent when no content type is typed; empty: each file has its own
    void setSnapshotRefusal(const QString &reason); // why no snapshot can be made of these files; empty: it can
    void setKeyTrouble(const QString &sentence);    // of the names with these files

    // What the fields say, without a name and without what to do if a key exists.
    upload::UploadPreset chosen() const;
    void show(
        const upload::UploadPreset &preset); // all of it but the name; sections that hold something unusual stay as they are, open or not

    qint64 wishedPartSize() const; // 0: Davit chooses
    upload::KeyRule keyRule() const;
    s3::ObjectOptions objectOptions() const;
    bool fromSnapshot() const;
    bool isValid() const;
    QString summary() const;         // of all sections; empty when everything is as usual
    OptionSection *troubled() const; // the first with something wrong; null: there is none

Q_SIGNALS:
    void changed();
    void arranged(); // a section was opened or closed: the height is another

private:
    KeySection *m_key;
    SendingSection *m_sending;
    StorageSection *m_storage;
    DescriptionSection *m_description;
    LockSection *m_lock;
    QList<OptionSection *> m_sections;
    bool m_showing = false;
};

} // namespace ui
