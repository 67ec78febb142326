"""Runs a command inside the walls of a unit that need no service manager: its filter of system calls, its
address families, and no memory that is written and then executed.

    python confined.py UNIT COMMAND ARGUMENTS...

As systemd builds them (systemd.exec(5)): what the filter does not name fails with EPERM, sockets of other
families with EAFNOSUPPORT.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_EQUAL, _MASKED_EQUAL = 4, 7
_WRITE, _EXECUTE = 2, 4
"""Protections of memory (mmap(2))."""


class Comparison(ctypes.Structure):
    """A condition on one argument of a system call (struct scmp_arg_cmp of libseccomp)."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


def missing() -> str:
    """Why nothing can be confined here; "" where it can."""
    try:
        ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return "the library libseccomp is missing"
    return ""


def calls_of(name: str) -> set[str]:
    """The system calls of a set such as `@system-service`, or the one call of another name."""
    if not name.startswith("@"):
        return {name}
    command = ["systemd-analyze", "syscall-filter", "--no-pager", name]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    names = {line.strip() for line in said.splitlines()[1:]} - {""}
    return {call for each in names if not each.startswith("#") for call in calls_of(each)}


def allowed(unit: str) -> set[str]:
    """What the SystemCallFilter= lines of a unit leave, one after the other; `~` takes away."""
    calls: set[str] = set()
    for words in re.findall(r"(?m)^SystemCallFilter=(.*)$", unit):
        found = {call for name in words.lstrip("~").split() for call in calls_of(name)}
        calls = calls - found if words.startswith("~") else calls | found
    return calls


def confine(unit: str) -> None:
    """Puts this process, and all that it becomes, inside."""
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(_ERRNO | errno.EPERM))
    families = [
        getattr(socket, name)
        for words in re.findall(r"(?m)^RestrictAddressFamilies=(.*)$", unit)
        for name in words.split()
    ]

    def rule(call: str, *conditions: Comparison) -> None:
        number = library.seccomp_syscall_resolve_name(call.encode())
        # Calls of other architectures have negative numbers here.
        if number >= 0:
            array = (Comparison * len(conditions))(*conditions)
            done = library.seccomp_rule_add_array(context, _ALLOW, number, len(conditions), array)
            assert done == 0, f"{call}: {done}"

    for call in sorted(allowed(unit) - {"socket", "mmap", "mprotect", "pkey_mprotect"}):
        rule(call)
    for family in families:
        rule("socket", Comparison(0, _EQUAL, int(family), 0))
    if "MemoryDenyWriteExecute=yes" in unit:
        for protection in (0, _WRITE, _EXECUTE):
            rule("mmap", Comparison(2, _MASKED_EQUAL, _WRITE | _EXECUTE, protection))
        for call in ("mprotect", "pkey_mprotect"):
            rule(call, Comparison(2, _MASKED_EQUAL, _EXECUTE, 0))
    assert library.seccomp_load(context) == 0


if __name__ == "__main__":
    _, file, *command = sys.argv
    confine(Path(file).read_text("utf-8"))
    os.execvp(command[0], command)  # noqa: S606 - to become the command is what it is for
