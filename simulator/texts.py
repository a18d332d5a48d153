"""What port and customs say that is no refusal: each text is declared where it is said, with its source.

Refusals are declared by the rules. Rooms that say more keep a ``TextBook``; the ledger reads them all.
"""

from typing import Final, NamedTuple

from gateway_client.rules.rule import Confidence


class Text(NamedTuple):
    """A text with the message and the status (of a DxpRep the ResponseCode) that it comes with.

    What stands in braces is filled in.
    """

    message: str
    status: str
    text: str
    source: str
    confidence: Confidence


class TextBook:
    """The texts of one room, in the order in which they are declared."""

    def __init__(self) -> None:
        self.texts: list[Text] = []

    def text(self, message: str, status: str, text: str, *, source: str, confidence: Confidence) -> str:
        """Declare a text; returns it. ``message`` names the messages that carry it: ``CEB312, CEB412``."""
        self.texts.append(Text(message, status, text, source, confidence))
        return text


ALL_RECEIPTS: Final = "CEB312, CEB412, CEB512, CEB514, CEB622"
"""The receipts of documents."""
