"""The port's counter for the parties of this house: everybody's gates and rules, in the transaction at hand."""

from dataclasses import replace
from pathlib import Path

from gateway_client.wire.validate import Schemas
from simulator.docket import Docket
from simulator.port.gates import examine
from simulator.port.service import receive
from simulator.port.submission import Submission


class Counter:
    """Takes messages from within the writer's thread. What can be set is the user's, as at the other entrances."""

    def __init__(self, own_schemas: Path | None, *, only_sourced: bool) -> None:
        self._only_sourced = only_sourced
        self._own_schemas = own_schemas
        self._schemas: Schemas | None = None

    def hand_in(self, docket: Docket, body: bytes, party: str) -> None:
        """Take a party's message in, to be answered like any other."""
        if self._schemas is None:  # compiled by the thread that will use them
            self._schemas = Schemas(self._own_schemas)
        submission = examine(body, self._schemas, only_sourced=self._only_sourced)
        if not isinstance(submission, Submission):
            raise ValueError(f"a message of our own making did not pass: {submission.findings}")
        receive(docket, replace(submission, entrance=party))
