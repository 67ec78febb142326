"""HTML as text: blocks, lists, tables, quotes, and what nobody sees."""

import pytest

from mailbot.message.html import render
from mailbot.message.limits import MAX_HTML_DEPTH


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<div>Hallo</div><div>&nbsp;</div><div>A<br>B</div>", "Hallo\n\nA\nB"),
        ("<div>A</div><div><br></div><div>B</div>", "A\n\nB"),
        ("<p>A</p><p>B</p>", "A\n\nB"),
        ('<p class="MsoNormal">A</p><p class="MsoNormal">B</p>', "A\nB"),
        ('<p style="margin: 0cm">A</p><p style="margin:0">B</p>', "A\nB"),
        ("a  <b>b</b>\n c", "a b c"),
        ("<ul><li>x<li>y</ul>z", "* x\n* y\n\nz"),
        ("<ul><li>x<ol start=3><li>one<li>two</ol></ul>", "* x\n  3. one\n  4. two"),
        ("<pre>a\n   b</pre>", "a\n   b"),
        ('A<blockquote type="cite">B<br>C</blockquote>D', "A\n\n> B\n> C\n\nD"),
        ("A<blockquote>B</blockquote>", "A\n\nB"),
        ("<title>x</title><style>y</style><script>z</script>A<!-- c -->B", "AB"),
        ("Workshop <s>1</s> 2", "Workshop 2"),
        ('<p class="MsoList"><span style="mso-list:Ignore">·<span>&nbsp; </span></span>A</p>', "* A"),
        ('<p class="MsoList"><span style="mso-list:Ignore">2.<span>&nbsp; </span></span>A</p>', "2. A"),
        ('<p>A<span style="mso-tab-count:1">&nbsp;&nbsp;&nbsp; </span>2</p>', "A\t2"),
        ("<p>A\t2\n\t<b>b</b>\t\n</p>", "A\t2 b"),
        ("", ""),
        ("<<<>", "<<<>"),
    ],
)
def test_render_text(markup: str, text: str) -> None:
    assert render(markup).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">no</div>',
        '<div style="DISPLAY : NONE !important">no</div>',
        '<span style="color:red; visibility: hidden">no</span>',
        '<div style="mso-hide:all;">no</div>',
        '<div style="font-size:1px;color:#fff">no</div>',
        '<div style="font-size: 0">no</div>',
        '<div style="max-height:0;overflow:hidden">no</div>',
        "<div hidden>no</div>",
        '<style>.pre, p.x {color:red; display : none}</style><div class="a pre">no</div>',
    ],
)
def test_render_leaves_hidden_text_out(hidden: str) -> None:
    assert render(f"<body>yes{hidden}</body>").text == "yes"


@pytest.mark.parametrize(
    "shown",
    [
        '<style>@media print {.pre {display:none}}</style><div class="pre">yes</div>',
        '<div style="font-size:10px">yes</div>',
        '<div style="font-size:1.2em">yes</div>',
        '<style>/* .a{display:none} */</style><div class="a">yes</div>',
        '<div style="opacity:0.9">yes</div>',
    ],
)
def test_render_keeps_what_is_shown(shown: str) -> None:
    assert render(shown).text == "yes"


def test_render_data_table_rows_are_lines_and_cells_are_kept() -> None:
    markup = "<table><tr><th>Name<th>Workshop</tr><tr><td><p>Anna<p>Leiterin<td>2</tr></table>"
    rendered = render(markup)

    assert rendered.text == "Name\tWorkshop\nAnna Leiterin\t2"
    assert rendered.tables == ((("Name", "Workshop"), ("Anna\nLeiterin", "2")),)


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td><table><tr><td>A</tr></table></td><td>B</tr></table>",
        "<table role=presentation><tr><td>A<td>B</tr></table>",
        "<table><tr><td>A</tr><tr><td>B</tr></table>",
    ],
)
def test_render_layout_table_is_read_as_blocks(markup: str) -> None:
    assert render(markup).text == "A\nB"
    assert render(markup).tables == ()


def test_render_table_in_a_quote_keeps_the_mark_on_each_row() -> None:
    markup = "<blockquote type=cite><table><tr><td>a<td>b</tr><tr><td>c<td>d</table></blockquote>"

    assert render(markup).text == "> a\tb\n> c\td"


def test_render_signature_beside_a_picture_keeps_its_lines() -> None:
    markup = "<table><tr><td><img src=x></td><td>Anna<br>Diakonie<br>Tel. 1</td></tr></table>"

    assert render(markup).text == "Anna\nDiakonie\nTel. 1"


@pytest.mark.parametrize("depth", [300, MAX_HTML_DEPTH - 100, MAX_HTML_DEPTH + 1000, 50_000])
def test_render_deep_markup_loses_no_text(depth: int) -> None:
    rendered = render("<p>above</p>" + "<div>" * depth + "inmost" + "</div>" * depth + "<p>below</p>")

    assert rendered.text.split() == ["above", "inmost", "below"]
