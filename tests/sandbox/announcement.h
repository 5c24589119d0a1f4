// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The file by which the window finds a running sandbox: davit-sandbox.json with endpoint and pid, there only while it runs.

#include <QByteArray>
#include <QString>

namespace sandbox {

class Announcement {
public:
    // $XDG_RUNTIME_DIR/davit-sandbox.json, else $XDG_STATE_HOME/davit/…, else ~/.local/state/davit/….
    static QString path();

    // Readable by its owner alone. Empty, or why it could not be written.
    QString publish(const QByteArray &endpoint);
    // Takes it away, if it is still ours: another sandbox may have written its own meanwhile.
    void withdraw() const;
};

} // namespace sandbox
