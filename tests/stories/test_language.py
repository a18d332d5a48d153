"""The table of the language says what the reader takes, and the reader takes what story files can hold."""

from typing import get_args

import pytest

from gateway_client.rules.kinds import Kind
from gateway_client.rules.statuses import STATUSES
from simulator.customs.decision import STATUSES as DECISIONS
from simulator.marketplace.enterprises import Enterprises
from simulator.stories.returns import DOCUMENTS
from simulator.stories.story import DECLARED, ROLES, Decision, Document, Role, State, Step
from simulator.stories.wording import STATES
from simulator.stories.written.cast import usual
from simulator.stories.written.language import language
from simulator.stories.written.paths import PARTS
from simulator.stories.written.reading import TOP
from simulator.stories.written.verbs import VERBS, keys_of


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_key_and_verb_is_in_the_table(lang: str) -> None:
    top, tables, steps = (table.splitlines() for table in language(lang).split("\n\n"))
    assert [row.split("`")[1] for row in top[2:]] == list(TOP)
    assert [row.split("`")[1] for row in steps[2:]] == list(VERBS)
    for row, verb in zip(steps[2:], VERBS, strict=True):
        assert {*row.split("`")[1::2]} == keys_of(verb).keys()
    assert {row.count("|") for row in (*top, *tables)} == {3}
    assert {row.count("|") for row in steps} == {4}


def test_every_sentence_is_in_both_languages() -> None:
    for words in [*(one.words for one in TOP.values()), *(one.words for one in VERBS.values())]:
        assert words.en.endswith(".")
        assert words.zh.endswith("。")


def test_every_verb_begins_with_itself() -> None:
    assert [next(iter(keys_of(verb))) for verb in VERBS] == list(VERBS)


def test_every_kind_of_step_has_a_verb() -> None:
    made = {kind.__name__ for kind in _kinds(Step)} - {"Sending", "Applying"}
    assert {name.lower() for name in made} <= {*VERBS}


def _kinds(kind: type[Step]) -> set[type[Step]]:
    return {*kind.__subclasses__(), *(each for below in kind.__subclasses__() for each in _kinds(below))}


def test_what_story_declares_is_what_there_is() -> None:
    assert get_args(Role) == ROLES
    assert {*get_args(State)} - {"unknown", "incomplete", "waiting"} == {one.state for one in STATUSES.values()}
    assert {*get_args(State), "not declared"} == {*STATES}
    assert {*get_args(Decision)} == {*DECISIONS}
    assert {*get_args(Document)} == {*DOCUMENTS}
    assert {kind.label for kind in Kind} <= {*DOCUMENTS}
    assert {*DECLARED} <= {*get_args(Document)} <= VERBS["expect"].keys.keys()
    assert {one.code for one in usual().values()} <= {one.code for one in Enterprises()[:5]}  # type: ignore[union-attr]
    assert list(PARTS) == [
        "OrderHead",
        "OrderList",
        "PaymentHead",
        "LogisticsHead",
        "InventoryHead",
        "InventoryList",
        "LogisticsStatus",
    ]
