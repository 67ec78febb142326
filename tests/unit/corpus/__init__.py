"""Tests of the cases and of what builds them."""
