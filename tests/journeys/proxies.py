# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli behind a proxy, and before certificates that it must not trust: a sandbox that only the proxy can find."""
import base64
import os
import socket
import socketserver
import subprocess
import threading

import lab

PART = 5 * lab.MIB


class Proxy(socketserver.ThreadingTCPServer):
    """Tunnels (CONNECT) to the one host that it knows. Counts them, and keeps every byte that it was told itself."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, routes, password=None):
        self.routes, self.password = routes, password
        self.tunnels, self.heads, self.lock = 0, [], threading.Lock()
        super().__init__(("127.0.0.1", 0), Tunnel)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def name(self):
        return f"127.0.0.1:{self.server_address[1]}"


class Tunnel(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            with self.server.lock:
                self.server.heads.append(head)
            wanted = self.server.password and base64.b64encode(self.server.password.encode())
            if wanted and b"Proxy-Authorization: Basic " + wanted not in head:
                self.wfile.write(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\n\r\n")
                continue
            break
        port = self.server.routes.get(head.split()[1].decode())
        if not head.startswith(b"CONNECT ") or not port:
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        with self.server.lock:
            self.server.tunnels += 1
        server = socket.create_connection(("127.0.0.1", port))
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=self.copy, args=(server, self.connection), daemon=True)
        back.start()
        self.copy(self.connection, server)
        back.join()
        server.close()

    @staticmethod
    def copy(source, target):
        try:
            while block := source.recv(65536):
                target.sendall(block)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def make_certificates(folder, names):
    """An authority of our own, ca.pem, and what it vouches for: server.pem with its server.key."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Journey Root", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=journey server", "-keyout", "server.key", "-out", "server.csr")
    with open(os.path.join(folder, "names"), "w", encoding="ascii") as file:
        file.write(f"subjectAltName={names}\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "2", "-extfile", "names", "-out", "server.pem")


class ProxyJourney(lab.Journey):
    def setUp(self):
        super().setUp()
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            self.environment.pop(name, None)
            self.environment.pop(name.upper(), None)
        make_certificates(self.home, "DNS:s3.test,IP:127.0.0.1")
        self.sandbox = lab.Sandbox(self.home, scheme="https", options=("--tls-cert", self.path("server.pem"), "--tls-key", self.path("server.key")))
        self.addCleanup(self.sandbox.stop)
        self.place = f"s3.test:{self.sandbox.port}"
        self.environment |= self.sandbox.environment() | {"AWS_ENDPOINT_URL": "https://" + self.place}

    def proxy(self, **options):
        proxy = Proxy({self.place: self.sandbox.port}, **options)
        self.addCleanup(proxy.server_close)
        self.addCleanup(proxy.shutdown)
        return proxy

    def put(self, *arguments, ca=True):
        path = lab.write_file(self.path("cargo.bin"), 4 * PART + 3)
        trust = ("--ca-bundle", self.path("ca.pem")) if ca else ()
        return self.run_cli("put", "--json", "--part-size", "5MiB", *trust, *arguments, path, "s3://demo/cargo")

    def secrets(self):
        return (lab.Sandbox.secret_key, "open sesame", base64.b64encode(b"ann:open sesame").decode())

    def assertDiscreet(self, outcome):
        """Neither on the screen nor in anything that is left in the home folder."""
        for secret in self.secrets():
            self.assertNoSecret(outcome, secret)
        for folder, _, names in os.walk(self.home):
            for name in names:
                if not folder.startswith(self.path("sandbox")) and not name.endswith((".bin", ".key")):
                    with open(os.path.join(folder, name), "rb") as file:
                        content = file.read()
                    for secret in (*self.secrets(), "AWS4-HMAC-SHA256", "Signature="):
                        self.assertNotIn(secret.encode(), content, name)

    def test_everything_goes_through_the_tunnels(self):
        proxy = self.proxy(password="ann:open sesame")
        self.environment["https_proxy"] = "http://ann:open%20sesame@" + proxy.name
        outcome = self.put()
        self.assertStatus(outcome, 0)
        self.assertEqual(outcome.of("completed")[0]["etag"], lab.etag_of(self.path("cargo.bin"), PART))
        self.assertGreaterEqual(proxy.tunnels, 2)  # parts, and questions beside them
        for head in proxy.heads:
            self.assertTrue(head.startswith(f"CONNECT {self.place} HTTP/1.1\r\n".encode()), head)
            self.assertNotIn(b"AWS4", head)
        self.assertDiscreet(outcome)

    def test_wrong_password_is_told_at_once(self):
        proxy = self.proxy(password="ann:open sesame")
        self.environment["https_proxy"] = "http://ann:open%20barley@" + proxy.name
        outcome = self.put()
        self.assertStatus(outcome, 3)
        failed, = outcome.of("failed")
        self.assertEqual(failed["code"], "ProxyAuthenticationFailed")
        self.assertIn(proxy.name, failed["message"])
        self.assertNotIn("barley", outcome.out + outcome.err)
        self.assertEqual(proxy.tunnels, 0)
        self.assertLessEqual(len([head for head in proxy.heads if b"Proxy-Authorization" in head]), 2)

    def test_proxy_that_forbids(self):
        proxy = self.proxy()
        self.environment |= {"HTTPS_PROXY": proxy.name, "AWS_ENDPOINT_URL": "https://elsewhere.test"}
        failed, = self.put().of("failed")
        self.assertEqual(failed["code"], "ProxyDenied")
        self.assertIn(proxy.name, failed["message"])

    def test_no_proxy_for_this_computer(self):
        self.environment |= {"https_proxy": "127.0.0.1:1", "AWS_ENDPOINT_URL": self.sandbox.url}
        self.assertStatus(self.put(), 0)

    def test_unknown_authority_is_not_trusted(self):
        proxy = self.proxy()
        self.environment["https_proxy"] = proxy.name
        outcome = self.put(ca=False)
        self.assertStatus(outcome, 3)
        failed, = outcome.of("failed")
        self.assertEqual((failed["code"], failed["kind"]), ("CertificateNotTrusted", "needs-user"))
        self.assertIn("Journey Root", failed["message"])
        # The chain, with what tells one certificate from another.
        fingerprint = subprocess.run(["openssl", "x509", "-in", self.path("server.pem"), "-noout", "-fingerprint", "-sha256"], check=True,
                                     capture_output=True, text=True).stdout.strip().split("=")[1]
        self.assertEqual(len(failed["details"]), 1)
        self.assertIn(fingerprint, failed["details"][0])
        self.assertLessEqual(proxy.tunnels, 2)  # what cannot get better is not tried again and again
        self.assertDiscreet(outcome)

    def test_https_and_http_mixed_up(self):
        self.environment["AWS_ENDPOINT_URL"] = self.sandbox.url.replace("https:", "http:")
        failed, = self.put().of("failed")
        self.assertEqual(failed["code"], "HttpsNeeded")
        os.mkdir(self.path("plain"))
        plain = lab.Sandbox(self.path("plain"))
        self.addCleanup(plain.stop)
        self.environment["AWS_ENDPOINT_URL"] = plain.url.replace("http:", "https:")
        failed, = self.put().of("failed")
        self.assertEqual(failed["code"], "PlainHttp")


if __name__ == "__main__":
    lab.main(lab.missing(["openssl"], ["boto3"]))
