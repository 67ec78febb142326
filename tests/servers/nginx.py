"""nginx on loopback, with the configuration that is shipped, in front of a desk."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.authority import Authority
from tests.servers.office import PROJECT
from tests.servers.process import Server, free_ports, program

SHIPPED = PROJECT / "deploy" / "nginx.conf"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_AROUND = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
{temporary}
{shipped}
}}
"""


def missing() -> str:
    """Why nginx cannot run here; "" where it can."""
    return "" if program("nginx") else "the Debian package nginx is missing"


@contextmanager
def running(folder: Path, authority: Authority, desk: str) -> Iterator[tuple[str, str]]:
    """The proxy before the desk at this address; gives its addresses by HTTP and by HTTPS."""
    plain, secure = free_ports(2)
    authority.write(folder / "fullchain.pem")
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    text = _AROUND.format(folder=folder, temporary=temporary, shipped=_at_home(folder, plain, secure, desk))
    (folder / "nginx.conf").write_text(text, "utf-8")
    command = [str(program("nginx")), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    with (folder / "output.log").open("wb") as output:
        server = Server(subprocess.Popen(command, stdout=output, stderr=output), folder / "output.log")
    try:
        server.await_port(secure, greets=False)
        yield f"http://localhost:{plain}", f"https://localhost:{secure}"
    finally:
        server.signal(15)


def _at_home(folder: Path, plain: int, secure: int, desk: str) -> str:
    """The shipped text with ports, certificate and desk of this test; nothing else is changed."""
    text = SHIPPED.read_text("utf-8")
    for old, new in (
        (r"(?m)^ *listen \[::\].*\n", ""),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{secure} "),
        (r"/etc/letsencrypt/live/[^/]+/(fullchain|privkey)\.pem", f"{folder}/fullchain.pem"),
        (r"http://127\.0\.0\.1:8025", desk),
    ):
        text, times = re.subn(old, new, text)
        assert times, old
    return text
