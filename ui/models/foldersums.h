// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a folder's row says, kept as running sums so that a changed file costs the same in a folder of ten and of ten thousand.

#include "ui/models/uploadcategory.h"

#include <QHash>

#include <array>

namespace ui {

class FolderSums {
public:
    void add(const upload::UploadSnapshot &file) { count(file, 1); }
    void subtract(const upload::UploadSnapshot &file) { count(file, -1); }

    int files() const { return m_files; }
    int filesIn(upload::UploadState state) const { return m_states[static_cast<std::size_t>(state)]; }
    int filesInNeed() const { return filesIn(upload::UploadState::NeedsAttention) + filesIn(upload::UploadState::Failed); }
    int filesActive() const;
    qint64 bytesRetrying() const { return m_bytesRetrying; }
    Categories categories() const; // the folder's own state, and NeedsAttention when any file asks for somebody
    Abilities abilities() const;   // those of any of its files

    // The folder as if it were one upload. Skipped and cancelled files do not count as bytes to be sent.
    void describe(upload::UploadSnapshot &folder) const;

private:
    void count(const upload::UploadSnapshot &file, int sign);
    upload::UploadState state() const;

    static constexpr std::size_t stateCount = static_cast<std::size_t>(upload::UploadState::Failed) + 1;
    std::array<int, stateCount> m_states{};
    std::array<int, 7> m_abilities{}; // by bit
    int m_files = 0, m_asking = 0, m_awaitingSignIn = 0;
    int m_parts = 0, m_partsStored = 0, m_partsSending = 0, m_partsRetrying = 0, m_partsComparing = 0;
    qint64 m_size = 0, m_stored = 0, m_inAir = 0, m_bytesRetrying = 0;
    qint64 m_bytesPerSecond = 0; // whole bytes: sums of doubles would drift
    QHash<QString, int> m_proofs;
};

} // namespace ui
