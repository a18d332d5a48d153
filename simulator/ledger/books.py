"""Where the house declares its rules and its texts: whoever opens another book adds it here."""

from typing import Final

from gateway_client.rules import documents
from gateway_client.rules.rule import Rule
from simulator.customs import applications, carried
from simulator.customs import decision as officer
from simulator.customs import rules as customs
from simulator.life import MOVES, Move
from simulator.port import answers, service
from simulator.port import rules as port
from simulator.texts import Text

RULE_BOOKS: Final = (documents.BOOK, *port.BOOKS, customs.BOOK, applications.BOOK, carried.BOOK, officer.BOOK)
"""The document's own rules first, then the port's, customs' and its officers'."""

TEXT_BOOKS: Final = (answers.TEXTS, service.TEXTS)


def rules() -> list[Rule]:
    """Return all rules in the order of their books."""
    return [rule for book in RULE_BOOKS for rule in book.rules.values()]


def texts() -> list[Text]:
    """Return all that is said that is no refusal: the port's texts, then those of the moves of a declaration."""
    return [*(text for book in TEXT_BOOKS for text in book.texts), *(_of_move(move) for move in MOVES if move.info)]


def _of_move(move: Move) -> Text:
    messages = ", ".join(kind.receipt.removesuffix("Message") for kind in sorted(move.kinds))
    return Text(messages, str(move.to), move.info, move.source, move.confidence)
