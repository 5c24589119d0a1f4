// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The few live lines at the bottom of a terminal: redrawn in place by one write each, so that nothing flickers.

#include <QStringList>

namespace cli {

class Terminal {
public:
    Terminal();

    bool isLive() const { return m_live; } // stderr is a terminal that can move its cursor
    bool hasColours() const { return m_colours; }
    int columns() const; // as of now: the window may have changed its size
    int rows() const;

    // Replaces the live lines; each has to fit columns() - 1. Escape sequences in them take no columns.
    void draw(const QStringList &lines);
    // Takes the live lines away, so that other text can follow.
    void clear();

private:
    bool m_live = false, m_colours = false;
    int m_drawn = 0; // lines on the screen
};

} // namespace cli
