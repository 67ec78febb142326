"""Which mails are new, in what order and portions they are fetched."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailbot.mailbox.cursor import Listed, batches, in_order, new_uids

NOON = datetime(2021, 9, 1, 12, 0, tzinfo=UTC)
LISTED = st.builds(
    Listed,
    st.integers(1, 2**32 - 1),
    st.integers(0, 10_000).map(lambda s: NOON + timedelta(seconds=s)),
    st.integers(0, 100),
)


def test_new_uids_the_highest_uid_is_always_named_by_the_server() -> None:
    assert new_uids([7], 7) == []
    assert new_uids([9, 8, 7, 8], 7) == [8, 9]


def test_in_order_time_of_receipt_goes_before_uid() -> None:
    late, early = Listed(1, NOON, 1), Listed(2, NOON - timedelta(seconds=1), 1)

    assert in_order([late, early]) == [early, late]
    assert in_order([Listed(3, NOON, 1), late]) == [late, Listed(3, NOON, 1)]


@given(st.lists(LISTED), st.integers(1, 200), st.integers(1, 10))
def test_batches_lose_nothing_and_keep_the_limits(listed: list[Listed], octets: int, mails: int) -> None:
    portions = list(batches(listed, octets, mails))

    assert [one for portion in portions for one in portion] == listed
    for portion in portions:
        assert 0 < len(portion) <= mails
        assert len(portion) == 1 or sum(one.size for one in portion) <= octets
