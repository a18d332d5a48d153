"""The language of stories as tables of Markdown, for the README: written from what the reader itself goes by."""

from collections.abc import Mapping, Sequence
from typing import Final

from gateway_client.wire.record import camel
from simulator.beginning.reading import CLOCK_KEYS
from simulator.stories.written.cast import PARTY, PERSON, READER
from simulator.stories.written.expectations import QUOTA, STOCK, WANTED
from simulator.stories.written.purchases import GOOD, PURCHASE
from simulator.stories.written.reading import TOP
from simulator.stories.written.verbs import VERBS, keys_of
from simulator.strict.entry import Key

PARTS: Final[dict[str, Mapping[str, Key]]] = {
    "clock": CLOCK_KEYS,
    "parties.NAME": PARTY,
    "readers": READER,
    "people.NAME": PERSON,
    "purchases.NAME": PURCHASE,
    "goods": GOOD,
    "order, payment, …": WANTED,
    "quota": QUOTA,
    "stock": STOCK,
}
"""The tables within a story, and what each can hold."""

_HEADS: Final = {
    "en": (("Key", "What it says"), ("Table", "Its keys"), ("Step", "Goes with it", "What happens")),
    "zh": (("键", "含义"), ("表", "可用的键"), ("步骤", "可附带的键", "发生什么")),
}


def language(lang: str) -> str:
    """Return the keys of a story file, those of its tables, and the verbs of its steps; what is needed is bold."""
    top, tables, steps = _HEADS["zh" if lang == "zh" else "en"]
    keys = [(_code(name, needed=one.key.needed), one.words.lang(lang)) for name, one in TOP.items()]
    parts = [
        (f"`{name}`", ", ".join(_code(camel(key), needed=one.needed) for key, one in held.items()))
        for name, held in PARTS.items()
    ]
    verbs = []
    for verb, one in VERBS.items():
        others = [_code(key, needed=needed) for key, needed in keys_of(verb).items() if key != verb]
        verbs.append((_code(verb, needed=False), ", ".join(others), one.words.lang(lang)))
    return "\n\n".join((_table(top, keys), _table(tables, parts), _table(steps, verbs)))


def _code(name: str, *, needed: bool) -> str:
    return f"**`{name}`**" if needed else f"`{name}`"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
