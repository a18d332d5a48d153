"""A connection to the broker, and what is said where there is none."""

import asyncio
import logging
import os
from contextlib import suppress
from importlib.metadata import version
from typing import Final

from aiormq import Channel, Connection
from aiormq.exceptions import AMQPError, ChannelNotFoundEntity, InvalidFrameError, ProbableAuthenticationError
from pamqp.common import FieldTable
from yarl import URL

from simulator.exchange import tolerance  # noqa: F401  # before anything is read
from simulator.exchange.address import REFUSED, Address

PATIENCE: Final = 10.0
"""Seconds until a broker must have let us in."""
_HEARTBEAT: Final = "20"

logging.getLogger("aiormq").setLevel(logging.CRITICAL + 1)  # what went wrong is told by us, once


class Unreachable(Exception):
    """There is no use to be made of the broker; the message says which, and why."""


async def connect(address: Address) -> Connection:
    """Return an open connection. Raises ``Unreachable``."""
    url = URL.build(
        scheme="amqp",
        user=address.user,
        password=address.password,
        host=address.host,
        port=address.port,
        query={"heartbeat": _HEARTBEAT, "name": f"kouan {version('kouan')}"},
    )
    connection = Connection(url)
    connection.vhost = address.vhost  # a path could not say them all
    try:
        async with asyncio.timeout(PATIENCE):
            await connection.connect()
    except (AMQPError, OSError) as wrong:
        raise Unreachable(_why(wrong, address)) from None
    return connection


async def open_channel(connection: Connection) -> Channel:
    """Return a channel that confirms what is published, and raises what comes back."""
    channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
    assert isinstance(channel, Channel)
    return channel


async def open_queues(connection: Connection, in_queue: str) -> None:
    """See to it that the in-queue is there, and the queue of refused messages. Raises ``AMQPError``.

    One that somebody declared before is taken as it is. Ours hands messages to one process at a time, and to another
    when that one ends: so they are kept in the order in which they came, however many processes there are.
    """
    ours: dict[str, FieldTable] = {in_queue: {"x-single-active-consumer": True}, in_queue + REFUSED: {}}
    for name, arguments in ours.items():
        try:
            channel = await open_channel(connection)
            await channel.queue_declare(name, passive=True)
        except ChannelNotFoundEntity:
            channel = await open_channel(connection)
            await channel.queue_declare(name, durable=True, arguments=arguments)
        await channel.close()


async def try_out(address: Address, in_queue: str) -> None:
    """Connect once and open the queues. Raises ``Unreachable``."""
    connection = await connect(address)
    try:
        async with asyncio.timeout(PATIENCE):
            await open_queues(connection, in_queue)
    except (AMQPError, OSError) as wrong:
        raise Unreachable(f"the broker at {address} does not give us the queue {in_queue}: {reason(wrong)}") from None
    finally:
        with suppress(AMQPError, OSError):
            await connection.close()


def reason(wrong: BaseException) -> str:
    """Return what a broker or the system said, in short."""
    if isinstance(wrong, TimeoutError):
        return f"no answer within {PATIENCE:.0f} s"
    if isinstance(wrong, AMQPError) and wrong.args and not isinstance(wrong, OSError):
        return str(wrong.args[-1])
    return str(wrong) or type(wrong).__name__


def _why(wrong: Exception, address: Address) -> str:
    broker = f"the broker at {address}"
    if isinstance(wrong, TimeoutError):
        return f"{broker} cannot be reached: {reason(wrong)}"
    if isinstance(wrong, ProbableAuthenticationError):
        return f"{broker} does not let {address.user} in: {reason(wrong)}"
    if isinstance(wrong, InvalidFrameError) and "OpenOk" in str(wrong):
        return f"{broker} has no vhost {address.vhost}, or {address.user} may not use it"
    errno = wrong.args[0] if wrong.args else None
    if isinstance(wrong, OSError) and isinstance(errno, int):
        said = os.strerror(errno) if errno > 0 else wrong.args[-1]
        return f"{broker} cannot be reached: {said}"
    return f"{broker} does not speak AMQP 0-9-1: {reason(wrong)}"
