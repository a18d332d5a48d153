"""What all reports say in the same words: how a story went, what a purchase became, why something was refused."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from gateway_client.wire.findings import Words
from simulator.stories.result import Objection, OrderResult, Status, StepResult, StoryResult
from simulator.stories.returns import DOCUMENTS
from simulator.stories.wording import CONFIDENCE, STATES

WENT: Final[dict[Status, Words]] = {
    "passed": Words("passed", "通过"),
    "failed": Words("failed", "失败"),
    "skipped": Words("skipped", "跳过"),
}
_COUNTED: Final[dict[Status, Words]] = {
    "passed": Words("{count} passed", "{count}个通过"),
    "failed": Words("{count} failed", "{count}个失败"),
    "skipped": Words("{count} skipped", "{count}个跳过"),
}
_STORIES: Final = Words("{count} {what}", "{count}个故事")
_ORDERS: Final = Words("{count} {what}: {states}", "{count}笔订单：{states}")
BY_CLIENT: Final = Words("stopped by the client", "被客户端拦下")
BY_PORT: Final = Words("refused", "退单")
STEP: Final = Words("step {number}: {said}", "第{number}步：{said}")
_FOUNDED: Final = Words("{confidence}: {source}", "{confidence}：{source}")


def tally(results: Sequence[StoryResult], lang: str) -> str:
    """Return how many stories there were, and how they went."""
    counts = Counter[str](one.status for one in results)
    went = [words.lang(lang).format(count=counts[status]) for status, words in _COUNTED.items() if counts[status]]
    what = "story" if len(results) == 1 else "stories"
    total = _STORIES.lang(lang).format(count=len(results), what=what)
    if not went:
        return total
    return f"{total}：{'，'.join(went)}" if lang == "zh" else f"{total}: {', '.join(went)}"


def orders(found: Sequence[OrderResult], lang: str) -> str:
    """Return what became of purchases, counted; nothing when there were none."""
    if not found:
        return ""
    counts = Counter(one.state for one in found)
    states = [f"{state(name, lang)} {count}" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one))]
    what = "order" if len(found) == 1 else "orders"
    joined = ("，" if lang == "zh" else ", ").join(states)
    return _ORDERS.lang(lang).format(count=len(found), what=what, states=joined)


def state(name: str, lang: str) -> str:
    """Return what a state is called."""
    return STATES.get(name, Words(name, name)).lang(lang)


def document(name: str, lang: str) -> str:
    """Return what a document is called."""
    return DOCUMENTS.get(name, Words(name, name)).lang(lang)


def founded(one: Objection, lang: str) -> str:
    """Return where a rule is from, and how well it is founded."""
    confidence = CONFIDENCE.get(one.confidence, Words(one.confidence, one.confidence)).lang(lang)
    return _FOUNDED.lang(lang).format(confidence=confidence, source=one.source)


def place(result: StoryResult) -> str:
    """Return file and line of what failed, as editors find it."""
    return result.story.path if result.line is None else f"{result.story.path}:{result.line}"


def failed_step(result: StoryResult) -> StepResult | None:
    """Return the step at which a story failed."""
    return next((one for one in result.steps if one.status == "failed"), None)


def sorted_by_file(results: Iterable[StoryResult]) -> list[StoryResult]:
    """Return results by file, then in the order of the file."""
    return sorted(results, key=lambda one: (one.story.path, one.story.name))
