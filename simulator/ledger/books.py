"""Where the house declares its rules and its texts: whoever opens another book adds it here."""

from typing import Final

from gateway_client.rules import documents
from gateway_client.rules.rule import Rule
from simulator.customs import decision as officer
from simulator.customs import rules as customs
from simulator.customs import service as clearance
from simulator.port import answers, service
from simulator.port import rules as port

RULE_BOOKS: Final = (documents.BOOK, port.BOOK, customs.BOOK, officer.BOOK)
"""The document's own rules first, then the port's, customs' and its officers'."""

TEXT_BOOKS: Final = (answers.TEXTS, service.TEXTS, clearance.TEXTS)


def rules() -> list[Rule]:
    """Return all rules in the order of their books."""
    return [rule for book in RULE_BOOKS for rule in book.rules.values()]
