"""What a service manager tells a program that it starts, by its environment (sd_notify(3))."""

from __future__ import annotations

import os
from collections.abc import Mapping


def notify_socket(environ: Mapping[str, str] = os.environ) -> str:
    """Where the service manager wants to hear how it stands; "" where none has started us."""
    return environ.get("NOTIFY_SOCKET", "")
