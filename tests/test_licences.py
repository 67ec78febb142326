"""Nothing is shipped whose licence forbids it, and docs/licences.md tells the truth."""

from __future__ import annotations

import pytest

from scripts.licences import PAGE, LicenceError, check, page


def test_page_of_licences_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run .venv/bin/python scripts/licences.py"


@pytest.mark.parametrize("expression", ["GPL-3.0-or-later", "AGPL-3.0-only", "MIT AND GPL-2.0-only"])
def test_copyleft_that_extends_to_the_whole_is_refused(expression: str) -> None:
    with pytest.raises(LicenceError, match="is under"):
        check("html2text", expression)


def test_lesser_copyleft_must_be_named() -> None:
    check("psycopg", "LGPL-3.0-only")
    with pytest.raises(LicenceError, match="LESSER"):
        check("nameparser", "LGPL-2.1-or-later")
