"""kill -9 at any moment: what was answered with 200 is there, in one final state, and nothing is half done."""

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx

from tests.enterprise import FOUR, XML, Enterprise
from tests.kouan import Server, up
from tests.purchases import message

_ROUNDS = 5
_BATCHES, _SINGLES = 4, 2  # threads that post batches, threads that post one document a message
_BATCH = 25
_NAMES = {
    "CEB312Message": "order",
    "CEB412Message": "payment",
    "CEB512Message": "waybill",
    "CEB622Message": "inventory",
}


@dataclass
class Post:
    """A message on its way: which documents it holds, and whether it was begun and answered."""

    kind: str
    numbers: list[str]
    body: bytes
    begun: bool = False
    answered: bool = False


@dataclass
class Traffic:
    """One thread's messages, posted one after the other until the server is gone."""

    posts: list[Post]
    answers: threading.Semaphore
    server: Server
    wrong: list[int] = field(default_factory=list)

    def run(self) -> None:
        with self.server.client() as client:
            for post in self.posts:
                post.begun = True
                try:
                    response = client.post("/dxp/messages", content=post.body, headers=XML)
                except httpx.TransportError:
                    return
                if response.status_code != 200:
                    self.wrong.append(response.status_code)
                post.answered = True
                self.answers.release()


def posts_of(enterprise: Enterprise, first: int, size: int, groups: int) -> list[Post]:
    """Return the messages of groups of purchases, kind by kind; the inventories of every other group come first."""
    made = []
    for group in range(groups):
        start = first + group * size
        purchases = [
            enterprise.purchase(n, buyer_id_number=f"K{enterprise.serial}-{n}") for n in range(start, start + size)
        ]
        for kind in FOUR if group % 2 else FOUR[::-1]:
            documents = [documents[kind] for documents in purchases]
            numbers = [document.head.order_no for document in documents]
            made.append(Post(kind, numbers, message(*documents, dxp_id=enterprise.dxp_id)))
    return made


def one_round(db: Path, serial: int, random: Random) -> list[Post]:
    """Post from many threads, kill the server in the midst of it; returns what was posted."""
    with up(db) as server:
        answers = threading.Semaphore(0)
        lists = [posts_of(Enterprise(None, serial), 1 + 100 * n, _BATCH, 4) for n in range(_BATCHES)]
        lists += [posts_of(Enterprise(None, serial), 501 + 100 * n, 1, 60) for n in range(_SINGLES)]
        threads = [threading.Thread(target=Traffic(posts, answers, server).run) for posts in lists]
        for thread in threads:
            thread.start()
        for _ in range(random.randrange(10, 60)):
            assert answers.acquire(timeout=30)
        server.process.kill()
        for thread in threads:
            thread.join()
    posts = [post for posts in lists for post in posts if post.begun]
    assert sum(len(post.numbers) for post in posts if not post.answered) >= 50
    return posts


def said_of(enterprise: Enterprise) -> dict[tuple[str, str], list[str]]:
    """Return the statuses of every document, by kind and order number, acknowledging as we go."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    while receipts := enterprise.receipts():
        for receipt in receipts:
            for each in receipt.returns:
                named: dict[str, Any] = each.named()
                number = named.get("order_no") or named.get("pay_transaction_id") or named.get("logistics_no")
                key = (
                    _NAMES[receipt.type],
                    (number or named["cop_no"]).removeprefix("P").removeprefix("SD").removeprefix("C"),
                )
                said[key].append(each.return_status)
        enterprise.acknowledge(*[receipt.id for receipt in receipts])
    return said


def test_five_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    db, random = tmp_path / "kouan.db", Random(20261111)
    rounds = [one_round(db, serial, random) for serial in range(1, _ROUNDS + 1)]
    with up(db) as server, server.client() as client:
        for serial, posts in enumerate(rounds, 1):
            enterprise = Enterprise(client, serial)
            said = said_of(enterprise)
            for post in posts:
                kept = {(post.kind, number) in said for number in post.numbers}
                assert kept == {True} if post.answered else len(kept) == 1
            known = {kind: {number for each, number in said if each == kind} for kind in FOUR}
            complete = known["order"] & known["payment"] & known["waybill"]
            for (kind, number), statuses in said.items():
                if kind != "inventory":
                    assert statuses == ["2", "120"]
                elif number in complete:
                    assert statuses == ["2", "120", "800"]
                else:
                    assert statuses == ["2"]
            assert Counter(post.answered for post in posts)[True] >= 10
            sample = sorted(known["inventory"])[:: max(1, len(known["inventory"]) // 5)]
            for number in sample:
                history = client.get(f"/_kouan/documents/{number}").json()
                assert history["state"] == ("released" if number in complete else "waiting")
                counted = Counter(each["document"] for each in history["documents"])
                assert set(counted.values()) == {1}
        enterprise = Enterprise(client, 9)
        enterprise.send_all(enterprise.purchase())
        assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]
