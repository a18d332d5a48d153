"""A server that says what a test wants, in turn; for what a real one says only when it is broken."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gateway_client.wire.dxp import IMPORT_SYSTEM, DxpRep, OriHead, ReceiverIds, Response
from gateway_client.wire.encode import encode


@dataclass
class Pretender:
    url: str
    bodies: list[bytes] = field(default_factory=list)


@contextmanager
def pretender(*answers: tuple[int, bytes] | None) -> Iterator[Pretender]:
    """Give the answers in turn, the last one again and again; ``None`` hangs up without one."""
    waiting = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            told.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer()

        def _answer(self) -> None:
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if answer is None:
                self.close_connection = True
                return
            status, body = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told = Pretender(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def dxp_rep(code: str = "0000", info: str = "接收成功") -> bytes:
    """Return the answer of a port."""
    head = OriHead(
        cop_msg_id="GUID",
        sender_id="X",
        receiver_ids=ReceiverIds(ids=(IMPORT_SYSTEM,)),
        creat_time="2026-11-11T12:00:00",
        msg_type="CEB311Message",
    )
    said = Response(response_code=code, response_info=info, notice_time="2026-11-11", ori_head=head)
    return encode(DxpRep(recevier_id="X", responses=(said,)))
