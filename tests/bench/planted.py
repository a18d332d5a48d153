"""Simulators that are broken on purpose: a file that Python reads as it starts breaks ``kouan up`` alone."""

from pathlib import Path

_ONLY_THE_SERVER = 'import sys\n\nif "up" in sys.orig_argv:\n'


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
DOES_NOT_START = ('sys.exit("no room left on this machine")',)
