"""How ``kouan check`` says what it found: as text in two languages, or as JSON."""

import json
from pathlib import PurePath
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.cli.language import padded
from simulator.drawing.letters import width
from simulator.precheck.desk import Desk
from simulator.precheck.objection import Level, Objection
from simulator.precheck.papers import Paper
from simulator.stories.returns import DOCUMENTS
from simulator.stories.wording import CONFIDENCE

_MARGIN: Final = "    "
_LEVELS: Final = {Level.REFUSED: Words("refused", "退回"), Level.NOTE: Words("note", "提示")}
_ANSWER: Final = Words("answer: {message} {status} {info}", "回执：{message} {status} {info}")
_SOURCE: Final = Words("rule {code}, {confidence}: {source}", "规则{code}，{confidence}：{source}")
_RULE: Final = Words("rule {code}", "规则{code}")


def as_text(desk: Desk, papers: list[Paper], unreadable: dict[str, str], lang: str) -> str:
    """Return all objections and, as the last line, the summary."""
    return "\n".join([*(_said(one, lang) for one in desk.objections), _summary(desk, papers, unreadable, lang)])


def as_json(desk: Desk, papers: list[Paper], unreadable: dict[str, str]) -> str:
    """Return the report as JSON: ``findings``, ``files``, ``unreadable`` and ``summary``."""
    refused = _refused(desk)
    said: dict[str, Any] = {
        "findings": [one.as_json() for one in desk.objections],
        "files": [
            {"file": paper.name, "messageType": paper.message_type, "refused": paper.name in refused}
            for paper in papers
        ],
        "unreadable": [{"file": file, "why": why} for file, why in unreadable.items()],
        "summary": {
            "files": len(papers),
            "documents": desk.documents,
            "refused": len(refused),
            "waiting": len(_waiting(desk)),
            "unreadable": len(unreadable),
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def anything_refused(desk: Desk) -> bool:
    """Would anything be refused?"""
    return bool(_refused(desk))


def _said(one: Objection, lang: str) -> str:
    line = f":{one.line}" if one.line else ""
    what = f" {DOCUMENTS[one.document].lang(lang)} {one.key}" if one.document else ""
    official = f" {one.official}" if one.official else ""
    lines = [f"{one.file}{line}: {_LEVELS[one.level].lang(lang)}{official}{what}: {one.why.lang(lang)}"]
    lines += _places(one)
    if one.answer:
        answer = one.answer
        lines.append(_ANSWER.lang(lang).format(message=answer.message, status=answer.status, info=answer.info))
    if one.source:
        confidence = CONFIDENCE[one.confidence or "assumed"].lang(lang)
        lines.append(_SOURCE.lang(lang).format(code=one.code, confidence=confidence, source=one.source))
    else:
        lines.append(_RULE.lang(lang).format(code=one.code))
    return f"\n{_MARGIN}".join(lines)


def _places(one: Objection) -> list[str]:
    """Return a line per value: path, value, and where it stands when that is another file or line."""
    paths = max((width(place.path) for place in one.places), default=0)
    values = max((width(place.value or "") for place in one.places), default=0)
    lines = []
    for place in one.places:
        if place.path == "/" and place.value is None:
            continue  # the file as a whole
        elsewhere = place.file and (place.file, place.line) != (one.file, one.line)
        where = f"{PurePath(place.file or '').name}:{place.line}" if elsewhere else ""
        said = [padded(place.path, paths), padded("" if place.value is None else place.value, values), where]
        lines.append("  ".join(said).rstrip())
    return lines


def _refused(desk: Desk) -> set[str]:
    return {one.file for one in desk.objections if one.level is Level.REFUSED}


def _waiting(desk: Desk) -> set[str | None]:
    return {one.key for one in desk.objections if one.code == "CHK-01"}


def _summary(desk: Desk, papers: list[Paper], unreadable: dict[str, str], lang: str) -> str:
    files, documents, refused = len(papers), desk.documents, len(_refused(desk))
    waiting = len(_waiting(desk))
    if lang == "zh":
        counted = f"{files}个文件，{documents}份单证："
        said = f"{refused}个文件将被退回" if refused else "均可通过"
        said += f"；{waiting}份清单将等待" if waiting else ""
        said += f"；{len(unreadable)}个文件无法读取" if unreadable else ""
        return counted + said
    counted = f"{_many(files, 'file')}, {_many(documents, 'document')}: "
    said = f"{refused} of {_many(files, 'file')} refused" if refused else "all would be accepted"
    said += f"; {waiting} {'inventory' if waiting == 1 else 'inventories'} would wait" if waiting else ""
    said += f"; {_many(len(unreadable), 'file')} could not be read" if unreadable else ""
    return counted + said


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
