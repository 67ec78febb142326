"""Access tokens for the mail servers (OAuth 2, RFC 6749): had, kept, renewed, and why one is refused."""

from mailbot.tokens.access import access_token, forget, sign_in
from mailbot.tokens.refusal import (
    MechanismMissing,
    TokenRefused,
    TokenUnreachable,
    missing_at_the_server,
    remedy_at_the_server,
)

__all__ = [
    "MechanismMissing",
    "TokenRefused",
    "TokenUnreachable",
    "access_token",
    "forget",
    "missing_at_the_server",
    "remedy_at_the_server",
    "sign_in",
]
