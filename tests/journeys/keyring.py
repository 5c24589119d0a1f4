# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""A real keyring on a private bus, for one test."""
import subprocess

import lab

PROGRAMS = ["dbus-daemon", "dbus-send", "gnome-keyring-daemon"]

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


class OnPrivateBus:
    """Mixed into a Journey: nothing of the session that it runs in is seen, and no keyring until it is started."""

    def setUp(self):
        super().setUp()
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION"):
            self.environment.pop(name, None)
        self.start_bus()

    def start_bus(self):
        """A bus that starts nothing by name: what runs on it was started here."""
        with open(self.path("bus.conf"), "w") as file:
            file.write(BUS)
        bus = subprocess.Popen(["dbus-daemon", "--config-file=" + self.path("bus.conf"), "--nofork", "--print-address"],
                               env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(lab.end, bus)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()

    def start_keyring(self):
        keyring = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], env=self.environment,
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(lab.end, keyring)
        keyring.stdin.write(b"password")
        keyring.stdin.close()
        keyring.stdin = None
        lab.wait_for(lambda: self.on_bus("org.freedesktop.secrets"), 20, "the keyring")
        return keyring

    def on_bus(self, name):
        names = subprocess.run(["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"],
                               env=self.environment, capture_output=True, text=True).stdout
        return f'"{name}"' in names
