"""Results as JSON, for programs: a summary, then every story. Of the same stories it is the same to the byte."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final, get_args

from simulator.reports.wording import sorted_by_file
from simulator.stories.result import Status, StoryResult, as_json

VERSION: Final = 1


def json_report(results: Sequence[StoryResult]) -> str:
    """Return the JSON of results, which say nothing of the machine's time."""
    went = Counter(one.status for one in results)
    states = Counter(order.state for one in results for order in one.orders)
    summary = {
        "stories": len(results),
        **{status: went[status] for status in get_args(Status)},
        "orders": {"total": states.total(), **dict(sorted(states.items()))},
    }
    said = {
        "kouan": "stories",
        "version": VERSION,
        "summary": summary,
        "stories": [as_json(one) for one in sorted_by_file(results)],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
