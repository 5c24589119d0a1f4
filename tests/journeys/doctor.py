# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli doctor against servers with every habit and every bad luck; after each run boto3 proves that nothing is left in the bucket."""
import signal
import socket
import subprocess
import threading
import time
import unittest

import lab


class Doctored(lab.Journey):
    """`self.s3` is boto3's client, `self.bucket` what is examined."""

    bucket = "demo"

    def doctor(self, *arguments, status=0, target=None, timeout=120):
        outcome = self.run_cli("doctor", target or f"s3://{self.bucket}/in/box/", "--json", *arguments, timeout=timeout)
        self.assertStatus(outcome, status)
        self.assertNoSecret(outcome, self.environment["AWS_SECRET_ACCESS_KEY"])
        self.check_form(outcome)
        return outcome

    def check_form(self, outcome):
        self.assertEqual([e["event"] for e in outcome.events], ["finding"] * (len(outcome.events) - 1) + ["diagnosis"], str(outcome))
        for finding in outcome.of("finding"):
            self.assertIn(finding["verdict"], ("good", "remarkable", "bad", "unknown"))
            self.assertTrue(finding["title"] and finding["message"], finding)
        diagnosis = outcome.events[-1]
        self.assertEqual(diagnosis["policy"]["Version"], "2012-10-17")
        self.assertIn("overHttps", diagnosis["profile"])

    def verdicts(self, outcome, verdict):
        """But for the latency, which is this machine's own."""
        return {e["what"] for e in outcome.of("finding", verdict=verdict)} - {"latency"}

    def finding(self, outcome, what):
        found = outcome.of("finding", what=what)
        self.assertEqual(len(found), 1, f"{what}\n{outcome}")
        return found[0]

    def assertBad(self, outcome, what, words, code=None):
        finding = self.finding(outcome, what)
        self.assertEqual(finding["verdict"], "bad", finding)
        self.assertIn(words, finding["message"])
        if code:
            self.assertEqual(finding["code"], code)

    def left(self):
        """What is in the bucket: uploads, objects and versions."""
        uploads = [(u["Key"], u["UploadId"]) for u in self.s3.list_multipart_uploads(Bucket=self.bucket).get("Uploads", [])]
        objects = [o["Key"] for o in self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", [])]
        return uploads, objects

    def assertNothingLeft(self):
        self.assertEqual(self.left(), ([], []))


class SandboxJourney(Doctored):
    def setUp(self):
        super().setUp()
        self.sandbox = lab.Sandbox(self.home, options=self.options())
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()
        self.s3 = self.sandbox.client()

    def options(self):
        return ()

    def tearDown(self):
        if self.sandbox.process.poll() is None:
            self.sandbox.clear_faults()
            if not getattr(self, "leaves", False):
                self.assertNothingLeft()
        super().tearDown()

    def test_all_works(self):
        outcome = self.doctor()
        self.assertEqual(self.verdicts(outcome, "remarkable"), {"tls"})
        self.assertEqual(self.verdicts(outcome, "bad") | self.verdicts(outcome, "unknown"), set())
        diagnosis = outcome.events[-1]
        self.assertEqual((diagnosis["outcome"], diagnosis["region"], diagnosis["left"], diagnosis["interrupted"]),
                         ("works", "us-east-1", [], False))
        self.assertLess(abs(diagnosis["clockOffsetMs"]), 5000)
        self.assertGreaterEqual(diagnosis["latencyMs"], 0)
        profile = diagnosis["profile"]
        self.assertEqual((profile["overHttps"], profile["conditionalComplete"], profile["acceptsObjectSizeOnComplete"], profile["etagIsMd5"]),
                         ("crc64nvme", True, True, True))
        resources = [s["Resource"] for s in diagnosis["policy"]["Statement"]]
        self.assertEqual(resources, ["arn:aws:s3:::demo/in/box/*", "arn:aws:s3:::demo"])

    def test_for_people(self):
        outcome = self.run_cli("doctor", "s3://demo")
        self.assertStatus(outcome, 0)
        lines = outcome.out.split("\n\n")[0].splitlines()
        self.assertEqual({line[4:6] for line in lines}, {"  "})
        self.assertEqual({line[:4].strip() for line in lines}, {"ok", "note"})
        # Sentences stand below one another.
        self.assertEqual({line[24] for line in lines}, {" "})
        self.assertIn("Uploads to s3://demo/ work.", outcome.out)
        self.assertIn('"s3:AbortMultipartUpload"', outcome.out)
        self.assertEqual(outcome.err, "")
        for wrong in ([], ["s3://a", "s3://b"], ["demo"]):
            self.assertStatus(self.run_cli("doctor", *wrong), 2)

    def test_credentials(self):
        self.environment["AWS_SECRET_ACCESS_KEY"] = "another-secret-altogether"
        self.assertBad(self.doctor(status=3), "credentials", "secret key", "SignatureDoesNotMatch")
        self.environment["AWS_ACCESS_KEY_ID"] = "NOBODYKNOWSME"
        self.assertBad(self.doctor(status=3), "credentials", "does not know this access key", "InvalidAccessKeyId")
        self.sandbox.fault("expired-token", count=0)
        self.environment |= self.sandbox.environment()
        self.assertBad(self.doctor(status=3), "credentials", "sign in again")

    def test_without_credentials(self):
        outcome = self.doctor("--no-sign-request", status=1)
        self.assertEqual(self.finding(outcome, "credentials")["verdict"], "remarkable")
        self.assertBad(outcome, "create-upload", "s3:PutObject")

    def test_buckets(self):
        outcome = self.doctor(target="s3://nobodys", status=1)
        self.assertBad(outcome, "bucket", "no bucket nobodys", "NoSuchBucket")
        self.assertEqual(self.finding(outcome, "credentials")["verdict"], "good")

    def test_clock(self):
        self.sandbox.fault("skewed-clock", seconds=2400)
        outcome = self.doctor()
        self.assertIn("40 minutes behind", self.finding(outcome, "clock")["message"])
        self.assertLess(abs(outcome.events[-1]["clockOffsetMs"] - 2_400_000), 6000)
        self.assertEqual(self.finding(outcome, "cleaned")["verdict"], "good")

    def test_region(self):
        outcome = self.doctor("--region", "nowhere-7")
        self.assertEqual(self.finding(outcome, "region")["verdict"], "remarkable")
        self.assertIn('"us-east-1", the connection says "nowhere-7"', self.finding(outcome, "region")["message"])
        self.assertEqual(outcome.events[-1]["region"], "us-east-1")

    def test_nobody_there(self):
        self.assertBad(self.doctor("--endpoint-url", f"http://127.0.0.1:{lab.free_port()}", status=3), "reachable", "Nothing listens",
                       "ConnectionRefused")
        self.assertBad(self.doctor("--endpoint-url", "http://no-such-host.invalid", status=3), "reachable", "no host of the name",
                       "HostNotFound")

    def test_https_where_http_is_spoken(self):
        outcome = self.doctor("--endpoint-url", self.sandbox.url.replace("http:", "https:"), status=3)
        self.assertBad(outcome, "tls", "plain http", "PlainHttp")

    def test_plain_http_was_sent_to_https(self):
        """nginx's words; then it closes."""
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)

        def serve():
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                client.recv(65536)
                body = b"<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>"
                client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                               % (len(body), body))
                client.close()
        threading.Thread(target=serve, daemon=True).start()
        outcome = self.doctor("--endpoint-url", f"http://127.0.0.1:{server.getsockname()[1]}", status=3)
        self.assertEqual(outcome.events[-1]["outcome"], "not-reached")
        self.assertEqual(len(self.verdicts(outcome, "bad")), 1)

    def test_portals(self):
        for fault in ("captive-portal", "html-answer", "redirect-307"):
            self.sandbox.clear_faults()
            self.sandbox.fault(fault, count=0)
            self.assertBad(self.doctor(status=3), "reachable", "sign-in page")

    def test_servers_that_check_less(self):
        as_of = {
            ("ignore-on-complete", "condition"): {"no-overwrite"},
            ("ignore-on-complete", "size"): {"object-size"},
            ("ignore-on-complete", "checksum"): {"object-checksum"},
            ("blind", "md5"): {"content-md5"},
            ("blind", "sha256"): {"payload-hash"},
            ("blind", "checksum"): {"crc64nvme", "crc32c", "sha256", "object-checksum"},
        }
        for (fault, what), remarkable in as_of.items():
            with self.subTest(fault=fault, what=what):
                self.sandbox.clear_faults()
                self.sandbox.fault(fault, what=what)
                outcome = self.doctor()
                self.assertEqual(self.verdicts(outcome, "remarkable"), remarkable | {"tls"})
                self.assertNothingLeft()

    def test_servers_that_know_less(self):
        as_of = {
            "refuse-checksum-headers": {"crc64nvme", "crc32c", "sha256", "object-checksum"},
            "no-lifecycle": {"lifecycle"},
            "prefix-is-key": {"prefix-listing"},
            "ignore-encoding": {"key-encoding"},
        }
        for fault, remarkable in as_of.items():
            with self.subTest(fault=fault):
                self.sandbox.clear_faults()
                self.sandbox.fault(fault, count=0)
                outcome = self.doctor()
                self.assertEqual(self.verdicts(outcome, "remarkable"), remarkable | {"tls"})
                profile = outcome.events[-1]["profile"]
                self.assertEqual(profile["listsUploadsByPrefix"], fault != "prefix-is-key")
                self.assertEqual(profile["overHttps"], "md5" if fault == "refuse-checksum-headers" else "crc64nvme")
                self.assertEqual(profile["abortRule"], False if fault == "no-lifecycle" else None)
                self.sandbox.clear_faults()
                self.assertNothingLeft()

    def test_one_permission_is_missing(self):
        needed = {"CreateMultipartUpload": "create-upload", "UploadPart": "upload-part", "CompleteMultipartUpload": "complete-upload"}
        useful = {"ListBuckets": "list-buckets", "ListMultipartUploads": "list-uploads", "ListParts": "list-parts", "HeadObject": "head-object",
                  "DeleteObject": "delete-object", "GetBucketLifecycle": "lifecycle"}
        for operation, what in (needed | useful).items():
            with self.subTest(operation=operation):
                self.sandbox.clear_faults()
                self.sandbox.fault("access-denied", op=operation, count=0)
                outcome = self.doctor(status=1 if operation in needed else 0)
                finding = self.finding(outcome, what)
                self.assertEqual((finding["verdict"], finding["code"]), ("bad" if operation in needed else "remarkable", "AccessDenied"))
                self.assertRegex(finding["message"], r"lack s3:\w+ on (arn:aws:s3:::demo|\*)")
                self.sandbox.clear_faults()
                self.assertNothingLeft()

    def test_what_is_left_is_named(self):
        self.leaves = True
        self.sandbox.fault("access-denied", op="AbortMultipartUpload", count=0)
        outcome = self.doctor(status=1)
        self.sandbox.clear_faults()
        uploads, objects = self.left()
        self.assertEqual(objects, [])
        self.assertEqual({(e["key"], e["uploadId"]) for e in outcome.events[-1]["left"]}, set(uploads))
        self.assertBad(outcome, "abort-upload", "s3:AbortMultipartUpload")
        for key, upload_id in uploads:
            self.assertIn(key, self.finding(outcome, "cleaned")["message"])
            self.assertStatus(self.run_cli("abort", f"s3://demo/{key}", upload_id, "--yes"), 0)
        self.assertNothingLeft()

    def test_lost_answers(self):
        for operation in ("CreateMultipartUpload", "CompleteMultipartUpload", "DeleteObject"):
            with self.subTest(operation=operation):
                self.sandbox.clear_faults()
                self.sandbox.fault("lost-answer", op=operation)
                self.doctor()
                self.assertNothingLeft()

    def test_ctrl_c_at_every_finding(self):
        count = len(self.doctor().of("finding"))
        for after in range(1, count - 1, 3):
            with self.subTest(after=after):
                seen = []
                outcome = self.interrupted(["doctor", "s3://demo/in/", "--json"], lambda event: len(seen) >= after - 1 or seen.append(event))
                # One that was over before the signal came is no less clean.
                self.assertIn(outcome.status, (130, 0), str(outcome))
                self.check_form(outcome)
                self.assertEqual(outcome.events[-1]["interrupted"], outcome.status == 130)
                self.assertNothingLeft()

    def test_ctrl_c_while_the_large_part_travels(self):
        self.sandbox.fault("slow", op="UploadPart", part=1, nth=10, rate=500_000)
        process = self.start("doctor", "s3://demo", "--json")
        for line in process.stdout:
            if lab.json.loads(line)["what"] == "delete-object":
                break
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, out + err)
        self.assertIn(b"cleaned away", err)
        self.sandbox.clear_faults()
        self.assertNothingLeft()


