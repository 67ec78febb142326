"""What no type can tell: that addresses are addresses, and that the parts of an event fit each other."""

from __future__ import annotations

from email.utils import parseaddr

from email_validator import EmailNotValidError, validate_email

from mailbot.config.settings import Settings
from mailbot.errors import ConfigError
from mailbot.event import Event


def check_addresses(settings: Settings, file: str) -> None:
    """Raises: ConfigError if what should be a mail address is none."""
    addresses = {f"office.notify[{n}]": a for n, a in enumerate(settings.office.notify, 1)}
    if settings.smtp.from_:
        addresses["smtp.from"] = settings.smtp.from_
    for key, text in addresses.items():
        try:
            validate_email(parseaddr(text)[1] or text, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise ConfigError(
                file, key, f'"{text}" is no mail address: {error}', "name@example.org"
            ) from error


def check_event(event: Event, file: str) -> None:
    """Raises: ConfigError if the parts of an event do not fit each other."""
    try:
        event.zone  # noqa: B018 - a wrong name raises
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(
            file, "timezone", f'"{event.timezone}" is no timezone', '"Europe/Berlin"'
        ) from error
    if event.ends_at <= event.starts_at:
        raise ConfigError(file, "ends", "the event ends before it starts", "a time after `starts`")
    if event.closes_at > event.ends_at:
        raise ConfigError(file, "registration_closes", "lies after the end of the event", "a day before it")
    if event.opens_at and event.opens_at >= event.closes_at:
        raise ConfigError(file, "registration_opens", "lies after registration closes")
    if event.seats is not None and event.seats < 0:
        raise ConfigError(file, "seats", f"{event.seats} is less than none", "0 or more")
    seen: set[str] = set()
    for number, workshop in enumerate(event.workshops, 1):
        if not workshop.id.strip() or workshop.id in seen or workshop.id == "livestream":
            raise ConfigError(
                file, f"workshops[{number}].id", f'"{workshop.id}" is empty, taken or reserved', "one id each"
            )
        if workshop.seats is not None and workshop.seats < 0:
            raise ConfigError(
                file, f"workshops[{number}].seats", f"{workshop.seats} is less than none", "0 or more"
            )
        seen.add(workshop.id)
