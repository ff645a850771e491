"""Certificates made anew for each run with the openssl command: none is kept, and nothing outside trusts them."""

import ssl
import subprocess
from pathlib import Path

_CA_SETTINGS = """
[ca]
default_ca = ours
[ours]
dir = {folder}
database = {folder}/index.txt
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """A certificate authority of our own: `root` is what a client must trust to believe it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._settings = folder / "ca.cnf"
        self._settings.write_text(_CA_SETTINGS.format(folder=folder))
        (folder / "index.txt").write_text("")
        (folder / "index.txt.attr").write_text("unique_subject = no\n")
        (folder / "serial").write_text("01\n")
        self.root = folder / "root.pem"
        self._key = folder / "root.key"
        _openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2,
            "-subj", "/CN=Rightswire test authority", "-keyout", self._key, "-out", self.root,
            "-config", self._settings, "-extensions", "authority",
        )  # fmt: skip

    def context(
        self, name: str, host: str, start: str = "20260101000000Z", end: str = "20991231000000Z"
    ) -> ssl.SSLContext:
        """What a server at the address `host` shows, signed by the authority and valid from `start` to `end`."""
        key, asked, signed = (self._folder / f"{name}.{ending}" for ending in ("key", "csr", "pem"))
        extensions = self._folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName=IP:{host}\nbasicConstraints=CA:false\n")
        _openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-keyout", key, "-out", asked, "-config", self._settings,
        )  # fmt: skip
        _openssl(
            "ca", "-batch", "-notext", "-config", self._settings, "-cert", self.root, "-keyfile", self._key,
            "-in", asked, "-out", signed, "-startdate", start, "-enddate", end, "-extfile", extensions,
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(signed, key)
        return context


def self_signed(folder: Path, host: str) -> ssl.SSLContext:
    """A certificate that nobody signed but itself."""
    key, signed = folder / "self.key", folder / "self.pem"
    _openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2,
        "-subj", f"/CN={host}", "-addext", f"subjectAltName=IP:{host}", "-keyout", key, "-out", signed,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)
    return context
