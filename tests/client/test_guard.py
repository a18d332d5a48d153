"""The client speaks to this machine unless another host was named."""

import pytest

from gateway_client import AsyncGatewayClient, GatewayClient, Misdirected, Sender
from gateway_client.transport import guard

SENDER = Sender(dxp_id="D", cop_code="C", cop_name="N")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8765",
        "http://127.0.0.1:8765/w/mine",
        "http://127.8.9.1",
        "http://localhost:1",
        "http://LOCALHOST:1",
        "http://[::1]:8765",
        "https://127.0.0.1",
        "http://user:password@127.0.0.1",
    ],
)
def test_this_machine_is_fine(url: str) -> None:
    assert guard(url).host in ("127.0.0.1", "127.8.9.1", "localhost", "::1")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://port.example/", "port.example"),
        ("http://127.0.0.1@evil.example/", "evil.example"),
        ("http://127.0.0.1:80@evil.example", "evil.example"),
        ("http://localhost@evil.example", "evil.example"),
        ("http://evil.example#@127.0.0.1/", "evil.example"),
        ("http://evil.example?@127.0.0.1/", "evil.example"),
        ("http://evil.example/@127.0.0.1/", "evil.example"),
        ("http://localhost.evil.example", "localhost.evil.example"),
        ("http://127.0.0.1.evil.example", "127.0.0.1.evil.example"),
        ("http://localhost.", "localhost."),
        ("http://127.1", "127.1"),
        ("http://2130706433", "2130706433"),
        ("http://0x7f000001", "0x7f000001"),
        ("http://0.0.0.0:8765", "0.0.0.0"),
        ("http://10.0.0.1", "10.0.0.1"),
        ("http://192.168.1.1", "192.168.1.1"),
        ("http://[::]:8765", "::"),
        ("http://[fe80::1]", "fe80::1"),
        ("http://[2001:db8::1]", "2001:db8::1"),
        ("http://[::ffff:10.0.0.1]", "::ffff:10.0.0.1"),
    ],
)
def test_all_others_want_to_be_named(url: str, host: str) -> None:
    with pytest.raises(Misdirected, match="is not a loopback address") as caught:
        guard(url)
    assert caught.value.host == host
    for kind in (GatewayClient, AsyncGatewayClient):
        with pytest.raises(Misdirected):
            kind(SENDER, url)
    assert guard(url, {host.upper()}).host == host
    assert guard(url, host).host == host


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:8765", "localhost:8765", "ftp://127.0.0.1", "file:///etc/passwd", "http://", "http://[::1", "\x00"],
)
def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(Misdirected, match="is no address of a port: write it like"):
        guard(url, {""})


def test_a_part_of_an_allowed_name_is_not_allowed() -> None:
    with pytest.raises(Misdirected):
        guard("http://port", "port.example")


def test_one_target_is_enough() -> None:
    with pytest.raises(TypeError, match="give only one of url, app"):
        GatewayClient(SENDER, "http://127.0.0.1", app=lambda *_: None)  # type: ignore[arg-type, return-value]


def test_the_environment_names_the_target_within_the_same_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOUAN_URL", "http://port.example")
    with pytest.raises(Misdirected, match=r"port\.example is not a loopback address"):
        GatewayClient(SENDER)
    GatewayClient(SENDER, "http://127.0.0.1:1").close()
    monkeypatch.delenv("KOUAN_URL")
    GatewayClient(SENDER).close()
    with pytest.raises(Misdirected):
        GatewayClient(SENDER, "")
