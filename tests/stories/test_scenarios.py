"""The stories of the box come out as they say, the same wherever they are played; together they provoke every rule."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from gateway_client.asking import Wire
from gateway_client.rules import documents
from gateway_client.rules.statuses import BELOW, RECEIVED, STATUSES
from simulator import grounds
from simulator.customs import applications, carried, decision
from simulator.customs import rules as customs
from simulator.marketplace.faults import FAULTS
from simulator.port import acceptance, history
from simulator.port import applications as applied
from simulator.port import rules as port
from simulator.stories.finding import find_stories
from simulator.stories.player import play
from simulator.stories.result import StoryResult, as_json
from simulator.stories.story import Applying, Declare, Expect, Sending, Step, Story

BOOKS = (
    documents.BOOK,
    *(port.BOOK, history.BOOK, applied.BOOK, acceptance.BOOK),
    *(customs.BOOK, applications.BOOK, carried.BOOK, decision.BOOK),
)
STORIES = Path(__file__).parents[2] / "scenarios/stories"
FILES = sorted(one.name for one in STORIES.glob("*.story.toml"))


@cache
def stories(name: str) -> list[Story]:
    return find_stories([str(STORIES / name)])


def every() -> list[Story]:
    return [story for name in FILES for story in stories(name)]


def steps() -> Iterator[Step]:
    return (step for story in every() for step in story.steps)


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with grounds.in_process() as wire:
        yield wire


@pytest.mark.parametrize("name", FILES)
def test_it_comes_out_as_it_says(name: str, wire: Wire) -> None:
    results = [play(story, wire) for story in stories(name)]
    assert [(one.story.full_name, one.line, one.why) for one in results if one.status != "passed"] == []


def test_there_are_enough_and_each_has_its_purpose_in_both_languages() -> None:
    titles = [stories(name)[0].title for name in FILES]
    assert len(FILES) >= 20
    assert len({one.en for one in titles}) == len({one.zh for one in titles}) == len(FILES)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in one.zh) for one in titles)


def test_every_rule_is_provoked_by_a_story() -> None:
    provoked = {rule for step in steps() if isinstance(step, Expect) for rule in step.rules or ()}
    assert provoked == {code for book in BOOKS for code in book.rules}


def test_every_status_is_expected_by_a_story() -> None:
    """A receipt of each is waited for; one that did not come would fail its story."""
    of_lists, wanted = set(), set()
    for step in steps():
        if isinstance(step, Expect):
            of_lists |= {each.status for each in step.receipts.get("inventory", ())}
            wanted |= {each.status for each in step.receipts.get("return", ())}
    assert {str(code) for code in STATUSES if code > RECEIVED} == {one for one in of_lists if not one.startswith("-")}
    assert BELOW in STATUSES
    assert any(one.startswith("-") for one in of_lists)
    assert {"300", "399", "800"} <= wanted


def test_every_kind_of_application_is_expected_to_be_taken_and_to_be_refused() -> None:
    heard: dict[str, set[str]] = {"cancel": set(), "return": set(), "arrival": set()}
    for step in steps():
        if isinstance(step, Expect):
            for document in heard:
                heard[document] |= {each.status for each in step.receipts.get(document, ())}  # type: ignore[call-overload]
            for document, status in step.sequence:
                heard.get(document, set()).add(status)
    assert all({"2", "120", "399"} <= statuses for statuses in heard.values())
    assert all(any(one.startswith("-") for one in heard[document]) for document in ("cancel", "return"))
    assert "100" in heard["cancel"]


def test_every_fault_of_the_marketplace_happens_in_a_story() -> None:
    in_purchases = {bought.fault for story in every() for bought in story.purchases.values()}
    in_steps = {step.fault for step in steps() if isinstance(step, Declare)}
    assert (in_purchases | in_steps) - {None} == set(FAULTS)


def test_every_verb_is_used() -> None:
    every = {one.__name__ for one in (*Step.__subclasses__(), *Sending.__subclasses__(), *Applying.__subclasses__())}
    every -= {"Sending", "Applying"}
    assert {type(step).__name__ for step in steps()} == every


def told(results: list[StoryResult]) -> str:
    return json.dumps([as_json(one) for one in results], ensure_ascii=False, indent=1)


@pytest.mark.parametrize("name", ["01-main-path", "05-customs-refuses", "16-subscribers", "25-rush-of-double-11"])
def test_it_is_the_same_on_a_real_server_and_beside_others(name: str, wire: Wire) -> None:
    ones = stories(f"{name}.story.toml")
    alone = told([play(story, wire) for story in ones])
    with grounds.server() as (http, _), ThreadPoolExecutor(4) as pool:
        assert told(list(pool.map(lambda story: play(story, http), ones))) == alone
    with ThreadPoolExecutor(4) as pool:
        assert told(list(pool.map(lambda story: play(story, wire), ones))) == alone
