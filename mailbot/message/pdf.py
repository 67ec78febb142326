"""Text of PDF files, by pypdf (BSD, pure Python), within limits of pages and size."""

from __future__ import annotations

import io

from mailbot.message.limits import MAX_PAGES, MAX_SUGGESTION

_MOST_OCTETS = 3 * 1024 * 1024
_PAGE_OCTETS = 300_000
"""Octets of drawing instructions on one page; a page of prose has a tenth of it."""

_RECOVERED = 1000
_REFERENCES = 50_000


_FAILURES = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError),
    *(OSError, RuntimeError, EOFError, StopIteration, MemoryError),
)


def pdf_text(data: bytes) -> str:
    """The text of a PDF in octets, page by page; empty for scans, encrypted and unreadable files."""
    if len(data) > _MOST_OCTETS or b"%PDF-" not in data[:1024] or b"startxref" not in data[-2048:]:
        return ""
    if b"/Font" not in data and b"/ObjStm" not in data:
        # A scan: nothing in it is text (fonts may hide in object streams, from PDF 1.5 on).
        return ""
    # pypdf takes a third of a second to load; only mails with a PDF pay for it.
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    pages: list[str] = []
    try:
        # Strict: what is damaged is refused at once, rather than repaired at length.
        reader = PdfReader(
            io.BytesIO(data),
            strict=True,
            root_object_recovery_limit=_RECOVERED,
            xref_stream_maximum_entries=_REFERENCES,
        )
        for page in reader.pages[:MAX_PAGES]:
            contents = page.get_contents()
            if contents is not None and len(contents.get_data()) <= _PAGE_OCTETS:
                pages.append(page.extract_text())
            if sum(map(len, pages)) > MAX_SUGGESTION:
                break
    except (PyPdfError, *_FAILURES):
        # A damaged file fails anywhere in the reader; what was read before stays.
        pass
    return "\n\n".join(pages)[:MAX_SUGGESTION]
