# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli against davit-sandbox, which counts every body that arrives and goes wrong on demand."""
import hashlib
import os
import re
import signal
import struct
import subprocess
import threading
import time
import urllib.error
import urllib.request

import lab

PART = 5 * lab.MIB


class LoopbackJourney(lab.Journey):
    def setUp(self):
        super().setUp()
        self.sandbox = lab.Sandbox(self.home)
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()

    def assertIdentical(self, key, path):
        self.sandbox.clear_faults()
        body = self.sandbox.client().get_object(Bucket="demo", Key=key)["Body"].read()
        self.assertEqual(hashlib.sha256(body).hexdigest(), lab.sha256_of(path))

    def assertEachPartSentOnce(self, key, parts, but=()):
        """No body of an acknowledged part arrived a second time."""
        upload, = [u for u in self.sandbox.state()["uploads"].values() if u["key"] == key]
        self.assertEqual(sorted(map(int, upload["parts"])), list(range(1, parts + 1)))
        for number, counts in upload["parts"].items():
            if int(number) not in but:
                self.assertEqual((number, counts["acknowledged"]), (number, 1))

    def assertNothingUnfinished(self):
        self.assertEqual(self.sandbox.client().list_multipart_uploads(Bucket="demo").get("Uploads", []), [])

    def put(self, size=8 * PART + 3, key="cargo", arguments=(), status=0, timeout=120):
        path = lab.write_file(self.path("cargo.bin"), size)
        outcome = self.run_cli("put", "--json", "--part-size", "5MiB", *arguments, path, f"s3://demo/{key}", timeout=timeout)
        self.assertStatus(outcome, status)
        self.assertWellFormed(outcome)
        if status == 0:
            self.assertIdentical(key, path)
            self.assertNothingUnfinished()
        return outcome

    def test_plain(self):
        done = self.put()
        self.assertEachPartSentOnce("cargo", 9)
        self.assertEqual(done.of("completed")[0]["etag"], lab.etag_of(self.path("cargo.bin"), PART))

    def test_a_link_lets_anybody_read_for_a_while(self):
        path = lab.write_file(self.path("a b+ü.bin"), 1000)
        self.assertStatus(self.run_cli("put", path, "s3://demo/p/"), 0)
        told = self.run_cli("presign", "s3://demo/p/a b+ü.bin", "--expires-in", "2")
        self.assertStatus(told, 0)
        link = told.out.strip()
        self.assertEqual(told.out.count("\n"), 1)
        self.assertIn("X-Amz-Expires=2&", link)
        self.assertIn("Whoever has this link can read the object until ", told.err)
        self.assertNotIn("X-Amz", told.err)
        with urllib.request.urlopen(link, timeout=20) as answer:
            self.assertEqual(answer.read(), open(path, "rb").read())
        time.sleep(3.5)
        with self.assertRaises(urllib.error.HTTPError) as over:
            urllib.request.urlopen(link, timeout=20)
        over.exception.close()
        self.assertEqual(over.exception.code, 403)
        event, = self.run_cli("presign", "--json", "s3://demo/p/a b+ü.bin").events
        self.assertEqual((event["event"], event["bucket"], event["key"]), ("presigned", "demo", "p/a b+ü.bin"))
        self.assertIn("X-Amz-Expires=3600&", event["url"])
        # No link to nothing, nor by a key that is refused.
        gone = self.run_cli("presign", "s3://demo/p/nothing")
        self.assertStatus(gone, 1)
        self.assertEqual((gone.out, "not there" in gone.err), ("", True))
        self.assertStatus(self.run_cli("presign", "s3://demo/"), 2)
        self.environment["AWS_SECRET_ACCESS_KEY"] = "wrong"
        refused = self.run_cli("presign", "s3://demo/p/a b+ü.bin")
        self.assertNotEqual(refused.status, 0)
        self.assertEqual(refused.out, "")

    def test_ctrl_c_and_resume_send_each_part_once(self):
        path = lab.write_file(self.path("long.bin"), 8 * PART + 3)
        first = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "2", "--limit", "16MiB/s", path, "s3://demo/long"],
                                 lambda e: e["event"] == "part" and e["number"] >= 3)
        self.assertStatus(first, 130)
        self.assertRegex(first.err, r"Interrupted\. \d of 9 parts")
        self.assertStatus(self.run_cli("resume", "--all"), 0)
        self.assertIdentical("long", path)
        # Of the two parts that were in the air when the line was cut, the server may have acknowledged one to nobody.
        stored = sorted(e["number"] for e in first.of("part", state="stored"))
        in_the_air = [n for n in range(1, 10) if n not in stored][:2]
        self.assertEachPartSentOnce("long", 9, but=in_the_air)

    def test_second_ctrl_c_leaves_at_once(self):
        self.sandbox.fault("stall", op="UploadPart", count=0)
        path = lab.write_file(self.path("stuck.bin"), 8 * PART)
        process = self.start("put", "--json", "--part-size", "5MiB", path, "s3://demo/stuck")
        for line in process.stdout:
            if lab.json.loads(line)["event"] == "created":
                break
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        self.assertEqual(process.wait(timeout=10), 130)
        self.assertLess(time.monotonic() - began, 2)

    def test_a_part_is_retried_not_the_file(self):
        self.sandbox.fault("internal-error", op="UploadPart", part=4, count=2)
        self.sandbox.fault("drop", op="UploadPart", part=6)
        done = self.put()
        self.assertLessEqual({4, 6}, {e["number"] for e in done.of("part", state="retrying")})
        self.assertEachPartSentOnce("cargo", 9)

    def test_slow_down(self):
        self.sandbox.fault("slowdown", op="UploadPart", count=3, **{"retry-after": 1})
        self.put()
        self.assertEachPartSentOnce("cargo", 9)

    def test_error_in_a_success(self):
        self.sandbox.fault("error-in-200", op="CompleteMultipartUpload")
        self.put()

    def test_lost_answer_to_complete(self):
        self.sandbox.fault("lost-answer", op="CompleteMultipartUpload")
        self.put()

    def test_lost_answer_to_create_leaves_no_orphan(self):
        self.sandbox.fault("lost-answer", op="CreateMultipartUpload")
        self.put()

    def test_lost_answers_to_parts(self):
        self.sandbox.fault("lost-answer", op="UploadPart", count=3)
        self.put()

    def test_a_stranger_aborts(self):
        self.sandbox.fault("abort-behind", op="UploadPart", part=5)
        outcome = self.run_cli("put", "--json", "--part-size", "5MiB", lab.write_file(self.path("cargo.bin"), 8 * PART), "s3://demo/cargo")
        # Begun anew or said aloud: never "completed" without the object.
        if outcome.status == 0:
            self.assertIdentical("cargo", self.path("cargo.bin"))
        else:
            self.assertIn("NoSuchUpload", outcome.err)
        self.assertNothingUnfinished()

    def test_access_denied(self):
        self.sandbox.fault("access-denied", op="CreateMultipartUpload", count=0)
        outcome = self.put(status=3)
        self.assertEqual(outcome.of("failed")[0]["code"], "AccessDenied")
        self.assertIn("request ID", outcome.err)

    def test_an_endpoint_that_answers_html(self):
        self.sandbox.fault("html-answer", count=0)
        outcome = self.run_cli("put", "--json", lab.write_file(self.path("a"), 10), "s3://demo/a", timeout=100)
        self.assertIn(outcome.status, (1, 3), str(outcome))
        self.assertEqual(len(outcome.of("failed")), 1)
        self.assertNotIn("<html", outcome.err.lower())

    def test_clock_skew_is_corrected(self):
        self.sandbox.fault("skewed-clock", seconds=3600)
        self.put()

    def test_server_gone_and_back(self):
        path = lab.write_file(self.path("patient.bin"), 8 * PART)
        process = self.start("put", "--json", "--part-size", "5MiB", "--parallel", "2", "--limit", "16MiB/s", "--offline-wait", "2", path,
                             "s3://demo/patient")
        lines = []
        for line in process.stdout:
            lines.append(line)
            if lab.json.loads(line)["event"] == "part":
                break
        self.sandbox.stop()
        rest, err = process.communicate(timeout=60)
        stopped = lab.Outcome(process.returncode, (b"".join(lines) + rest).decode(), err.decode())
        self.assertStatus(stopped, 3)
        self.assertIn("davit-cli resume", stopped.err)

    def test_file_changes_while_it_is_sent(self):
        path = lab.write_file(self.path("restless.bin"), 8 * PART)
        process = self.start("put", "--json", "--part-size", "5MiB", "--parallel", "1", "--limit", "10MiB/s", path, "s3://demo/restless")
        lines = []
        for line in process.stdout:
            lines.append(line)
            if lab.json.loads(line)["event"] == "part":
                break
        with open(path, "r+b") as file:
            file.seek(20 * lab.MIB)
            file.write(b"another")
        rest, err = process.communicate(timeout=60)
        outcome = lab.Outcome(process.returncode, (b"".join(lines) + rest).decode(), err.decode())
        self.assertStatus(outcome, 3)
        self.assertEqual(outcome.of("failed")[0]["code"], "FileChanged")
        self.assertEqual(self.sandbox.client().list_objects_v2(Bucket="demo").get("Contents", []), [])
        # What is half there is said.
        self.assertIn(outcome.of("created")[0]["uploadId"], outcome.err)

    def test_file_vanishes_while_it_is_sent(self):
        path = lab.write_file(self.path("ghost.bin"), 8 * PART)
        process = self.start("put", "--json", "--part-size", "5MiB", "--parallel", "1", "--limit", "10MiB/s", path, "s3://demo/ghost")
        for line in process.stdout:
            if lab.json.loads(line)["event"] == "part":
                break
        os.unlink(path)
        rest, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, rest.decode() + err.decode())
        self.assertEqual(self.sandbox.client().list_objects_v2(Bucket="demo").get("Contents", []), [])

    def test_others_are_unharmed(self):
        paths = [lab.write_file(self.path(f"file-{i}"), 1000 + i, seed=i) for i in range(20)]
        self.sandbox.fault("access-denied", op="PutObject", nth=7)
        outcome = self.run_cli("put", "--json", *paths, "s3://demo/many/")
        self.assertIn(outcome.status, (1, 3), str(outcome))
        self.assertEqual((len(outcome.of("completed")), len(outcome.of("failed"))), (19, 1))

    def test_options_of_the_command_line_reach_the_server(self):
        self.environment = {k: v for k, v in self.environment.items() if k not in ("AWS_ENDPOINT_URL", "AWS_REGION")}
        path = lab.write_file(self.path("a"), 10)
        done = self.run_cli("put", "--json", "--endpoint-url", self.sandbox.url, "--region", "us-east-1", "--addressing-style", "path", path,
                            "s3://demo/a")
        self.assertStatus(done, 0)
        self.assertIdentical("a", path)

    def test_a_profile_of_the_aws_files(self):
        for name in [n for n in self.environment if n.startswith("AWS_")]:
            del self.environment[name]
        os.mkdir(self.path(".aws"))
        with open(self.path(".aws", "config"), "w") as file:
            file.write(f"[profile quay]\nregion = us-east-1\nendpoint_url = {self.sandbox.url}\ns3 =\n    addressing_style = path\n")
        with open(self.path(".aws", "credentials"), "w") as file:
            file.write(f"[quay]\naws_access_key_id = {self.sandbox.access_key}\naws_secret_access_key = {self.sandbox.secret_key}\n")
        path = lab.write_file(self.path("a"), 10)
        self.assertStatus(self.run_cli("put", "--profile", "quay", path, "s3://demo/a"), 0)
        self.assertIdentical("a", path)
        lost = self.run_cli("put", "--profile", "nobody", path, "s3://demo/a")
        self.assertNotEqual(lost.status, 0)
        self.assertIn("nobody", lost.err)

    def test_certificates_are_verified(self):
        certificate, key = self.path("cert.pem"), self.path("key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        folder = self.path("tls")
        os.mkdir(folder)
        tls = lab.Sandbox(folder, options=["--tls-cert", certificate, "--tls-key", key], scheme="https")
        self.addCleanup(tls.stop)
        path = lab.write_file(self.path("a"), 12 * lab.MIB)
        arguments = ["--endpoint-url", tls.url, "--part-size", "5MiB", path, "s3://demo/a"]
        refused = self.run_cli("put", "--json", "--offline-wait", "1", *arguments)
        self.assertStatus(refused, 3)
        self.assertIn("certificate", refused.err.lower())
        self.assertStatus(self.run_cli("put", "--ca-bundle", certificate, *arguments), 0)
        trusting = self.run_cli("put", "--no-verify-ssl", *arguments)
        self.assertStatus(trusting, 0)
        self.assertIn("WARNING", trusting.err)

    def test_limit_is_kept(self):
        done = self.put(size=4 * PART, arguments=["--limit", "10MiB/s"])
        self.assertGreater(done.of("completed")[0]["seconds"], 1.5)

    def test_progress_is_honest(self):
        done = self.put(arguments=["--limit", "16MiB/s"])
        stored = [e["stored"] for e in done.of("progress")]
        self.assertEqual(stored, sorted(stored))
        self.assertGreater(len(stored), 2)

    def test_memory_stays_small(self):
        path = self.path("large.bin")
        with open(path, "wb") as file:
            file.truncate(512 * lab.MIB)
        process = self.start("put", "--quiet", "--part-size", "64MiB", "--parallel", "24", path, "s3://demo/large")
        peak = 0
        while process.poll() is None:
            try:
                with open(f"/proc/{process.pid}/status") as status:
                    peak = max([peak] + [int(line.split()[1]) for line in status if line.startswith("VmHWM")])
            except (OSError, ProcessLookupError):
                break
            time.sleep(0.02)
        self.assertEqual(process.wait(), 0)
        self.assertGreater(peak, 0)
        if "ASAN_OPTIONS" in os.environ:
            self.skipTest("a sanitizer has a memory of its own")
        self.assertLess(peak, 64 * 1024, "KiB")

    def test_live_lines_on_a_terminal(self):
        """On a pseudo-terminal: the lines fit its width, are redrawn in place, and are gone at the end."""
        import fcntl
        import pty
        import termios
        path = lab.write_file(self.path("ein ziemlich langer name 漢字漢字漢字漢字漢字漢字.bin"), 4 * PART)
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        process = subprocess.Popen([lab.CLI, "put", "--part-size", "5MiB", "--limit", "10MiB/s", path, "s3://demo/t/"], env=self.environment | {"TERM": "xterm"},
                                   stdin=slave, stdout=slave, stderr=slave, close_fds=True)
        os.close(slave)
        screen = b""
        try:
            while block := os.read(master, 65536):
                screen += block
        except OSError:
            pass  # Linux's way to say that the last writer has gone
        os.close(master)
        self.assertEqual(process.wait(timeout=30), 0)
        text = screen.decode()
        frames = text.count("\x1b[J")
        self.assertGreater(frames, 4)
        self.assertLess(frames, 60, "at most ten a second")
        self.assertIn("%", text)
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
        import unicodedata
        for line in re.split(r"[\r\n]+", plain):
            width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in line)
            if "s3://" not in line:
                self.assertLessEqual(width, 60, line)
        self.assertIn("s3://demo/t/", plain)

    def test_plain_lines_without_a_terminal(self):
        path = lab.write_file(self.path("a.bin"), 4 * PART)
        done = self.run_cli("put", "--part-size", "5MiB", "--limit", "8MiB/s", path, "s3://demo/plain")
        self.assertStatus(done, 0)
        self.assertNotIn("\x1b", done.out + done.err)
        self.assertRegex(done.out, r"^a\.bin → s3://demo/plain  20\.0 MiB in [\d.]+ s \([\d.]+ MiB/s\)\n$")
        self.assertRegex(done.err, r"a\.bin  \d+ %  [\d.]+ \w+ of 20\.0 MiB")
        quiet = self.run_cli("put", "--quiet", path, "s3://demo/plain")
        self.assertEqual((quiet.status, quiet.out, quiet.err), (0, "", ""))


if __name__ == "__main__":
    lab.main(lab.missing(["openssl"], ["boto3"]))
