// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the window keeps presets; core/store fulfils it. Every call is answered by a signal, never from inside the call.

#include "upload/uploadpreset.h"

#include <QList>
#include <QObject>

namespace upload {

class PresetBook : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

public Q_SLOTS:
    // `listed` follows, and comes again whenever a preset was saved or removed through this book.
    virtual void list() = 0;
    // Adds a preset (its id empty) or changes the one of its id: `saved` or `refused`. Errors: NeedsUser "PresetNameTaken", "PresetNewer" (the one
    // of that id is one that this Davit cannot read), and those of the journal's file.
    virtual void save(const upload::UploadPreset &preset) = 0;
    virtual void remove(const QString &id) = 0; // `removed`, also when there was none, or `refused`

Q_SIGNALS:
    void listed(const QList<upload::UploadPreset> &presets); // by name; those that cannot be read are left out, and `troubled` says so
    void saved(const upload::UploadPreset &preset);          // as it is kept
    void removed(const QString &id);
    void refused(const QString &id, const s3::Error &error);
    void troubled(const s3::Error &error); // nothing that was asked for: one sentence
};

} // namespace upload
