#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
# desk.sh COMMAND...: runs COMMAND on a private desktop, thrown away afterwards: Xvfb, a session bus, AT-SPI and a window manager.
# HOME and the XDG folders are those given by the caller; DESK_SIZE=1440x900.
set -u
if [ "${DESK_INSIDE:-}" != 1 ]; then
    export DESK_INSIDE=1 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1 QT_QPA_PLATFORM=xcb LC_ALL=C.UTF-8
    exec xvfb-run -a -s "-screen 0 ${DESK_SIZE:-1440x900}x24" dbus-run-session -- "$0" "$@" 2> >(grep -v 'set fd limit' >&2)
fi
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 & bus=$!
openbox >/dev/null 2>&1 & manager=$!
# Ready when somebody manages the root window and answers for accessibility: a program that starts before that is never seen.
ready() {
    xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id' &&
        dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress >/dev/null 2>&1
}
for _ in $(seq 200); do
    ready && break
    kill -0 "$manager" 2>/dev/null || { openbox >/dev/null 2>&1 & manager=$!; }
    sleep 0.1
done
ready || echo "desk.sh: the desktop is not ready after 20 s" >&2
"$@"
status=$?
kill "$manager" "$bus" 2>/dev/null
exit "$status"
