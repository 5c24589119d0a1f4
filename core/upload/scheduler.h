// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Whose turn it is: uploads in the order of their arrival, within one budget of connections and bytes. Files are finished rather than
// spread over all: the first active upload gets what it can use, and a few behind it one connection each, so that a small file
// never waits for a 400 GB one. A turn costs O(active), not O(queue).

#include "upload/budget.h"
#include "upload/uploadspec.h"

#include <QHash>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace upload {

class Scheduler {
public:
    struct Turns {
        // Begins one piece of work of the upload and answers its bytes; nothing when it has none to begin now.
        std::function<std::optional<qint64>(const UploadId &)> take;
        std::function<int(const UploadId &)> requestsOf;     // in flight
        std::function<int(const UploadId &)> requestsToCome; // parts it will ask room for soon, although it may be waiting for Create now
        std::function<bool(const UploadId &)> isReachable;   // false: its endpoint is closed for now, do not begin it
    };

    void add(const UploadId &id, quint64 place); // place: order of arrival
    void remove(const UploadId &id);             // paused, blocked or settled: it has nothing to take
    bool contains(const UploadId &id) const { return m_places.contains(id); }
    const std::vector<UploadId> &active() const { return m_active; }

    void assign(const Budget &budget, Load &load, const Turns &turns);

private:
    bool activateNext(const Turns &turns);

    std::map<quint64, UploadId> m_waiting;
    QHash<UploadId, quint64> m_places;
    std::vector<UploadId> m_active; // in order of place
};

} // namespace upload
