// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/foldersums.h"

#include <algorithm>
#include <cmath>

using upload::UploadState;

namespace ui {

void FolderSums::count(const upload::UploadSnapshot &file, int sign)
{
    m_files += sign;
    m_states[static_cast<std::size_t>(file.state)] += sign;
    const unsigned abilities = abilitiesOf(file).toInt();
    for (std::size_t bit = 0; bit < m_abilities.size(); ++bit) {
        if ((abilities >> bit) & 1U)
            m_abilities[bit] += sign;
    }
    if (file.state == UploadState::NeedsAttention && file.asksAboutKey)
        m_asking += sign;
    if (file.state == UploadState::NeedsAttention && file.signInNeeded)
        m_awaitingSignIn += sign;
    if (file.state == UploadState::Completed) {
        int &same = m_proofs[file.proof];
        same += sign;
        if (same == 0)
            m_proofs.remove(file.proof);
    }
    if (file.state == UploadState::Skipped || file.state == UploadState::Cancelled)
        return;
    m_size += sign * file.size;
    m_stored += sign * file.stored;
    m_inAir += sign * file.inAir;
    m_bytesPerSecond += sign * std::llround(file.bytesPerSecond);
    m_bytesRetrying += sign * std::min(file.partsRetrying * file.partSize, file.size);
    m_parts += sign * file.parts;
    m_partsStored += sign * file.partsStored;
    m_partsSending += sign * file.partsSending;
    m_partsRetrying += sign * file.partsRetrying;
    m_partsComparing += sign * file.partsComparing;
}

int FolderSums::filesActive() const
{
    int active = 0;
    for (std::size_t state = 0; state < stateCount; ++state) {
        if (isActive(static_cast<UploadState>(state)))
            active += m_states[state];
    }
    return active;
}

// What moves comes first, then what waits, then what needs somebody; a folder is at rest only when all of it is.
UploadState FolderSums::state() const
{
    constexpr std::array order = {UploadState::Uploading, UploadState::Retrying, UploadState::Finishing, UploadState::Cancelling,
        UploadState::Pausing, UploadState::RunningElsewhere, UploadState::Offline, UploadState::Waiting, UploadState::NeedsAttention,
        UploadState::Failed, UploadState::Paused, UploadState::Completed, UploadState::Skipped, UploadState::Cancelled};
    const auto found = std::find_if(order.begin(), order.end(), [this](UploadState state) { return filesIn(state) > 0; });
    return found == order.end() ? UploadState::Waiting : *found;
}

Categories FolderSums::categories() const
{
    upload::UploadSnapshot folder;
    folder.state = state();
    Categories categories = categoriesOf(folder);
    categories.setFlag(Category::NeedsAttention, filesInNeed() > 0);
    return categories;
}

Abilities FolderSums::abilities() const
{
    Abilities abilities;
    for (std::size_t bit = 0; bit < m_abilities.size(); ++bit) {
        if (m_abilities[bit] > 0)
            abilities.setFlag(static_cast<Ability>(1U << bit));
    }
    return abilities;
}

void FolderSums::describe(upload::UploadSnapshot &folder) const
{
    folder.state = state();
    folder.size = m_size;
    folder.stored = m_stored;
    folder.inAir = m_inAir;
    folder.bytesPerSecond = static_cast<double>(m_bytesPerSecond);
    folder.timeLeft.reset();
    if (m_bytesPerSecond > 0)
        folder.timeLeft = std::chrono::seconds(std::max<qint64>(0, m_size - m_stored - m_inAir) / m_bytesPerSecond);
    folder.parts = m_parts;
    folder.partsStored = m_partsStored;
    folder.partsSending = m_partsSending;
    folder.partsRetrying = m_partsRetrying;
    folder.partsComparing = m_partsComparing;
    folder.signInNeeded = folder.state == UploadState::NeedsAttention && m_awaitingSignIn == filesInNeed();
    folder.asksAboutKey = folder.state == UploadState::NeedsAttention && m_asking == filesIn(UploadState::NeedsAttention);
    folder.proof = m_proofs.size() == 1 ? m_proofs.constBegin().key() : QString();
}

} // namespace ui
