"""Tests of the mailbox room."""
