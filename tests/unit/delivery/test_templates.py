"""Templates: laid over one another, and named with file and line when they are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.decision.model import Line
from mailbot.delivery.samples import CANARY
from mailbot.delivery.templates import TemplateProblem, Templates, shipped_templates
from mailbot.envelope import Notice
from mailbot.errors import Permanent
from tests.unit.delivery.sample_office import ANNA, EVENT, NOW, composer, html_of, notification, text_of

CASE = notification(Notice.CONFIRMATION, Line(ANNA))


def lay(folder: Path, name: str, content: str) -> Path:
    """The folder with one more mail template in it."""
    file = folder / "mail" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return folder


def test_shipped_templates_are_there() -> None:
    assert (shipped_templates() / "mail" / "de" / "confirmation.txt").is_file()


def test_check_of_shipped_templates_finds_nothing() -> None:
    assert composer().check(NOW, as_shipped=True) == ()


def test_sentence_of_the_office_goes_before_the_shipped_one_in_text_and_html(tmp_path: Path) -> None:
    own = '{% extends "_letter.txt" %}{% block opening %}Fein & gut!\n\n- eins\n- zwei\n{% endblock %}'
    message = composer(EVENT, lay(tmp_path, "de/confirmation.txt", own)).compose(CASE, NOW)
    assert "Fein & gut!\n\n- eins\n- zwei\n" in text_of(message)
    assert "<p>Fein & gut!</p>\n<ul><li>eins</li><li>zwei</li></ul>" in html_of(message)
    assert "Anna Beispiel" in text_of(message)


def test_template_with_byte_order_mark_is_read(tmp_path: Path) -> None:
    own = "\ufeff" + "Betreff von Windows\r\n"
    message = composer(EVENT, lay(tmp_path, "de/confirmation.subject.txt", own)).compose(CASE, NOW)
    assert message.subject == "Betreff von Windows"


def test_folder_that_does_not_exist_is_passed_over(tmp_path: Path) -> None:
    assert composer(EVENT, tmp_path / "nowhere").compose(CASE, NOW) == composer().compose(CASE, NOW)


@pytest.mark.parametrize(
    ("name", "content", "line", "words"),
    [
        ("de/confirmation.txt", "Guten Tag\n\n{{ vorname }}\n", 3, "'vorname' is undefined"),
        ("de/confirmation.txt", "Guten Tag\n{{ event.oops }}\n", 2, "no attribute 'oops'"),
        ("de/confirmation.txt", "Guten Tag\n{% if %}\n", 2, "Expected an expression"),
        ("de/confirmation.txt", "Guten Tag\n{% if x %}\n{% for %}", 3, "Expected"),
        ("de/confirmation.txt", "{{ 1 / 0 }}", 1, "division by zero"),
        ("de/confirmation.html", "<p>\n{{ nobody }}</p>", 2, "'nobody' is undefined"),
        ("de/confirmation.subject.txt", "{{ titel }}", 1, "'titel' is undefined"),
        ("de/confirmation.subject.txt", " \n ", 0, "the subject is empty"),
        ("_letter.txt", "{{ words.salutation() }}", 1, "no attribute 'salutation'"),
    ],
)
def test_broken_template_is_named_with_file_and_line(
    tmp_path: Path, name: str, content: str, line: int, words: str
) -> None:
    broken = composer(EVENT, lay(tmp_path, name, content))
    with pytest.raises(TemplateProblem) as caught:
        broken.compose(CASE, NOW)
    assert caught.value.file.endswith(name)
    assert caught.value.line == line
    assert words in caught.value.problem
    assert str(caught.value).startswith(caught.value.file)
    assert isinstance(caught.value, Permanent)


def test_check_names_each_fault_once(tmp_path: Path) -> None:
    lay(tmp_path, "en/late.txt", "{{ oops }}")
    lay(tmp_path, "de/change.html", "{% macro %}")
    problems = composer(EVENT, tmp_path).check(NOW)
    assert sorted(Path(p.file).relative_to(tmp_path / "mail").as_posix() for p in problems) == [
        "de/change.html",
        "en/late.txt",
    ]


@pytest.mark.parametrize(
    ("name", "content", "changed"),
    [
        ("de/late.txt", "Zu spät.", ("de",)),
        ("de/late.txt", None, ()),
        ("_letter.txt", None, ()),
        ("sv/_words.txt", "{% set name = 'Svenska' %}", ("sv",)),
        ("_letter.txt", "", (*Templates((shipped_templates(),)).languages(),)),
    ],
)
def test_changed_languages_are_those_with_files_that_differ(
    tmp_path: Path, name: str, content: str | None, changed: tuple[str, ...]
) -> None:
    copy = (shipped_templates() / "mail" / name).read_text(encoding="utf-8") if content is None else content
    assert Templates((lay(tmp_path, name, copy), shipped_templates())).changed() == changed


def test_quick_check_finds_the_fault_in_what_was_changed(tmp_path: Path) -> None:
    lay(tmp_path, "fr/reminder.txt", "{{ oops }}")
    (problem,) = composer(EVENT, tmp_path).check(NOW, thorough=False)
    assert problem.file.endswith("fr/reminder.txt")


def test_fault_in_the_opening_is_found_at_its_own_line_when_html_asks_for_it(tmp_path: Path) -> None:
    own = '{% extends "_letter.txt" %}\n{% block opening %}\n{{ 1 / 0 }}\n{% endblock %}\n'
    lay(tmp_path, "de/late.txt", own)
    templates = Templates((tmp_path, shipped_templates()))
    with pytest.raises(TemplateProblem) as caught:
        templates.block("de/late.txt", "opening", {})
    assert (caught.value.line, caught.value.problem) == (3, "division by zero")


def test_missing_part_is_named_with_the_file_that_uses_it(tmp_path: Path) -> None:
    lay(tmp_path, "de/confirmation.txt", '{% extends "_brief.txt" %}')
    with pytest.raises(
        TemplateProblem, match=r"^_brief\.txt: no such template in .*de/confirmation\.txt uses"
    ):
        composer(EVENT, tmp_path).compose(CASE, NOW)


def test_check_finds_values_that_are_not_escaped(tmp_path: Path) -> None:
    unsafe = "{% for person in people %}{{ person.name|safe }}{% endfor %}"
    problems = composer(EVENT, lay(tmp_path, "de/waitlist.html", unsafe)).check(NOW)
    assert [(p.file, "without escaping" in p.problem) for p in problems] == [("de/waitlist.html", True)]


def test_check_without_any_templates_says_so(tmp_path: Path) -> None:
    from mailbot.delivery.compose import Composer  # noqa: PLC0415 - the only test without shipped ones
    from tests.unit.delivery.sample_office import SENDER  # noqa: PLC0415 - the same

    (problem,) = Composer((tmp_path,), EVENT, SENDER).check(NOW)
    assert "no language has templates" in str(problem)


def test_new_language_is_only_data(tmp_path: Path) -> None:
    german = shipped_templates() / "mail" / "de"
    for file in german.iterdir():
        content = file.read_text(encoding="utf-8").replace('"de_DE"', '"he"').replace("Guten Tag", "שלום")
        lay(tmp_path, f"he/{file.name}", content)
    message = composer(EVENT, tmp_path).compose(
        notification(Notice.CONFIRMATION, Line(ANNA), language="he"), NOW
    )
    assert "שלום \u2068Sabine Müller\u2069," in text_of(message)
    assert '<html lang="he" dir="rtl">' in html_of(message)
    assert '<div lang="de" dir="ltr" class="below">' in html_of(message)


def test_language_that_lacks_a_notice_leaves_it_to_the_events(tmp_path: Path) -> None:
    lay(tmp_path, "pl/_words.txt", (shipped_templates() / "mail/de/_words.txt").read_text(encoding="utf-8"))
    message = composer(EVENT, tmp_path).compose(notification(Notice.LATE, language="pl"), NOW)
    assert text_of(message).startswith("Guten Tag Sabine Müller,")


def test_line_of_tags_alone_leaves_no_line_and_text_after_a_tag_keeps_its_end(tmp_path: Path) -> None:
    own = "a\n{% if true %}\nb{% if true %} c{% endif %}\n\n{% endif %}\nd{# note #}\n"
    templates = Templates((lay(tmp_path, "de/x.txt", own),))
    assert templates.render("de/x.txt", {}, escape=False) == "a\nb c\n\nd"


def test_words_are_escaped_for_html_and_not_for_text(tmp_path: Path) -> None:
    lay(tmp_path, "de/_words.txt", "{% macro greeting() %}{{ to_name }}{% endmacro %}")
    lay(tmp_path, "de/x.html", "{{ words.greeting() }}")
    templates = Templates((tmp_path,))
    facts = {"to_name": CANARY}
    for escape, shown in ((True, "&lt;strong&gt;event &amp; co"), (False, CANARY)):
        words = templates.words("de", facts, escape=escape)
        assert templates.render("de/x.html", facts | {"words": words}, escape=escape) == shown
