"""Mails that attack whoever looks at them: every field carries markup and scripts, and every page shows text.

The policy of the desk would keep scripts from running; in these windows it is switched off, so that the
escaping of the pages has to hold by itself.
"""

from __future__ import annotations

from email.header import Header
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from mailbot.decision import Caller, Origin
from mailbot.flow import organiser
from mailbot.intent.model import Participant
from tests.routes import PAGE, ROUTES, Places, addresses
from tests.web.played import Played
from tests.web.windows import Windows

SCRIPTS = [
    "<script>pwned()</script>",
    '"><img src=x onerror=pwned()>',
    "'><svg/onload=pwned()>",
    "</textarea></title></style></pre><b data-pwned onmouseover=pwned()>b</b>",
    "<iframe srcdoc='<script>top.pwned()</script>'></iframe>",
    '" autofocus onfocus=pwned() x="',
    "{{ 7*191 }}{% raw %}",
    "javascript:pwned()",
]


def _encoded(text: str) -> str:
    return Header(text, "utf-8", maxlinelen=2000).encode()


def _parts(name: str, body: str, script: str) -> list[str]:
    """Text, HTML, attachments and a forwarded mail, line by line."""
    return [
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        'Content-Type: multipart/alternative; boundary="a"',
        "",
        "--a",
        "Content-Type: text/plain; charset=utf-8",
        "",
        body,
        "--a",
        "Content-Type: text/html; charset=utf-8",
        "",
        f"<html><body><p>{body}</p>{script}<img src='https://tracker.evil.test/x.png'></body></html>",
        "--a--",
        "--b",
        f"Content-Type: application/pdf; name*=utf-8''{quote(script)}.pdf",
        f"Content-Disposition: attachment; filename*=utf-8''{quote(script)}.pdf",
        "",
        "%PDF-1.4",
        "--b",
        f'Content-Type: text/html; name="{script.replace(chr(34), "")}.html"',
        "Content-Disposition: attachment",
        "",
        f"<script>pwned()</script>{script}",
        "--b",
        "Content-Type: message/rfc822",
        "",
        f"From: {_encoded(name)} <x@y.test>",
        f"Subject: {_encoded(script)}",
        "",
        body,
        "--b--",
        "",
    ]


def _hostile(number: int, script: str) -> bytes:
    """A mail that is held, with `script` in every field that a sender can write."""
    name, at = f"Eva {script}", f"eva-{number}@verein.example"
    body = f"Ich melde mich zum Fachtag an.\nName: {name}\nEinrichtung: {script}\nWorkshop: 2\n{script}\n"
    lines = [
        f"From: {_encoded(name)} <{at}>",
        "To: anmeldung@example.test",
        f"Subject: {_encoded('Anmeldung zum Fachtag ' + script)}",
        "Date: Mon, 20 Sep 2021 18:00:00 +0200",
        f"Message-ID: <{number}{script.replace(' ', '')}@verein.example>",
        f"Reply-To: {_encoded(script)} <somebody-{number}@elsewhere.test>",
        f"Cc: {_encoded(script)} <cc@elsewhere.test>",
        f"In-Reply-To: <{script.replace(' ', '')}@example.test>",
        f"References: <{script.replace(' ', '')}@example.test>",
        f"X-Mailer: {_encoded(script)}",
        f"Organization: {_encoded(script)}",
        f"Content-Language: {script}",
        f"List-Unsubscribe-Post: {script}",
        "MIME-Version: 1.0",
        *_parts(name, body, script),
    ]
    return "\r\n".join(lines).encode()


@pytest.fixture(scope="module")
def attacked(played: Played) -> list[int]:
    """The numbers of mails with each attack; an organiser has typed them in by telephone as well."""
    played.arrive(*(_hostile(number, script) for number, script in enumerate(SCRIPTS)))
    for script in SCRIPTS:
        who = Participant(f"Tel {script}"[:90], workshop="1", organisation=script[:90], title=script[:30])
        organiser.add(
            played.office, "test", Caller(who, "", "de", script[:30]), Origin.TELEPHONE, exception=True
        )
    with played.office.database.reading() as tx:
        rows = tx.exec_driver_sql("select id, disposition from mails order by id desc limit 8").all()
    return [int(row[0]) for row in rows]


def injected(page: Page) -> str:
    """What of the attacks became part of the page; "" where all of it is text."""
    found: str = page.evaluate(
        """() => window.pwnedNow || [...document.querySelectorAll(
          "[data-pwned], [onerror], [onload], [onfocus], [onmouseover], img, main script, "
          + "iframe:not(.framed[sandbox='']), a[href^=javascript]"
        )].map(e => e.outerHTML.slice(0, 200)).join("; ")"""
    )
    return found


@pytest.fixture
def page(windows: Windows) -> Page:
    shown = windows.of("Ada Admin", bypass_csp=True)
    shown.add_init_script("window.pwned = () => { window.pwnedNow = 'a script ran'; alert('pwned'); }")
    return shown


@pytest.mark.timeout(400)  # Every page with every attack, in a browser.
def test_attacks_are_text_on_every_page(page: Page, played: Played, attacked: list[int]) -> None:
    with played.office.database.reading() as tx:
        references = [
            row[0]
            for row in tx.exec_driver_sql(
                "select reference from registrations where name like '%pwned%'"
            ).all()
        ]
        outgoing = [
            row[0] for row in tx.exec_driver_sql("select id from outbox order by id desc limit 8").all()
        ]
    assert len(references) >= len(SCRIPTS) / 2
    seen = ""
    for path, route in ROUTES.items():
        if route.shows is not PAGE or route.open:
            continue
        for address in addresses(path):
            numbers = attacked if "{mail}" in address else attacked[:1]
            for place, mail in enumerate(numbers):
                there = Places(mail, references[place % len(references)], outgoing[place % len(outgoing)])
                page.goto(there.fill(address))
                assert injected(page) == "", there.fill(address)
                seen += page.content()
    assert "&lt;script&gt;pwned()" in seen
    assert "1337" not in seen, "a template took foreign text for its own"


def test_attacks_are_text_in_previews_and_corrections(page: Page, attacked: list[int]) -> None:
    for number in attacked:
        page.goto(f"/mails/{number}")
        if page.locator("button[value=accept-preview]").count():
            with page.expect_navigation():
                page.keyboard.press("v")
        assert injected(page) == "", number


@pytest.mark.parametrize("script", SCRIPTS, ids=range(len(SCRIPTS)))
def test_attacks_in_an_address_of_the_desk_are_text(page: Page, script: str) -> None:
    for address in (
        f"/registrations?text={quote(script)}&workshop={quote(script)}&sort={quote(script)}",
        f"/audit?actor={quote(script)}",
        f"/outbox?state={quote(script)}",
        f"/personal-data?whom={quote(script)}",
        f"/{quote(script, safe='')}",
        f"/registrations/{quote(script, safe='')}",
    ):
        page.goto(address)
        assert injected(page) == "", address
