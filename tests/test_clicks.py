"""The ground of the journeys: a click that leads to a page which comes in pieces is over with the last piece."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Locator


class InPieces(BaseHTTPRequestHandler):
    """`/` has a link; what it leads to begins at once and takes a third of a second to end."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(b"<!doctype html><title>First</title><a href='/next'>Next</a>")
        else:
            self.wfile.write(b"<!doctype html><title>Next</title>" + b"<p>some words</p>" * 200)
            self.wfile.flush()
            time.sleep(0.3)
            self.wfile.write(b"<ul><li>one</li><li>two</li></ul>")

    def log_message(self, *_words):
        pass


@pytest.fixture
def in_pieces():
    server = ThreadingHTTPServer(("127.0.0.1", 0), InPieces)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.parametrize(
    ("click", "seen"), [(Locator.click, 2), (Locator.click.__wrapped__, 0)], ids=["ours", "red control"]
)
def test_a_click_is_over_when_the_page_is_there(plain_page, in_pieces, click, seen):
    plain_page.goto(in_pieces)
    click(plain_page.get_by_role("link", name="Next"))
    assert plain_page.locator("li").count() == seen
