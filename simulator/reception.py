"""The port's reception: by whichever door a message comes, it is led in here, and answered with a DxpRep."""

from collections.abc import Callable
from dataclasses import dataclass, field

from gateway_client.wire.findings import Finding, Words
from simulator.house import House
from simulator.port.answers import ACCEPTED, dxp_rep
from simulator.port.gates import Refused
from simulator.world import World
from simulator.worlds import WorldRefused
from simulator.writer import Gone, Unwritable


@dataclass(frozen=True, slots=True)
class Answer:
    """What its sender is told: a DxpRep. ``status`` is how HTTP says it; ``sender`` is empty where nobody knows him."""

    status: int
    code: str
    rep: bytes
    sender: str = ""
    findings: list[Finding] = field(default_factory=list)


async def receive(house: House, body: bytes, world_of: Callable[[str], World]) -> Answer:
    """Take a DxpMsg or a bare CEB message: 200 once it is durable. It is handed in before anything is waited for."""
    try:
        taken = await house.intake.submit(body, world_of)
    except WorldRefused as wrong:
        words = Words(wrong.why, wrong.zh)
        return refuse(house, wrong.status, Refused("2999", [Finding("WLD-01", wrong.place, words, wrong.value)]))
    except Gone as wrong:
        words = Words("was dropped meanwhile: nothing was kept", "已被删除，报文未保存")
        return refuse(house, 404, Refused("2999", [Finding("WLD-02", "world", words, str(wrong))]))
    except Unwritable as wrong:
        return unavailable(house, wrong)
    if isinstance(taken, Refused):
        return refuse(house, 400, taken)
    submission, world = taken
    said = dxp_rep(
        ACCEPTED,
        world.clock.now(),
        findings=[],
        sender=submission.sender,
        cop_msg_id=submission.cop_msg_id,
        message_type=submission.message_type,
    )
    return Answer(200, ACCEPTED, said, submission.sender)


def refuse(house: House, status: int, refused: Refused) -> Answer:
    """Say what is wrong, in the time of the default world: nobody knows whose message it was."""
    said = dxp_rep(
        refused.code,
        house.worlds.default.clock.now(),
        findings=refused.findings,
        sender=refused.sender,
        cop_msg_id=refused.cop_msg_id,
        message_type=refused.message_type,
    )
    return Answer(status, refused.code, said, refused.sender, refused.findings)


def unavailable(house: House, wrong: Exception) -> Answer:
    """Say that the database could not take a message; later it may."""
    words = Words(f"nothing was kept: {wrong}", f"报文未保存: {wrong}")
    return refuse(house, 503, Refused("3001", [Finding("HTTP-02", "/", words)]))


def unreceived(house: House, status: int, words: Words) -> Answer:
    """Refuse a body that was not even looked at: too large, too late, broken off."""
    return refuse(house, status, Refused("0999", [Finding("HTTP-01", "/", words)]))


def too_large(most: int) -> Words:
    """Say that a body is larger than is taken."""
    return Words(f"is larger than {most} bytes: send smaller batches", f"报文超过{most}字节，请分批报送")
