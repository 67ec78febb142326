"""Mails with the truth about them, and what turns them into bytes."""
