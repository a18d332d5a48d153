"""Whatever a story file holds, the answer is stories or a WrongFile, and it comes soon."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.stories.written.extending import MOST_BASES
from simulator.stories.written.reading import read_stories
from simulator.strict.finding import WrongFile
from simulator.strict.text import MOST_BYTES
from tests.stories.bad_files import BESIDE, bad_files, read

SOON = 20  # seconds of CPU, on a slow machine
PIECES = st.sampled_from(
    [
        *"[]{}=.,#\"'\n\\ x1-$",
        "${n}",
        "${",
        "$${",
        "[[steps]]\n",
        "[purchases.x]\n",
        'extends = "base.story.toml"\n',
        'world = "world.toml"\n',
        "generate.count = 3\n",
        "\x00",
        "9999-12-31T23:59:59-23:59",
        "../",
        "/dev/zero",
        *(bad.text for bad in bad_files()),
    ]
)
GOOD = [
    (BESIDE.parent / "examples" / f"{name}.story.toml").read_text(encoding="utf-8") for name in ("clears", "refused")
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw a story in which pieces have been cut out and put in."""
    text = draw(st.sampled_from([*GOOD, *(bad.text for bad in bad_files())]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(PIECES | st.just("")) + text[at + draw(st.integers(0, 8)) :]
    return text


def outcome(text: str, folder: Path) -> object:
    try:
        return read(text, folder)
    except WrongFile as wrong:
        return wrong.findings and wrong.said("zh")


@given(mutated())
@settings(max_examples=300, deadline=None)
def test_never_another_exception(text: str) -> None:
    with TemporaryDirectory() as folder:
        assert outcome(text, Path(folder))


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 300_000,
        'seed = "' + "x" * 900_000 + '"',
        "x" * (MOST_BYTES + 1),
        "purchases = {" + ", ".join(f"p{number} = {{}}" for number in range(50_000)) + "}",
        "[[steps]]\n" * 90_000,
        "[[steps]]\n" * 9_000,
        "[[rows]]\n" * 9_000,
        "".join(f"[purchases.p{number:04}]\n" for number in range(9_000)) + "[[steps]]\nship = 'q00'\n" * 900,
        "".join(f"[parties.p{number:04}]\n" for number in range(9_000)) + "purchases.a.carrier = 'p'",
        "[[rows]]\n" + "".join(f"k{number} = 1\n" for number in range(9_000)) + "[title]\nen = '${x}'",
        'generate.count = 1000\nseed = "' + "${n}" * 100_000 + '"',
        'rows = [{ name = "a", x = "' + "y" * 900 + '" }]\nseed = "' + "${x}" * 200_000 + '"',
        'generate.count = 1000\nseed = "${n}"\n' + '[[steps]]\npostText = "' + "${n}x" * 19_000 + '"',
        'extends = "/dev/zero"',
        'extends = "."',
        'extends = "' + "x/" * 10_000 + '"',
        'world = "\\u0000"',
        'purchases.a.folder = "' + "x" * 5_000 + '"',
        '[[steps]]\nexpect = "a"\norder = [{ status = "1", text = "' + "(" * 199 + '" }]',
        '[[steps]]\nexpect = "a"\norder = [{ status = "1", text = "x{99999999999999999999}" }]',
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_soon(text: str, tmp_path: Path) -> None:
    before = process_time()
    with pytest.raises(WrongFile):
        read(text, tmp_path)
    assert process_time() - before < SOON


def test_a_thousand_variants_are_read_soon(tmp_path: Path) -> None:
    text = 'generate.count = 1000\n[purchases.milk]\nsale = "${n}"\n' + '[[steps]]\ndeclare = "milk"\n' * 30
    before = process_time()
    assert len(read(text, tmp_path)) == 1000
    assert process_time() - before < SOON


def test_a_chain_that_is_too_long(tmp_path: Path) -> None:
    for number in range(MOST_BASES + 2):
        text = f'extends = "{number + 1}.story.toml"\n'
        (tmp_path / f"{number}.story.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongFile, match=r"8\.story\.toml, line 1, extends .*: is base number 9, at most 8 are allowed"):
        read_stories(tmp_path / "0.story.toml", "0.story.toml")


def test_a_circle_by_way_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.story.toml").write_text('extends = "b.story.toml"\n', encoding="utf-8")
    (tmp_path / "b.story.toml").symlink_to("a.story.toml")
    with pytest.raises(WrongFile, match="extends itself"):
        read_stories(tmp_path / "a.story.toml", "a.story.toml")


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.story.toml"
    path.write_bytes('title = "标题"'.encode("gbk"))
    with pytest.raises(WrongFile, match=r"a\.story\.toml: is not UTF-8"):
        read_stories(path, "a.story.toml")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.story.toml")
    with pytest.raises(WrongFile, match="there is no such file"):
        read_stories(tmp_path / "a.story.toml", "a.story.toml")
