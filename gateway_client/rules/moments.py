"""Moments as documents write them, ``YYYYMMDDhhmmss``."""

import re
from typing import Final

from gateway_client.facts.numbers import is_day

_MOMENT: Final = re.compile("[0-9]{8}(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]")


def is_moment(value: str) -> bool:
    """Is it YYYYMMDDhhmmss? Days repeat, so their calendar is looked up once."""
    return _MOMENT.fullmatch(value) is not None and is_day(value[:8])
