# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""What people mistype and networks mangle: each is said in words that help, with one error for each thing learned, and no secret is left behind."""
import base64
import os
import socket
import subprocess
import threading
import urllib.parse

import lab

PART = 5 * lab.MIB
SECRET = "Zebra/sEcReT+42=stripes"
PASSWORD = "Zebra-proxy:pa ss/word"


class Discreet(lab.Journey):
    def setUp(self):
        super().setUp()
        self.said = []
        os.mkdir(self.path("server"))
        self.environment |= lab.environment_for("http://127.0.0.1:1", "AKZEBRA", SECRET)

    def tearDown(self):
        self.assertNothingLeaked()
        super().tearDown()

    def start_sandbox(self, *options, scheme="http"):
        sandbox = lab.Sandbox(self.path("server"), options=("--access-key", "AKZEBRA", "--secret-key", SECRET, *options), scheme=scheme)
        self.addCleanup(sandbox.stop)
        self.environment["AWS_ENDPOINT_URL"] = sandbox.url
        return sandbox

    def finish(self, process, timeout=120):
        outcome = super().finish(process, timeout)
        self.said.append(outcome.out + outcome.err)
        return outcome

    def assertNothingLeaked(self):
        forms = set()
        for secret in (SECRET, PASSWORD, PASSWORD.partition(":")[2]):
            forms |= {secret.encode(), urllib.parse.quote(secret, safe="").encode(), base64.b64encode(secret.encode())}
        heaps = {"what was printed": "".join(self.said).encode()}
        for folder, _, names in os.walk(self.home):
            if folder.startswith(self.path("server")):
                continue
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    heaps[os.path.join(folder, name)] = file.read()
        for where, heap in heaps.items():
            for form in forms:
                self.assertFalse(form in heap, f"a secret is in {where}")

    def refusals(self, sandbox):
        """How often the server has answered with each status that is no success."""
        counts = {}
        for operation in sandbox.state()["operations"].values():
            for status, count in operation["answers"].items():
                if int(status) >= 300:
                    counts[int(status)] = counts.get(int(status), 0) + count
        return counts

    def cargo(self, size=4 * PART):
        return lab.write_file(self.path("cargo.bin"), size)

    def assertTold(self, outcome, status, code, *words):
        """By put and list alike: the code for scripts, the words for people."""
        self.assertStatus(outcome, status)
        self.assertIn(code, outcome.err)
        for word in words:
            self.assertIn(word, outcome.err)


