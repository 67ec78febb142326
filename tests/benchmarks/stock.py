"""What the benchmarks work on: many registrations, put into a Maildir at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import count, islice, product

from tests.letters import PEOPLE, RECEIVED, registration
from tests.servers.dovecot import Account, Dovecot
from tests.servers.process import unprivileged

_GIVEN = [name.split()[0] for name in PEOPLE]
_FAMILY = [name.split()[1] for name in PEOPLE]
_STYLE = "".join(
    f"p.MsoNormal{n} {{margin:0cm; font-size:11.0pt; font-family:'Calibri',sans-serif;}}\n" for n in range(40)
)
_numbers = count(1)


def names() -> Iterator[str]:
    """Names of people, each once; there are 4,096."""
    return (f"{given} {one}-{other}" for one, other, given in product(_FAMILY, _FAMILY, _GIVEN))


def mails(number: int, *, attached: int = 0) -> list[bytes]:
    """So many registrations of about 6 KB each, with HTML and header as mail programs make them; `attached`:
    octets of a file beside it.
    """
    return [_dressed(name, n, attached) for n, name in enumerate(islice(names(), number))]


def _dressed(name: str, number: int, attached: int) -> bytes:
    address = f"person{number}@verein.example"
    raw = registration(name, address, str(1 + number % 3))
    mail = BytesParser(EmailMessage, policy=policy.SMTP).parsebytes(raw)
    text = mail.get_content()
    paragraphs = "".join(f"<p class=MsoNormal>{line}<o:p></o:p></p>\n" for line in text.splitlines())
    page = f"<html><head><style>\n{_STYLE}</style></head><body>{paragraphs}</body></html>"
    mail.add_alternative(page, subtype="html")
    if attached:
        mail.add_attachment(os.urandom(attached), "application", "octet-stream", filename="Anhang.bin")
    return mail.as_bytes()


def put(
    dovecot: Dovecot, account: Account, raw: Sequence[bytes], received: datetime = RECEIVED, step: float = 1.0
) -> None:
    """Puts mails into the inbox as if each had come `step` seconds after the one before."""
    with dovecot.client(account, "INBOX"):
        folder = dovecot.folder / "mail" / account.address / "Maildir" / "new"
    identity = unprivileged()
    for n, data in enumerate(raw):
        at = (received + timedelta(seconds=n * step)).timestamp()
        file = folder / f"{int(at)}.M{next(_numbers)}P1.bench"
        file.write_bytes(data)
        os.utime(file, (at, at))
        if identity.foreign:
            os.chown(file, identity.uid, identity.gid)
