"""Every page as people meet it: on a phone, magnified, in the dark, by keyboard, by axe-core's rules.

axe-core (MPL-2.0) comes with the package axe-playwright-python (MIT); both are used in tests only.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.routes import PAGE, ROUTES, Places, addresses
from tests.web.played import Played
from tests.web.windows import DESK, PHONE, Windows

ADDRESSES = [a for path, route in ROUTES.items() if route.shows is PAGE for a in addresses(path)]
ADDRESSES += ["/nowhere", "/mails/{mail}#preview"]

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_MAGNIFIED = {"width": 640, "height": 450}
"""A desk's window at 200 % (WCAG 2.2, 1.4.4 and 1.4.10 in CSS pixels)."""


@pytest.fixture(scope="module")
def places(played: Played) -> Places:
    return played.places()


@pytest.fixture(params=ADDRESSES)
def page(request: pytest.FixtureRequest, windows: Windows, places: Places) -> Page:
    """One page of the desk, open; "#preview": after a click on the preview of the reply."""
    address = places.fill(request.param)
    shown = windows.stranger() if address == "/sign-in" else windows.of("Ada Admin")
    shown.goto(address.removesuffix("#preview"))
    if address.endswith("#preview"):
        with shown.expect_navigation():
            shown.keyboard.press("v")
    return shown


def violations(page: Page, *rules: str) -> list[str]:
    """What axe-core finds; it is handed to the page by the debugger, so the page's policy stays as it is."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": _RULES}
    found: dict[str, Any] = page.evaluate("only => axe.run(document, {runOnly: only})", only)
    return [
        f"{v['id']}: {v['help']}: {node['html'][:120]} {node['failureSummary'][-200:]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_page_is_accessible_and_fits_wherever_it_is_shown(page: Page) -> None:
    found = {"desk": violations(page)}
    page.emulate_media(color_scheme="dark")
    found["desk in the dark"] = violations(page, "color-contrast", "link-in-text-block")
    for name, size in (("phone", PHONE), ("magnified", _MAGNIFIED)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert width(page) <= size["width"], name
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found["phone in the dark"] = violations(page)
    page.emulate_media(color_scheme="light")
    found["phone"] = violations(page, "color-contrast", "target-size")

    assert {where: what for where, what in found.items() if what} == {}


def test_page_says_what_and_whose_it_is(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" – 6. Fachtag: 5 Jahre Integrationsarbeit Mittelsachsen")
    assert page.title().strip(" –") != "6. Fachtag: 5 Jahre Integrationsarbeit Mittelsachsen"
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("main").count() == 1


_STEP = """() => {
  const at = document.activeElement, before = window.before;
  if (!at || at === document.body) return {done: true};
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.left >= 0 && box.top < innerHeight && box.bottom > 0;
  // A link within a frame is a step of its own, and has a ring of its own.
  const framed = at.tagName === "IFRAME", inside = framed && at === before;
  const follows = before && before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
  const later = !before || inside || Boolean(follows);
  window.before = at;
  return {done: false, what: at.outerHTML.slice(0, 100), later, seen,
          ring: framed || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2};
}"""
_FIRST = "() => { document.activeElement.blur(); window.before = null; scrollTo(0, 0); }"


def test_tab_goes_through_the_page_in_its_order_and_is_seen(page: Page) -> None:
    page.evaluate(_FIRST)
    page.locator(".skip").focus()
    steps = []
    for _ in range(45):
        step = page.evaluate(_STEP)
        if step["done"]:
            break
        steps.append(step)
        page.keyboard.press("Tab")

    assert len(steps) >= 4
    assert [s for s in steps if not (s["later"] and s["seen"] and s["ring"])] == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_is_cut_off_or_over_one_another(
    windows: Windows, places: Places, size: dict[str, int]
) -> None:
    page = windows.of("Ada Admin", viewport=size)
    for address in (places.fill(a) for a in ADDRESSES if "#" not in a):
        page.goto(address)
        cut = page.evaluate(
            """() => [...document.querySelectorAll("button, .button, a, h1, h2, label, td, th, dd, b")]
              .filter(e => e.offsetParent && !e.closest(".scroll, .unseen, .skip, details:not([open])"))
              .map(e => [e, e.getBoundingClientRect()])
              .filter(([e, box]) => box.width && box.right > innerWidth + 1)
              .map(([e]) => e.outerHTML.slice(0, 120))"""
        )
        assert cut == [], address
