# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""The real window, and credentials that somebody has to do something for: the code of a device, a sign-in in a terminal."""
import contextlib
import json
import os
import re
import ssl
import subprocess
import sys

import lab

NEEDS = lab.missing(["openssl", "xvfb-run", "dbus-run-session", "openbox", "xdotool", "xprop", "xauth"], ["boto3", "pyatspi"])
if not NEEDS and not os.path.exists("/usr/libexec/at-spi-bus-launcher"):
    NEEDS = "not installed: at-spi2-core"

if not NEEDS and os.environ.get("DESK_INSIDE") != "1":
    os.execv(os.path.join(lab.HERE, "desk.sh"), ["desk.sh", sys.executable, "-B", os.path.abspath(__file__), *sys.argv[1:]])
if not NEEDS:
    import desk

import chain
import office

DAVIT = os.environ.get("DAVIT", "davit")
KEEP = os.environ.get("KEEPCONNECTION", "keepconnection")


class OnDesk:
    """Mixed into a Journey: the real window, and what people do in it."""

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

    def refuse_code(self, window):
        dialog = desk.find(window, role="dialog", name="Code of a device", seconds=20)
        desk.find(dialog, role="label", name="Device: arn:aws:iam::1:mfa/me")
        desk.press(desk.find(dialog, role="push button", name="Cancel"))
        desk.waited(lambda: not [n for _, n in desk.walk(window) if n.getRoleName() == "dialog" and n.name == "Code of a device"], 10,
                    "the question to go")

    def upload(self, window, then=lambda: None):
        """What is staged, to the bucket of the first connection."""
        dialog = desk.find(window, role="dialog", contains="Upload 1 item", seconds=20)
        desk.type_into(desk.find(dialog, role="text", name="Bucket"), "demo")
        then()
        upload = desk.find(dialog, role="push button", name="Upload")
        desk.waited(lambda: desk.is_enabled(upload), 20, "Upload to be possible")
        desk.press(upload)

    def end(self, process, window):
        desk.waited(lambda: [n for _, n in desk.walk(window) if (n.name or "").startswith("Completed")
                             and n.getRoleName() in ("table cell", "list item", "tree item", "label")], 60, "Completed")
        desk.waited(lambda: not [n for _, n in desk.walk(window) if n.name == "Try again" and desk.is_showing(n)], 10, "the notice to leave")
        process.terminate()
        self.assertEqual(process.wait(timeout=15), 0, open(self.path("davit.log")).read())
        self.assertNothingLeaks(open(self.path("davit.log")).read())

    def upload_to_the_usual_place(self, window):
        """The saved connection is the first of the list, and its default target is filled in."""
        dialog = desk.find(window, role="dialog", contains="Upload 1 item", seconds=20)
        upload = desk.find(dialog, role="push button", name="Upload")
        desk.waited(lambda: desk.is_enabled(upload), 20, "Upload to be possible")
        desk.press(upload)

    def trust(self, window, certificate, state):
        fingerprint = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"], check=True,
                                     capture_output=True, text=True).stdout.strip().partition("=")[2]
        desk.find(window, role="table cell", contains=state, seconds=20)
        desk.press(desk.find(window, role="page tab", name="Details"))
        desk.press(desk.find(window, role="push button", name="Show certificate…"))
        dialog = desk.find(window, role="dialog", name="Certificate of Quay")
        shown = "".join(n.name or "" for _, n in desk.walk(dialog))
        self.assertIn(fingerprint, re.sub(r"\s", "", shown))
        trust = desk.find(dialog, role="push button", name="Trust this certificate for “Quay”")
        self.assertFalse(desk.is_enabled(trust))
        desk.press(desk.find(dialog, role="check box", name="I have compared the fingerprint, and it is the same"))
        desk.waited(lambda: desk.is_enabled(trust), 5, "trust to be possible")
        desk.press(trust)

    @contextlib.contextmanager
    def told(self, window):
        """What is on the screen and in the log, when something goes wrong."""
        try:
            yield
        except Exception:
            print(desk.dump(window), flush=True)
            print(open(self.path("davit.log")).read(), flush=True)
            raise


