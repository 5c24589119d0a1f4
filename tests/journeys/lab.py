# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""What the journeys share: scratch folders, servers that end with the test, davit-cli and its events."""
import contextlib
import fcntl
import hashlib
import json
import os
import pty
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
import unittest
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
CLI = os.environ.get("DAVIT_CLI", "davit-cli")
SANDBOX = os.environ.get("DAVIT_SANDBOX", "davit-sandbox")
MIB = 1024 * 1024


def free_port(span=1):
    """A port of loopback such that it and the next span - 1 are free now, below those the kernel hands out by itself."""
    while True:
        base = random.randrange(20000, 30000)
        with contextlib.ExitStack() as stack:
            try:
                for port in range(base, base + span):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
        return base


def write_file(path, size, seed=1):
    """Bytes that differ from one MiB to the next, so that swapped parts are noticed."""
    source = random.Random(seed)
    with open(path, "wb") as file:
        left = size
        while left > 0:
            file.write(source.randbytes(min(left, MIB)))
            left -= min(left, MIB)
    return path


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(MIB):
            digest.update(block)
    return digest.hexdigest()


def etag_of(path, part_size):
    """The ETag of a multipart object by its definition: the MD5 of the parts' MD5s, and how many."""
    digests = []
    with open(path, "rb") as file:
        while block := file.read(part_size):
            digests.append(hashlib.md5(block).digest())
    return hashlib.md5(b"".join(digests)).hexdigest() + f"-{len(digests)}"


class Outcome:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def events(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, name, **fields):
        return [e for e in self.events if e["event"] == name and all(e.get(k) == v for k, v in fields.items())]

    def __str__(self):
        return f"exit status {self.status}\nstdout:\n{self.out[-4000:]}\nstderr:\n{self.err[-4000:]}"


