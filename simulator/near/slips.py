"""How two numbers differ that were meant to be the same, and what one calls it."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Final, NamedTuple

from gateway_client.wire.findings import Words


class Slip(NamedTuple):
    """A way to write a number wrongly; the lower its rank, the likelier the two are one."""

    rank: int
    words: Words


SAME: Final = Slip(0, Words("the same", "相同"))
WRITTEN: Final = 1
"""The rank of what differs only in how it is written: blanks, case, width."""

_EXCHANGED: Final = Slip(2, Words("two neighbouring characters are exchanged", "相邻两个字符颠倒"))
_MISSING: Final = Slip(2, Words("one character is missing", "少一个字符"))
_EXTRA: Final = Slip(2, Words("one character too many", "多一个字符"))
_OTHER: Final = Slip(2, Words("one character is another", "一个字符不同"))
_TWO: Final = Slip(3, Words("two slips", "两处笔误"))
_MORE_AROUND: Final = Slip(4, Words("it stands there with more around it", "前后多出内容"))
_CUT: Final = Slip(4, Words("only a part of it stands there", "只有其中一部分"))

_PART: Final = 6
"""How many characters a part has at least before anything is concluded from it."""


def slip(wanted: str, found: str) -> Slip | None:
    """Return how ``found`` went wrong if it was meant to be ``wanted``; ``None`` if they are simply two numbers."""
    if wanted == found:
        return SAME
    ours, theirs = plain(wanted), plain(found)
    if ours == theirs:
        return Slip(WRITTEN, _written_otherwise(wanted, found))
    bearable = min(2, len(ours) // 4)  # two slips in four characters make any number
    if _within(bearable, ours, theirs):
        return _single(ours, theirs) if _within(1, ours, theirs) else _TWO
    shorter, longer = sorted((ours, theirs), key=len)
    if shorter in longer and len(shorter) >= max(_PART, len(longer) / 2):
        return _CUT if shorter is theirs else _MORE_AROUND
    return None


def _single(wanted: str, found: str) -> Slip:
    if len(wanted) != len(found):
        return _MISSING if len(found) < len(wanted) else _EXTRA
    return _EXCHANGED if sorted(wanted) == sorted(found) else _OTHER


def _within(slips: int, one: str, other: str) -> bool:
    """Do so many slips lead from one to the other: a character missing, added, another, or two neighbours exchanged?"""
    if one == other:
        return True
    if not slips or abs(len(one) - len(other)) > slips:
        return False
    same = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        same += 1
    ours, theirs = one[same + 1 :], other[same + 1 :]  # behind the first that is not the same
    left = slips - 1
    return (
        _within(left, ours, theirs)
        or _within(left, ours, other[same:])
        or _within(left, one[same:], theirs)
        or (one[same : same + 2] == other[same : same + 2][::-1] and _within(left, ours[1:], theirs[1:]))
    )


# ── how a number is written ──────────────────────────────────────────────────────────────────────


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _close(text: str) -> str:
    """Leave out blanks, and what cannot be seen at all: it comes along when a number is pasted."""
    return "".join(letter for letter in text if not letter.isspace() and unicodedata.category(letter) != "Cf")


_WRITING: Final[dict[Callable[[str], str], Words]] = {
    _narrow: Words("full-width characters", "全角半角"),
    _close: Words("blanks", "空格"),
    str.casefold: Words("upper and lower case", "大小写"),
}


def plain(text: str) -> str:
    """Return a number without what people do not see as a difference."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text.lower()  # nearly all of them; the general way costs ten times as much
    return _through(_WRITING, text)


def _through(steps: Iterable[Callable[[str], str]], text: str) -> str:
    return reduce(lambda text, step: step(text), steps, text)


def _written_otherwise(wanted: str, found: str) -> Words:
    """Name what has to be overlooked for the two to be the same."""
    needed = [
        words
        for step, words in _WRITING.items()
        if _through(others := [one for one in _WRITING if one is not step], wanted) != _through(others, found)
    ]
    english = " and ".join(words.en for words in needed)
    chinese = "、".join(words.zh for words in needed)
    return Words(f"the same but for {english}", f"仅{chinese}不同")
