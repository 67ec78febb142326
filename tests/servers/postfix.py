"""Postfix in a temporary folder: takes mail by submission, delivers it into Dovecot, writes real DSNs.

What happens to a recipient is decided by the domain, so that every way a mail can go has an address:
`@rejected.test` is refused at once (550), `@busy.test` for the time being (451), `@silent.test` is accepted
and stays in the queue. Nobody but `chief@` of the domain may send with that address. All others go to
Dovecot by LMTP; what Dovecot refuses, such as `@nowhere.test`, comes back as a delivery status notification
(RFC 3464). Postfix insists on root.
"""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.process import (
    PATIENCE_SECONDS,
    ServerError,
    answers,
    free_ports,
    program,
    temporary_folder,
)

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
default_privs = nobody
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}

myhostname = mail.{domain}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
disable_dns_lookups = yes
smtp_dns_support_level = disabled
smtputf8_enable = yes
in_flow_delay = 0
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s

default_transport = lmtp:inet:127.0.0.1:{lmtp}
# Nobody listens on the port for `discard`.
transport_maps = inline:{{ {{ silent.test = lmtp:inet:127.0.0.1:9 }} }}
fates = inline:{{
  {{ rejected.test = 550 5.1.1 no such mailbox }},
  {{ busy.test = 451 4.3.0 try again later }} }}
smtpd_client_connection_count_limit = 0
smtpd_recipient_restrictions = check_recipient_access $fates, permit_mynetworks, reject
smtpd_sender_login_maps = inline:{{ {{ chief@{domain} = chief@{domain} }} }}

smtpd_tls_chain_files = {folder}/certificate.pem
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtp_tls_security_level = none
"""

_SUBMISSION = (
    "smtpd -o smtpd_sasl_auth_enable=yes -o mynetworks="
    " -o smtpd_sender_restrictions=reject_known_sender_login_mismatch -o {{ smtpd_recipient_restrictions ="
    " check_recipient_access $fates, permit_sasl_authenticated, reject }}"
)
_MASTER = f"""\
127.0.0.1:{{smtp}} inet n - n - - smtpd
127.0.0.1:{{submission}} inet n - n - - {_SUBMISSION} -o smtpd_tls_security_level=encrypt
127.0.0.1:{{submissions}} inet n - n - - {_SUBMISSION} -o smtpd_tls_wrappermode=yes
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
tlsmgr unix - - n 1000? 1 tlsmgr
"""


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running server; accounts of the Dovecot behind it may log in.

    smtp: without a password, from this machine. submission: STARTTLS and AUTH are demanded
    (RFC 6409). submissions: TLS from the first byte, and AUTH (RFC 8314, 3.3).
    """

    folder: Path
    dovecot: Dovecot
    smtp: int
    submission: int
    submissions: int

    def queue(self) -> list[dict[str, object]]:
        """What has not been delivered, as `postqueue -j` tells it."""
        lines = self._run("postqueue", "-c", str(self.folder / "etc"), "-j").splitlines()
        return [json.loads(line) for line in lines]

    def settle(self) -> None:
        """Return when all that can be delivered has been delivered; deferred mail stays."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(mail["queue_name"] != "deferred" for mail in self.queue()):
            if time.monotonic() > deadline:
                raise ServerError(f"Postfix does not get done:\n{self.log()}")
            time.sleep(0.05)

    def log(self) -> str:
        """What the server has logged."""
        file = self.folder / "maillog"
        return file.read_text(errors="replace") if file.exists() else ""

    def _run(self, *command: str) -> str:
        found = program(command[0]) or command[0]
        done = subprocess.run(
            [found, *command[1:]], check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise ServerError(f"{' '.join(command)}: {done.stdout}{done.stderr}{self.log()}")
        return done.stdout

    def _start(self) -> None:
        self._run("postfix", "-c", str(self.folder / "etc"), "start")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (answers(self.smtp, greets=True) and answers(self.submission, greets=True)):
            if time.monotonic() > deadline:
                raise ServerError(f"Postfix did not start:\n{self.log()}")
            time.sleep(0.02)


def missing() -> str:
    """Why Postfix cannot run here; empty where it can."""
    if not program("postfix"):
        return "Postfix is not installed: apt-get install postfix"
    if os.geteuid() != 0:
        return "Postfix runs for root only: start the tests as root"
    return ""


@contextmanager
def running(dovecot: Dovecot, smtp: int = 0) -> Iterator[Postfix]:
    """A Postfix in front of `dovecot`, ready for mail; it is gone without a trace afterwards.

    smtp: its port for that, where somebody had to know it before; else any.
    """
    with temporary_folder("postfix") as folder:
        ports = free_ports(3)
        postfix = Postfix(folder, dovecot, smtp or ports[0], *ports[1:])
        # Postfix' own account must come through to its spool.
        folder.chmod(0o755)
        for name in ("etc", "spool", "data"):
            (folder / name).mkdir()
        os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        dovecot.authority.write(folder / "certificate.pem")
        settings = _MAIN.format(folder=folder, domain=dovecot.domain, lmtp=dovecot.lmtp, auth=dovecot.auth)
        services = _MASTER.format(
            smtp=postfix.smtp, submission=postfix.submission, submissions=postfix.submissions
        )
        (folder / "etc/main.cf").write_text(settings, encoding="utf-8")
        (folder / "etc/master.cf").write_text(services, encoding="utf-8")
        try:
            postfix._start()
            yield postfix
        finally:
            postfix._run("postfix", "-c", str(folder / "etc"), "stop")
