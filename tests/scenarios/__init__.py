"""Conversations between people and the office, written down as scripts and played on real servers."""