class TlsJourney(Doctored):
    def setUp(self):
        super().setUp()
        self.certificate = self.path("cert.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", self.path("key.pem"), "-out",
                        self.certificate], check=True, capture_output=True)
        self.sandbox = lab.Sandbox(self.home, options=["--tls-cert", self.certificate, "--tls-key", self.path("key.pem")], scheme="https")
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()

    def test_private_certificate(self):
        refused = self.doctor(status=3)
        self.assertBad(refused, "tls", "If it is a server of your own", "CertificateNotTrusted")
        self.assertIn("fingerprint", " ".join(self.finding(refused, "tls")["details"]))
        trusted = self.doctor("--ca-bundle", self.certificate)
        self.assertEqual(self.finding(trusted, "tls")["verdict"], "good")
        self.assertEqual(trusted.events[-1]["profile"]["overHttps"], "crc64nvme")
        careless = self.doctor("--no-verify-ssl")
        self.assertEqual(self.finding(careless, "tls")["verdict"], "remarkable")
        self.assertIn("WARNING", careless.err)

    def test_http_where_https_is_spoken(self):
        outcome = self.doctor("--endpoint-url", self.sandbox.url.replace("https:", "http:"), status=3)
        self.assertBad(outcome, "tls", "wants https here", "HttpsNeeded")


