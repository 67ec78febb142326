"""Words that only their marks tell apart: Vietnamese, written with them."""

from __future__ import annotations

import pytest

from mailbot.intent import Action
from mailbot.intent.fold import Toned, folded, is_toned, marked
from mailbot.intent.houses import phrase_at
from mailbot.intent.lexicon import everything, lexicon
from mailbot.intent.tokens import tokenize
from tests.unit.intent.mails import understood


def test_folded_word_equals_the_plain_one_and_keeps_its_marks() -> None:
    word = folded("Bà")
    assert word == "ba"
    assert isinstance(word, Toned)
    assert marked("hoà") == marked("hòa") != marked("hoa")


def test_folded_word_without_marks_is_plain() -> None:
    assert not isinstance(folded("Müller"), Toned)


@pytest.mark.parametrize(
    ("text", "toned"),
    [("tôi muốn đăng ký nhóm hai", True), ("toi muon dang ky nhom hai", False), ("je voudrais venir", False)],
)
def test_is_toned_where_most_words_bear_marks(text: str, toned: bool) -> None:
    assert is_toned(text) is toned


def test_lexicon_with_marks_tells_salutation_from_number() -> None:
    words = lexicon(("vi", "de"), True)
    assert words.exactly("salutation", folded("bà"))
    assert not words.exactly("salutation", folded("ba"))
    assert words.number(folded("ba")) == 3
    assert words.number(folded("bà")) is None
    assert words.ordinal(folded("từ")) is None


def test_words_of_all_languages_leave_vietnamese_ones_their_marks() -> None:
    assert not everything().exactly("salutation", "anh")
    assert everything().exactly("salutation", folded("chị"))


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("Câu lạc bộ Cầu lông Eschenrode đăng ký", "Câu lạc bộ Cầu lông Eschenrode"),
        ("Nhà hàng Sài Gòn xin gửi danh sách", "Nhà hàng Sài Gòn"),
        ("Hội Phụ nữ, tôi", "Hội Phụ nữ"),
        ("Trung tâm Văn hoá Việt cử hai người", "Trung tâm Văn hoá Việt"),
    ],
)
def test_phrase_of_small_syllables_belongs_to_the_house(text: str, house: str) -> None:
    found = phrase_at(tokenize(text), 0, text)
    assert found is not None
    assert found[0] == house


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Chào ban tổ chức, em là Đặng Bảo Châu, em đăng ký nhóm 2.", {"Đặng Bảo Châu": "2"}),
        (
            "Kính gửi quý vị,\nxin đăng ký:\n1. Bà Phạm Thị Dung – nhóm 1\n2. Anh Bùi Đức Anh – nhóm 3\n",
            {"Phạm Thị Dung": "1", "Bùi Đức Anh": "3"},
        ),
        ("Xin chào, tôi là Hồ Minh Nhật. Tôi chọn nhóm thứ hai.", {"Hồ Minh Nhật": "2"}),
        (
            "Mẹ tôi, bà Tạ Kim Chi, muốn tham gia nhóm 1. Mẹ không có email nên tôi đăng ký hộ.\nTạ Văn Huy",
            {"Tạ Kim Chi": "1"},
        ),
        ("Xin chào, tôi là Vũ Thị Mai. Tôi muốn đăng ký nhóm 3, không phải nhóm 1.", {"Vũ Thị Mai": "3"}),
    ],
)
def test_read_vietnamese_names_that_fold_to_small_words(text: str, people: dict[str, str]) -> None:
    intent = understood(text)
    assert {p.name: p.workshop for p in intent.participants} == people
    assert intent.action is Action.ACT


def test_read_factory_is_no_home_from_which_to_follow_the_stream() -> None:
    intent = understood("Tôi là Lê Văn Toàn, tôi làm ở nhà máy từ năm 1990. Tôi đăng ký nhóm 1.")
    assert [str(p.attendance) for p in intent.participants] == ["on-site"]
