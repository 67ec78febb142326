"""Tests of the message room."""