class BadInputJourney(Discreet):
    def test_addresses(self):
        for address, words in {
            "http://ann:Zebra-proxy%3Apa%20ss%2Fword@127.0.0.1:9": "Leave user name and password out",
            "ann:" + urllib.parse.quote(PASSWORD, safe="") + "@storage.test": "Leave user name and password out",
            "https:/storage.test": "must begin with https:// or http://",
            "http:storage.test": "must begin with https:// or http://",
            "ftp://storage.test": "must begin with https:// or http://",
            "s3://demo": "names a bucket",
            "https://storage.test?list-type=2": "before any ? or #",
        }.items():
            for command in (["list", "s3://demo"], ["doctor", "s3://demo"], ["put", self.cargo(10), "s3://demo/a"]):
                self.assertTold(self.run_cli(*command, "--endpoint-url", address), 2, "InvalidEndpoint", words)
        sandbox = self.start_sandbox()
        host = sandbox.url.rpartition("/")[2]
        for address in (host, f"{host}/", f"http://{host}", f"HTTP://{host}/", f"localhost:{sandbox.port}"):
            self.assertStatus(self.run_cli("list", "--endpoint-url", address, "s3://demo"), 0)
        twice = self.run_cli("doctor", "--endpoint-url", f"{host}/demo", "--json", "s3://demo")
        self.assertIn('Leave "/demo" out', twice.of("finding", what="bucket")[0]["message"])

    def test_the_clock_is_learned_by_one_refusal(self):
        sandbox = self.start_sandbox()
        for times, seconds in enumerate((2400, -2400), 1):
            sandbox.clear_faults()
            sandbox.fault("skewed-clock", seconds=seconds)
            self.assertStatus(self.run_cli("put", "--part-size", "5MiB", self.cargo(), f"s3://demo/{seconds}"), 0)
            self.assertEqual(self.refusals(sandbox), {403: times})

    def test_the_region_is_learned_by_one_refusal(self):
        sandbox = self.start_sandbox("--region", "eu-west-3")
        self.assertStatus(self.run_cli("put", "--part-size", "5MiB", self.cargo(), "s3://demo/a"), 0)
        self.assertEqual(self.refusals(sandbox), {400: 1})

    def test_wrong_keys(self):
        self.start_sandbox()
        for variable, value, code, words in (
                ("AWS_SECRET_ACCESS_KEY", SECRET[1:], "SignatureDoesNotMatch", "secret access key is not the one"),
                ("AWS_ACCESS_KEY_ID", "NOBODY", "InvalidAccessKeyId", "misspelt")):
            before = self.environment[variable]
            self.environment[variable] = value
            self.assertTold(self.run_cli("put", self.cargo(), "s3://demo/a"), 3, code, words)
            self.assertTold(self.run_cli("list", "s3://demo"), 3, code, words)
            self.environment[variable] = before
        # What was kept goes on with the right ones.
        self.assertStatus(self.run_cli("resume", "--all"), 0)

    def test_missing_keys_stop_every_command_alike(self):
        """Exit status 3 is for what goes on once somebody has signed in, whichever command finds it out."""
        self.start_sandbox()
        path = self.cargo()
        stopped = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "1", "--limit", "5MiB/s", path, "s3://demo/begun"],
                                   lambda e: e["event"] == "part")
        self.assertStatus(stopped, 130)
        keys = {name: self.environment.pop(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
        commands = (["put", path, "s3://demo/a"], ["put", path, "s3://demo/a", "--dry-run"], ["resume", "--all"], ["adopt", path, "s3://demo/a", "x"],
                    ["list", "s3://demo"], ["parts", "s3://demo/a", "x"], ["abort", "--yes", "--older-than", "1d", "s3://demo"],
                    ["lifecycle", "s3://demo"], ["doctor", "s3://demo"], ["presign", "s3://demo/a"])
        for trouble in ({}, {"AWS_ACCESS_KEY_ID": "HALF"}, {"AWS_PROFILE": "nobody"}):
            self.environment |= trouble
            for command in commands:
                if "--dry-run" in command and "AWS_PROFILE" not in trouble:
                    continue  # shows what would be sent, and asks nobody
                with self.subTest(command=command[0], trouble=trouble):
                    self.assertStatus(self.run_cli(*command), 3)
            for name in trouble:
                del self.environment[name]
        self.environment |= keys
        self.assertStatus(self.run_cli("resume", "--all"), 0)

    def test_output_that_cannot_be_written(self):
        """Whoever keeps what is printed has to learn that nothing was kept; of an upload it is the object that counts."""
        self.start_sandbox()
        self.assertStatus(self.run_cli("put", self.cargo(10), "s3://demo/a"), 0)

        def onto(path, *arguments):
            with open(path, "w") as full:
                done = subprocess.run([lab.CLI, *arguments], env=self.environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
            return done.returncode, done.stderr

        for command in (["list", "s3://demo"], ["presign", "s3://demo/a"], ["receipts"], ["--version"], ["--help"]):
            status, said = onto("/dev/full", *command)
            self.assertEqual(status, 1, (command, said))
            self.assertIn("The output could not be written: No space left", said)
        status, said = onto("/dev/full", "put", self.cargo(10), "s3://demo/b")
        self.assertEqual(status, 0, said)
        self.assertIn("could not be written", said)

    def test_a_process_that_gives_secrets_away(self):
        self.start_sandbox()
        program = self.path("server", "program")
        with open(program, "w") as file:
            file.write(f"#!/bin/sh\necho '{SECRET} {PASSWORD}' >&2\necho '{{\"Version\": 1, \"SecretAccessKey\": \"{SECRET}\"'\nexit ${{1:-0}}\n")
        os.chmod(program, 0o700)
        os.mkdir(self.path(".aws"))
        with open(self.path(".aws", "config"), "w") as file:
            file.write(f"[profile rubbish]\ncredential_process = {program}\n[profile failing]\ncredential_process = {program} 3\n")
        self.environment.pop("AWS_SECRET_ACCESS_KEY"), self.environment.pop("AWS_ACCESS_KEY_ID")
        for profile, code in (("rubbish", "CredentialsUnreadable"), ("failing", "CredentialProcessFailed")):
            for command in (["list"], ["doctor"], ["put", self.cargo(10)]):
                self.assertTold(self.run_cli(*command, "s3://demo/a" if command[0] == "put" else "s3://demo", "--profile", profile),
                                3, code if command[0] != "doctor" else "", f"“{profile}”" if command[0] != "doctor" else "")

    def test_a_web_page_in_place_of_a_server(self):
        sandbox = self.start_sandbox()
        sandbox.fault("html-answer", count=0)
        self.assertTold(self.run_cli("put", self.cargo(1000), "s3://demo/a"), 1, "NotAnS3Endpoint", "host and the port")
        self.assertEqual(sandbox.met()["html-answer"], 1)  # asking again would not help

    def test_proxies(self):
        """None of them may cost minutes, and none learns or spreads anything."""
        def serve(answer):
            server = socket.create_server(("127.0.0.1", 0))
            self.addCleanup(server.close)

            def loop():
                while True:
                    try:
                        client, _ = server.accept()
                    except OSError:
                        return
                    client.recv(65536)
                    client.sendall(answer)
                    client.close()
            threading.Thread(target=loop, daemon=True).start()
            return server.getsockname()[1]

        denied = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"
        user = urllib.parse.quote(PASSWORD.partition(":")[0]) + ":" + urllib.parse.quote(PASSWORD.partition(":")[2], safe="")
        for scheme, kind, answer, code in (("https", "socks5", b"", "ConnectTimedOut"), ("https", "http", denied, "ProxyDenied"),
                                           ("http", "http", denied, "web page")):
            with self.subTest(scheme=scheme, kind=kind, code=code):
                self.environment |= {"AWS_ENDPOINT_URL": f"{scheme}://storage.test", f"{scheme}_proxy": f"{kind}://{user}@127.0.0.1:{serve(answer)}"}
                outcome = self.run_cli("list", "s3://demo", timeout=20)
                self.assertNotEqual(outcome.status, 0)
                self.assertIn(code, outcome.err)
                self.assertNotIn("lack s3:", outcome.err)  # a proxy's page says nothing of permissions


class CertificatesJourney(Discreet):
    def authority(self):
        with open(self.path("server", "ca.cnf"), "w") as file:
            file.write("[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
        open(self.path("server", "index"), "w").close()
        with open(self.path("server", "serial"), "w") as file:
            file.write("01\n")
        self.openssl("req", "-x509", "-days", "2", "-subj", "/CN=Zoo Root", "-keyout", "root.key", "-out", "root.pem", *NEW)

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.path("server"))

    def certificate(self, name, names, end):
        self.openssl("req", "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.csr", *NEW)
        with open(self.path("server", "names"), "w") as file:
            file.write(f"subjectAltName={names}\n")
        self.openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", "root.pem", "-keyfile", "root.key", "-in", f"{name}.csr", "-out",
                     f"{name}.pem", "-startdate", "20240101000000Z", "-enddate", end, "-extfile", "names")
        return ["--tls-cert", self.path("server", f"{name}.pem"), "--tls-key", self.path("server", f"{name}.key")]

    def test_certificates(self):
        self.authority()
        root = self.path("server", "root.pem")
        for name, names, end, code, words in (
                ("old", "IP:127.0.0.1", "20250101000000Z", "CertificateExpired", "expired on 2025-01-01"),
                ("anothers", "DNS:storage.test", "20991231000000Z", "CertificateForAnotherHost", "is for another host: storage.test"),
                ("strangers", "IP:127.0.0.1", "20991231000000Z", "CertificateNotTrusted", "--ca-bundle")):
            with self.subTest(code=code):
                sandbox = self.start_sandbox(*self.certificate(name, names, end), scheme="https")
                ca = () if name == "strangers" else ("--ca-bundle", root)
                self.assertTold(self.run_cli("put", self.cargo(1000), f"s3://demo/{name}", *ca), 3, code, words, "Nothing was sent.", "fingerprint")
                self.assertTold(self.run_cli("list", "s3://demo", *ca), 3, code, words, "Nothing was sent.", "fingerprint")
                doctor = self.run_cli("doctor", "s3://demo", "--json", *ca)
                self.assertStatus(doctor, 3)
                self.assertEqual(doctor.of("finding", verdict="bad")[0]["what"], "tls")
                sandbox.stop()
        # The last one, by each way to say whom to trust.
        sandbox = self.start_sandbox("--tls-cert", self.path("server", "strangers.pem"), "--tls-key", self.path("server", "strangers.key"),
                                     scheme="https")
        self.assertStatus(self.run_cli("list", "s3://demo", "--ca-bundle", root), 0)
        self.environment["AWS_CA_BUNDLE"] = root
        self.assertStatus(self.run_cli("list", "s3://demo"), 0)
        del self.environment["AWS_CA_BUNDLE"]
        os.makedirs(self.path(".aws"))
        with open(self.path(".aws", "config"), "w") as file:
            file.write(f"[default]\nca_bundle = {root}\n")
        self.assertStatus(self.run_cli("list", "s3://demo"), 0)
        # A whole file is the first that is sent, and more of it than a greeting takes.
        self.environment["AWS_ENDPOINT_URL"] = sandbox.url.replace("https:", "http:")
        self.assertTold(self.run_cli("put", self.cargo(200_000), "s3://demo/plain"), 3, "HttpsNeeded", "https://127.0.0.1")


NEW = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")

if __name__ == "__main__":
    lab.main(lab.missing(["openssl"], ["boto3"]))
