"""What holds for every mail: parsing never raises, and never shows what nobody typed."""

import random
import struct
from collections.abc import Callable

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mailbot.message import parse
from mailbot.message.card import calendar_text, card_text
from mailbot.message.headers import decode_text
from mailbot.message.model import Message
from mailbot.message.office import office_text
from mailbot.message.pdf import pdf_text
from mailbot.message.signature import closing_of
from mailbot.message.split import Context, split
from mailbot.message.wrapping import read_tnef, signed_content
from tests.unit.message.mails import html, mail, multipart, part

SEEDS = (
    mail("Guten Tag,\n\nWorkshop 2.\n\nLG\nAnna\n\nAm 02.09.21 um 10:11 schrieb Jan <j@x.de>:\n> Frage?\n"),
    mail("a \nb\n-- \nAnna", Content_Type="text/plain; charset=utf-8; format=flowed"),
    html("<div>Hallo<table><tr><td>a<td>b</tr></table><blockquote type=cite>x</blockquote></div>"),
    multipart("alternative", part("text/plain", "x"), part("text/html", "<p>y<br>z")),
    multipart(
        "mixed", part("message/rfc822", mail("inner")), part("text/x-vcard", "BEGIN:VCARD\nFN:A\nEND:VCARD")
    ),
    multipart(
        "report",
        part(
            "message/delivery-status", "Reporting-MTA: dns; x\n\nAction: failed\nFinal-Recipient: rfc822;a@b"
        ),
        parameters="; report-type=delivery-status",
        From="MAILER-DAEMON@x",
        Subject="=?utf-8?q?Unzustellbar=3A_x?=",
    ),
)
CONTROLS = {chr(code) for code in range(32)} - {"\n", "\t"}


def check(message: Message) -> None:
    """Every text is fit to be shown; headers are one line."""
    fields = [message.subject, message.message_id, message.notice]
    fields += [text for address in message.senders + message.to for text in (address.name, address.email)]
    assert all(char.isprintable() or char == " " for text in fields for char in text if ord(char) < 0x100)
    for text in (message.own, message.signature, message.quoted, message.plain):
        assert not CONTROLS & set(text)
        text.encode()


@given(st.binary(max_size=3000))
def test_parse_any_bytes(data: bytes) -> None:
    check(parse(data))


@given(st.sampled_from(SEEDS), st.integers(0, 2**32), st.integers(1, 12))
@settings(max_examples=300)
def test_parse_mutated_mails(seed: bytes, chance: int, changes: int) -> None:
    rng = random.Random(chance)
    data = bytearray(seed)
    for _ in range(changes):
        at = rng.randrange(len(data))
        other = rng.choice(SEEDS)
        cut = rng.randrange(len(other))
        match rng.randrange(4):
            case 0:
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randrange(1, 30)]
                data = data or bytearray(b"x")
            case 2:
                data[at:at] = other[cut : cut + rng.randrange(1, 60)]
            case _:
                data[at:at] = rng.choice(
                    (b"\r", b"\n", b"--=cut\n", b"=?utf-8?b?", b"\xff\xfe", b"<", b"%", b"\x00")
                )
    check(parse(bytes(data)))


@given(st.text(max_size=400), st.sampled_from(("utf-8", "utf-16", "koi8-r", "x", "")))
def test_parse_any_text_under_any_label(text: str, label: str) -> None:
    check(parse(mail(text.encode("utf-8", "replace"), Content_Type=f"text/plain; charset={label}")))


@given(st.text(max_size=400))
def test_parse_any_markup(markup: str) -> None:
    check(parse(html(markup.encode("utf-8", "replace").decode())))


@given(
    st.sampled_from((office_text, pdf_text, card_text, calendar_text, signed_content, read_tnef)), st.binary()
)
def test_readers_of_attachments_any_bytes(reader: Callable[[bytes], object], data: bytes) -> None:
    reader(data)


@given(st.sampled_from((0x69003, 0x69005, 0x6800F, 0x2800C)), st.binary(max_size=200), st.integers(0, 400))
def test_read_tnef_any_properties(name: int, value: bytes, cut: int) -> None:
    attributes = [(0x69002, b"x"), (0x18010, b"a.txt"), (name, b"\x02\0\0\0" + value), (name, value)]
    packed = (struct.pack("<BII", 1, name, len(value)) + value + b"\0\0" for name, value in attributes)
    stream = b"\x78\x9f\x3e\x22\0\0" + b"".join(packed)

    read_tnef(stream[: len(stream) - cut])


def test_read_tnef_passes_named_and_multiple_properties_over() -> None:
    named = struct.pack("<HH16sII", 3, 0x8001, b"g", 0, 7) + struct.pack("<I", 5)
    titled = struct.pack("<HH16sII4s", 0x1E, 0x8002, b"g", 1, 3, b"abc") + struct.pack("<II4s", 1, 3, b"xyz")
    several = struct.pack("<HHI", 0x101F, 0x3001, 2) + struct.pack("<I4sI4s", 2, b"a\0\0\0", 2, b"b\0\0\0")
    text = struct.pack("<HHII8s", 0x1E, 0x1000, 1, 6, b"Hallo\0")
    value = struct.pack("<I", 4) + named + titled + several + text
    stream = b"\x78\x9f\x3e\x22\0\0" + struct.pack("<BII", 1, 0x69003, len(value)) + value + b"\0\0"

    assert read_tnef(stream).text == "Hallo"


@given(st.binary(max_size=300))
def test_decode_text_is_one_line(value: bytes) -> None:
    shown = decode_text(value)

    assert shown == " ".join(shown.split())


WORDS = st.text(
    st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Zs"), exclude_characters="\u1427"),
    min_size=1,
    max_size=30,
)


@given(
    st.lists(
        st.one_of(WORDS, st.sampled_from(("", "> x", "-- ", "Viele Grüße", "Von: a", "----", "PS: b"))),
        max_size=25,
    )
)
def test_split_loses_no_word(lines: list[str]) -> None:
    parts = split("\n".join(lines), Context("AW: x"))
    told = [parts.own, parts.signature, parts.quoted, *(f.text + f.subject for f in parts.forwarded)]

    assert sorted(" ".join(told).replace(">", "").split()) == sorted(" ".join(lines).replace(">", "").split())


@given(st.lists(WORDS, min_size=1, max_size=10))
def test_split_plain_words_are_own(lines: list[str]) -> None:
    # Chance draws words of our own source as well, "LG" among them, which rightly ends what somebody said.
    assume(not any(closing_of(line) for line in lines))
    text = "\n".join(" ".join(line.split()) or "x" for line in lines)

    assert split(text).own.split() == text.split()
