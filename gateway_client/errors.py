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
from typing import Any, Final, NamedTuple

from gateway_client.rules.rule import Refusal
from gateway_client.wire.findings import Finding

_MOST_SAID: Final = 50


class Objection(NamedTuple):
    """What a single-document rule objects to. ``place`` names the document, as findings do: ``Order[2]``."""

    place: str
    refusal: Refusal

    def said(self) -> str:
        """Return the objection as text: the rule, then the values that disagree, a line each."""
        rule = self.refusal.rule
        sides = "".join(f"\n      {side.path}: {side.value}" for side in self.refusal.sides)
        return f"{self.place}: {rule.code} ({self.refusal.status}): {rule.title}{sides}"


class GatewayError(Exception):
    """Whatever the client raises of its own."""


class Unsendable(GatewayError):
    """Documents that were not sent because they would be refused.

    ``findings`` are against the form, ``objections`` what the single-document rules say; all of them,
    for all documents, which are numbered as they were given. Mend what they name and send again.
    """

    def __init__(self, findings: Sequence[Finding], objections: Sequence[Objection]) -> None:
        self.findings = list(findings)
        self.objections = list(objections)
        said = [finding.said() for finding in findings] + [objection.said() for objection in objections]
        more = [f"… and {len(said) - _MOST_SAID} more"] if len(said) > _MOST_SAID else []
        super().__init__("nothing was sent, mend this first:\n  " + "\n  ".join(said[:_MOST_SAID] + more))

    @property
    def refusals(self) -> list[Refusal]:
        """The objections without their places."""
        return [objection.refusal for objection in self.objections]


class Misdirected(GatewayError):
    """A target that is not this machine and was not named with ``allow``: nothing was sent there."""

    def __init__(self, url: str, host: str = "") -> None:
        self.url, self.host = url, host
        if host:
            said = f"{host} is not a loopback address: if you mean it, name it with allow={{{host!r}}}"
        else:
            said = f"{url!r} is no address of a port: write it like http://127.0.0.1:8765"
        super().__init__(said)


class Unreachable(GatewayError):
    """No usable answer after all tries. Whether the message arrived is unknown.

    Call again with the same documents, or ``resume()``: the same message goes out with the same
    CopMsgId, and the port declares it once.
    """

    def __init__(self, path: str, tries: int, why: str) -> None:
        self.path, self.tries, self.why = path, tries, why
        super().__init__(
            f"no usable answer from {path} after {tries} tries ({why}): see that the server is up, then call again; "
            "what had arrived is not declared twice"
        )


class Rejected(GatewayError):
    """The port refused a message as such, before any document was looked at.

    ``status`` is HTTP's, ``code`` the DxpRep's ResponseCode (0001, 0002, 0999, …), ``info`` its text,
    ``note`` the same in English where the port gives it. Nothing of the message was kept, and the same
    bytes would be refused again. Messages behind it were not sent; ``resume()`` sends them.
    """

    def __init__(self, about: str, status: int, code: str, info: str, note: str | None) -> None:
        self.about, self.status, self.code, self.info, self.note = about, status, code, info, note
        noted = f" [{note}]" if note else ""
        super().__init__(
            f"the port refused {about} with {code} (HTTP {status}): {info}{noted}; mend the message, "
            "the same would be refused again"
        )


class Garbled(GatewayError):
    """An answer that no port gives. Check the address: something else may listen there."""

    def __init__(self, path: str, status: int, body: bytes) -> None:
        self.path, self.status, self.body = path, status, body
        shown = body[:200].decode("utf-8", "replace")
        super().__init__(f"{path} answered HTTP {status} with {shown!r}, which no port says: check the address")


class Unanswered(GatewayError):
    """Purchases did not reach a final state in time.

    ``outcomes`` has what was heard of each purchase followed; none of it was taken. What was declared
    stays declared: follow again to go on waiting. Where nothing at all was heard, the receipts may have
    been taken before.
    """

    def __init__(
        self, seconds: float, open_: Sequence[str], last: str, outcomes: Sequence[Any], hint: str = ""
    ) -> None:
        self.seconds, self.order_nos, self.last, self.outcomes = seconds, list(open_), last, list(outcomes)
        others = f" and {len(open_) - 1} more" if len(open_) > 1 else ""
        taken = ", unless its receipts were taken before" if last == "nothing" else ""
        super().__init__(
            f"order {open_[0]}{others}: no final state within {seconds:g} s; last was {last}. Follow again{taken}{hint}"
        )


class JournalUnusable(GatewayError):
    """A journal file that cannot be opened or written, or is held by another client: give another path."""
