"""How facts say where they come from: each module of this package lists in ``FACTS`` what it holds for true."""

from datetime import date
from typing import NamedTuple

from gateway_client.facts.confidence import Confidence


class Fact(NamedTuple):
    """Something held for true, for whoever asks how well it is founded. ``since`` is the first day it holds on."""

    name: str
    en: str
    zh: str
    source: str
    confidence: Confidence
    since: date | None = None
