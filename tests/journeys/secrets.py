# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Saved connections with their secrets in a real keyring on a private bus: used by davit-cli and by the window, and found nowhere else."""
import base64
import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.parse

import keyring
import lab

NEEDS = lab.missing(keyring.PROGRAMS, ["boto3"])
if not NEEDS:
    import boto3
    from botocore.config import Config

KEEP = os.environ.get("KEEPCONNECTION", "keepconnection")
DAVIT = os.environ.get("DAVIT", "")
PART = 5 * lab.MIB
# Characters that change on the way into a URL, a form, JSON and XML.
SECRET = "hUsh/+sEcReT&key=42<\"'>" + "x" * 17
TOKEN = "tOkEn+/" + "".join(chr(ord("a") + i * 7 % 26) for i in range(4500)) + "=="


class SecretsJourney(keyring.OnPrivateBus, lab.Journey):
    def setUp(self):
        super().setUp()
        # The server's folder is not Davit's: it is not searched.
        self.server = tempfile.mkdtemp(prefix="davit-server-")
        self.addCleanup(shutil.rmtree, self.server, ignore_errors=True)
        self.said = []  # everything that any program of ours printed

    def start_sandbox(self, **options):
        sandbox = lab.Sandbox(self.server, environment=self.environment,
                              options=("--access-key", "AKIDAVIT", "--secret-key", SECRET, "--session-token", TOKEN), **options)
        self.addCleanup(sandbox.stop)
        return sandbox

    def keep(self, verb, status=0, **wish):
        done = subprocess.run([KEEP, verb], env=self.environment, input=json.dumps(wish), capture_output=True, text=True, timeout=60)
        self.said.append(done.stdout + done.stderr)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def save(self, sandbox, status=0, **fields):
        connection = {"version": 1, "name": "Studio", "endpoint": sandbox.url, "accessKeyId": "AKIDAVIT", "keys": "keychain"} | fields
        return self.keep("save", status, connection=connection, secretAccessKey=SECRET, sessionToken=TOKEN)

    def finish(self, process, timeout=120):
        outcome = super().finish(process, timeout)
        self.said.append(outcome.out + outcome.err)
        return outcome

    def assertNothingLeaked(self):
        """No secret in any form in any file of the home or anything that was printed; and nothing that is as good as one."""
        forms = set()
        for secret in (SECRET, TOKEN):
            for text in (secret, urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret), json.dumps(secret)[1:-1],
                         base64.b64encode(secret.encode()).decode(), secret.encode().hex()):
                forms |= {text.encode(), text.encode("utf-16-le")}
        # A part of one is still a leak; base64 shifts with what stands before it, so the whole is looked for there.
        forms |= {SECRET[:12].encode(), TOKEN[:40].encode(), TOKEN[2000:2040].encode()}
        marks = re.compile(rb"Signature=|X-Amz-Signature|X-Amz-Security-Token|X-Amz-Credential|AWS4-HMAC-SHA256|x-amz-security-token", re.I)
        heaps = {"what was printed": "\n".join(self.said).encode()}
        for folder, _, names in os.walk(self.home):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        heaps[path] = file.read()
        searched = sum(len(heap) for heap in heaps.values())
        self.assertGreater(searched, 1000)
        for where, heap in heaps.items():
            for form in forms:
                self.assertFalse(form in heap, f"a secret is in {where}")
            found = marks.search(heap)
            self.assertIsNone(found, f"{where} holds {found and found.group()}")
        return heaps

    def test_the_search_finds(self):
        """The search itself: it must see each form in which a secret could lie about."""
        for text in (SECRET, urllib.parse.quote(SECRET, safe=""), json.dumps({"k": SECRET}), "x" + base64.b64encode(TOKEN.encode()).decode(),
                     "https://h/b?X-Amz-Signature=0", "Authorization: AWS4-HMAC-SHA256 Credential=…"):
            with open(self.path("leak"), "w") as file:
                file.write(text)
            with self.assertRaises(AssertionError):
                self.assertNothingLeaked()

    def test_an_upload_and_no_trace(self):
        self.start_keyring()
        sandbox = self.start_sandbox()
        studio = self.save(sandbox)
        self.assertRegex(studio["id"], r"^saved:[0-9a-f-]{36}$")
        self.assertNotIn("secretAccessKey", studio)
        source = lab.write_file(self.path("cargo.bin"), 4 * PART + 3)
        done = self.run_cli("put", "--json", "--connection", "studio", "--part-size", "5MiB", source, "s3://demo/cargo")
        self.assertStatus(done, 0)
        self.assertWellFormed(done)
        # One that is refused says why without saying who.
        sandbox.fault("access-denied", op="CreateMultipartUpload", count=0)
        self.assertStatus(self.run_cli("put", "--connection", "Studio", source, "s3://demo/denied"), 3)
        sandbox.clear_faults()
        self.assertStatus(self.run_cli("list", "--json", "--connection", studio["id"]), 0)
        self.keep("export", path=self.path("export.json"))
        self.assertEqual(self.keep("import", path=self.path("export.json"))["count"], 1)
        self.keep("duplicate", id=studio["id"])
        # The copy has the secret as well.
        self.assertStatus(self.run_cli("put", "--connection", "Studio (3)", source, "s3://demo/copy"), 0)
        heaps = self.assertNothingLeaked()
        self.assertTrue(any(path.endswith("davit.sqlite") for path in heaps))
        self.assertTrue(any("keyrings" in path for path in heaps), list(heaps))
        for name in ("davit.sqlite", "export.json"):
            path, = [path for path in heaps if path.endswith(name)]
            self.assertIn(b"AKIDAVIT", heaps[path])  # the right file was searched
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)

    def test_it_is_resumed_by_its_id(self):
        self.start_keyring()
        sandbox = self.start_sandbox()
        studio = self.save(sandbox)
        source = lab.write_file(self.path("cargo.bin"), 6 * PART)
        stopped = self.interrupted(["put", "--json", "--connection", "Studio", "--part-size", "5MiB", "--parallel", "1", "--limit", "12MiB/s",
                                    source, "s3://demo/cargo"], lambda e: e["event"] == "part" and e["number"] >= 2)
        self.assertStatus(stopped, 130)
        # Its name is another by then, and its server has moved.
        self.keep("save", connection={**studio, "name": "Moved"})
        resumed = self.run_cli("resume", "--all", "--json")
        self.assertStatus(resumed, 0)
        numbers = {e["number"] for e in resumed.of("part", state="stored")}
        self.assertFalse(numbers & {e["number"] for e in stopped.of("part", state="stored")})
        self.assertNothingLeaked()

    def test_what_was_typed_on_top_is_kept_for_later(self):
        self.start_keyring()
        sandbox = self.start_sandbox()
        self.save(sandbox, endpoint="http://127.0.0.1:1")  # nobody is there
        source = lab.write_file(self.path("cargo.bin"), 6 * PART)
        stopped = self.interrupted(["put", "--json", "--connection", "Studio", "--endpoint-url", sandbox.url, "--part-size", "5MiB",
                                    "--parallel", "1", "--limit", "12MiB/s", source, "s3://demo/cargo"],
                                   lambda e: e["event"] == "part" and e["number"] >= 2)
        self.assertStatus(stopped, 130)
        self.assertStatus(self.run_cli("resume", "--all", "--json"), 0)

    def test_no_keyring(self):
        sandbox = self.start_sandbox()
        refused = self.save(sandbox, status=1)
        self.assertEqual(refused["code"], "KeychainMissing")
        self.assertIn("“Studio”", refused["message"])
        self.assertIn("session", refused["message"])
        # Only held in memory: the next process has to be told again.
        self.save(sandbox, keys="session")
        source = lab.write_file(self.path("cargo.bin"), PART)
        missing = self.run_cli("put", "--json", "--connection", "Studio", source, "s3://demo/cargo")
        self.assertStatus(missing, 3)
        self.assertEqual(missing.of("failed")[0]["code"], "KeysOfAnotherSession")
        self.assertNothingLeaked()

    def test_removed_with_its_secret(self):
        self.start_keyring()
        sandbox = self.start_sandbox()
        studio = self.save(sandbox)
        source = lab.write_file(self.path("cargo.bin"), PART)
        self.keep("remove", id=studio["id"])
        gone = self.run_cli("put", "--connection", "Studio", source, "s3://demo/cargo")
        self.assertStatus(gone, 3)
        self.assertIn("ConnectionNotFound", gone.err)
        # Nothing is left of it in the keyring: a connection of the same id finds no secret.
        refused = self.keep("save", 1, connection=studio)
        self.assertEqual(refused["code"], "ConnectionInvalid")

    @unittest.skipUnless(DAVIT, "the window was not built")
    def test_the_window_resumes_with_it(self):
        keyring = self.start_keyring()
        sandbox = self.start_sandbox()
        self.save(sandbox)
        source = lab.write_file(self.path("cargo.bin"), 6 * PART)
        stopped = self.interrupted(["put", "--json", "--connection", "Studio", "--part-size", "5MiB", "--parallel", "1", "--limit", "12MiB/s",
                                    source, "s3://demo/cargo"], lambda e: e["event"] == "part" and e["number"] >= 2, signal.SIGKILL)
        self.assertStatus(stopped, -signal.SIGKILL)
        # The keyring comes up after the window.
        lab.end(keyring)
        log = open(self.path("davit.out"), "wb")
        self.addCleanup(log.close)
        window = subprocess.Popen([DAVIT], env=self.environment | {"QT_QPA_PLATFORM": "offscreen"}, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(lab.end, window)
        lab.wait_for(lambda: self.holder() == window.pid, 30, "the window to take the upload")
        time.sleep(2)
        self.assertNotIn("cargo", self.keys(sandbox))
        sandbox.fault("internal-error", op="UploadPart", count=1)  # so that there is something to log
        self.start_keyring()
        lab.wait_for(lambda: "cargo" in self.keys(sandbox), 60, "the upload to go on by itself")
        window.send_signal(signal.SIGTERM)
        window.wait(timeout=30)
        heaps = self.assertNothingLeaked()
        self.assertIn(self.path("state_home", "davit", "log"), heaps)

    def holder(self):
        """The process that holds the one upload in the journal."""
        with contextlib.closing(sqlite3.connect(self.path("data_home", "davit", "davit.sqlite"))) as database:
            (lease,), = database.execute("SELECT lease FROM uploads")
        return int(lease.split()[1]) if lease else 0

    def keys(self, sandbox):
        client = boto3.client("s3", endpoint_url=sandbox.url, aws_access_key_id="AKIDAVIT", aws_secret_access_key=SECRET,
                              aws_session_token=TOKEN, region_name="us-east-1", config=Config(s3={"addressing_style": "path"}))
        return {o["Key"] for o in client.list_objects_v2(Bucket="demo").get("Contents", [])}


if __name__ == "__main__":
    lab.main(NEEDS)
