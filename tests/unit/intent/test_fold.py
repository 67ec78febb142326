"""Folding: what a reader takes for the same spelling becomes the same."""

from __future__ import annotations

import pytest

from mailbot.intent.fold import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller", "MUELLER"), ("Straße", "strasse"), ("Yıldız", "Yildiz"), ("Wójcik", "wojcik"), ("٢", "2")],
)
def test_fold_spellings_that_mean_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_different_words_apart() -> None:
    assert fold("Muller") != fold("Müller")
