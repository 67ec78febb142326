"""Dovecot's submission service (RFC 6409): it asks who one is as IMAP does, and hands mail on to Postfix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import free_ports

_CONFIGURATION = """
protocols = imap lmtp submission
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
service submission-login {{
  chroot =
  inet_listener submission {{
    port = {submission}
  }}
  inet_listener submissions {{
    port = {submissions}
    ssl = yes
  }}
}}
"""
_PROGRAM = Path("/usr/lib/dovecot/submission-login")


@dataclass(frozen=True, slots=True)
class SubmissionService:
    """Its ports. submission: STARTTLS. submissions: TLS from the first byte. relay: where it hands mail on,
    without a password, as soon as somebody has logged in.
    """

    submission: int
    submissions: int
    relay: int

    @property
    def configuration(self) -> str:
        """Lines for the Dovecot that it is a part of."""
        return _CONFIGURATION.format(
            relay=self.relay, submission=self.submission, submissions=self.submissions
        )


def planned() -> SubmissionService:
    """A service on free ports; it runs when its lines stand in a Dovecot's configuration."""
    return SubmissionService(*free_ports(3))


def missing() -> str:
    """Why it cannot run here; empty where it can."""
    return "" if _PROGRAM.exists() else "Dovecot cannot submit: apt-get install dovecot-submissiond"
