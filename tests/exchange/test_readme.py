"""The example of the READMEs, run as a reader would run it; only names that others use at the same time are altered."""

import re
from pathlib import Path

from simulator.cli.examples import OPENING
from simulator.exchange.address import IN_QUEUE
from tests.cli.running import PURCHASES, ROOT
from tests.enterprise import FOUR
from tests.exchange.broker import Broker
from tests.exchange.conftest import stranger
from tests.kouan import up
from tests.test_readme import READMES, block, python

_SENDER = "DXPENT0000440005"
_FOLDER = PURCHASES / "01-milk-powder"


def test_a_purchase_by_queue(broker: Broker, tmp_path: Path) -> None:
    assert block(READMES[0], "amqp-up").split()[:4] == [".venv/bin/kouan", "up", "--at", OPENING[:16]]
    with up(tmp_path / "kouan.db", *broker.options, at=OPENING[:16]) as server, server.client() as http:
        sender = stranger(http).dxp_id
        broker.declare(f"{sender}_HZ")
        code = block(READMES[0], "amqp").replace("amqp://guest:guest@127.0.0.1:5672/", broker.url)
        code = code.replace(_SENDER, sender).replace(IN_QUEUE, broker.in_queue)
        (tmp_path / _FOLDER).mkdir(parents=True)
        for name in FOUR:
            text = (ROOT / _FOLDER / f"{name}.xml").read_text(encoding="utf-8")
            (tmp_path / _FOLDER / f"{name}.xml").write_text(text.replace(_SENDER, sender), encoding="utf-8")
        said = python(code, tmp_path)
    assert re.findall("<returnStatus>(.*?)<", said) == ["2", "120", "800"]
