"""The table of bad stories: in ``bad_files.txt`` each stands above the messages that it gets, in both languages.

``python -m tests.stories.bad_files`` writes the messages anew; read the difference before committing it. To every
story a title and a last step are added, except to those that begin with ``# whole``. They stand in a folder with
the files of ``beside/``.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from simulator.stories.story import Story
from simulator.stories.written.reading import read_stories
from simulator.strict.finding import WrongFile

FILE = Path(__file__).with_suffix(".txt")
BESIDE = Path(__file__).parent / "beside"
SHOWN = "shop.story.toml"
_REST = '\n\n[[steps]]\nrun = "until quiet"\n\n[title]\nen = "A bad one"\nzh = "坏故事"\n'


class BadFile(NamedTuple):
    """A story and what is said about it."""

    text: str
    en: str
    zh: str


def bad_files() -> list[BadFile]:
    """Return the table."""
    blocks = FILE.read_text(encoding="utf-8").removesuffix("\n").split("\n====\n")
    return [BadFile(*[*block.split("\n----\n"), "", ""][:3]) for block in blocks]


def read(text: str, folder: Path) -> tuple[Story, ...]:
    """Read a story that stands in a folder with the files beside it."""
    shutil.copytree(BESIDE, folder, dirs_exist_ok=True)
    path = folder / SHOWN
    path.write_text(text if text.startswith("# whole") else text + _REST, encoding="utf-8")
    return read_stories(path, SHOWN)


def said(text: str, folder: Path) -> tuple[str, str]:
    """Return what is said about a bad story in both languages."""
    try:
        read(text, folder)
    except WrongFile as wrong:
        return wrong.said(), wrong.said("zh")
    return "nothing", "无"


def main() -> None:
    """Write the messages anew."""
    blocks = []
    for bad in bad_files():
        with TemporaryDirectory() as folder:
            blocks.append("\n----\n".join([bad.text, *said(bad.text, Path(folder))]))
    FILE.write_text("\n====\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
