"""What `mailbot init` asks: each question with its flag, its default, and what makes an answer right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import typer
from email_validator import EmailNotValidError, validate_email

from mailbot.config import Grant, Mode, Security, Server, service_of

Answers = dict[str, Any]
EVENT, MAIL = "event", "mail"
_MICROSOFT = (Grant.CLIENT_CREDENTIALS, Grant.DEVICE_CODE)
SECRETS = ("password", "client_secret")
_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*Uhr)?")


@dataclass(frozen=True, slots=True)
class Question:
    """key: of the answer; with dashes the flag. part: the file that it is for. read: from text to the value;
    raises typer.BadParameter. default: a text, from the answers before. when: whether it matters, by those.
    asked: False if only the flag says it. many: asked until nothing is entered.
    """

    key: str
    part: str
    asks: str
    read: Callable[[str, Answers], Any]
    default: Callable[[Answers], str] = lambda _: ""
    needed: bool = False
    asked: bool = True
    many: bool = False
    when: Callable[[Answers], bool] = lambda _: True

    @property
    def flag(self) -> str:
        """As it is written on the command line."""
        return f"--{self.key.replace('_', '-')}"

    def value(self, text: str, answers: Answers) -> Any:
        """The answer that a text gives; None for an empty one.

        Raises: typer.BadParameter.
        """
        if text.strip():
            return self.read(text.strip(), answers)
        if self.needed:
            flag = f"{self.flag}-file" if self.key in SECRETS else self.flag
            raise typer.BadParameter(f"{self.asks}: this is needed ({flag})")
        return None


def _text(text: str, _: Answers) -> str:
    return text


def _moment(text: str, _: Answers) -> datetime:
    """A day with an hour; without one, nine o'clock."""
    found = day_or_moment(text)
    return found if isinstance(found, datetime) else datetime.combine(found, time(9))


def _end(text: str, answers: Answers) -> datetime:
    """An hour of the day on which it starts, or a day with an hour."""
    hour = _CLOCK.fullmatch(text)
    if hour is not None:
        return datetime.combine(answers["starts"].date(), _time(hour[1], hour[2]))
    return _moment(text, answers)


def _day_or_moment(text: str, _: Answers) -> date:
    return day_or_moment(text)


def day_or_moment(text: str) -> date:
    """2027-10-07 and 7.10.2027 alike, with or without an hour.

    Raises: typer.BadParameter.
    """
    try:
        written = _DAY.match(text)
        if written is None:
            iso = datetime.fromisoformat(text.replace(" ", "T"))
            return iso.date() if len(text) == len("2027-10-07") else iso
        day = date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write 2027-10-07 or 7.10.2027, 9:00") from None
    rest = text[written.end() :].strip(" ,T")
    hour = _CLOCK.fullmatch(rest)
    if rest and hour is None:
        raise typer.BadParameter(f"{rest!r} is no time of day; write 9:00")
    return day if hour is None else datetime.combine(day, _time(hour[1], hour[2]))


def _time(hours: str, minutes: str | None) -> time:
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise typer.BadParameter(f"{hours}:{minutes} is no time of day") from None


def _number(text: str, _: Answers) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise typer.BadParameter(f"{text!r} is no number of seats")
    return int(text)


def _yes(text: str, _: Answers) -> bool:
    if text.lower() not in ("y", "yes", "j", "ja", "n", "no", "nein", "true", "false"):
        raise typer.BadParameter("yes or no")
    return text.lower() in ("y", "yes", "j", "ja", "true")


def _address(text: str, _: Answers) -> str:
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise typer.BadParameter(f"{text!r} is no mail address: {error}") from None


def _workshop(text: str, answers: Answers) -> dict[str, Any]:
    """TITLE; SEATS; LEADER, LEADER. What is left out at the end is not known."""
    title, seats, leaders, *more = [part.strip() for part in f"{text};;".split(";")]
    if not title or any(more):
        raise typer.BadParameter(f"write TITLE; SEATS; LEADER, LEADER, not {text!r}")
    number = _number(seats, answers) if seats else None
    names = [name.strip() for name in leaders.split(",") if name.strip()]
    known = {"title": title, "leaders": names or None, "seats": number}
    return {key: value for key, value in known.items() if value is not None}


def _server(kind: str) -> Callable[[str, Answers], Server]:
    """HOST, HOST:PORT or HOST:PORT:SECURITY, as in imap.example.org:993:tls."""
    usual = 993 if kind == "imap" else 587

    def read(text: str, _: Answers) -> Server:
        host, port, security, *more = f"{text.removeprefix(kind + '://')}::".split(":")
        try:
            number = int(port or usual)
            told = (
                Security(security)
                if security
                else Security.STARTTLS
                if number in (143, 587)
                else Security.TLS
            )
        except ValueError:
            host = ""
            number, told = 0, Security.TLS
        if not host or any(more) or not 0 < number < 65536 or " " in host:
            right = f"HOST:PORT:SECURITY, such as {kind}.example.org:{usual}"
            raise typer.BadParameter(f"write {right}, not {text!r}")
        return Server(host, number, told)

    return read


