# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Hands and eyes on a private desktop: finds controls as a screen reader does, presses and types, and drags with a real mouse."""
import subprocess
import time

import pyatspi


def application(name, seconds=15):
    def look():
        desktop = pyatspi.Registry.getDesktop(0)
        for i in range(desktop.childCount):
            child = desktop.getChildAtIndex(i)
            if child is not None and child.name == name:
                return child
        return None
    return waited(look, seconds, f"the application {name}")


def waited(look, seconds, what):
    until = time.monotonic() + seconds
    while True:
        try:
            if found := look():
                return found
        except Exception:  # a control that vanished while it was looked at
            pass
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds} s for {what} in vain")
        time.sleep(0.1)


def walk(node, limit=5000):
    waiting = [(0, node)]
    while waiting and limit > 0:
        depth, one = waiting.pop()
        limit -= 1
        yield depth, one
        try:
            children = [one.getChildAtIndex(i) for i in range(min(one.childCount, 300))]
        except Exception:
            continue
        waiting += [(depth + 1, child) for child in reversed(children) if child is not None]


def find(root, role=None, name=None, contains=None, seconds=10):
    def look():
        for _, one in walk(root):
            if role and one.getRoleName() != role:
                continue
            if name is not None and one.name != name:
                continue
            if contains is not None and contains not in (one.name or ""):
                continue
            return one
        return None
    return waited(look, seconds, f"{role or 'anything'} named {name or contains!r}")


def is_showing(node):
    return node.getState().contains(pyatspi.STATE_SHOWING)


def is_enabled(node):
    return node.getState().contains(pyatspi.STATE_ENABLED)


def press(node):
    action = node.queryAction()
    names = [action.getName(i) for i in range(action.nActions)]
    for wish in ("Press", "click", "Toggle", "Activate"):
        if wish in names:
            return action.doAction(names.index(wish))
    return action.doAction(0)


def type_into(node, text):
    node.queryEditableText().setTextContents(text)


def middle(node):
    box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    return box.x + box.width // 2, box.y + box.height // 2


def xdo(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True, text=True).stdout.strip()


def drag(start, goal):
    """Press, move in steps, release: what a hand does."""
    xdo("mousemove", *start)
    xdo("mousedown", 1)
    for i in range(1, 21):
        xdo("mousemove", *(int(a + (b - a) * i / 20) for a, b in zip(start, goal)))
        time.sleep(0.03)
    time.sleep(0.4)
    xdo("mouseup", 1)


def dump(root):
    lines = []
    for depth, one in walk(root):
        try:
            lines.append("  " * depth + f"{one.getRoleName()} {one.name!r}")
        except Exception:
            continue
    return "\n".join(lines)
