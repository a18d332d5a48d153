"""A round: traffic from many sides, a server killed in the midst of it, another one on the same database, all held to.

Who acts, what is sent and when the server dies follow from the seed; how far each had come by then does not.
"""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from signal import SIGKILL, SIGTERM
from typing import Any, Final

from load.torture.books import books_of, strays
from load.torture.company import ACKNOWLEDGE, Company
from load.torture.fire import START, STEPPED, Cast, Size
from load.torture.hand import DECIDE, MOVE, Hand
from load.torture.journals import replay, take
from load.torture.keeper import SIDE, Keeper
from load.torture.line import Away, Gone, Line
from load.torture.report import Report
from load.torture.server import begun, kill_all, port_of, workers_of
from load.torture.store import Store
from load.torture.watch import Blow, Watch
from load.torture.wrong import Wrong, hold
from simulator.bench.processes import command
from simulator.world import DEFAULT

LEAST: Final = 50
"""Documents that must be in flight when the server is killed."""
_AIM: Final = LEAST + 30
_ANSWERS: Final = 24
"""How many answers all servers that die under fire may give in sum; what is left keeps them busy until then."""
_AMID: Final = 0.5
"""How often the server dies in the midst of something that is done to a world."""
_BREATH: Final = 0.02
"""Seconds within which it dies then."""
_DYING: Final = 0.15
"""Seconds of a shutdown within which the server is killed."""
_ALONE: Final = 1 / 8
"""How often only the process dies from which the workers descend: they must end with it."""
_DOWN: Final = 1.0
"""Seconds within which a database that has died is there again."""
_FURTHER: Final = 6
"""How many answers must come behind a blow before the server dies, too."""
_LONGEST_START: Final = 60
_UNANSWERED: Final = {ACKNOWLEDGE: "acknowledgements", MOVE: "moves", DECIDE: "decisions"}
KILLS: Final = ("again", "start-up", "shutdown")
"""What may befall the server behind the first kill under fire, besides the blows that it must survive."""
_TRIES = 3


