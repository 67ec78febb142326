"""Fuzzing of what a stranger's bytes reach: `message` and `intent`."""
