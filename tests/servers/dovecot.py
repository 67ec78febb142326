"""Dovecot 2.3 without privileges: IMAP with TLS, LMTP, and the passwords for Postfix.

Addresses of the `domain` exist when they were added; mail to any other of them is refused with 550.
Every address outside the domain exists by itself from its first mail on, so that a test can look into
the mailbox of whoever got an answer; only `nowhere.test` has nobody. Nothing below /etc is read.
"""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.authority import Authority
from tests.servers.process import Identity, Server, free_ports, program, temporary_folder, unprivileged

DOMAIN = "example.test"
OUTSIDE_PASSWORD = "outside"

_CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = mailbot-{imap}
protocols = imap lmtp
listen = 127.0.0.1
hostname = imap.{domain}
postmaster_address = postmaster@{domain}

# One account without rights does everything.
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
first_valid_gid = {gid}
mail_uid = {uid}
mail_gid = {gid}

mail_location = maildir:~/Maildir
imap_capability = {capability}
mail_fsync = never
mail_max_userip_connections = 200
lda_mailbox_autocreate = yes
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/certificate.pem

passdb {{
  driver = passwd-file
  # One file for each account: Dovecot looks at most once a second whether a file has changed.
  args = scheme=plain username_format=%u {folder}/accounts/%u
}}
passdb {{
  driver = static
  username_filter = !*@{domain} !*@nowhere.test
  args = password={outside_password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = {separator}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  user = {user}
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener postfix {{
    port = {auth}
  }}
}}
# One wrong password would delay all later logins from 127.0.0.1 by seconds.
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
{more}
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's mailbox: the address is also the name to log in with."""

    address: str
    password: str


@dataclass(slots=True)
class Dovecot:
    """A running server. `imap` speaks STARTTLS and plain, `imaps` TLS from the first byte."""

    folder: Path
    authority: Authority
    domain: str
    imap: int
    imaps: int
    lmtp: int
    auth: int
    _identity: Identity
    _server: Server | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add_account(self, address: str = "", password: str = "") -> Account:
        """A new empty mailbox; without an address, one that no other test has."""
        number = next(self._numbers)
        account = Account(address or f"office-{number}@{self.domain}", password or f"geheim-{number}")
        entry = f"{account.address}:{account.password}\n"
        (self.folder / "accounts" / account.address).write_text(entry, encoding="utf-8")
        return account

    @staticmethod
    def outside(address: str) -> Account:
        """The mailbox of an address that is none of our domain; it exists by itself."""
        return Account(address.lower(), OUTSIDE_PASSWORD)

    @contextmanager
    def client(self, account: Account, folder: str | None = None) -> Iterator[IMAPClient]:
        """An IMAP session over verified TLS, logged in; `folder` is opened for writing if given."""
        context = self.authority.client_context()
        with IMAPClient("localhost", port=self.imaps, ssl_context=context, timeout=20) as client:
            client.login(account.address, account.password)
            if folder is not None:
                client.select_folder(folder)
            yield client

    def append(self, account: Account, raw: bytes, received: datetime, folder: str = "INBOX") -> None:
        """Put a mail into a folder as if it had come at `received` (aware): its INTERNALDATE."""
        with self.client(account) as client:
            client.append(folder, raw, msg_time=received)

    def append_all(
        self, account: Account, mails: list[tuple[bytes, datetime]], folder: str = "INBOX"
    ) -> None:
        """Put many mails into a folder in one go, each with the instant at which it came."""
        with self.client(account) as client:
            for raw, received in mails:
                client.append(folder, raw, msg_time=received)

    def place(self, account: Account, raw: bytes, received: datetime) -> None:
        """Put any bytes at all into the inbox, even such as no client may hand in (NUL, nothing)."""
        with self.client(account, "INBOX"):
            folder = self.folder / "mail" / account.address / "Maildir" / "new"
        file = folder / f"{int(received.timestamp())}.M{next(self._numbers)}P1.test"
        file.write_bytes(raw)
        os.utime(file, (received.timestamp(), received.timestamp()))
        self._identity.give(file)

    def messages(self, account: Account, folder: str = "INBOX") -> list[bytes]:
        """All mails of a folder in the order of their UIDs, unread marks untouched."""
        with self.client(account) as client:
            client.select_folder(folder, readonly=True)
            uids = client.search("ALL")
            found = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def deliver(self, sender: str, recipient: str, raw: bytes) -> None:
        """Hand a mail in by LMTP (RFC 2033), as Postfix does; it has come now."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as client:
            client.sendmail(sender, [recipient], raw)

    def doveadm(self, *arguments: str, data: bytes = b"") -> str:
        """Run Dovecot's own tool; ServerError when it fails."""
        command = [program("doveadm") or "doveadm", "-c", str(self.folder / "dovecot.conf"), *arguments]
        return self._identity.run(command, self.folder, data).decode()

    def serve_certificate(self, *, expired: bool = False, name: str = "") -> None:
        """Restart with a new certificate, valid or expired since yesterday, or of another host."""
        self.stop()
        self._write_certificate(expired=expired, name=name)
        self.start()

    def start(self) -> None:
        """Start; nothing of what was stored is lost."""
        command = [program("dovecot") or "dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        self._server = self._identity.start(command, self.folder / "output.log")
        self._server.await_port(self.imap)
        self._server.await_port(self.lmtp)

    def stop(self) -> None:
        """Stop as a server does that is shut down: open connections are closed."""
        if self._server is not None:
            self._server.signal(signal.SIGTERM)

    def restart(self) -> None:
        """Stop and start again on the same ports with the same mails."""
        self.stop()
        self.start()

    def log(self) -> str:
        """What the server has logged."""
        file = self.folder / "dovecot.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def _write_certificate(self, *, expired: bool, name: str = "") -> None:
        self.authority.write(self.folder / "certificate.pem", expired=expired, name=name)
        self._identity.give(self.folder / "certificate.pem")


def missing() -> str:
    """Why Dovecot cannot run here; empty where it can."""
    server = program("dovecot")
    if server is None:
        return "Dovecot is not installed: apt-get install dovecot-imapd dovecot-lmtpd"
    version = subprocess.run([server, "--version"], check=True, capture_output=True, text=True).stdout
    if not version.startswith("2.3."):
        return f"Dovecot 2.3 is needed, this is {version.strip()}"
    return ""


@contextmanager
def running(
    authority: Authority,
    *,
    domain: str = DOMAIN,
    expired: bool = False,
    capability: str = "",
    separator: str = "/",
    prefix: str = "",
    more: str = "",
) -> Iterator[Dovecot]:
    """A Dovecot of one's own, ready for mail; it is gone without a trace afterwards.

    capability: what it says that it can do; empty: all of it. separator, prefix: of its folders' names.
    more: lines of configuration.
    """
    identity = unprivileged()
    with temporary_folder("dovecot") as folder:
        imap, imaps, lmtp, auth = free_ports(4)
        dovecot = Dovecot(folder, authority, domain, imap, imaps, lmtp, auth, identity)
        for name in ("run", "state", "mail", "accounts"):
            (folder / name).mkdir()
        dovecot._write_certificate(expired=expired)
        names = {"capability": capability, "separator": separator, "prefix": prefix, "more": more}
        configuration = _configuration(dovecot, identity, names)
        (folder / "dovecot.conf").write_text(configuration, encoding="utf-8")
        identity.give(folder)
        try:
            dovecot.start()
            yield dovecot
        finally:
            dovecot.stop()


def _configuration(dovecot: Dovecot, identity: Identity, names: dict[str, str]) -> str:
    return _CONFIGURATION.format(
        **names,
        folder=dovecot.folder,
        domain=dovecot.domain,
        imap=dovecot.imap,
        imaps=dovecot.imaps,
        lmtp=dovecot.lmtp,
        auth=dovecot.auth,
        user=identity.user,
        group=identity.group,
        uid=identity.uid,
        gid=identity.gid,
        outside_password=OUTSIDE_PASSWORD,
    )
