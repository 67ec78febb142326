"""What a mail wants: Message and Event in, Intent out, with evidence for every field."""

from mailbot.intent.model import Action, Evidence, Intent, Kind, Participant, Source
from mailbot.intent.naming import named
from mailbot.intent.read import read, suggested

__all__ = ["Action", "Evidence", "Intent", "Kind", "Participant", "Source", "named", "read", "suggested"]
