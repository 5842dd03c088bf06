"""A virus scanner of one's own: asked before anything opens a file; silent, nothing is kept."""

import socketserver
import threading

import pytest

from common import files, scanning
from common.tests.clamd import Scan, clamd
from common.tests.hostile import EICAR, image


def test_without_one_nothing_is_asked(settings):
    settings.CLAMD = ""
    assert not scanning.is_infected(EICAR)


def test_what_it_finds_is_refused_and_the_rest_is_kept(settings):
    with clamd() as scanner:
        settings.CLAMD = scanner.address
        with pytest.raises(files.Infected, match="“x.jpg” seems to carry a virus"):
            files.accept(image() + EICAR, "x.jpg")
        assert files.accept(image(), "x.jpg").name == "x.jpg"
    assert [EICAR in content for content in scanner.seen] == [
        True,
        False,
    ]  # it was shown what came, not what is kept


def test_a_large_file_arrives_whole(settings):
    content = bytes(range(256)) * 2_000
    with clamd() as scanner:
        settings.CLAMD = scanner.address
        assert not scanning.is_infected(content)
    assert scanner.seen == [content]


def test_on_a_socket_of_this_machine(settings, tmp_path):
    path = str(tmp_path / "clamd.sock")
    with socketserver.ThreadingUnixStreamServer(path, Scan) as server:
        server.answer, server.pause, server.seen = b"stream: OK\0", 0, []
        threading.Thread(target=server.handle_request, daemon=True).start()
        settings.CLAMD = path
        assert not scanning.is_infected(b"x")


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: lstat() failed\0"]
)
def test_an_answer_that_says_nothing_is_none(settings, answer):
    with clamd(answer) as scanner:
        settings.CLAMD = scanner.address
        with pytest.raises(files.Refused, match="can’t be checked right now"):
            files.accept(image(), "x.jpg")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "[::1]:1"])
def test_nobody_there(settings, address):
    settings.CLAMD = address
    with pytest.raises(files.Refused, match="can’t be checked right now. Try again later"):
        files.accept(image(), "x.jpg")


def test_one_that_is_too_slow(settings, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.05)
    with clamd(pause=1) as scanner:
        settings.CLAMD = scanner.address
        with pytest.raises(scanning.Unreachable):
            scanning.is_infected(b"x")
