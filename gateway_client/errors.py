"""What can go wrong between a company and the port, as one tree; every branch says what to do.

GatewayError
├── Unsendable      what you built is wrong: mend what it names, then send again
├── Misdirected     the target is no loopback address and was not named: name it if you mean it
├── Unreachable     no usable answer after all tries: call again, a resend is never declared twice
├── Rejected        the port refused the message as such: mend it, resending the same is useless
├── Garbled         what answered is not a port: check the address
├── Unanswered      a receipt did not come in time: follow again, or ask by telephone
└── JournalUnusable the journal file cannot be used: give another one
"""

from collections.abc import Sequence

from gateway_client.rules.rule import Refusal
from gateway_client.wire.findings import Finding


class GatewayError(Exception):
    """Whatever the client raises of its own."""


class Unsendable(GatewayError):
    """Documents that were not sent because they would be refused.

    ``findings`` are against the form, ``refusals`` what the single-document rules object to; all of
    them, for all documents. Mend what they name and send again.
    """

    def __init__(self, findings: Sequence[Finding], refusals: Sequence[Refusal]) -> None:
        self.findings = list(findings)
        self.refusals = list(refusals)
        said = [finding.said() for finding in findings]
        said += [f"{one.rule.code} ({one.status}): {one.rule.title}{_sides(one)}" for one in refusals]
        super().__init__("not sent, mend this first:\n  " + "\n  ".join(said))


class Misdirected(GatewayError):
    """A target that is not this machine and was not named with ``allow``: nothing was sent there."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(f"{host} is not a loopback address: if you mean it, name it with allow={{'{host}'}}")


class Unreachable(GatewayError):
    """No usable answer after all tries. Whether the message arrived is unknown.

    Call again: the same message goes out with the same CopMsgId, and the port declares it once.
    """

    def __init__(self, path: str, tries: int, why: str) -> None:
        self.path, self.tries, self.why = path, tries, why
        super().__init__(f"no usable answer from {path} after {tries} tries ({why}): is the server up? Call again")


class Rejected(GatewayError):
    """The port refused a message as such, before any document was looked at.

    ``code`` is the DxpRep's ResponseCode (0001, 0002, 0999, …), ``info`` its text. Nothing of the message
    was kept; the same bytes would be refused again.
    """

    def __init__(self, status: int, code: str, info: str, note: str | None) -> None:
        self.status, self.code, self.info, self.note = status, code, info, note
        noted = f" [{note}]" if note else ""
        super().__init__(f"the port refused the message with {code} (HTTP {status}): {info}{noted}")


class Garbled(GatewayError):
    """An answer that no port gives. Check the address: something else may listen there."""

    def __init__(self, path: str, status: int, body: bytes) -> None:
        self.path, self.status, self.body = path, status, body
        shown = body[:200].decode("utf-8", "replace")
        super().__init__(f"{path} answered HTTP {status} with {shown!r}, which no port says: check the address")


class Unanswered(GatewayError):
    """A purchase did not reach a final state in time; ``last`` tells what was heard last.

    What was declared stays declared: follow again to go on waiting.
    """

    def __init__(self, order_no: str, seconds: float, last: str) -> None:
        self.order_no, self.seconds, self.last = order_no, seconds, last
        super().__init__(f"order {order_no}: no final state within {seconds:g} s; last was {last}. Follow it again")


class JournalUnusable(GatewayError):
    """A journal file that cannot be opened or is held by another client: give another path."""


def _sides(refusal: Refusal) -> str:
    return "".join(f"\n      {side.path}: {side.value}" for side in refusal.sides)
