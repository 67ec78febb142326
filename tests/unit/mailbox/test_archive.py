"""Mails in files are read as they came, in the order in which they came, and nothing is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.mailbox import MailArchive, NoMail


def mail(subject: str, day: int, *, received: int | None = None) -> bytes:
    noted = f"Received: from a by b; {received} Sep 2021 08:00:00 +0200\n" if received else ""
    return f"{noted}Date: {day} Sep 2021 10:00:00 +0200\nSubject: {subject}\n\nGuten Tag\n".encode()


def subjects(archive: MailArchive) -> list[str]:
    return [raw.data.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for _, raw in archive]


def test_archive_is_in_order_of_receipt(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("late", 1, received=9))
    (tmp_path / "b.eml").write_bytes(mail("early", 3))
    archive = MailArchive([tmp_path])

    assert subjects(archive) == ["early", "late"]
    assert [raw.received for _, raw in archive] == [
        datetime(2021, 9, 3, 8, tzinfo=UTC),
        datetime(2021, 9, 9, 6, tzinfo=UTC),
    ]


def test_archive_gives_mails_with_the_line_ends_of_the_net(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("x", 1))
    ((_, raw),) = MailArchive([tmp_path / "a.eml"])

    assert raw.data == mail("x", 1).replace(b"\n", b"\r\n")


def test_archive_reads_mbox_whatever_its_name(tmp_path: Path) -> None:
    quoted = mail("two", 2).replace(b"Guten Tag", b">From the office\n>>From afar")
    box = b"From - Mon Sep 6 2021\n" + mail("one", 1) + b"\nFrom x@y Tue\n" + quoted + b"\n"
    (tmp_path / "Anmeldungen").write_bytes(box)
    archive = MailArchive([tmp_path])

    assert subjects(archive) == ["one", "two"]
    assert [raw.data.partition(b"\r\n\r\n")[2] for _, raw in archive] == [
        b"Guten Tag\r\n",
        b"From the office\r\n>From afar\r\n",
    ]


def test_archive_reads_of_a_maildir_its_mails_only(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cur" / "1630656720.M1P1.host:2,S").write_bytes(mail("read", 1))
    (tmp_path / "new" / "1630656721.M2P1.host").write_bytes(mail("new", 2))
    (tmp_path / "tmp" / "1630656722.M3P1.host").write_bytes(mail("half", 3))
    (tmp_path / "dovecot-uidlist").write_bytes(b"3 V1\n")

    assert subjects(MailArchive([tmp_path])) == ["read", "new"]


def test_archive_takes_the_time_of_the_file_where_a_mail_names_none(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: x\nDate: yesterday\n\n")
    ((_, raw),) = MailArchive([tmp_path])

    assert raw.received.timestamp() == pytest.approx((tmp_path / "a.eml").stat().st_mtime)


def test_archive_names_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("x", 1))
    (tmp_path / "b.msg").write_bytes(b"\xd0\xcf\x11\xe0 and so on")
    archive = MailArchive([tmp_path])

    assert len(archive) == 1
    assert list(archive.skipped) == [str(tmp_path / "b.msg")]


@pytest.mark.parametrize("name", ["gone", ""])
def test_archive_without_mails_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoMail):
        MailArchive([tmp_path / name])
