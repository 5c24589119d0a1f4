// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Keeps the presets in the journal's database. All SQL is spoken in one thread of its own; values cross by queued calls.

#include "upload/presetbook.h"

#include <QThread>

#include <functional>
#include <memory>

namespace store {

class PresetTable;

class PresetStore : public upload::PresetBook {
    Q_OBJECT
public:
    // `path`: usually journalPath(). Nothing is opened before the first call.
    explicit PresetStore(const QString &path, QObject *parent = nullptr);
    ~PresetStore() override; // does first what was asked for

    void list() override;
    void save(const upload::UploadPreset &preset) override;
    void remove(const QString &id) override;

private:
    // Everything below lives in the thread.
    void post(const std::function<void(PresetTable &)> &deed);
    void tell(PresetTable &table);

    QThread m_thread;
    std::unique_ptr<QObject> m_door; // lives in the thread: what is posted goes through it
    std::unique_ptr<PresetTable> m_table;
    QStringList m_toldRemarks;
};

} // namespace store
