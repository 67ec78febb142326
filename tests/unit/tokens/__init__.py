"""Tests of the room for access tokens."""
