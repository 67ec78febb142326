"""Tests of the post: words, bytes, calendar entries and times of trying again."""
