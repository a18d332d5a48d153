"""``kouan send``: hands files to a gateway, byte for byte, and says what it answers to each.

A message that may or may not have arrived is sent again; the port declares it once. The exit status is 0
when all were accepted, 1 when one was refused, 2 when one cannot be read or an option is unusable, 3 when
there is no gateway. Accepted is not cleared: what port and customs say comes as receipts.
"""

import argparse
import json
from typing import TYPE_CHECKING, Any, Final

from gateway_client.wire.findings import Words
from simulator.cli import remote
from simulator.cli.files import contents, paths
from simulator.cli.progress import Progress

if TYPE_CHECKING:
    from simulator.cli.remote import Line

_RESULTS: Final = {
    "accepted": Words("accepted", "接收"),
    "refused": Words("refused", "拒收"),
    "unreadable": Words("unreadable", "无法读取"),
    "unsent": Words("not sent", "未报送"),
}
_BAR: Final = Words("sending", "报送中")
_FILES: Final = Words("{count} files: ", "{count}个文件：")
_FILE: Final = Words("1 file: ", "1个文件：")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="a DxpMsg or bare CEB message, a folder of *.xml, or - for stdin"
    )
    remote.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Send the files in their order, print what became of each, a summary last."""
    answers: list[dict[str, Any]] = []
    names = paths(options.files)
    status = remote.connected(options, lambda line: _send_all(line, names, answers, options))
    if not answers and status == remote.UNUSABLE:
        return status
    answers += [_answer(name, "unsent") for name in names[len(answers) :]]
    counts = {result: sum(one["result"] == result for one in answers) for result in _RESULTS}
    if options.json:
        print(
            json.dumps({"files": answers, "summary": {"files": len(answers), **counts}}, ensure_ascii=False, indent=2)
        )
    elif status != remote.NOBODY_THERE or counts["unsent"] < len(answers):
        print(_summary(counts, options.lang))
    return status


def _send_all(line: "Line", names: list[str], answers: list[dict[str, Any]], options: argparse.Namespace) -> int:
    with Progress(_BAR.lang(options.lang), len(names)) as bar:
        for name, data in contents(names):
            answer = _answer(name, "unreadable", why=data) if isinstance(data, str) else _sent(line, name, data)
            answers.append(answer)
            if not options.json:
                bar.line(_said(answer, options.lang))
            bar.step()
    results = {answer["result"] for answer in answers}
    return 2 if "unreadable" in results else 1 if "refused" in results else 0


def _sent(line: "Line", name: str, data: bytes) -> dict[str, Any]:
    from gateway_client.envelopes import Packed
    from gateway_client.errors import Rejected
    from gateway_client.flows import post
    from gateway_client.wire.decode import decode
    from gateway_client.wire.dxp import DxpRep
    from gateway_client.wire.parse import Parsed, parse

    try:
        line.play(post(Packed("", name, 1, data), remote.tries()))
        result = "accepted"
    except Rejected:
        result = "refused"
    parsed = parse(line.last.body) if line.last else None
    assert isinstance(parsed, Parsed)  # or post would not have understood it
    said = decode(parsed.root, DxpRep).responses[0]
    original = said.ori_head
    return _answer(
        name,
        result,
        code=said.response_code,
        info=said.response_info,
        note=said.note,
        messageType=(original.msg_type if original else None) or None,
        copMsgId=original.cop_msg_id if original else None,
    )


def _answer(name: str, result: str, **said: Any) -> dict[str, Any]:
    """Return a file's entry; every key is always there."""
    keys = ("code", "info", "note", "messageType", "copMsgId", "why")
    return {"file": name, "result": result, **dict.fromkeys(keys), **said}


def _said(answer: dict[str, Any], lang: str) -> str:
    told = [answer["code"], answer["info"], answer["why"]]
    if lang == "en" and answer["note"]:
        told.append(f"[{answer['note']}]")
    elif answer["result"] == "accepted":
        told += [answer["messageType"], answer["copMsgId"]]
    return " ".join([f"{answer['file']}:", _RESULTS[answer["result"]].lang(lang), *filter(None, told)])


def _summary(counts: dict[str, int], lang: str) -> str:
    count = sum(counts.values())
    told = [
        f"{number}{'' if lang == 'zh' else ' '}{_RESULTS[result].lang(lang)}"
        for result, number in counts.items()
        if number
    ]
    head = (_FILE if count == 1 else _FILES).lang(lang).format(count=count)
    return head + ("，" if lang == "zh" else ", ").join(told)
