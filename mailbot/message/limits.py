"""How much of a mail is looked at; what lies beyond is left out and named among its defects.

The limits are far above what people send and low enough that no mail can hold up the ones behind it:
every step of this room is linear in what these limits let through.
"""

from __future__ import annotations

MAX_MESSAGE = 64 * 1024 * 1024
"""Octets of one mail; mail servers commonly refuse from 50 MB on."""

MAX_HEADER = 512 * 1024
"""Octets of one header section (RFC 5322, 2.2)."""

MAX_FIELDS = 2000
"""Header fields of one section."""

MAX_DEPTH = 24
"""Parts within parts, forwarded mails within mails included (RFC 2046, 5.1)."""

MAX_PARTS = 400
"""Parts of one mail."""

MAX_TEXT = 1024 * 1024
"""Characters of text of one part; a long book has as many."""

MAX_HTML = 1024 * 1024
"""Octets of HTML of one part."""

MAX_HTML_DEPTH = 2000
"""Elements within elements; deeper markup is read without its tags."""

MAX_ELEMENTS = 60_000
"""Elements of one HTML part; those after them are not read."""

MAX_LINE = 2000
"""Characters of a header field that is shown as one line; a line of mail has 998 (RFC 5322, 2.1.1)."""

MAX_ADDRESSES = 500
"""Addresses of one header field."""

MAX_DOCUMENT = 8 * 1024 * 1024
"""Octets of one attachment that is opened for its text."""

MAX_UNPACKED = 16 * 1024 * 1024
"""Octets that one member of a packed document may unpack to."""

MAX_SUGGESTION = 100_000
"""Characters kept of the text of an attachment."""

MAX_PAGES = 20
"""Pages of a PDF that are read."""

MAX_DOCUMENTS = 12
"""Attachments of one mail that are opened for their text."""
