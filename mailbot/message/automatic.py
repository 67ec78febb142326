"""Who wrote a mail, a person or a machine."""

from __future__ import annotations

from mailbot.message.content import Content
from mailbot.message.mime import Part
from mailbot.message.model import Address, Automatic, AutomaticKind, Bounce, Sign


def classify(
    root: Part, content: Content, text: str, senders: tuple[Address, ...], own: frozenset[str], bounce: Bounce | None
) -> Automatic:
    """The sign, kind and signs of a machine."""
    fields = root.fields
    if any(a.email.lower() in own for a in senders) or fields.first("x-mailbot-notice"):
        return Automatic(Sign.STRONG, AutomaticKind.OWN, ("our own mail",))
    submitted = (fields.text("auto-submitted") or "no").partition(";")[0].strip().lower()
    if root.content_type == "multipart/report":
        kind = AutomaticKind.READ_RECEIPT if "disposition" in root.parameters.get("report-type", "") else AutomaticKind.BOUNCE
        return Automatic(Sign.STRONG, kind, ("multipart/report",))
    if submitted != "no" or fields.text("return-path") == "<>":
        return Automatic(Sign.STRONG, AutomaticKind.AUTO_REPLY, ("Auto-Submitted",))
    if fields.first("list-id") or fields.text("precedence").lower() in ("bulk", "list", "junk"):
        return Automatic(Sign.WEAK, AutomaticKind.MAILING_LIST, ("List-Id",))
    return Automatic()