CEPH_NEEDS = lab.missing(["radosgw", "ceph-mon", "ceph-osd", "radosgw-admin", "monmaptool", "curl"])


@unittest.skipIf(CEPH_NEEDS, CEPH_NEEDS)
class CephJourney(lab.OnCeph, Doctored):
    bucket = "harbour"
    tls = True

    def tearDown(self):
        self.assertNothingLeft()
        super().tearDown()

    def test_ceph_16(self):
        outcome = self.doctor()
        # Takes checksum headers and checks none of them; hears nothing of what Complete says of the object.
        self.assertEqual(self.verdicts(outcome, "remarkable"),
                         {"tls", "crc64nvme", "crc32c", "sha256", "no-overwrite", "object-size", "object-checksum", "key-encoding"})
        self.assertEqual(self.verdicts(outcome, "bad") | self.verdicts(outcome, "unknown"), set())
        profile = outcome.events[-1]["profile"]
        self.assertEqual((profile["overHttps"], profile["conditionalComplete"], profile["etagIsMd5"]), ("md5", False, True))

    def test_private_certificate(self):
        self.environment["AWS_ENDPOINT_URL"] = self.ceph.tls_url
        refused = self.doctor(status=3)
        self.assertBad(refused, "tls", "If it is a server of your own", "CertificateNotTrusted")
        trusted = self.doctor("--ca-bundle", self.ceph.certificate)
        self.assertEqual(self.finding(trusted, "tls")["verdict"], "good")
        self.assertEqual(trusted.events[-1]["profile"]["overHttps"], "md5")
        # What was found out holds for uploads as well.
        path = lab.write_file(self.path("a"), 12 * lab.MIB)
        self.assertStatus(self.run_cli("put", "--ca-bundle", self.ceph.certificate, "--part-size", "5MiB", path, "s3://harbour/a"), 0)
        self.s3.delete_object(Bucket="harbour", Key="a")
        port = self.ceph.tls_url.rpartition(":")[2]
        self.assertBad(self.doctor("--endpoint-url", f"http://127.0.0.1:{port}", status=3), "tls", "wants https here", "HttpsNeeded")
        self.assertBad(self.doctor("--endpoint-url", self.ceph.url.replace("http:", "https:"), status=3), "tls", "plain http", "PlainHttp")

    def test_bad_luck(self):
        self.assertBad(self.doctor(target="s3://nobodys", status=1), "bucket", "no bucket", "NoSuchBucket")
        self.environment["AWS_SECRET_ACCESS_KEY"] = "another-secret-altogether"
        self.assertBad(self.doctor(status=3), "credentials", "secret key", "SignatureDoesNotMatch")
        self.environment["AWS_ACCESS_KEY_ID"] = "NOBODYKNOWSME"
        self.assertBad(self.doctor(status=3), "credentials", "does not know", "InvalidAccessKeyId")

    def test_versions(self):
        self.s3.create_bucket(Bucket="versions")
        self.s3.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
        outcome = self.doctor(target="s3://versions")
        self.assertIn("keeps versions", self.finding(outcome, "delete-object")["message"])
        kept = self.s3.list_object_versions(Bucket="versions")
        self.assertEqual(kept.get("Versions", []) + kept.get("DeleteMarkers", []), [])

    def test_ctrl_c(self):
        for what in ("upload-part", "abort-upload", "complete-upload"):
            outcome = self.interrupted(["doctor", "s3://harbour", "--json"], lambda event: event.get("what") == what)
            self.assertStatus(outcome, 130)
            self.assertNothingLeft()


if __name__ == "__main__":
    lab.main(lab.missing(["openssl"], ["boto3"]))