def _file(text: str, _: Answers) -> Path:
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {text}")
    return path


def _one_of(*choices: Mode | Grant) -> Callable[[str, Answers], Mode | Grant]:
    def read(text: str, _: Answers) -> Mode | Grant:
        found = next((one for one in choices if one.value == text.lower()), None)
        if found is None:
            raise typer.BadParameter(f"one of {', '.join(choices)}, not {text!r}")
        return found

    return read


def _before(answers: Answers) -> str:
    return str(answers["starts"].date() - timedelta(days=14))


def shown(server: Server) -> str:
    """A server as it is entered."""
    return f"{server.host}:{server.port}:{server.security.value}"


def _oauth(answers: Answers) -> bool:
    return bool(answers.get("oauth"))


def _secret(answers: Answers) -> bool:
    by_secret = answers.get("grant") is Grant.CLIENT_CREDENTIALS
    return _oauth(answers) and by_secret and not answers.get("client_secret_file")


def _grant(answers: Answers) -> str:
    """Somebody's own account is opened by its owner alone, an office's by the program."""
    own = service_of(answers["address"].rpartition("@")[2]) is not None
    return (Grant.DEVICE_CODE if own else Grant.CLIENT_CREDENTIALS).value


QUESTIONS = (
    Question("title", EVENT, "Title of the event", _text, needed=True),
    Question("starts", EVENT, "It starts (such as 7.10.2027 9:00)", _moment, needed=True),
    Question("ends", EVENT, "It ends", _end, lambda a: "16:00" if a["starts"].hour < 16 else "23:00"),
    Question("place", EVENT, "Place with its postal address", _text),
    Question(
        "opens",
        EVENT,
        "Registration opens; older mail is never answered",
        _day_or_moment,
        lambda a: a["today"],
    ),
    Question("deadline", EVENT, "Last day of registration", _day_or_moment, _before),
    Question("seats", EVENT, "Seats in all (empty: no limit)", _number),
    Question(
        "workshop", EVENT, "Workshop as TITLE; SEATS; LEADER, LEADER (empty: no more)", _workshop, many=True
    ),
    Question("livestream", EVENT, "Livestream as well (yes or no)", _yes, lambda _: "no"),
    Question("language", EVENT, "Language of the event (de, en, …)", _text, lambda _: "de"),
    Question("timezone", EVENT, "Timezone", _text, lambda _: "Europe/Berlin", asked=False),
    Question("organiser", EVENT, "Who invites and signs", _text),
    Question("contact", EVENT, "Address at which guests reach a person", _address),
    Question("address", MAIL, "Address that registrations are sent to", _address, needed=True),
    Question("username", MAIL, "Name to sign in with at the mail server", _text, lambda a: a["address"]),
    Question("imap", MAIL, "IMAP server as HOST:PORT:SECURITY", _server("imap"), lambda a: a["imap_guess"]),
    Question("smtp", MAIL, "SMTP server as HOST:PORT:SECURITY", _server("smtp"), lambda a: a["smtp_guess"]),
    Question("ca_file", MAIL, "Certificate of your own authority (file)", _file, asked=False),
    Question(
        "grant",
        MAIL,
        f"Sign-in at Microsoft by {' or '.join(_MICROSOFT)}",
        _one_of(*_MICROSOFT),
        _grant,
        when=_oauth,
    ),
    Question("tenant", MAIL, "Directory (tenant) id at Microsoft", _text, needed=True, when=_oauth),
    Question("client_id", MAIL, "Application (client) id", _text, needed=True, when=_oauth),
    Question("client_secret_file", MAIL, "File with the client secret alone", _file, asked=False),
    Question("client_secret", MAIL, "Client secret", _text, needed=True, when=_secret),
    Question("password_file", MAIL, "File with the password alone", _file, asked=False),
    Question(
        "password",
        MAIL,
        "Password",
        _text,
        needed=True,
        when=lambda a: not _oauth(a) and not a.get("password_file"),
    ),
    Question("folder", MAIL, "Folder that new mail comes into", _text, lambda _: "INBOX"),
    Question(
        "sender", MAIL, "Name of the sender of replies", _text, lambda a: a.get("organiser") or "Anmeldung"
    ),
    Question("notify", MAIL, "Address for reports and alarms", _address, lambda a: a.get("contact") or ""),
    Question(
        "mode",
        MAIL,
        "supervised (each reply waits for a person) or automatic",
        _one_of(*Mode),
        lambda _: "supervised",
    ),
)
"""In the order in which they are asked."""
