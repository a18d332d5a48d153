"""A rush of purchases, played on locust by the client library's own flows: ``kouan load``, or locust by hand.

    locust -f load/locustfile.py --host http://127.0.0.1:8765 --headless -u 8 --arrivals ramp --rate 50 --seed 1

Each user is one company with its own dxpId: an operator, a payment company or a carrier. One greenlet sends what lies
on its desk, another fetches and acknowledges receipts. Locust, which has loaded this file, has made sockets, locks and
sleeping of the standard library cooperative before anything of ours was imported; the client's own HTTP library is not
used here. Every hand-made run against one port wants another ``--seed``: the same seed is the same purchases.
"""

import json
import os
import time
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import gevent
import locust
from locust import FastHttpUser, task
from locust.contrib.fasthttp import LocustBadStatusCode
from locust.runners import MasterRunner, WorkerRunner

from gateway_client import Sender
from gateway_client.asking import Ask, Flow, Pause, Reply, Silence
from gateway_client.conversations import Conversations
from gateway_client.errors import GatewayError, Unreachable
from gateway_client.flows import Tries
from gateway_client.journal import Journal
from gateway_client.transport import guard
from simulator.marketplace.enterprises import Enterprises
from simulator.rush.crew import Crew, Listener
from simulator.rush.desk import Paper
from simulator.rush.moment import port_moment
from simulator.rush.reading import find_profile
from simulator.rush.rush import ROLES, Plan
from simulator.rush.screen import whole
from simulator.rush.tally import Tally
from simulator.rush.verdict import Rehearsal, Verdict
from simulator.stories.returns import returns_of

_LOOK: Final = 1.0
"""Seconds that the port may hold back an answer until there is a receipt."""
_TURN: Final = 0.01
_BROKEN: Final = 500
_MESSAGES: Final = "/dxp/messages"
_EVENTS: Final[Any] = locust.events
_OPTIONS: Final = {"arrivals": "steady", "rate": 100.0, "lasting": 60.0, "batch": 100, "seed": 0, "patience": 30.0}


class Company(FastHttpUser):
    """A company that declares, and hears what becomes of it."""

    network_timeout = connection_timeout = 120.0  # each question has its own patience

    def on_start(self) -> None:
        """Take a seat: every worker has all the roles, in turn."""
        crew = _cast["crew"]
        plan, number, who = crew.rush.plan, crew.seat(), Enterprises()
        role = ROLES[number % len(ROLES)]
        company = {"operator": who.agent, "payment": who.payment, "carrier": who.carrier}[role]
        dxp_id = f"DXPLOAD{plan.seed:05d}{plan.worker:02d}{role[0].upper()}{number:05d}"
        sender = Sender(dxp_id=dxp_id, cop_code=company.code, cop_name=company.name)
        self.talk = Conversations(sender, Journal(None, dxp_id), tries=Tries(), monotonic=time.monotonic)
        self.rush, self.ledger, self.desk = crew.rush, crew.rush.ledger, crew.rush.desk(role)
        session: Any = self.client.client
        session.redirect_response_codes = frozenset()  # redirects are answers like others
        crew.sits(self._hear)
        if not number:
            gevent.spawn(_play, self)

    @task
    def send(self) -> None:
        """Send what lies on the desk; what did not get through is sent again until it does."""
        papers = self.desk.take()
        if papers:
            self._declare(papers)
        else:
            gevent.sleep(_LOOK)

    def _declare(self, papers: list[Paper]) -> None:
        keys = [paper.key for paper in papers]
        self.ledger.handing_in(keys, time.time())
        flow = self.talk.send([paper.document for paper in papers])
        all_taken = True
        while True:
            try:
                self.ledger.messages(len(self.play(flow)))
                if all_taken:
                    self.ledger.handed_in(keys)
            except Unreachable:
                pass  # each of its silences was noted
            except GatewayError as wrong:
                self.ledger.trouble(f"{type(wrong).__name__}: {wrong}")
                all_taken = False
            if not self.talk.journal.left():
                return
            flow = self.talk.resume()

    def _hear(self) -> None:
        """Fetch receipts and acknowledge them, until the rush is over and nothing more comes."""
        known = set[tuple[str, str, str]]()
        while True:
            over = self.rush.over
            try:
                receipts = self.play(self.talk.receipts(most=100, wait=0 if over else _LOOK))
                new = [one for one in receipts if one.key not in known]
                self.ledger.fetched_again(len(receipts) - len(new))
                for one in new:
                    self.ledger.hear(returns_of(one.message_type, one.returns))
                known.update(one.key for one in new)
                if receipts:
                    self.play(self.talk.acknowledge(receipts))
                    known.clear()
                elif over:
                    return
            except GatewayError as wrong:
                if not isinstance(wrong, Unreachable):
                    self.ledger.trouble(f"{type(wrong).__name__}: {wrong}")
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
        """Ask, and hear a whole answer or nothing; locust counts it."""
        path = f"{ask.path}?{urlencode(ask.query)}" if ask.query else ask.path
        headers = {"Accept-Encoding": "identity", **({"Content-Type": ask.content_type} if ask.content_type else {})}
        given: Any = {"name": ask.path, "data": ask.body or None, "headers": headers, "catch_response": True}
        begun = time.perf_counter()
        try:
            with gevent.Timeout(ask.patience), self.client.request(ask.method, path, **given) as answer:
                status, body, wrong = answer.status_code, answer.content, answer.request_meta["exception"]
        except gevent.Timeout as late:
            return self._silence(ask, late)
        if not status or (wrong is not None and not isinstance(wrong, LocustBadStatusCode)):
            return self._silence(ask, wrong)
        if status >= _BROKEN:
            self.ledger.trouble(f"{ask.method} {ask.path}: HTTP {status}")
        if ask.path == _MESSAGES:
            self.ledger.took("HTTP", time.perf_counter() - begun)
        return Reply(status, body or b"")

    def _silence(self, ask: Ask, wrong: BaseException | None) -> Silence:
        """Note a question without an answer; the flow puts it again."""
        self.ledger.trouble(f"{ask.method} {ask.path}: {type(wrong).__name__}")
        return Silence(f"{type(wrong).__name__}: {wrong}")


