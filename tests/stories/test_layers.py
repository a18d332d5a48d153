"""Every place of a story that is laid together from several files is found on its line of the right one."""

import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.stories.written.extending import File, Layers
from simulator.strict.lines import Path as Way
from tests.stories.bad_files import BESIDE, read

NAMES = st.sampled_from(["a", "b", "c"])
TREES = st.recursive(
    st.integers(0, 9),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=6,
)
FILES = st.fixed_dictionaries(
    {},
    optional={"a": TREES, "b": TREES, "steps": st.lists(st.dictionaries(NAMES, TREES, max_size=2), max_size=3) | TREES},
)


def text_of(tree: dict[str, Any]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in tree.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(_value, value)) + "]" if isinstance(value, list) else str(value)


def paths(value: Any, path: Way = ()) -> list[tuple[Way, Any]]:
    below = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    return [(path, value), *(found for key, each in below for found in paths(each, (*path, key)))]


def at(tree: Any, path: Way) -> Any:
    for part in path:
        tree = tree[part - 1] if isinstance(part, int) else tree[part]
    return tree


@given(st.lists(FILES, min_size=1, max_size=4))
def test_every_place_is_found_where_it_is_said(trees: list[dict[str, Any]]) -> None:
    layers = None
    for number, tree in enumerate(trees):
        text = text_of(tree)
        layers = Layers(File(Path(f"{number}"), f"{number}", text, tomllib.loads(text)), layers)
    assert layers
    for path, value in paths(layers.tree)[1:]:
        file, inner = layers.whence(path)
        said = at(file.tree, inner)
        assert inner in file.lines
        assert said == value or (isinstance(said, type(value)) and isinstance(value, dict | list))


def test_the_byte_order_mark_of_windows(tmp_path: Path) -> None:
    (story,) = read("\ufeff" + 'extends = "base.story.toml"\r\n', tmp_path)
    assert story.purchases["milk"].sale == 7
    assert BESIDE.is_dir()
