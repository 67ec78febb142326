"""Tests with real Dovecot, Postfix and PostgreSQL."""