_cast: dict[str, Any] = {}
"""Who takes part in this process: its ``crew``, whether all have been ``spawned``, and the ``listener`` of all."""


def _options(parser: Any) -> None:
    for name, otherwise in _OPTIONS.items():
        parser.add_argument(f"--{name}", type=type(otherwise), default=otherwise, env_var=f"KOUAN_LOAD_{name.upper()}")
    parser.add_argument("--allow", action="append", default=[], help="a host that is not this machine and is meant")
    parser.add_argument("--tell", type=int, default=-1, help="descriptor of a file that hears everything, in JSON")


def _init(environment: Any, runner: Any, **_: Any) -> None:
    if isinstance(runner, MasterRunner):
        runner.register_message("rush", _hear_worker)
    elif isinstance(runner, WorkerRunner) and environment.parsed_options.tell >= 0:
        os.close(environment.parsed_options.tell)  # the master's alone


def _hear_worker(msg: Any, **_: Any) -> None:
    _cast["listener"].hear(msg.node_id, json.loads(msg.data["said"]))


def _start(environment: Any, **_: Any) -> None:
    """Make ready before there are users: the listener in the master, a crew in each worker, both in a lone process."""
    runner, options = environment.runner, environment.parsed_options
    guard(environment.host, options.allow)
    place = {}
    _cast["spawned"] = False
    if isinstance(runner, WorkerRunner):
        place = {"worker": runner.worker_index, "workers": options.expect_workers}
        tell = partial(_tell_master, runner)
    else:
        listener = _cast["listener"] = Listener(options.expect_workers if isinstance(runner, MasterRunner) else 1)
        tell = partial(listener.hear, "local")
        gevent.spawn(_listen, environment)
    if not isinstance(runner, MasterRunner):
        schedule = find_profile(options.arrivals).schedule(options.rate, options.lasting)
        _cast["crew"] = Crew(Plan(schedule, options.batch, options.seed, options.patience, **place), tell)


def _spawned(**_: Any) -> None:
    _cast["spawned"] = True


def _tell_master(runner: Any, said: dict[str, Any]) -> None:
    runner.send_message("rush", {"said": json.dumps(said)})


def _play(first: Company) -> None:
    """Let the rush begin once all companies of this worker have sat down."""
    crew, runner = _cast["crew"], first.environment.runner
    while not _cast["spawned"] or crew.seat() < runner.user_count:
        gevent.sleep(_TURN)
    crew.play(lambda: first.play(port_moment()))


def _listen(environment: Any) -> None:
    """Hear all workers out, say what became of the rush, and end."""
    runner, options = environment.runner, environment.parsed_options
    lost = runner.clients if isinstance(runner, MasterRunner) else None
    last = _cast["listener"].listen(options.tell, lambda: len(lost.missing) if lost is not None else 0)
    environment.process_exit_code = 0
    if options.tell < 0:
        environment.process_exit_code = _say(environment, last)
    if environment.web_ui is None:
        runner.quit()


def _say(environment: Any, last: dict[str, Any]) -> int:
    options = environment.parsed_options
    profile = find_profile(options.arrivals)
    asked = Rehearsal(
        profile=profile.name,
        rate=options.rate,
        seconds=options.lasting,
        planned=profile.schedule(options.rate, options.lasting).total,
        users=environment.runner.target_user_count,
        workers=options.expect_workers,
        batch=options.batch,
        seed=options.seed,
        target=environment.host,
    )
    verdict = Verdict(asked, Tally.read(last["tally"]), last["now"], last["workersLost"], last["broken"])
    print(whole(verdict, profile, "en"), flush=True)
    return 0 if verdict.good else 1


_EVENTS.init_command_line_parser.add_listener(_options)
_EVENTS.init.add_listener(_init)
_EVENTS.test_start.add_listener(_start)
_EVENTS.spawning_complete.add_listener(_spawned)
