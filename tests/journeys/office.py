# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""A saved connection in an office: its proxy with a password and its authority are the only way to the server, and to whoever gives out the keys."""
import base64
import json
import os
import ssl
import subprocess

import chain
import keyring
import lab
import proxies

KEEP = os.environ.get("KEEPCONNECTION", "keepconnection")
PASSWORD = "open sesame"


class Office(chain.Places):
    """Server and givers of keys speak https, under names that only a proxy knows and with certificates of an authority of our own."""

    def setUp(self):
        super().setUp()
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            self.environment.pop(name, None)
            self.environment.pop(name.upper(), None)
        proxies.make_certificates(self.servers, "DNS:s3.test,DNS:sts.test,IP:127.0.0.1")
        certificate, key, self.trusted = (os.path.join(self.servers, name) for name in ("server.pem", "server.key", "ca.pem"))
        folder = os.path.join(self.servers, "tls")
        os.mkdir(folder)
        self.sandbox = lab.Sandbox(folder, scheme="https", options=[
            "--tls-cert", certificate, "--tls-key", key, "--access-key", self.keys[0], "--secret-key", self.keys[1], "--session-token", self.keys[2]])
        self.addCleanup(self.sandbox.stop)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
        self.fakes = chain.Fakes(self.keys, tls)
        self.fakes.source, self.fakes.sso_token = self.base, "sso/" + os.urandom(9).hex()
        self.addCleanup(self.fakes.stop)
        self.addCleanup(lambda: self.assertEqual(self.fakes.problems, []))
        self.s3, self.sts = f"s3.test:{self.sandbox.port}", f"sts.test:{self.fakes.port}"
        self.fakes.url = "https://" + self.sts
        self.environment |= {"AWS_ENDPOINT_URL_STS": self.fakes.url + "/sts", "AWS_ENDPOINT_URL_SSO": self.fakes.url + "/portal",
                             "AWS_ENDPOINT_URL_SSO_OIDC": self.fakes.url + "/oidc"}
        del self.environment["AWS_ENDPOINT_URL_S3"]
        self.config(f"[profile r]\nregion = {chain.REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = base\n")

    def proxy(self, password="ann:" + PASSWORD):
        proxy = proxies.Proxy({self.s3: self.sandbox.port, self.sts: self.fakes.port}, password)
        self.addCleanup(proxy.server_close)
        self.addCleanup(proxy.shutdown)
        return proxy

    def save(self, proxy, user="ann", password=PASSWORD, **fields):
        with open(self.trusted) as file:
            certificates = file.read()
        connection = {"version": 1, "name": "Office", "endpoint": "https://" + self.s3, "addressingStyle": "path", "keys": "profile", "profile": "r",
                      "certificates": certificates} | fields
        if proxy:
            connection["proxy"] = {"kind": "http", "host": "127.0.0.1", "port": proxy.server_address[1], "user": user}
        wish = {"connection": connection} | ({"proxyPassword": password} if proxy and user else {})
        done = subprocess.run([KEEP, "save"], env=self.environment, input=json.dumps(wish), capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def assertNothingLeaks(self, *texts):
        super().assertNothingLeaks(*texts)
        for text in texts:
            for secret in (PASSWORD, base64.b64encode(b"ann:" + PASSWORD.encode()).decode(), "barley"):
                self.assertNotIn(secret, text)

    def assertAsked(self, proxy, *hosts):
        """Every one of them through the proxy, with nothing but the way told to it."""
        self.assertEqual({head.split()[1].decode() for head in proxy.heads}, set(hosts))
        for head in proxy.heads:
            self.assertTrue(head.startswith(b"CONNECT "), head)
            self.assertNotIn(b"AWS4", head)

class OfficeJourney(keyring.OnPrivateBus, Office):
    def setUp(self):
        super().setUp()
        self.start_keyring()

    def test_a_role(self):
        proxy = self.proxy()
        self.save(proxy)
        self.put("--connection", "Office")
        self.assertEqual(self.fakes.seen, ["POST /sts/"])
        self.assertAsked(proxy, self.sts, self.s3)

    def test_a_single_sign_on_that_is_renewed(self):
        self.config("[profile r]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n"
                    f"[sso-session corp]\nsso_region = {chain.REGION}\nsso_start_url = https://corp.test/start\n")
        cache = self.sign_in("corp", expiresAt=chain.in_seconds(-60), refreshToken="refresh-1", clientId="c", clientSecret="hunter2",
                             registrationExpiresAt=chain.in_seconds(9999))
        proxy = self.proxy()
        self.save(proxy)
        self.put("--connection", "Office")
        self.assertEqual(self.fakes.seen, ["POST /oidc/token", "GET /portal/federation/credentials"])
        self.assertAsked(proxy, self.sts, self.s3)
        with open(cache) as file:
            self.assertEqual(json.load(file)["refreshToken"], "refresh-2")

    def test_a_wrong_password_is_told_at_once_and_mended(self):
        proxy = self.proxy()
        office = self.save(proxy, password="open barley")
        refused = self.put("--connection", "Office", status=3)
        self.assertSays(refused, "ProxyAuthenticationFailed", proxy.name)
        self.assertLessEqual(len([head for head in proxy.heads if b"Proxy-Authorization" in head]), 2)  # accounts get locked
        self.assertEqual(self.fakes.seen, [])
        # Another connection with the same profile does not go that way, and never hears of it.
        self.save(None, name="Home")
        elsewhere = self.put("--connection", "Home", status=3)
        self.assertNotIn(proxy.name, elsewhere.err)
        self.assertIn("sts.test", elsewhere.err)
        proxy.heads.clear()
        self.save(proxy, id=office["id"])
        resumed = self.run_cli("resume", "--json", "--connection", "Office", "--all")
        self.assertNothingLeaks(resumed.out, resumed.err)
        self.assertStatus(resumed, 0)
        self.assertArrived(self.path("cargo.bin"))
        self.assertAsked(proxy, self.sts, self.s3)

    def test_an_authority_that_only_the_connection_knows(self):
        proxy = self.proxy()
        office = self.save(proxy, certificates="")
        self.assertSays(self.put("--connection", "Office", status=3), "CertificateNotTrusted", "Journey Root")
        self.assertEqual(self.fakes.seen, [])
        self.put("--connection", "Office", "--ca-bundle", self.trusted)
        # The profile's counts for those who give out keys, not for the server.
        self.config(f"[profile r]\nregion = {chain.REGION}\nrole_arn = arn:aws:iam::1:role/dock\nsource_profile = base\nca_bundle = {self.trusted}\n")
        self.assertSays(self.put("--connection", "Office", status=3), "CertificateNotTrusted", "s3.test")
        self.assertEqual(self.fakes.seen, ["POST /sts/"] * 2)
        self.save(proxy, id=office["id"])
        self.put("--connection", "Office")

    def test_what_is_nearby_is_asked_directly(self):
        self.environment["AWS_ENDPOINT_URL_STS"] = f"https://127.0.0.1:{self.fakes.port}/sts"
        self.fakes.url = f"https://127.0.0.1:{self.fakes.port}"
        proxy = self.proxy()
        self.save(proxy)
        self.put("--connection", "Office")
        self.assertEqual(self.fakes.seen, ["POST /sts/"])
        self.assertAsked(proxy, self.s3)


if __name__ == "__main__":
    lab.main(lab.missing(["openssl", *keyring.PROGRAMS], ["boto3"]))
