"""Tests of reading: what a mail wants."""
