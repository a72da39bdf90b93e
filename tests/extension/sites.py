"""Sites of other people for the tests, each on a port of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def answering(answer: Callable[[str, str], bytes], kind: str) -> Iterator[str]:
    """Answer each request from its path and the site's address, with a body of this kind."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answer(self.path, f"http://{self.headers['Host']}")
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{serving.server_port}"
        finally:
            serving.shutdown()


@contextmanager
def site(page: str) -> Iterator[str]:
    """Serve this page at every address below the one given."""
    with answering(lambda _path, _at: page.encode(), "text/html; charset=utf-8") as address:
        yield address
