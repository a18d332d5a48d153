"""A rush of purchases, played on locust by the client library's own flows: ``kouan load``, or locust by hand.

    locust -f load/locustfile.py --host http://127.0.0.1:8765 --headless -u 8 --arrivals load/profiles/ramp.toml

Each user is one company with its own dxpId: an operator, a payment company or a carrier. One greenlet sends what lies
on its desk, another fetches and acknowledges receipts. Locust is imported first: it makes sockets, locks and sleeping
cooperative, in the standard library that the flows stand on. The client's own HTTP library is not used here.
"""

from locust import FastHttpUser, events, task
from locust.contrib.fasthttp import LocustBadStatusCode
from locust.runners import MasterRunner, WorkerRunner

import json
import os
import time
from typing import Any
from urllib.parse import urlencode

import gevent

from gateway_client import Sender
from gateway_client.asking import Ask, Flow, Pause, Reply, Silence
from gateway_client.conversations import Conversations
from gateway_client.errors import GatewayError, Rejected
from gateway_client.flows import Tries
from gateway_client.journal import Journal
from simulator.marketplace.enterprises import Enterprises
from simulator.rush.desk import Paper
from simulator.rush.moment import port_moment
from simulator.rush.reading import find_profile
from simulator.rush.rush import ROLES, Plan, Rush
from simulator.rush.tally import Tally, summed
from simulator.stories.returns import returns_of

_LOOK = 1.0
_REPORT = 0.25
_MISSING = 3.0
_TURN = 0.01
_OPTIONS = {"arrivals": "steady", "rate": 100.0, "lasting": 60.0, "batch": 100, "seed": 0, "patience": 30.0}


@events.init_command_line_parser.add_listener
def _options(parser: Any) -> None:
    for name, otherwise in _OPTIONS.items():
        parser.add_argument(f"--{name}", type=type(otherwise), default=otherwise, env_var=f"KOUAN_LOAD_{name.upper()}")
    parser.add_argument("--tell", type=int, default=-1, help="descriptor of a file that hears everything, in JSON")


class Company(FastHttpUser):
    """A company that declares, and hears what becomes of it."""

    network_timeout = connection_timeout = 120.0  # each question has its own patience

    def on_start(self) -> None:
        """Take a seat: every worker has all the roles, in turn."""
        self.rush = _CREW.rush
        number = len(_CREW.companies)
        role = ROLES[number % len(ROLES)]
        self.desk = self.rush.desk(role)
        _CREW.companies.append(self)
        plan = self.rush.plan
        who = Enterprises()
        company = {"operator": who.agent, "payment": who.payment, "carrier": who.carrier}[role]
        dxp_id = f"DXPLOAD{plan.seed:05d}{plan.worker:02d}{role[0].upper()}{number:04d}"
        sender = Sender(dxp_id=dxp_id, cop_code=company.code, cop_name=company.name)
        tries = Tries()
        self.talk = Conversations(sender, Journal(None, dxp_id), tries=tries, monotonic=time.monotonic)
        self.client.client.redirect_response_codes = frozenset()
        self.hearing = gevent.spawn(self._hear)

    @task
    def send(self) -> None:
        """Send what lies on the desk; what did not get through is sent again until it does."""
        papers = self.desk.take()
        if not papers:
            gevent.sleep(_LOOK)
            return
        keys = [paper.key for paper in papers]
        self.rush.ledger.handing_in(keys, time.time())
        flow: Flow[Any] = self.talk.send([paper.document for paper in papers])
        while True:
            try:
                self.rush.ledger.messages(len(self.play(flow)))
            except GatewayError as wrong:
                self.rush.ledger.trouble(_said(wrong))
                flow = self.talk.resume()
                if not self.talk.journal.left():
                    return
            else:
                self._gone(papers)
                return

    def _gone(self, papers: list[Paper]) -> None:
        self.rush.ledger.handed_in([paper.key for paper in papers])

    def _hear(self) -> None:
        """Fetch receipts and acknowledge them, until the rush is over and nothing more comes."""
        ledger, known = self.rush.ledger, set[tuple[str, str, str]]()
        while True:
            over = self.rush.over
            try:
                receipts = self.play(self.talk.receipts(most=100, wait=0 if over else _LOOK))
                new = [one for one in receipts if one.key not in known]
                ledger.fetched_again(len(receipts) - len(new))
                for one in new:
                    ledger.hear(returns_of(one.message_type, one.returns))
                known.update(one.key for one in new)
                if receipts:
                    self.play(self.talk.acknowledge(receipts))
                    known.clear()
                elif over:
                    return
            except GatewayError as wrong:
                ledger.trouble(_said(wrong))
                if over:
                    return

    def play(self, flow: Flow[Any]) -> Any:
        """Carry a flow's questions over locust's session, as the clients of the library do over theirs."""
        heard: Reply | Silence | None = None
        try:
            while True:
                said = flow.send(heard)
                if isinstance(said, Pause):
                    gevent.sleep(said.seconds)
                    heard = None
                else:
                    heard = self._ask(said)
        except StopIteration as end:
            return end.value
        finally:
            flow.close()

    def _ask(self, ask: Ask) -> Reply | Silence:
        path = f"{ask.path}?{urlencode(ask.query)}" if ask.query else ask.path
        headers = {"Accept-Encoding": "identity", **({"Content-Type": ask.content_type} if ask.content_type else {})}
        begun = time.perf_counter()
        with (
            gevent.Timeout(ask.patience),
            self.client.request(
                ask.method, path, name=ask.path, data=ask.body or None, headers=headers, catch_response=True
            ) as answer,
        ):
            wrong = answer.request_meta["exception"]
            status, body = answer.status_code, answer.content
        if not status or (wrong is not None and not isinstance(wrong, LocustBadStatusCode)):
            return Silence(f"{type(wrong).__name__}: {wrong}")
        if ask.method == "POST":
            self.rush.ledger.took("HTTP", time.perf_counter() - begun)
        return Reply(status, body or b"")


