"""The picture of the rooms is drawn from the contract that the code is held to."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from scripts.architecture import PICTURE, layers, picture, pure
from tests.servers.office import PROJECT


def test_picture_is_up_to_date() -> None:
    assert PICTURE.read_text("utf-8") == picture(), "run .venv/bin/python scripts/architecture.py"


def test_picture_shows_every_room_once() -> None:
    drawn = [
        text.text
        for text in ET.fromstring(picture()).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own
        if text.get("class") == "name"
    ]
    rooms = {
        path.stem if path.suffix == ".py" else path.name
        for path in (PROJECT / "mailbot").iterdir()
        if (path.suffix == ".py" and not path.stem.startswith("__")) or (path / "__init__.py").is_file()
    }

    assert sorted(drawn, key=str) == sorted(rooms)
    assert [room for row in layers() for room in row] == drawn
    assert pure() == {"message", "intent", "decision"}
