"""How well something is founded: a rule, a text, a limit, a rate."""

from enum import StrEnum


class Confidence(StrEnum):
    """How well something is founded, the best first."""

    SPECIFICATION = "specification"
    TWO_SOURCES = "two sources"
    PRACTICE = "practice"
    ASSUMED = "assumed"
