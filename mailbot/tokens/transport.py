"""The HTTPS connection to a provider: certificates verified, an end to waiting."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from mailbot.config import OAuthSettings

_TIMEOUT_SECONDS = 30

# What went wrong on the way is told by our own words, once.
for _name in ("urllib3", "msal", "google.auth"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


def session(oauth: OAuthSettings) -> Any:
    """A `requests.Session`. A `ca_file` that is set counts, whatever the environment of the process says:
    left to itself, requests would prefer `REQUESTS_CA_BUNDLE` to it.
    """
    import requests  # noqa: PLC0415 - a part of the extra "oauth"

    made = requests.Session()
    how: dict[str, Any] = {"timeout": _TIMEOUT_SECONDS}
    how |= {"verify": str(oauth.ca_file)} if oauth.ca_file else {}
    made.request = partial(made.request, **how)
    return made
