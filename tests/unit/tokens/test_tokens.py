"""Tokens from a provider that rotates, expires and refuses: what is kept, and what is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from mailbot.config import Grant, OAuthSettings, Provider
from mailbot.tokens import TokenRefused, TokenUnreachable, access_token, forget, sign_in
from mailbot.tokens.access import _held, _refused
from mailbot.tokens.keeping import keep, kept
from tests.servers.authority import Authority
from tests.servers.provider import SECRET, TENANT, providing
from tests.servers.provider import Provider as TokenServer

BOX = "anmeldung@amt.test"


@pytest.fixture(autouse=True)
def _none_held() -> Iterator[None]:
    yield
    _held.clear()
    _refused.clear()


@pytest.fixture
def provider(authority: Authority, tmp_path: Path) -> Iterator[TokenServer]:
    with providing(authority, tmp_path, BOX) as server:
        yield server


def microsoft(provider: TokenServer, folder: Path, authority: Authority, **changes: Any) -> OAuthSettings:
    usual = OAuthSettings(
        tenant=TENANT,
        client_id="app",
        client_secret=SECRET,
        authority=provider.url,
        ca_file=authority.ca_file,
        token_file=folder / "oauth.token",
    )
    return replace(usual, **changes)


def google(provider: TokenServer, folder: Path, authority: Authority, grant: Grant) -> OAuthSettings:
    key: dict[str, str] = {"token_uri": f"{provider.url}/token", "client_id": "app", "client_secret": SECRET}
    if grant is Grant.SERVICE_ACCOUNT:
        key |= {"type": "service_account", "client_email": "bot@project.test"}
        key |= {"private_key": provider.private_key(), "private_key_id": "1"}
    else:
        key |= {"type": "authorized_user", "refresh_token": "refresh-0"}
    (folder / "key.json").write_text(json.dumps(key), "utf-8")
    return OAuthSettings(
        provider=Provider.GOOGLE,
        grant=grant,
        key_file=folder / "key.json",
        token_file=folder / "oauth.token",
        ca_file=authority.ca_file,
    )


def test_token_is_held_until_it_is_nearly_over(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    oauth = microsoft(provider, tmp_path, authority)
    first = access_token(oauth, BOX)
    again = access_token(oauth, BOX)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=56), tick=True):
        later = access_token(oauth, BOX)

    assert (first == again, first == later) == (True, False)
    assert [form["scope"] for form in provider.asked] == ["https://outlook.office365.com/.default"] * 2


def test_token_that_a_server_did_not_take_is_had_anew(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    oauth = microsoft(provider, tmp_path, authority)
    first = access_token(oauth, BOX)
    forget(oauth, BOX)

    assert access_token(oauth, BOX) != first


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("AADSTS7000215: Invalid client secret provided.", "enter its value, not its id"),
        ("AADSTS7000222: The provided client secret keys are expired.", "the client secret has run out"),
        ("AADSTS700016: Application not found", "oauth.client_id and oauth.tenant"),
        ("AADSTS65001: not consented", "must consent"),
        ("AADSTS99999: something new", "something new"),
    ],
)
def test_refusal_of_microsoft_says_what_to_do(
    provider: TokenServer, tmp_path: Path, authority: Authority, words: str, remedy: str
) -> None:
    provider.refusals.append((401, {"error": "invalid_client", "error_description": f"{words} Trace ID: 7"}))
    with pytest.raises(TokenRefused) as error:
        access_token(microsoft(provider, tmp_path, authority), BOX)

    assert remedy in str(error.value)
    assert "Trace ID" not in str(error.value)


def test_wrong_secret_is_refused_and_not_repeated(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    oauth = microsoft(provider, tmp_path, authority, client_secret="falsches-wort")
    with pytest.raises(TokenRefused, match="client secret is wrong") as error:
        access_token(oauth, BOX)

    assert "falsches-wort" not in str(error.value)
    assert "falsches-wort" not in repr(oauth)


def test_unknown_tenant_is_named(provider: TokenServer, tmp_path: Path, authority: Authority) -> None:
    with pytest.raises(TokenRefused, match=r"look at oauth\.tenant"):
        access_token(microsoft(provider, tmp_path, authority, tenant="nobody"), BOX)


@pytest.mark.parametrize("status", [500, 503])
def test_provider_that_fails_is_tried_again(
    provider: TokenServer, tmp_path: Path, authority: Authority, status: int
) -> None:
    oauth = microsoft(provider, tmp_path, authority)
    provider.refusals += [(status, {"error": "server_error"})] * 4
    with pytest.raises(TokenUnreachable):
        access_token(oauth, BOX)
    provider.refusals.clear()

    assert access_token(oauth, BOX)


def test_provider_that_is_not_there_is_temporary(
    tmp_path: Path, authority: Authority, provider: TokenServer
) -> None:
    oauth = replace(microsoft(provider, tmp_path, authority), authority="https://localhost:9")
    with pytest.raises(TokenUnreachable, match="cannot be reached"):
        access_token(oauth, BOX)


def test_provider_whose_certificate_is_not_trusted_is_refused(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    with pytest.raises(TokenRefused, match="certificate is not trusted"):
        access_token(microsoft(provider, tmp_path, authority, ca_file=None), BOX)


def test_sign_in_by_code_is_kept_and_renewed_and_rotated(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    oauth = microsoft(provider, tmp_path, authority, grant=Grant.DEVICE_CODE)
    with pytest.raises(TokenRefused, match="mailbot sign-in"):
        access_token(oauth, BOX)
    shown: list[str] = []
    who = sign_in(oauth, shown.append)
    file = tmp_path / "oauth.token"
    mode, tokens = file.stat().st_mode & 0o777, [access_token(oauth, BOX)]
    for hours in (2, 4, 6):
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=True):
            tokens.append(access_token(oauth, BOX))

    assert (who, mode) == ("frau.weber@amt.test", 0o600)
    assert shown == ["Open https://login.example.test and enter the code AB12CD."]
    # Each refresh token was good once; all of them came from the file.
    assert len(set(tokens)) == 4
    assert provider.refresh in file.read_text("utf-8")


def test_sign_in_that_was_revoked_says_to_sign_in_again(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    oauth = microsoft(provider, tmp_path, authority, grant=Grant.DEVICE_CODE)
    sign_in(oauth, lambda _: None)
    provider.refresh = "another"
    forget(oauth, BOX)
    with pytest.raises(TokenRefused, match="run `mailbot sign-in` again"):
        access_token(oauth, BOX)


def test_google_service_account_acts_for_the_mailbox(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    import jwt  # noqa: PLC0415 - comes with the extra

    assert access_token(google(provider, tmp_path, authority, Grant.SERVICE_ACCOUNT), BOX)
    (form,) = provider.asked
    claims = jwt.decode(form["assertion"], options={"verify_signature": False})
    assert (claims["sub"], claims["scope"]) == (BOX, "https://mail.google.com/")


def test_google_refresh_token_that_is_rotated_is_kept(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    oauth = google(provider, tmp_path, authority, Grant.REFRESH_TOKEN)
    tokens = set()
    for _ in range(3):
        tokens.add(access_token(oauth, BOX))
        forget(oauth, BOX)
    file = tmp_path / "oauth.token"

    assert len(tokens) == 3
    assert (provider.refresh in file.read_text("utf-8"), file.stat().st_mode & 0o777) == (True, 0o600)
    # A new key of the office's counts before what was renewed of the old one.
    provider.refresh = "new"
    key = json.loads((tmp_path / "key.json").read_text("utf-8"))
    (tmp_path / "key.json").write_text(json.dumps(key | {"refresh_token": "new"}), "utf-8")
    assert access_token(oauth, BOX)


@pytest.mark.parametrize(
    ("grant", "code", "remedy"),
    [
        (Grant.REFRESH_TOKEN, "invalid_grant", "in testing after 7 days"),
        (Grant.SERVICE_ACCOUNT, "unauthorized_client", "domain-wide delegation"),
    ],
)
def test_refusal_of_google_says_what_to_do(
    provider: TokenServer, tmp_path: Path, authority: Authority, grant: Grant, code: str, remedy: str
) -> None:
    provider.refusals.append((400, {"error": code, "error_description": "No."}))
    with pytest.raises(TokenRefused) as error:
        access_token(google(provider, tmp_path, authority, grant), BOX)

    assert remedy in str(error.value)


def test_google_key_that_is_none_is_named(
    provider: TokenServer, tmp_path: Path, authority: Authority
) -> None:
    oauth = google(provider, tmp_path, authority, Grant.SERVICE_ACCOUNT)
    for text in ("", "[]", '{"type": "service_account"}'):
        (tmp_path / "key.json").write_text(text, "utf-8")
        with pytest.raises(TokenRefused, match=r"key\.json"):
            access_token(oauth, BOX)


def test_what_is_kept_is_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    file, seen = tmp_path / "token", set[str]()
    texts = {str(n) * 100_000 for n in range(10)}
    keep(file, "0" * 100_000)
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(kept(file))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        for text in texts:
            keep(file, text)
    stop.set()
    reader.join()

    assert seen <= texts
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    with pytest.raises(TokenRefused, match="others may read"):
        kept(file)
