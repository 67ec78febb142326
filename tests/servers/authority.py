"""A certificate authority of our own, so that the tests verify TLS as the program does."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme


class Authority:
    """Issues certificates for `localhost` and 127.0.0.1; `ca_file` is what a client must trust."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA(organization_name="mailbot tests")
        self.ca_file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.ca_file))

    def write(self, path: Path, *, expired: bool = False, name: str = "") -> None:
        """Write key and certificate chain into one file; an expired one ended yesterday. name: of another
        host than this one.
        """
        now = datetime.now(UTC)
        leaf = self._ca.issue_cert(
            *((name,) if name else ("localhost", "127.0.0.1")),
            common_name=name or "localhost",
            not_before=now - timedelta(days=30),
            not_after=now + timedelta(days=-1 if expired else 30),
        )
        leaf.private_key_and_cert_chain_pem.write_to_path(str(path))
        path.chmod(0o600)

    def client_context(self) -> ssl.SSLContext:
        """What a careful client uses: this authority trusted, host names checked."""
        return ssl.create_default_context(cafile=str(self.ca_file))
