"""What docs/guarantees.md and docs/field-failures.md name as shown is there to be run."""

from __future__ import annotations

import ast
import re

import pytest

from tests.servers.office import PROJECT

PAGES = ("guarantees.md", "field-failures.md")


def named(page: str) -> tuple[list[str], list[str]]:
    """The tests and the scenarios that a page names."""
    text = (PROJECT / "docs" / page).read_text("utf-8")
    return re.findall(r"`([\w/-]+\.py::\w+)`", text), re.findall(r"`(scenarios/[\w-]+\.yaml: [^`]+)`", text)


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_exists(page: str) -> None:
    tests, _ = named(page)
    assert len(tests) > 40
    for one in tests:
        file, _, name = one.partition("::")
        tree = ast.parse((PROJECT / "tests" / file).read_text("utf-8"))
        assert name in {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}, one


@pytest.mark.parametrize("page", PAGES)
def test_every_scenario_that_is_named_exists(page: str) -> None:
    _, stories = named(page)
    assert stories
    for one in stories:
        file, _, title = one.partition(": ")
        assert f"title: {title}\n" in (PROJECT / "tests" / file).read_text("utf-8"), one


@pytest.mark.parametrize("page", PAGES)
def test_nothing_else_looks_like_a_test(page: str) -> None:
    """A name that is written another way would not be checked."""
    text = (PROJECT / "docs" / page).read_text("utf-8")
    tests, stories = named(page)

    assert text.count("::test_") == len(tests)
    assert len(re.findall(r"\.yaml: ", text)) == len(stories)


def test_every_failure_of_the_survey_has_its_line() -> None:
    text = (PROJECT / "docs" / "field-failures.md").read_text("utf-8")

    assert [int(n) for n in re.findall(r"(?m)^\| (\d+) \|", text)] == list(range(1, 83))
