"""A tile server on loopback: one picture for every tile, or none while it is ``broken``."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaPhfDwAEhgF/p8c9ugAAAABJRU5ErkJggg=="
)


@dataclass
class Tiles:
    url: str
    broken: bool = False


@contextmanager
def tile_server() -> Iterator[Tiles]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(404 if tiles.broken else 200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            if not tiles.broken:
                self.wfile.write(PICTURE)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    tiles = Tiles(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield tiles
    finally:
        server.shutdown()
        server.server_close()
