"""Where the broker is, as ``amqp://user:password@host:port/vhost`` says it. The password is never said again."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

IN_QUEUE: Final = "DXP_IN"
"""Assumed: no source names the port's own queue."""
RECEIPTS: Final = "_HZ"
"""Behind a dxpId: the queue of its receipts (回执) [practice]."""
REFUSED: Final = "_ERROR"
"""Behind the name of the in-queue: where refused messages are put aside."""

_PORT: Final = 5672
_LONGEST: Final = 255
_WAY_OUT: Final = "write amqp://user:password@host:5672/vhost"
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_HOST: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:/@]+)(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A broker, and who wants in."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    vhost: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def address(text: str) -> Address:
    """Return the address that a URL means; ``ValueError`` says what is wrong with it, but for the password."""
    scheme, found, rest = text.partition("://")
    if not found or scheme != "amqp":
        raise ValueError(_no_address(text, "it must begin with amqp://"))
    if _CONTROL.search(rest):
        raise ValueError(_no_address(text, "white space and control characters must be percent-encoded"))
    if "?" in rest or "#" in rest:
        raise ValueError(_no_address(text, "it takes no parameters; ? and # in a password are %3F and %23"))
    who, at, where = rest.rpartition("@")
    user, colon, password = who.partition(":")
    if not (at and user and colon and password):
        raise ValueError(_no_address(text, "user and password must be there"))
    if re.search("[:/@]", password) or "/" in user:
        raise ValueError(_no_address(text, ": / and @ in user or password are %3A, %2F and %40"))
    host, _, vhost = where.partition("/")
    match = _HOST.fullmatch(host)
    if not match:
        raise ValueError(_no_address(text, "there is no host and port behind the @"))
    port = int(match["port"] or _PORT)
    if not 0 < port <= 65535:
        raise ValueError(_no_address(text, "a port is a number from 1 to 65535"))
    if "/" in vhost:
        raise ValueError(_no_address(text, "/ in the name of a vhost is %2F"))
    try:
        user, password, vhost = [unquote(part, errors="strict") for part in (user, password, vhost)]
    except UnicodeDecodeError:
        raise ValueError(_no_address(text, "what is percent-encoded must be UTF-8")) from None
    if len(vhost.encode()) > _LONGEST:
        raise ValueError(_no_address(text, f"the name of a vhost has up to {_LONGEST} bytes"))
    return Address(host=match["host"].strip("[]"), port=port, user=user, password=password, vhost=vhost or "/")


def queue_name(text: str) -> str:
    """Return the name of an in-queue, which leaves room for that of its refused messages."""
    most = _LONGEST - len(REFUSED)
    if not 0 < len(text.encode(errors="replace")) <= most or _CONTROL.search(text):
        raise ValueError(
            f"{text[:300]!r} is no queue: a name has 1 to {most} bytes, no white space, no control characters"
        )
    if text.startswith("amq."):
        raise ValueError(f"{text!r} is no queue of ours: the broker keeps names that begin with amq. to itself")
    if text.endswith(RECEIPTS):
        raise ValueError(
            f"{text!r} would be somebody's queue of receipts: take a name that does not end with {RECEIPTS}"
        )
    return text


def _no_address(text: str, why: str) -> str:
    return f"{_shown(text)!r} is no address of a broker: {why}; {_WAY_OUT}"


def _shown(text: str) -> str:
    """Return a URL with nothing in it that may be a password."""
    scheme, found, rest = text.partition("://")
    if not found:
        scheme, rest = "", text
    _, at, where = rest.rpartition("@")
    host, colon, behind = where.partition(":")
    if colon and not re.match("[0-9]{1,5}(/|$)", behind):
        behind = "…"
    return f"{scheme[:20]}{found}{'…' * bool(at)}{at}{host}{colon}{behind}"[:200]
