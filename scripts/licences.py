"""Write docs/licences.md: the licence of every package that is shipped with mailbot.

The licences are read from the metadata of the installed packages, in the versions that requirements.txt
locks. Policy: nothing under the GPL or AGPL, which would extend to the whole; the LGPL where the package
is used as it is and can be replaced, and every such package is named in LESSER.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
PAGE = ROOT / "docs" / "licences.md"

LESSER = {"psycopg", "psycopg-binary"}
"""Packages under the LGPL: optional, unchanged, and replaceable by the user."""

STATED_IN_TEXT = {
    "imapclient": "BSD-3-Clause",
    "pyasn1-modules": "BSD-2-Clause",
    "reportlab": "BSD-3-Clause",
}
"""Packages whose metadata name no licence, or only tell where it stands; what their licence file says."""

SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
}
"""Older words of package metadata, and the SPDX identifiers they mean."""

HEAD = """\
# Licences of the packages that mailbot ships with

mailbot itself is under the EUPL-1.2 (see LICENSE). It installs the packages below and changes none of
them. None is under the GPL or AGPL. Under the LGPL: {lesser}, which only
PostgreSQL needs; whoever runs mailbot can put another version in their place.

Written by `scripts/licences.py` from the packages' own metadata; a test keeps it true.

| package | version | licence |
|---|---|---|
"""


FONTS = """
## Fonts

Name badges are set in DejaVu Sans 2.37 (regular and bold), which lies in `mailbot/flow/fonts` unchanged and
is embedded in the PDF files. Licence: Bitstream Vera and Arev Fonts, changes in the public domain
(SPDX `Bitstream-Vera`); its text is `mailbot/flow/fonts/LICENSE`.
"""


class LicenceError(Exception):
    """A package may not be shipped, or nobody knows whether it may."""


def locked() -> list[tuple[str, str]]:
    """Name and version of each package that requirements.txt locks for this system."""
    lines = re.findall(r"(?m)^[a-z0-9][^\s\\]*==[^\\\n]*", REQUIREMENTS.read_text(encoding="utf-8"))
    requirements = [Requirement(line) for line in lines]
    return [
        (each.name, str(each.specifier).removeprefix("=="))
        for each in requirements
        if each.marker is None or each.marker.evaluate()
    ]


def licence(package: Distribution) -> str:
    """The SPDX expression for an installed package, from the clearest statement that it makes."""
    name = package.metadata["Name"].lower()
    if name in STATED_IN_TEXT:
        return STATED_IN_TEXT[name]
    classifiers = [
        line for line in package.metadata.get_all("Classifier") or [] if line.startswith("License")
    ]
    stated = [
        _field(package, "License-Expression"),
        # Some packages put the whole text into this field.
        _field(package, "License").partition("\n")[0].strip("# "),
        *(line.rpartition(" :: ")[2] for line in classifiers),
    ]
    for words in stated:
        if words:
            found = re.sub(r"^The (.*?) \(.*\)$", r"\1", words)
            return SPDX.get(found, found)
    raise LicenceError(f"{name} states no licence: read its licence file and name it in STATED_IN_TEXT")


def _field(package: Distribution, name: str) -> str:
    return next(iter(package.metadata.get_all(name) or []), "")


def check(name: str, expression: str) -> None:
    """Refuse what the policy forbids."""
    if re.search(r"\bA?GPL", expression):
        raise LicenceError(f"{name} is under {expression}")
    if "LGPL" in expression and name not in LESSER:
        raise LicenceError(f"{name} is under {expression}: name it in LESSER if it is replaceable")


def page() -> str:
    """The whole page, from what is installed; LicenceError where something stands in the way."""
    rows = []
    for name, version in locked():
        try:
            package = distribution(name)
        except PackageNotFoundError:
            raise LicenceError(f"{name} is locked and not installed: run scripts/setup") from None
        if package.version != version:
            raise LicenceError(
                f"{name} {package.version} is installed, {version} is locked: run scripts/setup"
            )
        expression = licence(package)
        check(name, expression)
        rows.append(f"| {name} | {version} | {expression} |\n")
    return HEAD.format(lesser=" and ".join(sorted(LESSER))) + "".join(rows) + FONTS


def main() -> int:
    """Write the page; 1 when a package may not be shipped."""
    try:
        text = page()
    except LicenceError as error:
        print(error, file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
