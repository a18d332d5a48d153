"""``kouan demo``: the evening is the same for the same seed, ends as planned, and notices when it does not."""

import json
import re
from dataclasses import replace

import pytest

from gateway_client.wire.findings import Words
from simulator.cli.evening.plan import plan
from simulator.cli.evening.play import Evening, play
from simulator.cli.evening.reasons import BY_CLIENT, BY_GATEWAY, SENT_TWICE, reasons, stages
from simulator.cli.evening.screen import whole
from simulator.cli.examples import OPENING
from simulator.cli.returning.screen import whole as returning
from simulator.cli.returning.tale import Chapter, Line
from simulator.grounds import server
from simulator.marketplace.faults import FAULTS
from tests.cli.running import Ran, same_as_golden, spawn

BARS = {"sending": "", "paying": "", "waiting": ""}


@pytest.fixture(scope="module")
def evening() -> Evening:
    """An evening at instant pace: nothing but the waiting is different."""
    with server("--at", OPENING) as (_, url):
        return play(plan(3, 240), url, BARS)


def without_times(ran: Ran) -> str:
    """Return what was printed with times and what depends on them (order in the timeline) taken out."""
    text = re.sub(r"http://127\.0\.0\.1:[0-9]+", "http://127.0.0.1:PORT", ran.out)
    text = text.replace(" .venv/bin/kouan", " kouan")  # where the environment is not active
    text = re.sub(r"20:00:[0-9]{2}\.[0-9]{3}", "20:00:SS.mmm", text)
    text = re.sub(r"[0-9]+\.[0-9]+( s\b|秒)", r"N\1", text)
    parts = text.split("\n\n")
    place = next(number for number, part in enumerate(parts) if "20:00:SS.mmm" in part)
    head, *lines = parts[place].split("\n")
    parts[place] = "\n".join([head, *sorted(lines)])
    return "\n\n".join(parts)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_it_prints(lang: str) -> None:
    ran = spawn("demo", "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    assert "\033" not in ran.out
    same_as_golden(f"demo-{lang}.txt", without_times(ran))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_story_of_returns(lang: str) -> None:
    ran = spawn("demo", "--story", "returns", "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    same_as_golden(f"demo-returns-{lang}.txt", ran.out)


def test_the_story_of_returns_as_json() -> None:
    ran = spawn("demo", "--story", "returns", "--json")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert [(one["name"], one["asPlanned"]) for one in told["chapters"]] == [
        ("cancel", True),
        ("return", True),
        ("hold", True),
        ("tax", True),
    ]
    came = [[f"{line['message']} {line['status']}" for line in one["lines"]] for one in told["chapters"]]
    used = [[line["quotaUsed"] for line in one["lines"] if line["quotaUsed"]] for one in told["chapters"]]
    assert came[0][-2:] == ["CEB624 399", "CEB622 430"]
    assert came[1][-1] == "CEB626 399"
    assert came[2][-4:] == ["CEB622 300", "CEB622 500", " ", "CEB622 800"]
    assert came[3] == ["CEB816 1", "CEB816 1", " ", "CEB818 2", "CEB818 2"]
    assert used == [["198.00", "0.00"], ["396.00", "297.00"], ["385.00"], []]


def test_a_chapter_notices_what_comes_otherwise() -> None:
    line = Line("20261111100000000", "←", "CEB622", "800", Words("released", "放行"))
    chapter = Chapter("hold", Words("Held", "布控"), ("CEB622 800",), [line])
    assert chapter.as_planned
    for lines in ([], [line, line], [replace(line, status="100")]):
        other = replace(chapter, lines=lines)
        assert not other.as_planned
        assert returning([chapter, other], "en").endswith("Not as planned: hold.")


def test_a_story_that_is_not_told_here() -> None:
    ran = spawn("demo", "--story", "retuns")
    assert (ran.status, ran.out) == (2, "")
    assert "'retuns' is no story that is told here, only returns (cancelled, returned, held, taxed)" in ran.err


def test_it_ends_with_the_way_on() -> None:
    ran = spawn("demo", "--purchases", "1")
    assert (ran.status, ran.err) == (0, "")
    assert ran.last.startswith("43 purchases made by hand, each with its story:")
    assert ran.last.endswith("kouan demo --examples")


def test_as_json() -> None:
    ran = spawn("demo", "--json", "--purchases", "8", "--seed", "999999")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert set(told) == {"seed", "seconds", "messages", "purchases", "reasons", "stages", "asPlanned"}
    assert told["asPlanned"]
    assert set(told["purchases"][0]) == {
        "orderNo",
        "fault",
        "released",
        "stopped",
        "refusals",
        "asPlanned",
    }
    assert [one["stage"] for one in told["stages"]] == ["sent → 2", "2 → 120", "120 → 800"]
    assert sum(one["count"] for one in told["reasons"]) == 1


def test_every_purchase_ends_as_planned(evening: Evening) -> None:
    assert [tale.purchase.order_no for tale in evening.tales if not tale.as_planned] == []
    assert len(evening.tales) == 240
    assert sum(tale.purchase.fault is not None for tale in evening.tales) == 30


def test_enough_reasons_each_from_wrong_data(evening: Evening) -> None:
    found = reasons(evening.tales)
    assert {one.by for one in found} == {BY_GATEWAY, BY_CLIENT, SENT_TWICE}
    assert len({one.code for one in found if one.by == BY_GATEWAY}) >= 6
    assert {tale.purchase.fault.name for tale in evening.tales if tale.purchase.fault} == set(FAULTS)


def test_what_the_client_stopped_was_never_sent(evening: Evening) -> None:
    stopped = [tale for tale in evening.tales if tale.stopped]
    assert stopped
    assert [tale for tale in stopped if tale.went or tale.came] == []


def test_the_parties_declare_by_themselves(evening: Evening) -> None:
    shipped = [tale for tale in evening.tales if tale.purchase.by_parties]
    assert len(shipped) > 30
    for tale in shipped:
        assert [one.what for one in tale.went] == [
            "POST /payment/payments",
            "POST /carrier/waybills",
            "CEB311Message",
            "CEB621Message",
        ]
        assert {one.message_type for one in tale.came} == {
            f"CEB{number}Message" for number in (312, 412, 512, 514, 622)
        }


def test_time_goes_by_from_stage_to_stage(evening: Evening) -> None:
    for tale in evening.tales:
        if tale.released:
            sent = next(one.time for one in tale.went if one.what == "CEB621Message")
            times = [sent, *(tale.time_of("inventory", status) or "" for status in ("2", "120", "800"))]
            assert times == sorted(times)
    assert all(0 <= one.median <= one.slowest for one in stages(evening.tales))


def test_it_notices_what_ends_otherwise(evening: Evening) -> None:
    clean = next(tale for tale in evening.tales if tale.as_planned and tale.purchase.fault is None)
    wrong = next(tale for tale in evening.tales if tale.refusals and not tale.purchase.again)
    stopped = next(tale for tale in evening.tales if tale.stopped)
    others = [
        replace(clean, came=[]),
        replace(clean, came=[*clean.came, *wrong.refusals]),
        replace(wrong, came=[]),
        replace(wrong, came=clean.came),
        replace(wrong, came=[*wrong.came, *wrong.refusals]),
        replace(wrong, purchase=clean.purchase),
        replace(stopped, went=clean.went),
        replace(stopped, stopped=None),
        replace(clean, stopped=stopped.stopped),
    ]
    assert [tale.as_planned for tale in others] == [False] * len(others)
    told = whole(replace(evening, tales=[clean, others[0]]), seed=3, url="", lang="en")
    assert told.endswith(f"Purchases that did not end as planned: {clean.purchase.order_no}.")


def test_one_seed_one_plan() -> None:
    assert repr(plan(5, 50)) == repr(plan(5, 50))
    assert repr(plan(5, 50)) != repr(plan(6, 50))


@pytest.mark.parametrize("arguments", [("--seed", "-1"), ("--seed", "1000000"), ("--purchases", "0"), ("--seed", "x")])
def test_impossible_numbers(arguments: tuple[str, str]) -> None:
    ran = spawn("demo", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "is not possible: write a number from" in ran.err
