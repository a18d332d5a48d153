"""Simulators that are broken on purpose: a file that Python reads as it starts breaks ``kouan up`` alone."""

from pathlib import Path

_ONLY_THE_SERVER = 'import sys\n\nif {"up", "--multiprocessing-fork"} & set(sys.orig_argv):\n'  # and its workers


def planted(folder: Path, *lines: str) -> dict[str, str]:
    """Return the environment in which a ``kouan up`` runs these lines before it starts."""
    code = _ONLY_THE_SERVER + "".join(f"    {line}\n" for line in lines)
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


RULE_TAKEN_OUT = ("from simulator.customs.rules import BOOK", 'del BOOK.rules["CUS-03"]')
RULE_TOO_STRICT = (
    "from dataclasses import replace",
    "from gateway_client.rules.rule import conflict",
    "from simulator.customs.rules import BOOK",
    'always = replace(BOOK.rules["CUS-02"], judge=lambda case: conflict(("a", "1"), ("b", "2")))',
    'BOOK.rules["CUS-02"] = always',
)
RECEIPTS_LOST = (
    "from simulator.docket import Docket",
    "sent = Docket.send",
    "def send(self, origin, kind, body):",
    '    if kind != "CEB512Message":',
    "        sent(self, origin, kind, body)",
    "Docket.send = send",
)
ANSWERED_NOT_KEPT = (
    "from itertools import count",
    "from simulator.docket import Docket",
    "kept, turns = Docket.flush, count(1)",
    "def flush(self):",
    "    if next(turns) % 9 == 0:",
    "        self._rows.clear(), self._new.clear(), self._changed.clear()",
    "    kept(self)",
    "Docket.flush = flush",
)
ACKNOWLEDGED_FOR_NOTHING = (
    "from simulator.docket import Docket",
    "Docket.acknowledge = lambda self, dxp_id, ids: None",
)
WORLDS_NOT_TAKEN = (
    "from simulator.sharing import Shared",
    "Shared.take = lambda self, connection, world, wait: True",
)
DOES_NOT_START = ('sys.exit("no room left on this machine")',)