class SignInJourney(OnDesk, chain.Places):
    def test_the_code_of_a_device(self):
        self.config(f"[profile r]\nregion = {chain.REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n")
        self.environment["AWS_PROFILE"] = "r"
        path = lab.write_file(self.path("cargo"), 2 * chain.PART)
        process, window = self.open(path)
        try:
            # The buckets are asked for, then what the bucket holds, then the upload begins; nobody has the device at hand.
            self.refuse_code(window)
            self.upload(window, lambda: self.refuse_code(window))
            self.refuse_code(window)
            self.assertNotIn("POST /sts/", self.fakes.seen)
            title = desk.find(window, role="label", contains="Sign-in needed: ", seconds=20)
            self.assertTrue(desk.is_showing(title))
            desk.press(desk.find(window, role="push button", name="Try again"))
            dialog = desk.find(window, role="dialog", name="Code of a device", seconds=20)
            desk.type_into(desk.find(dialog, role="text", name="Code"), "000 000")
            desk.press(desk.find(dialog, role="push button", name="Sign in"))
            desk.find(window, role="label", contains="000000 was not taken", seconds=20)
            dialog = desk.find(window, role="dialog", name="Code of a device", seconds=20)
            desk.type_into(desk.find(dialog, role="text", name="Code"), "123 456")
            desk.press(desk.find(dialog, role="push button", name="Sign in"))
            self.end(process, window)
        except Exception:
            print(desk.dump(window), flush=True)
            print(open(self.path("davit.log")).read(), flush=True)
            raise
        self.assertArrived(path)
        self.assertEqual(self.fakes.seen.count("POST /sts/"), 2, "one for each code")

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

    def make_certificate(self):
        certificate, key = os.path.join(self.servers, "cert.pem"), os.path.join(self.servers, "key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=Quay", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        return certificate, key

    def save(self, endpoint, profile):
        connection = {"version": 1, "name": "Quay", "endpoint": endpoint, "keys": "profile", "profile": profile, "bucket": "demo", "prefix": "in/"}
        subprocess.run([KEEP, "save"], env=self.environment, input=json.dumps({"connection": connection}), text=True, check=True,
                       capture_output=True, timeout=60)

    def test_a_certificate_of_an_unknown_authority(self):
        certificate, key = self.make_certificate()
        folder = os.path.join(self.servers, "tls")
        os.mkdir(folder)
        tls = lab.Sandbox(folder, options=["--tls-cert", certificate, "--tls-key", key, "--access-key", self.base[0],
                                           "--secret-key", self.base[1]], scheme="https")
        self.addCleanup(tls.stop)
        self.config("")
        self.save(tls.url, "base")
        process, window = self.open(lab.write_file(self.path("cargo"), 2 * chain.PART))
        with self.told(window):
            self.upload_to_the_usual_place(window)
            self.trust(window, certificate, "Certificate not trusted")
            self.end(process, window)  # nobody has to retry it

    def test_a_certificate_of_whoever_gives_out_the_keys(self):
        certificate, key = self.make_certificate()
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
        fakes = chain.Fakes(self.keys, tls)
        self.addCleanup(fakes.stop)
        fakes.source, fakes.url = self.base, fakes.url.replace("http:", "https:")
        self.environment["AWS_ENDPOINT_URL_STS"] = fakes.url + "/sts"
        self.config(f"[profile r]\nregion = {chain.REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = base\n")
        self.save(self.sandbox.url, "r")
        process, window = self.open(lab.write_file(self.path("cargo"), 2 * chain.PART))
        with self.told(window):
            self.upload_to_the_usual_place(window)
            self.trust(window, certificate, "Sign-in needed")
            self.end(process, window)
        self.assertEqual((fakes.seen, fakes.problems), (["POST /sts/"], []))


class OfficeSignInJourney(OnDesk, office.Office):
    def test_a_proxy_that_is_mended(self):
        closed, open_one = self.proxy(), self.proxy(password=None)
        usual = {"name": "Quay", "bucket": "demo", "prefix": "in/"}
        quay = self.save(closed, user="", **usual)
        process, window = self.open(lab.write_file(self.path("cargo"), 2 * chain.PART))
        with self.told(window):
            self.upload_to_the_usual_place(window)
            desk.find(window, role="table cell", contains="Sign-in needed", seconds=20)
            self.assertEqual(self.fakes.seen, [])
            self.save(open_one, user="", id=quay["id"], **usual)  # by another Davit: nobody touches the window
            self.end(process, window)
        self.assertEqual(self.fakes.seen, ["POST /sts/"])
        self.assertAsked(open_one, self.sts, self.s3)


if __name__ == "__main__":
    lab.main(NEEDS)
