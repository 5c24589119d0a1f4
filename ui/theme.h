// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How Davit looks: the design tokens for light and dark, and what is said once to the whole application.

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;

namespace ui {

// Colour carries meaning once: accent for what moves, stored for what is safe, attention for what waits on something,
// failure for destruction and failure, waiting for rest.
struct Tokens {
    QColor window, pane, line, text, muted, accent, selection, stored;
    QColor attention;     // for text: 4.5:1 on panes
    QColor attentionFill; // for areas
    QColor failure, waiting;
    QColor inAirFill; // the empty rest of a part that is being sent
    bool dark = false;
};

Tokens tokensFor(const QPalette &palette);
QColor textOnAccent(const Tokens &tokens);

enum class Appearance { FollowSystem, Light, Dark };

// Style (Fusion where the platform has none), palette, style sheet, font sizes. May be called again at any time. FollowSystem goes on
// following: where the desktop tells of a change (org.freedesktop.appearance), the application changes with it.
// Words for the style sheet: property "accent" makes a button the view's main action, "destructive" one
// that destroys, "quiet" one without a frame, "link" one that reads as
// a link; a label with property "muted" is small and muted, with "attention" or "failure" coloured so.
void applyTheme(QApplication &app, Appearance appearance);

QFont smallFont(const QFont &base);   // one pixel below the base
QFont headingFont(const QFont &base); // two pixels above

} // namespace ui
