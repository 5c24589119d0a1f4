# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli --profile: credentials from every place of the AWS chain, and none of their secrets anywhere afterwards."""
import datetime
import hashlib
import http.server
import json
import os
import shutil
import socket
import stat
import tempfile
import threading
import time
import urllib.parse

import lab

PART = 5 * lab.MIB
REGION = "eu-west-1"


def in_seconds(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Fakes:
    """The services behind credentials on one port of loopback: STS, the single sign-on's two, a container's and an instance's."""

    def __init__(self, keys, tls=None):
        self.keys, self.seen, self.problems, self.overrides = keys, [], [], {}
        self.source = None  # the keys with which roles have to be asked for, and their region
        fakes = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = urllib.parse.urlsplit(self.path).path
                fakes.seen.append(f"{self.command} {path}")
                status, answer = fakes.overrides.get(path) or fakes.answer(self, path, body)
                answer = answer.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_PUT = do_POST = serve

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def json_keys(self, token="Token"):
        key, secret, session = self.keys
        return {"AccessKeyId": key, "SecretAccessKey": secret, token: session, "Expiration": in_seconds(3600)}

    def answer(self, request, path, body):
        if path == "/sts/":
            return self.sts(request, body)
        if path == "/portal/federation/credentials":
            if request.headers.get("x-amz-sso_bearer_token") != self.sso_token:
                return 401, json.dumps({"message": "Session token not found or invalid"})
            key, secret, session = self.keys
            return 200, json.dumps({"roleCredentials": {"accessKeyId": key, "secretAccessKey": secret, "sessionToken": session,
                                                        "expiration": int(time.time() * 1000) + 3_600_000}})
        if path == "/oidc/token":
            given = json.loads(body)
            if given["grantType"] != "refresh_token" or given["refreshToken"] != "refresh-1":
                return 400, json.dumps({"error": "invalid_grant"})
            return 200, json.dumps({"accessToken": self.sso_token, "expiresIn": 3600, "refreshToken": "refresh-2"})
        if path == "/container":
            if request.headers.get("Authorization") != "container-token":
                return 401, json.dumps({"message": "who are you"})
            return 200, json.dumps(self.json_keys())
        if path == "/latest/api/token" and request.command == "PUT":
            return 200, "instance-token"
        if path.startswith("/latest/meta-data/iam/security-credentials/"):
            if request.headers.get("x-aws-ec2-metadata-token") != "instance-token":
                return 401, ""
            return 200, "dock-role" if path.endswith("/") else json.dumps(self.json_keys() | {"Code": "Success"})
        return 404, "<html>not here</html>"

    def sts(self, request, body):
        fields = dict(urllib.parse.parse_qsl(body.decode()))
        if fields["Action"] == "AssumeRole":
            self.check_signature(request, body)
            if fields.get("SerialNumber") and fields.get("TokenCode") != "123456":
                return 403, self.sts_error("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
        elif fields["WebIdentityToken"] != "identity-token":
            return 400, self.sts_error("InvalidIdentityToken", "No such provider")
        if fields["RoleArn"].endswith("/forbidden"):
            return 403, self.sts_error("AccessDenied", "User is not authorized to perform: sts:AssumeRole")
        key, secret, session = self.keys
        action = fields["Action"]
        return 200, (f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials>'
                     f"<AccessKeyId>{key}</AccessKeyId><SecretAccessKey>{secret}</SecretAccessKey><SessionToken>{session}</SessionToken>"
                     f"<Expiration>{in_seconds(3600)}</Expiration></Credentials></{action}Result></{action}Response>")

    @staticmethod
    def sts_error(code, message):
        return f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-7</RequestId></ErrorResponse>"

    def check_signature(self, request, body):
        """With botocore's own arithmetic."""
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        given = request.headers["Authorization"]
        names = given.partition("SignedHeaders=")[2].partition(",")[0].split(";")
        again = AWSRequest("POST", self.url + request.path, {n: request.headers[n] for n in names if n != "host"}, body)
        again.context["timestamp"] = request.headers["x-amz-date"]
        auth = SigV4Auth(Credentials(*self.source), "sts", REGION)
        text = auth.string_to_sign(again, auth.canonical_request(again))
        if f"Credential={self.source[0]}/" not in given or not given.endswith("Signature=" + auth.signature(text, again)):
            self.problems.append("a wrong signature for STS: " + given)


class Places(lab.Journey):
    """AWS files that lead to the fakes, and a sandbox that takes the keys that those give out."""

    def setUp(self):
        super().setUp()
        # What the providers give out; each test has its own, so that a find is a find of this test.
        mark = os.urandom(9).hex()
        self.keys = ("ASIA" + mark[:12].upper(), "secret/" + mark + "+s", "session/" + mark + "+t")
        self.base = ("AKIA" + mark[:12].upper(), "base/" + mark + "+b")
        self.servers = tempfile.mkdtemp(prefix="davit-servers-")  # what servers write is not Davit's doing
        self.addCleanup(shutil.rmtree, self.servers, ignore_errors=True)
        self.sandbox = lab.Sandbox(self.servers, options=["--access-key", self.keys[0], "--secret-key", self.keys[1],
                                                         "--session-token", self.keys[2]])
        self.addCleanup(self.sandbox.stop)
        self.fakes = Fakes(self.keys)
        self.fakes.source, self.fakes.sso_token = self.base, "sso/" + mark
        self.addCleanup(self.fakes.stop)
        self.addCleanup(lambda: self.assertEqual(self.fakes.problems, []))
        self.trusted = None  # by boto3, when the sandbox speaks https
        self.given = os.path.join(self.servers, "given")  # where the tests keep secrets that Davit reads
        os.makedirs(os.path.join(self.given, "sso", "cache"))
        os.symlink(self.given, self.path(".aws"))
        self.environment |= {"AWS_ENDPOINT_URL_S3": self.sandbox.url, "AWS_ENDPOINT_URL_STS": self.fakes.url + "/sts",
                             "AWS_ENDPOINT_URL_SSO": self.fakes.url + "/portal", "AWS_ENDPOINT_URL_SSO_OIDC": self.fakes.url + "/oidc",
                             "AWS_EC2_METADATA_SERVICE_ENDPOINT": f"http://127.0.0.1:{lab.free_port()}"}

    def write_aws(self, name, text, mode=0o600):
        path = os.path.join(self.given, name)
        with open(path, "w", newline="") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def config(self, text):
        self.write_aws("config", text)
        self.write_aws("credentials", f"[base]\naws_access_key_id = {self.base[0]}\naws_secret_access_key = {self.base[1]}\n")

    def process(self, *lines, name="keys"):
        return self.write_aws(name, "#!/bin/sh\n" + "\n".join(lines) + "\n", 0o700)

    def says_keys(self, **more):
        return "printf '%s' '" + json.dumps({"Version": 1} | self.fakes.json_keys("SessionToken") | more) + "'"

    def sign_in(self, name, **more):
        digest = hashlib.sha1(name.encode()).hexdigest()
        return self.write_aws(f"sso/cache/{digest}.json", json.dumps({"accessToken": self.fakes.sso_token, "expiresAt": in_seconds(3600)} | more))

    def put(self, *arguments, status=0, size=2 * PART + 3):
        path = lab.write_file(self.path("cargo.bin"), size)
        outcome = self.run_cli("put", "--json", "--part-size", "5MiB", *arguments, path, "s3://demo/cargo")
        self.assertNothingLeaks(outcome.out, outcome.err)
        self.assertStatus(outcome, status)
        if status == 0:
            self.assertArrived(path)
        return outcome

    def assertArrived(self, path):
        import boto3
        from botocore.config import Config
        client = boto3.client("s3", endpoint_url=self.sandbox.url, aws_access_key_id=self.keys[0], aws_secret_access_key=self.keys[1],
                              aws_session_token=self.keys[2], region_name="us-east-1", verify=self.trusted,
                              config=Config(s3={"addressing_style": "path"}))
        body = client.get_object(Bucket="demo", Key="cargo")["Body"].read()
        self.assertEqual(hashlib.sha256(body).hexdigest(), lab.sha256_of(path))

    def assertNothingLeaks(self, *texts):
        """Neither on the screen nor in any file of the home; .aws is a link out of it, to what the test itself gave."""
        secrets = [s.encode() for s in (self.keys[1], self.keys[2], self.base[1], self.fakes.sso_token, "container-token", "instance-token",
                                        "identity-token", "refresh-1", "hunter2")]
        secrets += [urllib.parse.quote(s, safe="").encode() for s in secrets]
        places = {"the screen": "\n".join(texts).encode()}
        for folder, _, names in os.walk(self.home):
            for name in names:
                path = os.path.join(folder, name)
                if stat.S_ISREG(os.lstat(path).st_mode):
                    with open(path, "rb") as file:
                        places[path] = file.read()
        for place, content in places.items():
            for secret in secrets:
                self.assertNotIn(secret, content, f"in {place}")

    def assertSays(self, outcome, *words):
        for word in words:
            self.assertIn(word, outcome.err)


class ChainJourney(Places):
    def test_process(self):
        script = self.process('test "$1" = "two words" || exit 9', self.says_keys())
        self.config(f"[profile p]\ncredential_process = \"{script}\" 'two words'\n")
        self.put("--profile", "p")

    def test_process_for_a_variable(self):
        self.config(f"[profile p]\ncredential_process = {self.process(self.says_keys())}\n")
        self.environment["AWS_PROFILE"] = "p"
        self.put()

    def test_process_that_fails(self):
        self.config(f"[profile p]\ncredential_process = {self.process('echo hunter2 >&2', 'exit 3')}\n"
                    f"[profile q]\ncredential_process = {self.process('echo hunter2', name='rubbish')}\n[profile n]\ncredential_process = /nowhere --hunter2\n")
        self.assertSays(self.put("--profile", "p", status=3), "exit code 3", "not shown")
        self.assertSays(self.put("--profile", "q", status=3), "not JSON")
        self.assertSays(self.put("--profile", "n", status=3), "/nowhere", "cannot be started")

    def test_expired_in_the_middle(self):
        count = os.path.join(self.given, "count")
        # Other keys each time, as far as their expiration tells: the second answer is another one.
        keys = json.dumps({"Version": 1} | self.fakes.json_keys("SessionToken") | {"Expiration": "2099-01-01T00:00:0N"})
        script = self.process(f"echo x >> {count}", f"n=$(wc -l < {count})", "printf '%s' '" + keys.replace('0N"', "0'$n'Z\"") + "'")
        self.config(f"[profile p]\ncredential_process = {script}\n")
        self.sandbox.fault("expired-token", op="UploadPart", part=3)
        self.put("--profile", "p", size=8 * PART)
        with open(count) as file:
            self.assertEqual(len(file.readlines()), 2, "one refresh for all parts")

    def test_role(self):
        self.config(f"[profile r]\nregion = {REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = base\nexternal_id = x\n")
        self.put("--profile", "r")
        self.assertEqual(self.fakes.seen, ["POST /sts/"])

    def test_role_from_a_process(self):
        self.fakes.source = self.keys
        self.config(f"[profile p]\ncredential_process = {self.process(self.says_keys())}\n"
                    f"[profile r]\nregion = {REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = p\n")
        self.put("--profile", "r")

    def test_role_that_is_refused(self):
        self.config(f"[profile r]\nregion = {REGION}\nrole_arn = arn:aws:iam::1:role/forbidden\nsource_profile = base\n")
        self.assertSays(self.put("--profile", "r", status=3), "AccessDenied", "not authorized")
        self.fakes.overrides["/sts/"] = (200, "<html><body>Welcome aboard: sign in</body></html>")
        self.assertSays(self.put("--profile", "r", status=3), "CaptivePortal", "web page")

    def test_mfa(self):
        self.config(f"[profile r]\nregion = {REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n")
        self.assertSays(self.put("--profile", "r", status=3), "MfaNeeded", "arn:aws:iam::1:mfa/me")
        path = lab.write_file(self.path("cargo.bin"), PART)
        status, screen = self.on_a_terminal(["put", "--profile", "r", path, "s3://demo/cargo"], b"mfa/me: ", [b"000000\n", b"123456\n"])
        self.assertEqual(status, 0, screen)
        self.assertIn("That code was not taken", screen)
        self.assertArrived(path)
        self.assertNothingLeaks(screen)

    def test_web_identity(self):
        token = self.write_aws("identity", "identity-token\n")
        self.environment |= {"AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": "arn:aws:iam::1:role/dock"}
        self.put()

    def test_single_sign_on(self):
        self.config("[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n"
                    f"[sso-session corp]\nsso_region = {REGION}\nsso_start_url = https://corp.test/start\n")
        refused = self.put("--profile", "s", status=3)
        self.assertSays(refused, "aws sso login --profile s")
        self.sign_in("corp")
        self.put("--profile", "s")
        # What was refused goes on after the sign-in.
        self.assertStatus(self.run_cli("resume", "--all"), 0)
        self.sign_in("corp", expiresAt=in_seconds(-60))
        self.assertSays(self.put("--profile", "s", status=3), "has expired")
        cache = self.sign_in("corp", expiresAt=in_seconds(-60), refreshToken="refresh-1", clientId="c", clientSecret="hunter2",
                             registrationExpiresAt=in_seconds(9999))
        self.put("--profile", "s")
        with open(cache) as file:
            self.assertEqual(json.load(file)["refreshToken"], "refresh-2", "the AWS tools can go on with it")
        self.assertEqual(stat.S_IMODE(os.stat(cache).st_mode), 0o600)

    def test_single_sign_on_of_the_older_form(self):
        url = "https://corp.test/start"
        self.config(f"[profile s]\nsso_start_url = {url}\nsso_region = {REGION}\nsso_account_id = 1\nsso_role_name = R\n")
        self.sign_in(url)
        self.put("--profile", "s")

    def test_container(self):
        token = self.write_aws("container", "container-token")
        self.environment |= {"AWS_CONTAINER_CREDENTIALS_FULL_URI": self.fakes.url + "/container", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": token}
        self.put()
        self.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://example.com/container"
        self.assertSays(self.put(status=3), "example.com", "not private")

    def test_instance(self):
        self.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = self.fakes.url
        self.put()
        self.assertEqual(self.fakes.seen[0], "PUT /latest/api/token")

    def test_nobody(self):
        began = time.monotonic()
        self.assertSays(self.put(status=3), "NoCredentials", "AWS_ACCESS_KEY_ID")
        # Something that takes the connection and never speaks: last, and never blocking.
        mute = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(mute.close)
        self.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = f"http://127.0.0.1:{mute.getsockname()[1]}"
        self.assertSays(self.put(status=3), "NoCredentials")
        self.assertLess(time.monotonic() - began, 20)

    def test_files_that_are_wrong(self):
        self.config("[profile half]\naws_access_key_id = AKIAHALF\n[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = a\n")
        self.assertSays(self.put("--profile", "half", status=3), "not the secret access key")
        self.assertSays(self.put("--profile", "a", status=3), "each other's source")
        self.assertSays(self.put("--profile", "gone", status=3), "no profile “gone”")
        self.write_aws("config", "hunter2\n")
        self.assertSays(self.put("--profile", "half", status=3), "line 1")

    def test_files_from_windows(self):
        script = self.process(self.says_keys())
        self.write_aws("config", f"\ufeff[profile p]\r\nregion = {REGION}\r\ncredential_process = {script}\r\n")
        self.put("--profile", "p")


if __name__ == "__main__":
    lab.main(lab.missing(modules=["boto3"]))
