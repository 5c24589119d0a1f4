# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""The real window, and credentials that somebody has to do something for: the code of a device, a sign-in in a terminal."""
import os
import subprocess
import sys

import lab

NEEDS = lab.missing(["xvfb-run", "dbus-run-session", "openbox", "xdotool", "xprop", "xauth"], ["boto3", "pyatspi"])
if not NEEDS and not os.path.exists("/usr/libexec/at-spi-bus-launcher"):
    NEEDS = "not installed: at-spi2-core"

if not NEEDS and os.environ.get("DESK_INSIDE") != "1":
    os.execv(os.path.join(lab.HERE, "desk.sh"), ["desk.sh", sys.executable, "-B", os.path.abspath(__file__), *sys.argv[1:]])
if not NEEDS:
    import desk

import chain

DAVIT = os.environ.get("DAVIT", "davit")


class SignInJourney(chain.Places):
    def setUp(self):
        super().setUp()
        for name in ("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "QT_ACCESSIBILITY"):
            self.environment[name] = os.environ[name]
        self.environment["QT_QPA_PLATFORM"] = "xcb"

    def open(self, *arguments):
        log = open(self.path("davit.log"), "ab")
        self.addCleanup(log.close)
        process = subprocess.Popen([DAVIT, *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(lab.end, process)
        return process, desk.application("davit")

    def upload(self, window):
        """What is staged, to the bucket of the first connection."""
        desk.find(window, role="push button", name="Upload", seconds=20)
        desk.type_into(desk.find(window, role="text", name="Bucket"), "demo")
        upload = desk.find(window, role="push button", name="Upload")
        desk.waited(lambda: desk.is_enabled(upload), 20, "Upload to be possible")
        desk.press(upload)

    def end(self, process, window):
        desk.waited(lambda: [n for _, n in desk.walk(window) if (n.name or "").startswith("Completed")
                             and n.getRoleName() in ("table cell", "list item", "tree item", "label")], 60, "Completed")
        desk.waited(lambda: not [n for _, n in desk.walk(window) if n.name == "Try again" and desk.is_showing(n)], 10, "the notice to leave")
        process.terminate()
        self.assertEqual(process.wait(timeout=15), 0, open(self.path("davit.log")).read())
        self.assertNothingLeaks(open(self.path("davit.log")).read())

    def gone(self, window, name):
        desk.waited(lambda: not [n for _, n in desk.walk(window) if n.getRoleName() == "dialog" and n.name == name], 10, f"{name} to close")

    def test_the_code_of_a_device(self):
        self.config(f"[profile r]\nregion = {chain.REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n")
        self.environment["AWS_PROFILE"] = "r"
        path = lab.write_file(self.path("cargo"), 2 * chain.PART)
        process, window = self.open(path)
        try:
            # The dialog of the new upload asks for buckets, and with them for the code. Nobody has it at hand.
            desk.find(window, role="label", name="Device: arn:aws:iam::1:mfa/me", seconds=20)
            desk.press(desk.find(desk.find(window, role="dialog", name="Code of a device"), role="push button", name="Cancel"))
            self.gone(window, "Code of a device")
            self.assertNotIn("POST /sts/", self.fakes.seen)
            self.upload(window)
            # One code for everything that the connection is asked for.
            dialog = desk.find(window, role="dialog", name="Code of a device", seconds=20)
            desk.press(desk.find(dialog, role="push button", name="Cancel"))
            self.gone(window, "Code of a device")
            title = desk.find(window, role="label", contains="Sign-in needed: ", seconds=20)
            self.assertTrue(desk.is_showing(title))
            desk.press(desk.find(window, role="push button", name="Try again"))
            dialog = desk.find(window, role="dialog", name="Code of a device", seconds=20)
            desk.type_into(desk.find(dialog, role="text", name="Code"), "123 456")
            desk.press(desk.find(dialog, role="push button", name="Sign in"))
            self.end(process, window)
        except Exception:
            print(desk.dump(window), flush=True)
            print(open(self.path("davit.log")).read(), flush=True)
            raise
        self.assertArrived(path)
        self.assertEqual(self.fakes.seen.count("POST /sts/"), 1)

    def test_a_sign_in_elsewhere(self):
        self.config("[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n"
                    f"[sso-session corp]\nsso_region = {chain.REGION}\nsso_start_url = https://corp.test/start\n")
        self.environment["AWS_PROFILE"] = "s"
        path = lab.write_file(self.path("cargo"), 2 * chain.PART)
        process, window = self.open(path)
        try:
            self.upload(window)
            desk.find(window, role="label", contains="run: aws sso login --profile s", seconds=20)
            desk.press(desk.find(window, role="push button", name="Copy command"))
            desk.find(window, contains="Copied aws sso login --profile s")
            desk.find(window, role="table cell", contains="Sign-in needed")
            self.sign_in("corp")  # as the AWS tools would: nobody touches the window
            self.end(process, window)
        except Exception:
            print(desk.dump(window), flush=True)
            print(open(self.path("davit.log")).read(), flush=True)
            raise
        self.assertArrived(path)


if __name__ == "__main__":
    lab.main(NEEDS)
