"""What can be read from attachments, and what they may not do to us."""

import io
import struct
import zipfile

import openpyxl
import pytest

from mailbot.message import parse
from mailbot.message.card import calendar_text, card_text
from mailbot.message.limits import MAX_UNPACKED
from mailbot.message.office import office_text
from mailbot.message.pdf import pdf_text
from mailbot.message.wrapping import read_tnef, signed_content
from tests.unit.message.mails import html, mail, multipart, part

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return stream.getvalue()


def docx(body: str, head: str = "") -> bytes:
    return packed(
        word__document_xml=f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )


def workbook(*rows: tuple[str | int | None, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf(text: str) -> bytes:
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    fonts = b"<< /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


def test_office_text_of_docx_paragraphs_and_table() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = "<w:tbl><w:tr>" + cell.format("Anna") + cell.format("2") + "</w:tr></w:tbl>"

    assert (
        office_text(docx("<w:p><w:r><w:t>Anmel</w:t><w:t>dung</w:t></w:r></w:p>" + table))
        == "Anmeldung\nAnna\t2"
    )


def test_office_text_of_xlsx_rows_in_their_columns() -> None:
    assert (
        office_text(workbook(("Name", None, "WS"), ("Anna Müller", "x", 2)))
        == "Name\t\tWS\nAnna Müller\tx\t2"
    )


def test_office_text_of_odt() -> None:
    row = "<t:table-row><t:table-cell><t:p>a</t:p></t:table-cell></t:table-row>"
    markup = f'<o xmlns:t="urn:t"><t:p>Hallo</t:p><t:table>{row}</t:table></o>'

    assert office_text(packed(content_xml=markup)) == "Hallo\na"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 broken", packed(other="x"), packed(word__document_xml="<no"), b"PK" * 5000]
)
def test_office_text_unreadable_is_empty(data: bytes) -> None:
    assert office_text(data) == ""


def test_office_text_that_unpacks_to_too_much_is_refused() -> None:
    bomb = docx("<w:p><w:r><w:t>" + "a" * (MAX_UNPACKED + 1) + "</w:t></w:r></w:p>")

    assert len(bomb) < 100_000
    assert office_text(bomb) == ""


def test_office_text_resolves_no_entities() -> None:
    head = '<!DOCTYPE d [<!ENTITY a "secret"><!ENTITY f SYSTEM "file:///etc/hostname">]>'

    assert office_text(docx("<w:p><w:r><w:t>x&a;&f;</w:t></w:r></w:p>", head)) == "x"


def test_pdf_text_of_page_and_of_damage() -> None:
    assert pdf_text(pdf("Anmeldung Anna")).strip() == "Anmeldung Anna"
    assert pdf_text(b"%PDF-1.4\nnothing\nstartxref\n7\n%%EOF") == ""
    assert pdf_text(b"no pdf") == ""
    assert pdf_text(pdf("x").replace(b"/Pages 2 0 R", b"/Pages 9 0 R")) == ""


def test_card_text_of_versions() -> None:
    new = "BEGIN:VCARD\r\nFN:Anna Müller\r\nORG:Diakonie;Freiberg\r\nEMAIL:a@\r\n example.org\r\nEND:VCARD"
    old = b"BEGIN:VCARD\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Anna\r\nEND:VCARD"

    assert (
        card_text(new.encode())
        == "Name: Anna Müller\nOrganisation: Diakonie, Freiberg\nE-Mail: a@example.org"
    )
    assert card_text(old) == "Name: Anna Müller"


def test_calendar_text_leaves_the_timezone_out() -> None:
    zone = "BEGIN:VTIMEZONE\r\nDTSTART:19700101T000000\r\nEND:VTIMEZONE\r\n"
    attendee = 'ATTENDEE;CN="a: b";PARTSTAT=ACCEPTED:mailto:a@b'
    text = f"METHOD:REQUEST\r\n{zone}SUMMARY:Fachtag\\, Freiberg\r\n{attendee}\r\n"

    assert (
        calendar_text(text.encode())
        == "METHOD: REQUEST\nSUMMARY: Fachtag, Freiberg\nATTENDEE: mailto:a@b (ACCEPTED)"
    )


def tnef_attribute(name: int, value: bytes) -> bytes:
    return struct.pack("<BII", 1, name, len(value)) + value + b"\0\0"


def test_read_tnef_text_and_files() -> None:
    body = "Hallo\0".encode("utf-16-le")
    properties = struct.pack("<IHHII", 1, 0x1F, 0x1000, 1, len(body)) + body
    stream = b"\x78\x9f\x3e\x22\0\0" + tnef_attribute(0x69003, properties) + tnef_attribute(0x69002, b"x")
    stream += tnef_attribute(0x18010, b"liste.txt\0") + tnef_attribute(0x6800F, b"Anna;2")
    found = read_tnef(stream)
    message = parse(
        multipart(
            "mixed",
            part("application/ms-tnef", stream, Content_Disposition="attachment; filename=winmail.dat"),
        )
    )

    assert (found.text, [(file.filename, file.data) for file in found.files]) == (
        "Hallo",
        [("liste.txt", b"Anna;2")],
    )
    assert message.own == "Hallo"
    assert [(a.filename, a.text) for a in message.attachments] == [("liste.txt", "Anna;2")]


def ber(tag: int, value: bytes) -> bytes:
    return bytes([tag, 0x84]) + len(value).to_bytes(4, "big") + value


def test_parse_opaque_signature_gives_the_mail_inside() -> None:
    entity = b"Content-Type: text/plain; charset=utf-8\r\n\r\nWorkshop 2 bitte."
    data = ber(0x06, bytes.fromhex("2a864886f70d010701")) + ber(
        0xA0, ber(0x24, ber(0x04, entity[:20]) + ber(0x04, entity[20:]))
    )
    signed = ber(0x02, b"\1") + ber(0x31, b"") + ber(0x30, data) + ber(0x31, ber(0x04, b"signature"))
    cms = ber(0x30, ber(0x06, bytes.fromhex("2a864886f70d010702")) + ber(0xA0, ber(0x30, signed)))
    message = parse(
        part("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", cms, Subject="Anmeldung")
    )

    assert signed_content(cms) == entity
    assert (message.subject, message.own) == ("Anmeldung", "Workshop 2 bitte.")


def test_parse_attachments_are_listed_with_what_they_say() -> None:
    data = multipart(
        "mixed",
        part("text/plain", "Anbei."),
        part(
            "application/octet-stream",
            docx("<w:p><w:r><w:t>Anna</w:t></w:r></w:p>"),
            Content_Disposition='attachment; filename="a.DOCX"',
        ),
        part("image/png", b"x" * 30, Content_Disposition="inline; filename=logo.png"),
        part(
            "text/csv; charset=iso-8859-1",
            "Müller;2".encode("latin-1"),
            Content_Disposition="attachment; filename=l.csv",
        ),
        part("application/pkcs7-signature", b"x"),
    )
    message = parse(data)

    assert message.own == "Anbei."
    assert [(a.filename, a.size > 0, a.inline, a.text) for a in message.attachments] == [
        ("a.DOCX", True, False, "Anna"),
        ("logo.png", True, True, ""),
        ("l.csv", True, False, "Müller;2"),
    ]


def test_parse_mail_passed_on_as_attachment() -> None:
    inner = mail(
        "Ich komme zu Workshop 3.\n\nViele Grüße\nJan Weber", From="Jan <jan@example.org>", Subject="Fachtag"
    )
    message = parse(multipart("mixed", part("text/plain", "Bitte aufnehmen."), part("message/rfc822", inner)))

    assert message.own == "Bitte aufnehmen."
    assert [
        (f.sender.email if f.sender else "", f.subject, f.text, f.signature) for f in message.forwarded
    ] == [("jan@example.org", "Fachtag", "Ich komme zu Workshop 3.\n\nViele Grüße", "Jan Weber")]


def test_parse_html_of_an_attachment_is_read_as_text() -> None:
    assert parse(html("<p>Hallo</p>")).own == "Hallo"
