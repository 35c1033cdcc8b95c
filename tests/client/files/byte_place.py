"""A place on 127.0.0.1 where somebody else's server has its uploads sent, as a bucket would be."""

from __future__ import annotations

import threading
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class BytePlace:
    """Keeps the requests it gets; answers with ``status``, ``location`` and ``body``, once ``gate`` is open."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.status, self.body, self.location = 200, b"", None
        self.arrived, self.gate = threading.Event(), threading.Event()
        self.gate.set()

    def __enter__(self) -> Self:
        place = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_upload(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
                place.requests.append(request)
                place.arrived.set()
                place.gate.wait(10)
                self.send_response(place.status)
                if place.location is not None:
                    self.send_header("Location", place.location)
                self.send_header("Content-Length", str(len(place.body)))
                self.end_headers()
                self.wfile.write(place.body)

            do_PUT = do_POST = handle_upload  # noqa: N815 - the names that the base class calls

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def form(self) -> dict[str, tuple[str | None, str, bytes]]:
        """The fields of the last request's form: file name, type and bytes."""
        request = self.requests[-1]
        head = f"Content-Type: {request['headers']['Content-Type']}\r\n\r\n".encode()
        parts: Any = message_from_bytes(head + request["body"]).get_payload()
        return {
            part.get_param("name", header="content-disposition"): (
                part.get_filename(),
                part.get_content_type(),
                part.get_payload(decode=True),
            )
            for part in parts
        }
