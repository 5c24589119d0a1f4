// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/scheduler.h"

#include <algorithm>

namespace upload {

namespace {

constexpr int Companions = 3; // uploads that are active at once although the first could use every connection
constexpr int LookAhead = 64; // waiting uploads looked at when those in front cannot be reached

} // namespace

void Scheduler::add(const UploadId &id, quint64 place)
{
    if (m_places.contains(id))
        return;
    m_places.insert(id, place);
    m_waiting.emplace(place, id);
}

void Scheduler::remove(const UploadId &id)
{
    const auto it = m_places.constFind(id);
    if (it == m_places.constEnd())
        return;
    m_waiting.erase(*it);
    m_places.erase(it);
    std::erase(m_active, id);
}

bool Scheduler::activateNext(const Turns &turns)
{
    int looked = 0;
    for (auto it = m_waiting.begin(); it != m_waiting.end() && looked < LookAhead; ++it, ++looked) {
        if (!turns.isReachable(it->second))
            continue;
        const UploadId id = it->second;
        const quint64 place = it->first;
        m_waiting.erase(it);
        const auto after =
            std::find_if(m_active.begin(), m_active.end(), [&](const UploadId &other) { return m_places.value(other) > place; });
        m_active.insert(after, id);
        return true;
    }
    return false;
}

void Scheduler::assign(const Budget &budget, Load &load, const Turns &turns)
{
    const auto give = [&](const UploadId &id) {
        const std::optional<qint64> bytes = turns.take(id);
        if (!bytes)
            return false;
        ++load.requests;
        load.bytes += *bytes;
        return true;
    };

    while (int(m_active.size()) < std::min(Companions, budget.connections) && activateNext(turns)) {
    }

    // take() may settle an upload and so remove it from m_active: walk over copies.
    std::vector<UploadId> round = m_active;
    for (const UploadId &id : round) {
        if (hasRoom(budget, load) && turns.requestsOf(id) == 0)
            give(id);
    }
    for (const UploadId &id : round) {
        while (hasRoom(budget, load) && give(id)) {
        }
    }
    // What those in front will not use goes to those behind.
    int toCome = 0;
    for (const UploadId &id : m_active)
        toCome += turns.requestsToCome(id);
    while (load.requests + toCome < budget.connections && hasRoom(budget, load) && int(m_active.size()) < 2 * budget.connections &&
           activateNext(turns)) {
        toCome = 0;
        round = m_active;
        for (const UploadId &id : round) {
            while (hasRoom(budget, load) && m_places.contains(id) && give(id)) {
            }
            if (m_places.contains(id))
                toCome += turns.requestsToCome(id);
        }
    }
}

} // namespace upload
