"""Why a token is refused, in words that tell an administrator what to do.

Microsoft names its reasons by numbers (AADSTS…), Google by the error codes of RFC 6749, 5.2. What is not
known is told in the provider's own words.
"""

from __future__ import annotations

from collections.abc import Collection

from mailbot.config import Mechanism, OAuthSettings, Provider
from mailbot.errors import Permanent, Temporary


class TokenUnreachable(Temporary):
    """The provider cannot be reached, or cannot answer now; the next run tries again."""


class TokenRefused(Permanent):
    """The provider gives no token; a person must act, and the text says how."""


class MechanismMissing(Permanent):
    """The mail server takes no tokens in the way that is set; the text says which it takes."""


_AGAIN = "run `mailbot sign-in` again"
_REMEDIES = {
    "AADSTS7000215": "the client secret is wrong: enter its value, not its id",
    "AADSTS7000222": "the client secret has run out: make a new one, enter it and its last day",
    "AADSTS700016": "there is no such application in this tenant: look at oauth.client_id and oauth.tenant",
    "AADSTS90002": "there is no such tenant: look at oauth.tenant",
    "AADSTS900023": "there is no such tenant: look at oauth.tenant",
    "AADSTS7000218": "the application must allow public client flows (Authentication, advanced settings)",
    "AADSTS65001": "an administrator of the tenant must consent to the application's permissions",
    "AADSTS700082": f"nobody used this sign-in for too long: {_AGAIN}",
    "AADSTS70008": f"the sign-in has run out: {_AGAIN}",
    "AADSTS50173": f"the password was changed, or the sign-in revoked: {_AGAIN}",
    "AADSTS50076": f"a second factor is asked for: {_AGAIN}",
    "AADSTS50079": f"a second factor is asked for: {_AGAIN}",
    "AADSTS53003": "a rule of the tenant forbids it (conditional access): ask its administrator",
    "AADSTS50057": "the account is disabled: ask the administrator of the tenant",
    "AADSTS50034": "there is no such account in this tenant",
    "invalid_client": "client id and secret do not belong together, or the secret was deleted",
    "unauthorized_client": "the application may not do this: for Google, allow its client id the scope"
    " https://mail.google.com/ (Admin console, domain-wide delegation)",
    "invalid_grant": "the sign-in has run out or was revoked: make a new one; Google ends those of an"
    " application that is in testing after 7 days",
    "invalid_scope": "the application lacks a permission: IMAP.AccessAsApp and SMTP.SendAsApp, or for a"
    " person IMAP.AccessAsUser.All and SMTP.Send",
}
_LATER = ("temporarily_unavailable", "server_error", "AADSTS90033", "AADSTS50196")


def refused(provider: Provider, code: str, words: str) -> TokenRefused | TokenUnreachable:
    """The provider's answer as one of ours. code: `error` of RFC 6749, 5.2."""
    plain = " ".join(words.partition("Trace ID")[0].split())[:300]
    name = provider.value.capitalize()
    if any(sign in f"{code} {words}" for sign in _LATER):
        return TokenUnreachable(f"{name} gives no token now: {code} {plain}".strip())
    remedy = next((told for sign, told in _REMEDIES.items() if f"{sign}:" in words or sign == code), "")
    told = f"{name} refuses a token: {plain or code}"
    return TokenRefused(f"{told} ({remedy})" if remedy else told)


def missing_at_the_server(oauth: OAuthSettings, offered: Collection[str]) -> MechanismMissing | None:
    """What to tell where a log-in by token failed; None if that was not for want of its mechanism.

    offered: the names of the server's SASL mechanisms; empty: it does not tell them.
    """
    names = {name.upper(): name for name in sorted(offered)}
    wanted = oauth.mechanism.value.upper()
    if not names or wanted in names:
        return None
    others = [one.value for one in Mechanism if one.value.upper() in names]
    remedy = (
        f'set oauth.mechanism = "{others[0]}"' if others else 'it takes no tokens: set sign_in = "password"'
    )
    return MechanismMissing(f"it offers no {wanted}, but {', '.join(names)} ({remedy})")


def remedy_at_the_server(oauth: OAuthSettings, protocol: str) -> str:
    """What to look at where the provider gave a token and the mail server does not take it."""
    good = "the token is good, and the server refuses it:"
    log = "; a server of your own tells in its log why (its clock, the issuer, another name in the token)"
    if oauth.provider is Provider.GOOGLE:
        return f"{good} allow {protocol} for this account, and look at its name"
    if protocol == "IMAP":
        return (
            f"{good} allow IMAP for this mailbox, give the application's service principal full access to it"
            " (New-ServicePrincipal, Add-MailboxPermission), and look at mailbox.username: it is the"
            f" mailbox's own address, also of a shared one{log}"
        )
    return (
        f"{good} allow authenticated SMTP for this mailbox"
        " (Set-CASMailbox -SmtpClientAuthenticationDisabled $false), and look at"
        f" smtp.username: it is who may send by this token{log}"
    )
