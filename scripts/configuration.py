"""Write docs/configure.md: every key of `event.toml` and `mailbot.toml`, from the models that read them."""

from __future__ import annotations

from pathlib import Path

from mailbot.config import Settings
from mailbot.config.reference import Table, reference
from mailbot.event import Event

PAGE = Path(__file__).parent.parent / "docs" / "configure.md"

HEAD = """\
# Every setting

A folder holds two files: `event.toml` says what people register for, `mailbot.toml` where mail comes from
and by which rules the office works. `mailbot --config FOLDER` names the folder, else `MAILBOT_CONFIG`, else
it is `./config`. Both are written in [TOML](https://toml.io): texts in quotes, dates and times without.
`mailbot check` names the file and the key of whatever is wrong, and what would be right.

- **When a change counts.** `event.toml` is read afresh before each turn of the worker: more seats move the
  waiting list up at once. `mailbot.toml` is read when the program starts.
- **Files.** A relative path counts from the folder that `mailbot.toml` lies in.
- **Environment.** Each setting of `mailbot.toml` may come from the environment, which goes before the file:
  `MAILBOT_MODE=supervised`, `MAILBOT_MAILBOX__POLL_SECONDS=30` (the table, two underscores, the key), lists
  with commas, `MAILBOT_OFFICE__NOTIFY=one@example.org,two@example.org`. `event.toml` is a file only.
- **Secrets.** Each may stand in a file of its own, named by the key that ends in `_file`. What others on
  the machine may read is refused, also `mailbot.toml` itself if it holds one. What service managers and
  containers mount below `/run/credentials` and `/run/secrets` is taken as it is.

## Several events, several mailboxes

One folder may describe several events: then there is no `event.toml`, but a folder `events` with a file for
each, all of the form below. They have one mailbox together (`[mailbox]`), or each mailbox is a table
`[[mailbox]]` of its own, with a `name` and the `events` that it is for. An event has one mailbox.

```toml
[smtp]                          # counts for all mailboxes
host = "smtp.example.org"

[[mailbox]]
name = "conferences"
events = ["fachtag-2026"]
host = "imap.example.org"
username = "fachtag@example.org"
[mailbox.smtp]                  # what is otherwise for this one
username = "fachtag@example.org"
from = "Fachtag <fachtag@example.org>"

[[mailbox]]
name = "training"
events = ["school-2026", "garden-2026"]
host = "imap.example.org"
username = "kurse@example.org"
[mailbox.smtp]
username = "kurse@example.org"
from = "Kurse <kurse@example.org>"
```

The file of an event in `events` may have tables `[office]`, `[waiting]`, `[schedule]` and `[retention]`
with what is otherwise for that event; they go before `mailbot.toml` and the environment, and are read when
the program starts. With several mailboxes the environment cannot set `[mailbox]`. A mail to a mailbox with
several events is for the one whose conversation it goes on with, or that it names, or that alone is open;
what fits two waits for a person.

Written by `scripts/configuration.py` from the models in `mailbot/event.py` and `mailbot/config`; a test
keeps it true.
"""
_COLUMNS = "| key | takes | default | |\n|---|---|---|---|\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for file, model in (("event.toml", Event), ("mailbot.toml", Settings)):
        parts += [_section(file, table) for table in reference(model)]
    return "\n".join(parts)


def _section(file: str, table: Table) -> str:
    if not table.name:
        return f"# {file}\n\n{_COLUMNS}{_rows(table)}"
    heading = f"[[{table.name}]]" if table.many else f"[{table.name}]"
    return f"## {heading}\n\n{table.about}\n\n{_COLUMNS}{_rows(table)}"


def _rows(table: Table) -> str:
    return "".join(
        f"| `{key.name}` | {key.takes} | {_default(key.default, needed=key.needed)} | {key.means} |\n"
        for key in table.keys
    )


def _default(text: str, *, needed: bool) -> str:
    if needed:
        return "**needed**"
    return f"`{text}`" if text else ""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