class Round:
    """Plays one round on a store."""

    def __init__(self, seed: int, store: Store, folder: Path, size: Size, kills: tuple[str, ...] | None = None) -> None:
        self._random = Random(f"{seed} kills")
        self._store, self._folder = store, folder
        self._kills = self._drawn() if kills is None else kills
        self._last_blow: Blow | None = self._random.choice((None, *store.blows)) if store.blows else None
        self._cast = Cast(seed, size)
        self._began = False
        self._start_up = 1.0
        self.report = Report(seed)

    def play(self) -> Report:
        """Play to the end, or to where something is wrong."""
        try:
            self._play()
        except Wrong as wrong:
            self.report.wrong.append(wrong)
        except Away as away:
            self.report.wrong.append(Wrong("an answer, the database being there", "another", away))
        except Gone as gone:
            self.report.wrong.append(Wrong("kouan up, asked by nobody to end", "there", gone))
        except ExceptionGroup as several:
            self.report.wrong += [one for one in several.exceptions if isinstance(one, Wrong)]
        return self.report

    def _drawn(self) -> tuple[str, ...]:
        return tuple(one for one in (*self._store.blows, *KILLS) if self._random.random() < 1 / 3)

    def _play(self) -> None:
        first, *others = (*self._kills, None)
        blow = self._blow(first)
        for _ in range(_TRIES):  # a quick machine may have answered nearly everything: then another is killed
            self._under_fire(blow=blow)
            if self.report.in_flight:
                break
        for kill in filter(None, others if blow else self._kills):
            if kill == "start-up":
                self._while_starting()
            else:
                self._under_fire(dying=kill == "shutdown", blow=self._blow(kill))
        self._to_the_end()

    def _blow(self, kill: str | None) -> Blow | None:
        return next((one for one in self._store.blows if one == kill), None)

    # ── the kills ────────────────────────────────────────────────────────────────────────────────

    def _under_fire(self, *, dying: bool = False, blow: Blow | None = None) -> None:
        """Let everybody act and kill the server at some moment, perhaps while it ends by itself or behind a blow."""
        most = _ANSWERS // (1 + len(self._kills) - self._kills.count("start-up"))
        answers, delay = self._random.randint(0, most), self._random.random() * _BREATH
        amid = None
        if self._random.random() < _AMID and (ahead := self._cast.keeper.ahead()):
            amid, answers = self._random.choice(ahead), most
        lasting = self._random.random() * _DYING if dying else 0
        alone = self._store.workers > 0 and self._random.random() < _ALONE and bool(self.report.in_flight)
        with self._server() as (process, port), self._traffic(port) as watch:
            watch.await_moment(answers, _AIM, amid)
            time.sleep(delay)
            hold("exit status of kouan up before the kill", None, process.poll())
            if blow:
                self._strike(blow, process, watch)
                watch.await_moment(watch.answers + _FURTHER, _AIM, None)
            watch.freeze()
            if dying:
                process.send_signal(SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(lasting)
            workers = workers_of(process)
            process.kill() if alone else kill_all(process)
            if alone:
                self._await("workers of a dead kouan up", [], lambda: [one for one in workers if command(one)])
        in_flight = self._count(watch)
        moment = f"{1000 * delay:.1f} ms after {f'{amid} or ' if amid else ''}{answers} answers"
        how = f"SIGTERM and {1000 * lasting:.0f} ms later kill -9" if dying else "kill -9"
        how += " of the first process" * alone
        self.report.kills.append(f"{how} {moment}, {in_flight} in flight")
        if in_flight >= LEAST:  # a later server may find little left to do
            self.report.in_flight.append(in_flight)
        self._check_books()

    def _while_starting(self) -> None:
        """Kill a server that is not ready yet, or has just become so."""
        after = self._random.random() * 1.1
        with begun(*self._options()) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(after * self._start_up)
            kill_all(process)
        self.report.kills.append(f"kill -9 {100 * after:.0f}% into start-up")
        self._check_books()

    def _strike(self, blow: Blow, process: "subprocess.Popen[str]", watch: Watch) -> None:
        """Let a worker die, or the database; what is not dead must go on, and serve everybody again."""
        documents = watch.strike(blow)
        if blow == "worker":
            os.kill(self._random.choice(self._workers(process)), SIGKILL)
            said = "kill -9 of a worker"
        else:
            down = self._random.random() * _DOWN
            self._store.kill()
            time.sleep(down)
            self._store.start_again()
            watch.heal()
            said = f"kill -9 of the database, there again {1000 * down:.0f} ms later"
        self.report.kills.append(f"{said}, {documents} on their way")
        self.report.blows[blow] += 1
        if documents >= LEAST:
            self.report.in_flight.append(documents)

    def _workers(self, process: "subprocess.Popen[str]") -> list[int]:
        """Return the workers once there are as many as there must be: one that has died is followed by another."""
        self._await("workers of kouan up", self._store.workers, lambda: len(workers_of(process)))
        return workers_of(process)

    def _await(self, what: str, wanted: Any, found: Callable[[], Any]) -> None:
        until = time.monotonic() + _LONGEST_START
        while found() != wanted and time.monotonic() < until:
            time.sleep(_BREATH)
        hold(what, wanted, found())

    def _count_suffered(self, watch: Watch) -> None:
        self.report.away += watch.away
        self.report.resent += watch.resent

    def _count(self, watch: Watch) -> int:
        """Count what died with the server; return how many documents."""
        documents = 0
        self._count_suffered(watch)
        for what, count in watch.in_flight():
            documents += count
            self.report.resent += count > 0
            if not count:
                self.report.unanswered[_UNANSWERED.get(what, "deeds")] += 1
        return documents

    # ── the traffic ──────────────────────────────────────────────────────────────────────────────

    def _options(self) -> list[str]:
        return [*self._store.options(), "--at", START.isoformat()]

    @contextmanager
    def _server(self) -> Iterator[tuple["subprocess.Popen[str]", int]]:
        """Start a server, hold it to what the last one answered, and let it end with the block."""
        started = time.perf_counter()
        with begun(*self._options()) as process:
            try:
                port = port_of(process)
                if not port:
                    raise Wrong("kouan up", "a ready line", f"exit status {process.wait()}")
                self._start_up = time.perf_counter() - started
                with closing(Line(port)) as line:
                    copy = self._take_over(line)
                if copy:  # it must be whole: what is in it can be lived through again
                    self.report.entries += replay(take(port, [copy], self._folder))
                yield process, port
            finally:
                kill_all(process)

    def _take_over(self, line: Line) -> str | None:
        cast = self._cast
        if not self._began:
            line.json("POST", "/_kouan/worlds", {"name": STEPPED, "file": cast.world_file()})
            self._began = True
        cast.hand.check(line)
        for company in cast.companies:
            company.inbox.restarted()
        return cast.keeper.check(line, {DEFAULT, STEPPED})

    @contextmanager
    def _traffic(self, port: int) -> Iterator[Watch]:
        """Let everybody act; at the end of the block they must come to an end."""
        watch = Watch()
        acting: list[Company | Keeper | Hand] = [*self._cast.companies, self._cast.keeper, self._cast.hand]
        watch.expect(len(acting) - 1)  # the hand goes on for as long as the others
        threads = [threading.Thread(target=one.run, args=(port, watch)) for one in acting]
        for thread in threads:
            thread.start()
        try:
            yield watch
        finally:
            for thread in threads:
                thread.join()
        if watch.wrong:
            raise ExceptionGroup("in the midst of it", watch.wrong)

    # ── the checks ───────────────────────────────────────────────────────────────────────────────

    def _check_books(self) -> None:
        """Hold the database, as it was left, to itself and to what was answered."""
        wrong: list[Wrong] = []
        with self._store.look() as ask:
            books = books_of(ask)
            wrong += strays(ask)
            for world in books.values():
                wrong += world.faults()
            for company in self._cast.companies:
                wrong += books[company.world].of(company.known(), company.sender.dxp_id)
        if wrong:
            raise ExceptionGroup("in the database", wrong)

    def _to_the_end(self) -> None:
        """Let everybody finish, let time run out, and hold everything to what must have come of it."""
        report, cast = self.report, self._cast
        with self._server() as (process, port), closing(Line(port)) as line:
            with self._traffic(port) as watch:
                if self._last_blow:
                    watch.await_moment(1, 1, None)
                    self._strike(self._last_blow, process, watch)
            self._count_suffered(watch)
            self._workers(process)
            for company in cast.companies:
                company.again(line, 3)
            line.json("POST", f"/w/{STEPPED}/_kouan/clock", {"until": "quiet"})
            for company in cast.companies:
                company.inbox.empty(line)
                report.receipts += company.check(cast.hand.decided if company.world == STEPPED else {})
                report.documents += sum(post.documents for post in company.known())
                self._check_histories(line, company.world, company.sales[0].order_no, company.sales[-1].order_no)
            report.receipts += cast.keeper.check_receipts(line)
            cast.keeper.check(line, {DEFAULT, STEPPED})
            worlds = (STEPPED, self._random.choice((DEFAULT, SIDE, "copy", "twin")))
            journals = take(port, worlds, self._folder)
            process.terminate()
            status = 0 if self._store.workers else -SIGTERM  # which a single process passes on
            hold("exit status of kouan up, ended by SIGTERM", status, process.wait())
        self._check_books()
        self.report.entries += replay(journals)

    def _check_histories(self, line: Line, world: str, *order_nos: str) -> None:
        for number in order_nos:
            said = line.json("GET", f"/w/{world}/_kouan/documents/{number}")
            if said["state"] not in ("released", "refused"):
                raise Wrong(f"state of the order {number} in {world}", "released or refused", said["state"])
