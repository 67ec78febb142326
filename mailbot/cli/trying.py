"""What is wrong with answers to `mailbot init`, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.cli.questions import Answers
from mailbot.config import EVENT_FILE, MailboxSettings, Settings, load_event
from mailbot.errors import ConfigError, MailbotError
from mailbot.flow.advice import advise, cause_of
from mailbot.flow.founding import event_text, trial_settings
from mailbot.flow.trying import try_mailbox, try_sending

_ANSWERS = {
    "log-in": "password",
    "app-password": "password",
    "oauth-only": "address",
    "submission-off": "password",
    "sender": "address",
    "nobody": "address",
    "no-folder": "folder",
    "no-rights": "folder",
    "unknown-authority": "ca_file",
}
"""Which answer to change first, by what went wrong; all else is a matter of where the server is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """key: of the answer that is probably wrong. text: what to do; said: the server's words."""

    key: str
    text: str
    said: str = ""


def problem_of_event(answers: Answers, _config: Path) -> Problem | None:
    """What the event's own rules say: that its days fit each other, and the like."""
    with TemporaryDirectory(prefix="mailbot-init-") as folder:
        (Path(folder) / EVENT_FILE).write_text(event_text(answers), "utf-8")
        try:
            load_event(Path(folder))
        except ConfigError as error:
            remedy = f" ({error.remedy})" if error.remedy else ""
            return Problem(error.key, f"{error.key}: {error.problem}{remedy}")
    return None


def problem_of_servers(answers: Answers, config: Path) -> Problem | None:
    """Signs in at both servers; sends nothing. With OAuth there is nothing to sign in with yet."""
    if answers.get("oauth"):
        return None
    try:
        settings: Settings = trial_settings(answers, config)
    except ConfigError as error:
        return Problem("password", str(error))
    for server, tried in ((settings.mailbox, try_mailbox), (settings.smtp, try_sending)):
        try:
            tried(settings)
        except MailbotError as error:
            kind = "imap" if isinstance(server, MailboxSettings) else "smtp"
            advice = advise(error, server)
            key = _ANSWERS.get(cause_of(error, server), kind)
            return Problem(key, advice or str(error), str(error) if advice else "")
    return None
