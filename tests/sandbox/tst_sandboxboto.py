# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-sandbox as another implementation of S3's protocol sees it: boto3 signs, encodes and parses by its own rules.

    tst_sandboxboto.py PATH-TO-davit-sandbox      exit 0, or 77 when boto3 is not there
"""
import base64
import datetime
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError
except ImportError:
    print("SKIPPED: boto3 is not installed (apt install python3-boto3): nothing was tested")
    sys.exit(77)

PROGRAM = sys.argv[1]
KEYS = ["plain", "with space+plus", "ünïcode/日本.txt", "a//b", "a%2Fb", "/leading", "trailing/", "q?x=1&y#z", "~!*'()@$,;:=[]{}|\\^`\"<>",
        "tab\there", "k" * 1024, "line\nbreak", "\x01control", "é composed", "e\u0301 decomposed"]


running = []


class Sandbox:
    def __init__(self, folder, *options):
        self.folder = folder
        self.environment = dict(os.environ, XDG_RUNTIME_DIR=folder)
        self.process = subprocess.Popen([PROGRAM, "--dir", os.path.join(folder, "data"), "--port", "0", "--bucket", "demo", *options],
                                        stdout=subprocess.PIPE, env=self.environment, text=True)
        running.append(self.process)
        self.line = self.process.stdout.readline()
        self.endpoint = self.line.split()[1]

    def client(self, secret="davit-sandbox-not-a-secret", style="path", **more):
        config = Config(signature_version="s3v4", s3={"addressing_style": style, "payload_signing_enabled": True}, retries={"max_attempts": 0}, read_timeout=10)
        return boto3.client("s3", endpoint_url=self.endpoint, aws_access_key_id="DAVITSANDBOX", aws_secret_access_key=secret,
                            region_name=more.pop("region", "us-east-1"), config=config, **more)

    def state(self):
        with urllib.request.urlopen(self.endpoint + "/_sandbox/state") as answer:
            return json.load(answer)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.stdout.close()
        return self.process.wait(10)


class BotoTest(unittest.TestCase):
    options = ()

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.sandbox = Sandbox(self.folder.name, *self.options)
        self.s3 = self.sandbox.client()

    def tearDown(self):
        if self.sandbox.process.poll() is None:
            self.assertEqual(self.sandbox.stop(), 0)
        self.folder.cleanup()

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response


class Objects(BotoTest):
    def test_keys_come_back(self):
        for key in KEYS:
            body = key.encode() + b"\0\xff"
            self.s3.put_object(Bucket="demo", Key=key, Body=body, Metadata={"m": "v"}, ContentType="text/plain", CacheControl="no-store")
            got = self.s3.get_object(Bucket="demo", Key=key)
            self.assertEqual(got["Body"].read(), body, key)
            self.assertEqual((got["Metadata"], got["ContentType"], got["CacheControl"]), ({"m": "v"}, "text/plain", "no-store"))
            self.assertEqual(got["ETag"], '"%s"' % hashlib.md5(body).hexdigest())
        listed = [o["Key"] for o in self.s3.list_objects_v2(Bucket="demo")["Contents"]]
        self.assertEqual(listed, sorted(KEYS, key=str.encode))
        self.assertEqual([o["Key"] for o in self.s3.list_objects(Bucket="demo")["Contents"]], listed)
        for key in KEYS:
            self.s3.delete_object(Bucket="demo", Key=key)
        self.assertEqual(self.s3.list_objects_v2(Bucket="demo")["KeyCount"], 0)

    def test_customer_keys(self):
        """SSE-C: each request about the object brings the key, and no other will do."""
        own, other = ({"SSECustomerAlgorithm": "AES256", "SSECustomerKey": bytes([n]) * 32} for n in (1, 2))
        put = self.s3.put_object(Bucket="demo", Key="one", Body=b"sealed", **own)
        self.assertNotEqual(put["ETag"], '"%s"' % hashlib.md5(b"sealed").hexdigest())
        self.assertEqual(put["SSECustomerAlgorithm"], "AES256")
        self.assertEqual(self.s3.get_object(Bucket="demo", Key="one", **own)["Body"].read(), b"sealed")
        self.refused("InvalidRequest", self.s3.get_object, Bucket="demo", Key="one")
        self.refused("AccessDenied", self.s3.get_object, Bucket="demo", Key="one", **other)
        self.refused("400", self.s3.head_object, Bucket="demo", Key="one")
        self.s3.put_object(Bucket="demo", Key="plain", Body=b"x")
        self.refused("400", self.s3.head_object, Bucket="demo", Key="plain", **own)
        self.refused("InvalidArgument", self.s3.put_object, Bucket="demo", Key="two", Body=b"x", ServerSideEncryption="AES256", **own)

        begun = dict(Bucket="demo", Key="parts", UploadId=self.s3.create_multipart_upload(Bucket="demo", Key="parts", ChecksumAlgorithm="CRC32C", **own)["UploadId"])
        part = dict(begun, PartNumber=1, Body=b"p", ChecksumAlgorithm="CRC32C")
        self.refused("InvalidRequest", self.s3.upload_part, **part)
        self.refused("InvalidRequest", self.s3.upload_part, **part, **other)
        sent = self.s3.upload_part(**part, **own)
        # For these two boto3 leaves the encoding to its caller.
        encoded = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": base64.b64encode(own["SSECustomerKey"]).decode(),
                   "SSECustomerKeyMD5": base64.b64encode(hashlib.md5(own["SSECustomerKey"]).digest()).decode()}
        self.refused("InvalidRequest", self.s3.list_parts, **begun)
        listed, = self.s3.list_parts(**begun, **encoded)["Parts"]
        self.assertEqual(listed["ETag"], sent["ETag"])
        parts = {"Parts": [{"PartNumber": 1, "ETag": sent["ETag"], "ChecksumCRC32C": sent["ChecksumCRC32C"]}]}
        self.refused("InvalidRequest", self.s3.complete_multipart_upload, **begun, MultipartUpload=parts)
        self.s3.complete_multipart_upload(**begun, MultipartUpload=parts, **encoded)
        self.assertEqual(self.s3.get_object(Bucket="demo", Key="parts", **own)["Body"].read(), b"p")

        plain = self.s3.create_multipart_upload(Bucket="demo", Key="p")["UploadId"]
        self.refused("InvalidRequest", self.s3.upload_part, Bucket="demo", Key="p", UploadId=plain, PartNumber=1, Body=b"p", **own)
        # What was sealed stays so.
        self.sandbox.stop(signal.SIGKILL)
        self.sandbox = Sandbox(self.folder.name, *self.options)
        self.s3 = self.sandbox.client()
        self.refused("InvalidRequest", self.s3.get_object, Bucket="demo", Key="parts")

    def test_virtual_host_style(self):
        port = self.sandbox.endpoint.rsplit(":", 1)[1]
        s3 = boto3.client("s3", endpoint_url="http://s3.localhost:" + port, aws_access_key_id="DAVITSANDBOX", region_name="us-east-1",
                          aws_secret_access_key="davit-sandbox-not-a-secret", config=Config(s3={"addressing_style": "virtual"}))
        real = socket.getaddrinfo
        socket.getaddrinfo = lambda host, *rest, **more: real("127.0.0.1" if host.endswith("localhost") else host, *rest, **more)
        try:
            s3.put_object(Bucket="demo", Key="a/ b", Body=b"virtual")
        finally:
            socket.getaddrinfo = real
        self.assertEqual(self.s3.get_object(Bucket="demo", Key="a/ b")["Body"].read(), b"virtual")

    def test_presigned(self):
        url = self.s3.generate_presigned_url("put_object", Params={"Bucket": "demo", "Key": "pre signed+"}, ExpiresIn=60)
        urllib.request.urlopen(urllib.request.Request(url, data=b"x", method="PUT", headers={"Content-Type": ""})).close()
        url = self.s3.generate_presigned_url("get_object", Params={"Bucket": "demo", "Key": "pre signed+"}, ExpiresIn=60)
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(answer.read(), b"x")

    def test_refusals(self):
        self.refused("NoSuchBucket", self.s3.get_object, Bucket="nowhere", Key="k")
        self.refused("NoSuchKey", self.s3.get_object, Bucket="demo", Key="k")
        self.refused("404", self.s3.head_object, Bucket="demo", Key="k")
        answer = self.refused("SignatureDoesNotMatch", self.sandbox.client(secret="wrong").list_buckets)
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 403)
        self.assertTrue(answer["ResponseMetadata"]["RequestId"])
        # boto3 reads the right region from the refusal, and signs again for it.
        self.sandbox.client(region="eu-west-1").list_objects_v2(Bucket="demo")
        self.assertEqual(self.sandbox.state()["operations"]["ListObjectsV2"]["answers"], {"400": 1, "200": 1})
        self.refused("BadDigest", self.s3.put_object, Bucket="demo", Key="k", Body=b"x", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")
        self.refused("BucketNotEmpty", lambda: (self.s3.put_object(Bucket="demo", Key="k", Body=b""), self.s3.delete_bucket(Bucket="demo")))
        self.refused("InvalidRange", self.s3.get_object, Bucket="demo", Key="k", Range="bytes=5-")
        self.refused("NotImplemented", self.s3.get_bucket_versioning, Bucket="demo")
        self.refused("InvalidBucketName", lambda: self.s3.create_bucket(Bucket="192.168.5.4"))
        self.refused("InvalidStorageClass", self.s3.put_object, Bucket="demo", Key="k", Body=b"", StorageClass="CHEAP")


class Multipart(BotoTest):
    options = ("--page-size", "3", "--min-part-size", "1KiB")

    def send(self, upload, number, body, key="k", **more):
        return {"PartNumber": number, **{name: value for name, value in self.s3.upload_part(
            Bucket="demo", Key=key, UploadId=upload, PartNumber=number, Body=body, **more).items() if name in ("ETag", "ChecksumSHA256")}}

    def test_life(self):
        upload = self.s3.create_multipart_upload(Bucket="demo", Key="k", Metadata={"a": "b"}, StorageClass="STANDARD_IA")["UploadId"]
        bodies = [os.urandom(2000) for _ in range(7)] + [b"tail"]
        parts = [self.send(upload, number + 1, body) for number, body in enumerate(bodies)]
        pages = list(self.s3.get_paginator("list_parts").paginate(Bucket="demo", Key="k", UploadId=upload))
        self.assertEqual(len(pages), 3)
        self.assertEqual([p["PartNumber"] for page in pages for p in page["Parts"]], list(range(1, 9)))
        self.assertEqual(pages[0]["StorageClass"], "STANDARD_IA")
        self.refused("InvalidPartOrder", self.s3.complete_multipart_upload, Bucket="demo", Key="k", UploadId=upload,
                     MultipartUpload={"Parts": parts[::-1]})
        for _ in range(2):  # the same success again
            done = self.s3.complete_multipart_upload(Bucket="demo", Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
            self.assertEqual(done["ETag"], '"%s-8"' % hashlib.md5(b"".join(hashlib.md5(b).digest() for b in bodies)).hexdigest())
        got = self.s3.get_object(Bucket="demo", Key="k")
        self.assertEqual(got["Body"].read(), b"".join(bodies))
        self.assertEqual((got["Metadata"], got["StorageClass"]), ({"a": "b"}, "STANDARD_IA"))
        self.refused("NoSuchUpload", self.s3.list_parts, Bucket="demo", Key="k", UploadId=upload)
        seen = self.sandbox.state()["uploads"][upload]["parts"]
        self.assertTrue(all(part["complete"] == part["acknowledged"] == 1 and part["partial"] == 0 for part in seen.values()))

    def test_checksums(self):
        upload = self.s3.create_multipart_upload(Bucket="demo", Key="k", ChecksumAlgorithm="SHA256")["UploadId"]
        self.refused("InvalidRequest", self.send, upload=upload, number=1, body=b"x")
        self.refused("BadDigest", self.send, upload=upload, number=1, body=b"x", ChecksumSHA256="A" * 43 + "=")
        bodies = [os.urandom(1500), b"last"]
        parts = [self.send(upload, n + 1, body, ChecksumAlgorithm="SHA256") for n, body in enumerate(bodies)]
        done = self.s3.complete_multipart_upload(Bucket="demo", Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
        import base64
        composite = hashlib.sha256(b"".join(hashlib.sha256(b).digest() for b in bodies)).digest()
        self.assertEqual(done["ChecksumSHA256"], base64.b64encode(composite).decode() + "-2")
        head = self.s3.head_object(Bucket="demo", Key="k", ChecksumMode="ENABLED")
        self.assertEqual(head["ChecksumSHA256"], done["ChecksumSHA256"])

    def test_uploads_page(self):
        made = []
        for key in ["b", "a +ü", "b", "c/x", "b", "c/y", "b"]:
            made.append((key, self.s3.create_multipart_upload(Bucket="demo", Key=key)["UploadId"]))
        pages = list(self.s3.get_paginator("list_multipart_uploads").paginate(Bucket="demo"))
        self.assertEqual(len(pages), 3)
        self.assertEqual([(u["Key"], u["UploadId"]) for page in pages for u in page["Uploads"]], sorted(made, key=lambda m: m[0]))
        folded = self.s3.list_multipart_uploads(Bucket="demo", Prefix="c", Delimiter="/")
        self.assertEqual([p["Prefix"] for p in folded["CommonPrefixes"]], ["c/"])
        for key, upload in made:
            self.s3.abort_multipart_upload(Bucket="demo", Key=key, UploadId=upload)
        self.assertNotIn("Uploads", self.s3.list_multipart_uploads(Bucket="demo"))
        self.assertEqual(self.sandbox.state()["openUploads"], [])

    def test_killed_in_mid_upload(self):
        upload = self.s3.create_multipart_upload(Bucket="demo", Key="k")["UploadId"]
        first = self.send(upload, 1, b"1" * 2000)
        self.sandbox.stop(signal.SIGKILL)
        self.sandbox = Sandbox(self.folder.name, *self.options)
        self.s3 = self.sandbox.client()
        self.assertEqual([p["PartNumber"] for p in self.s3.list_parts(Bucket="demo", Key="k", UploadId=upload)["Parts"]], [1])
        second = self.send(upload, 2, b"2")
        self.s3.complete_multipart_upload(Bucket="demo", Key="k", UploadId=upload, MultipartUpload={"Parts": [first, second]})
        self.assertEqual(self.s3.get_object(Bucket="demo", Key="k")["Body"].read(), b"1" * 2000 + b"2")

    def test_transfer_manager(self):
        body = os.urandom(20 << 20)
        with tempfile.NamedTemporaryFile() as file:
            file.write(body)
            file.flush()
            self.s3.upload_file(file.name, "demo", "big")
        self.assertEqual(self.s3.get_object(Bucket="demo", Key="big")["Body"].read(), body)


class Faults(BotoTest):
    options = ("--fault", "slowdown:op=ListObjectsV2,nth=2", "--fault", "internal-error:op=PutObject")

    def test_from_the_command_line(self):
        self.refused("InternalError", self.s3.put_object, Bucket="demo", Key="k", Body=b"x")
        self.s3.put_object(Bucket="demo", Key="k", Body=b"x")
        self.s3.list_objects_v2(Bucket="demo")
        self.refused("SlowDown", self.s3.list_objects_v2, Bucket="demo")
        self.assertEqual(self.sandbox.state()["faults"], {"internal-error": 1, "slowdown": 1})


class Program(BotoTest):
    def test_announces_itself(self):
        path = os.path.join(self.folder.name, "davit-sandbox.json")
        with open(path) as file:
            self.assertEqual(json.load(file), {"endpoint": self.sandbox.endpoint, "pid": self.sandbox.process.pid})
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertTrue(self.sandbox.line.startswith("davit-sandbox: http://127.0.0.1:"))
        second = subprocess.run([PROGRAM, "--dir", os.path.join(self.folder.name, "data"), "--port", "0"], env=self.sandbox.environment,
                                capture_output=True, text=True)
        self.assertEqual(second.returncode, 1)
        self.assertIn("another davit-sandbox", second.stderr)
        self.assertEqual(self.sandbox.stop(), 0)
        self.assertFalse(os.path.exists(path))

    def test_refuses_nonsense(self):
        for options in (["--bind", "0.0.0.0"], ["--port", "x"], ["--fault", "explode"], ["--unknown"], ["stray"]):
            self.assertEqual(subprocess.run([PROGRAM, *options], capture_output=True).returncode, 2, options)
        helped = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True)
        self.assertEqual(helped.returncode, 0)
        self.assertIn("AWS_ACCESS_KEY_ID=DAVITSANDBOX", helped.stdout)


class Lifecycle(BotoTest):
    def test_rules_come_back(self):
        self.refused("NoSuchLifecycleConfiguration", self.s3.get_bucket_lifecycle_configuration, Bucket="demo")
        rules = [{"ID": "a & b", "Filter": {"Prefix": "logs/"}, "Status": "Enabled",
                  "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}], "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2}},
                 {"ID": "tags", "Filter": {"And": {"Prefix": "t/", "Tags": [{"Key": "k", "Value": "v"}]}}, "Status": "Disabled",
                  "Expiration": {"Days": 3}}]
        self.s3.put_bucket_lifecycle_configuration(Bucket="demo", LifecycleConfiguration={"Rules": rules})
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="demo")["Rules"], rules)
        rules[1]["ID"] = rules[0]["ID"]
        self.refused("InvalidArgument", self.s3.put_bucket_lifecycle_configuration, Bucket="demo", LifecycleConfiguration={"Rules": rules})
        self.refused("MalformedXML", self.s3.put_bucket_lifecycle_configuration, Bucket="demo", LifecycleConfiguration={"Rules": []})
        self.s3.delete_bucket_lifecycle(Bucket="demo")
        self.refused("NoSuchLifecycleConfiguration", self.s3.get_bucket_lifecycle_configuration, Bucket="demo")

    def test_uploads_by_the_thousand(self):
        def tell(path, **what):
            with urllib.request.urlopen(self.sandbox.endpoint + "/_sandbox/" + path, json.dumps(what).encode()) as answer:
                return json.load(answer)
        self.assertEqual(tell("uploads", bucket="demo", prefix="old/ü ", count=2500, parts=2, partSize=5 << 20, storageClass="GLACIER"), {"uploads": 2500})
        self.assertEqual(tell("age", bucket="demo", prefix="old/", seconds=864000), {"uploads": 2500})
        pages = list(self.s3.get_paginator("list_multipart_uploads").paginate(Bucket="demo"))
        uploads = [upload for page in pages for upload in page["Uploads"]]
        self.assertEqual([len(page["Uploads"]) for page in pages], [1000, 1000, 500])
        self.assertEqual(len({upload["UploadId"] for upload in uploads}), 2500)
        self.assertEqual(uploads[-1]["Key"], "old/ü 002500")
        self.assertEqual(uploads[0]["StorageClass"], "GLACIER")
        age = datetime.datetime.now(datetime.timezone.utc) - uploads[0]["Initiated"]
        self.assertTrue(9.9 < age.total_seconds() / 86400 < 10.1, age)
        parts = self.s3.list_parts(Bucket="demo", Key=uploads[9]["Key"], UploadId=uploads[9]["UploadId"])["Parts"]
        self.assertEqual([part["Size"] for part in parts], [5 << 20] * 2)
        for upload in uploads[:3]:
            self.s3.abort_multipart_upload(Bucket="demo", Key=upload["Key"], UploadId=upload["UploadId"])
        self.assertEqual(len(self.sandbox.state()["openUploads"]), 2497)


class Tls(unittest.TestCase):
    def test_https(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                            "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
            sandbox = Sandbox(folder, "--tls-cert", certificate, "--tls-key", key)
            self.assertTrue(sandbox.endpoint.startswith("https://"))
            s3 = sandbox.client(verify=certificate)
            body = os.urandom(3 << 20)
            s3.put_object(Bucket="demo", Key="k", Body=body)
            # Checksums in a trailer (aws-chunked): what boto3 does over https.
            s3.put_object(Bucket="demo", Key="t", Body=body, ChecksumAlgorithm="SHA256")
            for name in "kt":
                self.assertEqual(s3.get_object(Bucket="demo", Key=name)["Body"].read(), body)
            self.assertEqual(sandbox.stop(), 0)


if __name__ == "__main__":
    try:
        unittest.main(argv=sys.argv[:1], verbosity=1, warnings="ignore")
    finally:  # also after a failure: a sandbox left behind would keep the caller's pipe open
        for process in running:
            if process.poll() is None:
                process.kill()
