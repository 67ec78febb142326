"""Message and Event in, Intent out: the room that understands."""
