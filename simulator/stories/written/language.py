"""The language of stories as tables of Markdown, for the README: written from what the reader itself goes by."""

from collections.abc import Sequence
from typing import Final

from simulator.stories.written.reading import TOP
from simulator.stories.written.verbs import VERBS, keys_of

_HEADS: Final = {
    "en": (("Key", "What it says"), ("Step", "Goes with it", "What happens")),
    "zh": (("键", "含义"), ("步骤", "可附带的键", "发生什么")),
}


def language(lang: str) -> str:
    """Return the keys of a story file and the verbs of its steps; what is needed is bold."""
    top, steps = _HEADS["zh" if lang == "zh" else "en"]
    keys = [(_code(name, needed=one.key.needed), one.words.lang(lang)) for name, one in TOP.items()]
    verbs = []
    for verb, one in VERBS.items():
        others = [_code(key, needed=needed) for key, needed in keys_of(verb).items() if key != verb]
        verbs.append((_code(verb, needed=False), ", ".join(others), one.words.lang(lang)))
    return f"{_table(top, keys)}\n\n{_table(steps, verbs)}"


def _code(name: str, *, needed: bool) -> str:
    return f"**`{name}`**" if needed else f"`{name}`"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
