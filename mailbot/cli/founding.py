"""`mailbot init`: asks what an office is, tries its servers, and writes its configuration."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from mailbot.cli.app import app, fail, out
from mailbot.cli.questions import EVENT, MAIL, QUESTIONS, SECRETS, Answers, Question, shown

_FILES = {EVENT: "event.toml", MAIL: "mailbot.toml"}
_PARTS = {EVENT: "The event", MAIL: "The mailbox"}
_EVENT_KEYS = {"registration_opens": "opens", "registration_closes": "deadline"}
"""Questions by the key in the file that they answer, where they are called otherwise."""


def init_command(directory: Path, **given: Any) -> None:
    """Set an office up: asks for event and mailbox, tries the servers, writes the files, checks it all.

    Each question has its flag. Without a terminal, or with --defaults, nothing is asked: with flags the files
    are written from them, without any the shipped ones are laid out for editing. Existing files stay.
    """
    from mailbot.cli import starting

    defaults, overwrite = given.pop("defaults"), given.pop("overwrite")
    flags = {q.key: given[q.key] for q in QUESTIONS if given.get(q.key)}
    asks = sys.stdin.isatty() and not defaults
    if not asks and not flags:
        starting.init(directory)
        return
    Founding(directory, flags, asks=asks, overwrite=overwrite, check=not given["no_check"]).perform()


class Founding:
    """One call of `mailbot init`, from the first question to the check."""

    def __init__(
        self, directory: Path, flags: Mapping[str, Any], *, asks: bool, overwrite: bool, check: bool
    ) -> None:
        self._config = directory / "config"
        self._directory = directory
        self._flags = flags
        self._asks = asks
        self._overwrite = overwrite
        self._check = check
        self._answers: Answers = {}

    def perform(self) -> None:
        """Asks first and writes last: whoever breaks off in between leaves nothing behind."""
        from mailbot.clock import system

        self._answers["today"] = str(system().date())
        parts = [part for part in (EVENT, MAIL) if self._is_wanted(part)]
        for part in parts:
            if self._asks:
                self._say(f"\n{_PARTS[part]}", style="bold")
            for question in QUESTIONS:
                if question.part == part and question.when(self._answers):
                    self._ask(question)
            self._prove(part)
        self._write(parts)
        self._finish(parts)

    def _is_wanted(self, part: str) -> bool:
        """A file that is there stays, unless somebody says otherwise."""
        file = self._config / _FILES[part]
        if not file.exists() or self._overwrite:
            return True
        flagged = [q.flag for q in QUESTIONS if q.part == part and q.key in self._flags]
        if self._asks and typer.confirm(f"{file} is there. Write it anew (the old one is kept beside)?"):
            return True
        if flagged and not self._asks:
            fail(f"{file} is there already, so {flagged[0]} has no effect; --overwrite writes it anew", 1)
        self._say(f"kept  {file}")
        return False

    def _ask(self, question: Question, *, again: bool = False) -> None:
        """Puts the answer among the answers: from its flag, from the terminal, or by default."""
        answers = self._answers
        if question.key == "imap" and "imap_guess" not in answers:
            self._guess()
        flag = None if again else self._flags.get(question.key)
        if flag is not None:
            texts = flag if isinstance(flag, list) else [flag]
            values = [question.value(text, answers) for text in texts]
            answers[question.key] = values if question.many else values[0]
        elif self._asks and (question.asked or again):
            answers[question.key] = self._prompted(question)
        else:
            value = question.value(question.default(answers), answers)
            answers[question.key] = [value] if question.many and value else value or None

    def _prompted(self, question: Question) -> Any:
        default = question.default(self._answers)
        if not question.many:
            return self._prompt(question, default)
        found: list[Any] = []
        while (one := self._prompt(question, "")) is not None:
            found.append(one)
        return found

    def _prompt(self, question: Question, default: str) -> Any:
        return typer.prompt(
            question.asks,
            default=default or ("" if not question.needed else None),
            show_default=bool(default),
            hide_input=question.key in SECRETS,
            value_proc=lambda text: question.value(text, self._answers),
        )

    def _guess(self) -> None:
        """Looks up the servers of the address; what DNS says is for a person to confirm."""
        from mailbot.mailbox import Source, discover

        domain = self._answers["address"].rpartition("@")[2]
        found = discover(domain)
        own = all(one.host.endswith(f".{domain}") for one in (found.imap, found.smtp))
        sure = found.service is not None or own
        if self._asks or sure:
            self._answers |= {"imap_guess": shown(found.imap), "smtp_guess": shown(found.smtp)}
        elif "imap" not in self._flags or "smtp" not in self._flags:
            fail(f"{domain} names servers elsewhere ({found.imap.host}): confirm with --imap and --smtp", 2)
        name = f"{found.service.name}: " if found.service else ""
        if self._asks and found.source is not Source.GUESSED:
            servers = f"{found.imap.host}, {found.smtp.host}"
            self._say(f"Servers by {found.source.value}: {name}{servers}", style="dim")
        if found.service is not None:
            self._answers["oauth"] = found.service.oauth
            if found.service.hint and self._asks:
                self._say(found.service.hint, style="yellow")

    def _prove(self, part: str) -> None:
        """Asks again for what cannot be: the event as its model judges it, the servers as they answer."""
        from mailbot.cli.trying import problem_of_event, problem_of_servers

        find = problem_of_event if part == EVENT else problem_of_servers
        while problem := find(self._answers, self._config):
            if not self._asks:
                if part == EVENT:
                    fail(problem.text, 2)
                return  # the check at the end tells it
            self._say(problem.text, style="red")
            if problem.said:
                self._say(f"({problem.said})", style="dim")
            keys = {q.key for q in QUESTIONS if q.part == part and q.when(self._answers)} - {
                "password_file",
                "client_secret_file",
            }
            suggested = _EVENT_KEYS.get(problem.key, problem.key)
            chosen = typer.prompt("Change which answer? (leave: go on as it is)", default=suggested)
            if chosen == "leave":
                return
            if chosen not in keys:
                self._say(f"one of {', '.join(q.key for q in QUESTIONS if q.key in keys)}, or leave")
                continue
            self._ask(next(q for q in QUESTIONS if q.key == chosen), again=True)

    def _write(self, parts: Sequence[str]) -> None:
        from mailbot.flow import lay_out
        from mailbot.flow.founding import found_office

        self._say("")
        for file in found_office(self._config, parts, self._answers):
            self._say(f"wrote {file}")
        templates = self._directory / "templates"
        new = sum(written for path, written in lay_out(self._directory) if path.is_relative_to(templates))
        if new:
            self._say(f"wrote {new} files of letters' texts below {templates}")

    def _finish(self, parts: Sequence[str]) -> None:
        from mailbot.cli import starting

        config = self._config
        if not self._check:
            self._say(f"Next: mailbot --config {config} check")
            return
        if MAIL in parts and self._answers.get("grant") == "device-code" and self._asks:
            with suppress(KeyboardInterrupt):
                starting.sign_in(config)
        self._say("")
        failed = starting.show_findings(config)
        if failed:
            fail(f"{failed} of the checks failed; when that is mended: mailbot --config {config} check", 1)
        self._say(
            f"\nAll is well. Next: mailbot --config {config} rehearse --mailbox shows what would be done;"
        )
        self._say(f"      mailbot --config {config} run does it.")

    @staticmethod
    def _say(text: str, style: str | None = None) -> None:
        out.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def _signature() -> inspect.Signature:
    """The flags of the command are the questions: none can be forgotten."""
    parameter, keyword = inspect.Parameter, inspect.Parameter.KEYWORD_ONLY
    directory = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the office.")]
    switches = {
        "defaults": "Ask nothing.",
        "overwrite": "Write files anew that are there; the old ones are kept beside.",
        "no_check": "Do not try the servers.",
    }
    found = [parameter("directory", parameter.POSITIONAL_OR_KEYWORD, annotation=directory)]
    for question in QUESTIONS:
        if question.key in SECRETS:
            continue  # a secret on the command line is for everybody on the machine to see
        kind = list[str] | None if question.many else str | None
        flag = typer.Option(question.flag, help=f"{question.asks}.", metavar="TEXT")
        found.append(parameter(question.key, keyword, default=None, annotation=Annotated[kind, flag]))
    for key, words in switches.items():
        switch = typer.Option(f"--{key.replace('_', '-')}", help=words)
        found.append(parameter(key, keyword, default=False, annotation=Annotated[bool, switch]))
    return inspect.Signature(found)


vars(init_command)["__signature__"] = _signature()
init_command.__annotations__ = {p.name: p.annotation for p in _signature().parameters.values()}
app.command("init")(init_command)
