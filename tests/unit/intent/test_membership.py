"""Words of one kind: whole ones, beginnings, ends, and entries of several words."""

from mailbot.intent.membership import membership

HOUSES = membership(["amt", "stadt~", "~verein", "~ein", "câu lạc bộ"])


def test_membership_keeps_whole_words_apart_from_beginnings() -> None:
    assert HOUSES.whole == {"amt"}
    assert HOUSES.begins_or_ends("stadtwerke")
    assert HOUSES.begins_or_ends("sportverein")
    assert not HOUSES.begins_or_ends("amtsweg")
    assert not HOUSES.begins_or_ends("")


def test_end_of_word_is_the_first_that_is_listed() -> None:
    assert HOUSES.end_of("sportverein") == "verein"
    assert HOUSES.end_of("wein") == "ein"
    assert HOUSES.end_of("stadt") == ""


def test_an_end_by_itself_is_told() -> None:
    assert HOUSES.is_end("verein")
    assert not HOUSES.is_end("stadt")


def test_entries_of_several_words_are_found_by_their_first() -> None:
    assert HOUSES.phrases == {"câu": (("câu", "lạc", "bộ"),)}
