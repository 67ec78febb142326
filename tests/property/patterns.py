"""Every regular expression of two rooms as it is used, and texts that would make a careless one slow."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

ROOMS = ("mailbot.message", "mailbot.intent")
_USES = ("match", "fullmatch", "search", "split", "sub", "subn", "findall", "finditer")
_ANYHOW = (
    " ",
    "a",
    "1",
    "\n",
    "a ",
    "Aa ",
    ".",
    "-",
    "@",
    "a@",
    "a.",
    "(",
    "<",
    "\n\n",
    " \n",
    "> ",
    "0 ",
    "é",
)


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, the module that has it, and whether it may begin anywhere in a text."""

    pattern: re.Pattern[Any]
    module: str
    anywhere: bool

    def work(self, text: str) -> Callable[[], object]:
        """What is to be timed."""
        given: Any = text.encode("latin-1", "replace") if isinstance(self.pattern.pattern, bytes) else text
        if self.anywhere:
            return lambda: sum(1 for _ in self.pattern.finditer(given))
        return lambda: (self.pattern.match(given), self.pattern.fullmatch(given))

    def traps(self) -> set[tuple[str, str]]:
        """(beginning, what is repeated): each repetition in the pattern fed with what it takes."""
        tree = parser.parse(self.pattern.pattern, self.pattern.flags)
        found = {("", unit) for unit in _ANYHOW}
        for before, unit in _pumps(list(tree), ""):
            found |= {(before, unit), ("", unit), ("", before + unit)}
        return found


def used_patterns(exercise: Callable[[], None]) -> list[Used]:
    """Every pattern of the rooms: those in their modules, and those met inline while `exercise` runs."""
    found: dict[tuple[Any, int, str], Used] = {}
    for module in _modules():
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                uses = set(re.findall(rf"\b{name}\.(\w+)", source)) & set(_USES)
                anywhere = not uses or bool(uses - {"match", "fullmatch"})
                found[value.pattern, value.flags, module.__name__] = Used(value, module.__name__, anywhere)
    compile_ = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: int) -> Any:
        compiled = compile_(pattern, flags)
        caller, use = sys._getframe(2), sys._getframe(1).f_code.co_name
        module = str(caller.f_globals.get("__name__", ""))
        if module.startswith(ROOMS) and use in _USES:
            key = (compiled.pattern, compiled.flags, module)
            found.setdefault(key, Used(compiled, module, use not in ("match", "fullmatch")))
        return compiled

    re._compile = noting  # type: ignore[attr-defined]
    try:
        exercise()
    finally:
        re._compile = compile_  # type: ignore[attr-defined]
    return sorted(found.values(), key=lambda one: (one.module, str(one.pattern.pattern)))


def _modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for info in pkgutil.walk_packages(package.__path__, f"{room}."):
            yield importlib.import_module(info.name)


def _pumps(tree: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """For each long repetition what a text has to begin with, and what it takes over and over."""
    for op, value in tree:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            least, most, inner = value
            if most is c.MAXREPEAT or most >= 20:
                yield from ((before, unit) for unit in {_sample(inner), *_choices(inner)} if unit)
            yield from _pumps(list(inner), before)
            before += _sample(inner) * least
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from _pumps(list(branch), before)
            before += _sample(value[1][0])
        elif op is c.SUBPATTERN:
            yield from _pumps(list(value[3]), before)
            before += _sample(value[3])
        elif op is c.ATOMIC_GROUP:
            yield from _pumps(list(value), before)
            before += _sample(value)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from _pumps(list(value[1]), before)
        else:
            before += _sample([(op, value)])


def _choices(tree: Any) -> Iterator[str]:
    for op, value in tree:
        if op is c.BRANCH:
            yield from (_sample(branch) for branch in value[1])
        elif op is c.SUBPATTERN:
            yield from _choices(value[3])
        elif op is c.IN and value[0][0] is not c.NEGATE:
            yield from (_one([item]) for item in value)


def _sample(tree: Any) -> str:
    """A short text that this part of a pattern takes, or nearly."""
    out = ""
    for op, value in tree:
        if op is c.LITERAL:
            out += chr(value)
        elif op is c.NOT_LITERAL:
            out += "b" if value == ord("a") else "a"
        elif op is c.ANY:
            out += "a"
        elif op is c.IN:
            out += _one(value)
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            out += _sample(value[2]) * value[0]
        elif op is c.SUBPATTERN:
            out += _sample(value[3])
        elif op is c.ATOMIC_GROUP:
            out += _sample(value)
        elif op is c.BRANCH:
            out += _sample(value[1][0])
    return out


def _one(items: list[Any]) -> str:
    """A character of a set; of one that is told by what it is not, a common one."""
    if items[0][0] is c.NEGATE:
        taken = re.compile("[" + "".join(_written(item) for item in items[1:]) + "]")
        return next((char for char in "ax1 -.\n@<é(" if not taken.match(char)), "~")
    kind, value = items[0]
    if kind is c.LITERAL:
        return chr(value)
    if kind is c.RANGE:
        return chr(value[0])
    name = str(value)
    return {"SPACE": " ", "DIGIT": "1", "WORD": "a"}[name.rpartition("_")[2]] if "NOT" not in name else "~"


def _written(item: Any) -> str:
    kind, value = item
    if kind is c.LITERAL:
        return re.escape(chr(value))
    if kind is c.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    letter = {"SPACE": "s", "DIGIT": "d", "WORD": "w"}[str(value).rpartition("_")[2]]
    return "\\" + (letter.upper() if "NOT" in str(value) else letter)