class Journey(unittest.TestCase):
    """Each test has a home of its own; nothing outside of it is read or written."""

    maxDiff = 2000

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="davit-journey-")
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "XDG_", "QT_"))}
        for name in ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
            folder = self.path(name.lower())
            os.mkdir(folder, 0o700)
            self.environment["XDG_" + name] = folder
        self.environment["HOME"] = self.home

    def path(self, *names):
        return os.path.join(self.home, *names)

    def start(self, *arguments, **options):
        """davit-cli, running. Its pipes are not buffered: what is read of them line by line leaves the rest to communicate()."""
        process = subprocess.Popen([CLI, *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, cwd=self.home, bufsize=0, **options)
        self.addCleanup(end, process)
        return process

    def finish(self, process, timeout=120):
        out, err = process.communicate(timeout=timeout)
        return Outcome(process.returncode, out.decode(), err.decode())

    def run_cli(self, *arguments, timeout=120):
        return self.finish(self.start(*arguments), timeout)

    def on_a_terminal(self, arguments, prompt, answers):
        """davit-cli on a pseudo-terminal; whenever the screen ends with `prompt` the next of the answers is typed. Its status, the screen.
        An answer may be something to be done while the question stands, which returns what is typed then."""
        master, slave = pty.openpty()
        # A session of its own with the terminal as its own, so that Ctrl-C is a signal.
        process = subprocess.Popen([CLI, *arguments], env=self.environment | {"TERM": "xterm"}, cwd=self.home, stdin=slave, stdout=slave,
                                   stderr=slave, close_fds=True, start_new_session=True,
                                   preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.addCleanup(end, process)
        os.close(slave)
        screen, answers = b"", list(answers)
        try:
            while select.select([master], [], [], 60)[0] and (block := os.read(master, 65536)):
                screen += block
                if answers and screen.endswith(prompt):
                    answer = answers.pop(0)
                    os.write(master, answer() if callable(answer) else answer)
        except OSError:
            pass  # Linux's way to say that the last writer has gone
        os.close(master)
        return process.wait(timeout=30), screen.decode()

    def interrupted(self, arguments, after, number=signal.SIGINT):
        """davit-cli, interrupted once `after(event)` says so."""
        process = self.start(*arguments)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if after(json.loads(line)):
                break
        process.send_signal(number)
        rest, err = process.communicate(timeout=60)
        return Outcome(process.returncode, (b"".join(lines) + rest).decode(), err.decode())

    def assertStatus(self, outcome, status):
        self.assertEqual(outcome.status, status, str(outcome))

    def assertNoSecret(self, outcome, secret):
        self.assertNotIn(secret, outcome.out + outcome.err)

    def assertWellFormed(self, outcome):
        """Every line is an event of the contract, with the fields it is promised to have."""
        fields = {
            "queued": {"id", "source", "bucket", "key", "size"},
            "created": {"id", "uploadId", "partSize", "parts"},
            "part": {"id", "number", "state", "bytes", "etag", "attempt"},
            "progress": {"id", "sent", "stored", "size", "bytesPerSecond"},
            "paused": {"id", "stored", "size"},
            "failed": {"id", "code", "message", "kind"},
            "completed": {"id", "etag", "checksum", "bytes", "seconds", "receipt"},
            "skipped": {"id", "bucket", "key"},
            "remark": {"id", "message"},
            "comparing": {"source", "bytes", "size", "bytesPerSecond"},
            "compared": {"number", "bytes", "verdict", "etag"},
            "comparison": {"uploadId", "same", "differs", "missing", "unproven", "bytesPerSecond", "remarks"},
        }
        for event in outcome.events:
            self.assertIn(event["event"], fields, event)
            self.assertLessEqual(fields[event["event"]], event.keys(), event)
        for event in outcome.of("part"):
            self.assertIn(event["state"], ("stored", "retrying", "reused"))
        for event in outcome.of("progress"):
            self.assertLessEqual(event["stored"], event["sent"])
            self.assertLessEqual(event["sent"], event["size"])


class OnCeph:
    """Mixed into a Journey: a Ceph gateway for all its tests, with a bucket "harbour" and a boto3 client."""

    settings = ()  # lines for the gateway's configuration
    tls = False  # https as well, with a certificate that nobody knows

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="davit-ceph-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.ceph = Ceph(cls.folder, cls.settings, cls.tls)
        cls.addClassCleanup(cls.ceph.destroy)
        cls.s3 = cls.ceph.client()
        cls.s3.create_bucket(Bucket="harbour")

    def setUp(self):
        super().setUp()
        self.environment |= self.ceph.environment()


def end(process):
    if process.poll() is None:
        process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()


class Sandbox:
    """A davit-sandbox of our own on a free port."""

    access_key, secret_key = "DAVITSANDBOX", "davit-sandbox-not-a-secret"

    def __init__(self, home, buckets=("demo",), options=(), environment=None, scheme="http"):
        self.port = free_port()
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self.log = open(os.path.join(home, "sandbox.log"), "ab")
        arguments = [SANDBOX, "--port", str(self.port), "--dir", os.path.join(home, "sandbox")]
        for bucket in buckets:
            arguments += ["--bucket", bucket]
        self.process = subprocess.Popen([*arguments, *options], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=environment)
        wait_for(lambda: self.answers() or self.process.poll() is not None, 20)
        if self.process.poll() is not None:
            raise RuntimeError("davit-sandbox ended: " + open(self.log.name).read())

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            return True
        except OSError:
            return False

    def state(self):
        with urllib.request.urlopen(self.url + "/_sandbox/state", timeout=5) as answer:
            return json.load(answer)

    def post(self, what, fields):
        request = urllib.request.Request(f"{self.url}/_sandbox/{what}", data=json.dumps(fields).encode(), method="POST",
                                         headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=60).close()

    def fault(self, name, **fields):
        self.post("faults", {"name": name, **fields})

    def met(self):
        """How often each fault that is set was met, by its name."""
        return {fault["name"]: fault["fired"] for fault in self.state()["faultsSet"]}

    def age(self, bucket, seconds, prefix=""):
        """Uploads in progress and their parts as if they had been begun and sent so much earlier."""
        self.post("age", {"bucket": bucket, "seconds": seconds, "prefix": prefix})

    def clear_faults(self):
        urllib.request.urlopen(urllib.request.Request(self.url + "/_sandbox/faults", method="DELETE"), timeout=5).close()

    def environment(self):
        return environment_for(self.url, self.access_key, self.secret_key)

    def client(self):
        return boto_client(self.url, self.access_key, self.secret_key)

    def stop(self):
        end(self.process)
        self.log.close()


class Ceph:
    """A Ceph gateway of our own."""

    def __init__(self, home, settings=(), tls=False):
        self.folder = os.path.join(home, "ceph")
        self.port = free_port(41)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | {"RGW_TLS": "1" if tls else "0", "RGW_EXTRA": "\n".join(settings)}
        subprocess.run([os.path.join(HERE, "rgw.sh"), "start", self.folder, str(self.port)], check=True, env=environment)
        lines = subprocess.run([os.path.join(HERE, "rgw.sh"), "env", self.folder], check=True, capture_output=True, text=True).stdout
        self.variables = dict(line.split("=", 1) for line in lines.splitlines())
        self.url = self.variables["AWS_ENDPOINT_URL"]
        self.tls_url, self.certificate = f"https://127.0.0.1:{self.port + 2}", os.path.join(self.folder, "tls", "cert.pem")
        self.access_key, self.secret_key = self.variables["AWS_ACCESS_KEY_ID"], self.variables["AWS_SECRET_ACCESS_KEY"]

    def environment(self):
        return environment_for(self.url, self.access_key, self.secret_key, self.variables["AWS_REGION"])

    def client(self):
        return boto_client(self.url, self.access_key, self.secret_key)

    def admin(self, *arguments):
        subprocess.run(["radosgw-admin", "-c", os.path.join(self.folder, "ceph.conf"), "-n", "client.rgw.0", *arguments], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)

    def gateway_pid(self):
        with open(os.path.join(self.folder, "pid", "rgw0")) as file:
            return int(file.read())

    def stop(self):
        subprocess.run([os.path.join(HERE, "rgw.sh"), "stop", self.folder], check=True)

    def start_again(self):
        subprocess.run([os.path.join(HERE, "rgw.sh"), "start", self.folder], check=True)

    def destroy(self):
        subprocess.run([os.path.join(HERE, "rgw.sh"), "destroy", self.folder], check=False)


def environment_for(url, access_key, secret_key, region="us-east-1"):
    return {"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": access_key, "AWS_SECRET_ACCESS_KEY": secret_key, "AWS_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true"}


def boto_client(url, access_key, secret_key):
    import boto3
    from botocore.config import Config
    return boto3.client("s3", endpoint_url=url, aws_access_key_id=access_key, aws_secret_access_key=secret_key, region_name="us-east-1",
                        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}))


