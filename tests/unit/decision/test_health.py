"""When something is not well, and when that is told: once, again each day, and once when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.decision import Limits, Phase, Rule, Sign, Standing, Vitals, due_tellings, examine

NOW = datetime(2021, 9, 6, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMITS = Limits(dict.fromkeys(Rule, HOUR), megabytes=200, until=NOW + 30 * DAY)


def broken(vitals: Vitals, limits: Limits = LIMITS, now: datetime = NOW) -> set[Rule]:
    return {sign.rule for sign in examine(vitals, limits, now) if not sign.well}


@pytest.mark.parametrize(
    ("vitals", "rules"),
    [
        (Vitals(), set()),
        (Vitals(contact=NOW - HOUR + timedelta(seconds=1)), set()),
        (Vitals(contact=NOW - HOUR), {Rule.MAILBOX}),
        (Vitals(started=NOW - HOUR), {Rule.MAILBOX, Rule.BACKUP}),
        (Vitals(contact=NOW, backup=NOW, started=NOW - DAY), set()),
        (Vitals(beat=NOW - HOUR), {Rule.WORKER}),
        (Vitals(missing=2, missing_since=NOW - HOUR), {Rule.PROOF}),
        (Vitals(missing=0, missing_since=NOW - HOUR), set()),
        (Vitals(held=1, held_since=NOW - HOUR), {Rule.UNHANDLED}),
        (Vitals(late=1, due_since=NOW - HOUR), {Rule.OUTBOX}),
        (Vitals(late=2, deferred_since=NOW - HOUR), {Rule.DEFERRED}),
        (Vitals(late=3, deferred_since=NOW - HOUR), {Rule.DEFERRED, Rule.OUTBOX}),
        (Vitals(late=3, deferred_since=NOW - HOUR, sent=NOW - DAY), {Rule.DEFERRED, Rule.OUTBOX}),
        (Vitals(late=3, deferred_since=NOW - HOUR, sent=NOW - HOUR / 2), {Rule.DEFERRED}),
        (Vitals(free_megabytes=199), {Rule.DISK}),
        (Vitals(free_megabytes=200), set()),
        (Vitals(secret_expires=NOW + 31 * DAY), set()),
        (Vitals(secret_expires=NOW + 30 * DAY), {Rule.SECRET}),
    ],
)
def test_rule_is_broken_from_its_limit_on(vitals: Vitals, rules: set[Rule]) -> None:
    assert broken(vitals) == rules


def test_rule_without_a_limit_is_never_broken() -> None:
    limits = Limits({}, megabytes=0, until=NOW + DAY)
    vitals = Vitals(
        contact=NOW - DAY, beat=NOW - DAY, missing=1, missing_since=NOW - DAY, held_since=NOW - DAY,
        due_since=NOW - DAY, deferred_since=NOW - DAY, late=9, free_megabytes=0, backup=NOW - DAY,
    )  # fmt: skip

    assert broken(vitals, limits) == set()


def test_mails_that_wait_count_no_more_after_the_event() -> None:
    vitals = Vitals(held=1, held_since=NOW - DAY)

    assert broken(vitals, replace(LIMITS, until=NOW)) == set()


def test_disk_is_well_again_with_room_to_spare_only() -> None:
    signs = {
        free: examine(Vitals(free_megabytes=free), LIMITS, NOW, [Rule.DISK])[6].well for free in (239, 240)
    }

    assert signs == {239: False, 240: True}


def told(sign: Sign, standing: list[Standing], now: datetime = NOW) -> list[Phase]:
    return [telling.phase for telling in due_tellings([sign], standing, LIMITS, now)]


def standing(rule: Rule = Rule.MAILBOX, ago: timedelta = HOUR, stage: int = 0) -> Standing:
    return Standing(7, rule, NOW - ago, NOW - ago, stage=stage)


@pytest.mark.parametrize(
    ("well", "known", "phases"),
    [
        (True, [], []),
        (False, [], [Phase.BEGUN]),
        (False, [standing()], []),
        (False, [standing(ago=DAY)], [Phase.LASTS]),
        (True, [standing()], [Phase.OVER]),
        (False, [standing(Rule.OUTBOX)], [Phase.BEGUN]),
    ],
)
def test_alarm_is_told_once_then_daily_then_when_it_is_over(
    well: bool, known: list[Standing], phases: list[Phase]
) -> None:
    assert told(Sign(Rule.MAILBOX, well), known) == phases


def test_worker_does_not_tell_of_itself() -> None:
    assert told(Sign(Rule.WORKER, well=False), []) == []


def test_secret_is_announced_thirty_seven_and_one_days_before_and_daily_once_it_has_run_out() -> None:
    expires, known, heard = NOW + 40 * DAY, list[Standing](), list[tuple[int, Phase]]()
    for day in range(44):
        now = NOW + day * DAY
        signs = examine(Vitals(secret_expires=expires), LIMITS, now)
        for telling in due_tellings(signs, known, LIMITS, now):
            heard.append((40 - day, telling.phase))
            known = [Standing(1, Rule.SECRET, now, now, stage=telling.sign.stage)]

    later = [(left, Phase.LASTS) for left in (7, 1, 0, -1, -2, -3)]
    assert heard == [(30, Phase.BEGUN), *later]


def test_secret_that_was_renewed_is_told_once() -> None:
    (sign,) = (
        s for s in examine(Vitals(secret_expires=NOW + 700 * DAY), LIMITS, NOW) if s.rule is Rule.SECRET
    )

    assert told(sign, [standing(Rule.SECRET, stage=2)]) == [Phase.OVER]
