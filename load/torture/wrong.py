"""What is wrong after a kill: the place, what should be there, what is."""

from typing import Any


class Wrong(Exception):
    """Something that was lost, doubled or left half done; tells both values."""

    def __init__(self, what: str, wanted: Any, found: Any) -> None:
        super().__init__(f"{what}: should be {wanted}, is {found}")


def hold(what: str, wanted: Any, found: Any) -> None:
    """Raise ``Wrong`` unless both are the same."""
    if wanted != found:
        raise Wrong(what, wanted, found)