def boto2_connection(url, access_key, secret_key, signs_v4):
    """The library with which multipart uploads began. Needs Debian's python3-boto, which Python 3.11 still runs."""
    import boto.s3.connection

    class Connection(boto.s3.connection.S3Connection):
        def _required_auth_capability(self):
            return ["hmac-v4-s3"] if signs_v4 else ["s3"]

    host, port = url.rpartition("//")[2].rsplit(":", 1)
    connection = Connection(access_key, secret_key, is_secure=False, host=host, port=int(port),
                            calling_format=boto.s3.connection.OrdinaryCallingFormat())
    # boto knows AWS's regions by their hosts only.
    connection._auth_handler.region_name, connection._auth_handler.service_name = "us-east-1", "s3"
    return connection


def boto2_begin(bucket, key, **options):
    """An upload in progress; boto 2 puts the upload ID into its queries as it stands, so that it has to be encoded beforehand."""
    upload = bucket.initiate_multipart_upload(key, **options)
    upload.plain_id, upload.id = upload.id, urllib.parse.quote(upload.id, safe="")
    return upload


def boto2_parts(upload):
    """What boto 2 lists of it: number → size and ETag. The listing overwrites the upload's ID with what it read."""
    upload.id = urllib.parse.quote(urllib.parse.unquote(upload.id), safe="")
    return {part.part_number: (part.size, part.etag.strip('"')) for part in upload.get_all_parts() or []}


def wait_for(condition, seconds, what="it"):
    until = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds} s for {what} in vain")
        time.sleep(0.05)
    return result


def missing(programs=(), modules=()):
    """What a journey needs and this machine has not, as a sentence; empty when all is there."""
    absent = [p for p in programs if not shutil.which(p)]
    for module in modules:
        try:
            __import__(module)
        except ImportError:
            absent.append("Python's " + module)
    return "not installed: " + ", ".join(absent) if absent else ""


def main(needs=""):
    """Runs the tests of the calling file; what is skipped is said in the words that tests/run.sh collects."""
    name = os.path.basename(sys.argv[0])
    if needs:
        print(f"SKIP   : journeys/{name} {needs}", flush=True)
        sys.exit(77)
    program = unittest.main(exit=False, verbosity=2, testRunner=unittest.TextTestRunner(sys.stdout, verbosity=2))
    for test, reason in program.result.skipped:
        print(f"SKIP   : journeys/{name}::{test.id().rpartition('.')[2]} {reason}")
    sys.exit(0 if program.result.wasSuccessful() and program.result.testsRun > 0 else 1)
