"""mailbot: registration for events by plain email."""
