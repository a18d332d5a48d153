"""One refusal explained, for the screens of the demo: rule, both values, answer, source, confidence, advice."""

from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.cli.language import padded
from simulator.precheck.objection import gist
from simulator.stories.wording import CONFIDENCE

_ROWS: Final = {
    "rule": Words("rule", "规则"),
    "values": Words("values", "数值"),
    "answer": Words("answer", "回执"),
    "source": Words("source", "依据"),
    "confidence": Words("confidence", "可信度"),
    "advice": Words("what to do", "怎么办"),
}


def explained(verdict: dict[str, Any], lang: str, advice: str = "") -> list[str]:
    """Return the lines that explain an inventory's refusal, from the verdict that the simulator keeps."""
    columns = max(len(side["path"]) for side in verdict["values"])
    values = [f"{side['path']:{columns}}  {side['value']}" for side in verdict["values"]]
    said = {
        "rule": f"{verdict['rule']}  {gist(verdict['returnInfo']) if lang == 'zh' else verdict['title']}",
        "values": f"\n{' ' * 14}".join(values),
        "answer": f"CEB622  {verdict['status']}  {verdict['returnInfo']}",
        "source": verdict["source"],
        "confidence": CONFIDENCE[verdict["confidence"]].lang(lang),
        "advice": advice,
    }
    return [f"  {padded(_ROWS[row].lang(lang), 10)}  {text}" for row, text in said.items() if text]