class _Crew:
    """What the users of this process share: the rush, and whom to tell of it."""

    def __init__(self) -> None:
        self.environment: Any = None
        self.companies: list[Company] = []
        self.rush: Rush
        self.tallies: dict[str, Tally] = {}
        self.over: set[str] = set()

    def begin(self, environment: Any) -> None:
        """Make ready, before there are users."""
        options, runner = environment.parsed_options, environment.runner
        schedule = find_profile(options.arrivals).schedule(options.rate, options.lasting)
        place = {"worker": runner.worker_index, "workers": options.expect_workers} if _is_worker(runner) else {}
        self.rush = Rush(Plan(schedule, options.batch, options.seed, options.patience, **place))
        self.companies, self.environment = [], environment

    def run(self, environment: Any) -> None:
        """Let purchases arrive and tell of them until all is over."""
        while len(self.companies) < environment.runner.user_count:
            gevent.sleep(_TURN)  # locust has made them; they have not sat down yet
        day, ahead = self.companies[0].play(port_moment())
        self.rush.ledger.port_ahead = ahead
        running = gevent.spawn(self.rush.run, day)
        while not running.ready():
            running.join(_REPORT)
            self._tell(environment.runner)
        running.get()
        gevent.joinall([one.hearing for one in self.companies], timeout=2 * _LOOK + _MISSING)
        self._tell(environment.runner, over=True)

    def _tell(self, runner: Any, *, over: bool = False) -> None:
        said = {"tally": self.rush.ledger.tally().as_json(), "over": over}
        if _is_worker(runner):
            runner.send_message("rush", {"said": json.dumps(said)})
        else:
            self.hear("local", said)

    def hear(self, worker: str, said: dict[str, Any]) -> None:
        """Note what a worker tells."""
        self.tallies[worker] = Tally.read(json.loads(json.dumps(said["tally"])))
        if said["over"]:
            self.over.add(worker)

    def report(self, environment: Any) -> None:
        """Tell whoever asked for it how the whole rush goes, until all workers are through with it, then quit."""
        options, runner = environment.parsed_options, environment.runner
        workers = options.expect_workers if isinstance(runner, MasterRunner) else 1
        begun = time.time()
        missing = 0
        while len(self.over) < workers - missing:
            gevent.sleep(_REPORT)
            missing = len(runner.clients.missing) if isinstance(runner, MasterRunner) else 0
            self._say(options.tell, begun, missing)
        self._say(options.tell, begun, missing, over=True)
        environment.process_exit_code = 0
        if environment.web_ui is None:
            runner.quit()

    def _say(self, descriptor: int, begun: float, missing: int, *, over: bool = False) -> None:
        if descriptor >= 0:
            whole = summed(self.tallies.values()).as_json()
            line = {"begun": begun, "now": time.time(), "workersLost": missing, "over": over, "tally": whole}
            os.write(descriptor, json.dumps(line, ensure_ascii=False).encode() + b"\n")


_CREW = _Crew()


@events.init.add_listener
def _init(environment: Any, runner: Any, **_: Any) -> None:
    if isinstance(runner, MasterRunner):
        runner.register_message(
            "rush", lambda environment, msg, **_: _CREW.hear(msg.node_id, json.loads(msg.data["said"]))
        )


@events.test_start.add_listener
def _start(environment: Any, **_: Any) -> None:
    if isinstance(environment.runner, MasterRunner):
        gevent.spawn(_CREW.report, environment)
        return
    _CREW.begin(environment)
    if not _is_worker(environment.runner):
        gevent.spawn(_CREW.report, environment)


@events.spawning_complete.add_listener
def _spawned(**_: Any) -> None:
    if _CREW.environment is not None:
        gevent.spawn(_CREW.run, _CREW.environment)


def _is_worker(runner: Any) -> bool:
    return isinstance(runner, WorkerRunner)


def _said(wrong: GatewayError) -> str:
    return f"{type(wrong).__name__}: {wrong}" if isinstance(wrong, Rejected) else type(wrong).__name__
