"""After the play: how visitors write to the demo themselves and read what it answers."""

from __future__ import annotations

from mailbot.demo.folder import ADDRESS
from mailbot.demo.server import HOST, MailServer
from mailbot.demo.show import Stage
from mailbot.event import Event

OUTSIDE = "outside"
"""The account in which all mail to the rest of the world can be read."""

VISITOR = "you@home.example"
"""The sender of the ready commands; any address will do."""

_TEXT = "Ich melde mich zum Fachtag an: Erika Beispiel, Workshop 2."


def invite(stage: Stage, server: MailServer, event: Event, password: str) -> None:
    """Say where to send a mail and where the answer can be read, with lines to copy."""
    stage.heading("Your turn")
    stage.say(
        f"The demo stays up. In here it is {event.closes_at.year}, and registration is open. Send a mail to "
        f"{ADDRESS} by SMTP at {HOST}, port {server.smtp_port}, without password or TLS, from any address:",
        "",
    )
    stage.command(command(server))
    stage.say("", "or, where there is curl:", "")
    stage.command(*curl(server))
    stage.say(
        "",
        f"Mails and replies show up below as they happen. All replies lie in the IMAP account {OUTSIDE}, "
        f"password {password}, at {HOST}, port {server.imap_port}, without TLS: add it to any mail program, "
        "or look at the newest with",
        "",
    )
    stage.command(f"curl -s -u {OUTSIDE}:{password} 'imap://{HOST}:{server.imap_port}/INBOX;MAILINDEX=*'")
    stage.say("", "Ctrl-C ends the demo; nothing of it is kept.", "")


def open_desk(stage: Stage, link: str) -> None:
    """Say where the organisers' desk is; the link signs in whoever opens it first."""
    stage.heading("The organisers' desk")
    stage.say("Open this in a browser: who registered, what waits for a person, what was answered.", "")
    stage.command(link)
    stage.say("")


def command(server: MailServer) -> str:
    """A line for any shell that registers a visitor, with nothing but Python."""
    mail = f"From: {VISITOR}\\nTo: {ADDRESS}\\nSubject: Anmeldung\\n\\n{_TEXT}"
    return (
        f'python3 -c \'import smtplib; smtplib.SMTP("{HOST}", {server.smtp_port})'
        f'.sendmail("{VISITOR}", "{ADDRESS}", "{mail}")\''
    )


def curl(server: MailServer) -> tuple[str, ...]:
    """The same with curl."""
    mail = f"From: {VISITOR}\\nTo: {ADDRESS}\\nSubject: Anmeldung\\n\\n{_TEXT}\\n"
    return (
        f"printf '{mail}' |",
        f"curl --crlf smtp://{HOST}:{server.smtp_port} --mail-from {VISITOR} --mail-rcpt {ADDRESS} -T -",
    )
