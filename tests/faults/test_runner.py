"""`make run` under ill treatment: however it ends, nothing of it stays; whatever dies in it, comes back."""

import os
import signal
import socket
import time

import pytest

from .scene import answers, free_port

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_it_ends_nothing_stays(scene, signum):
    runner, port = scene.run_site()
    assert answers(port)
    commands = " ".join(scene.processes().values())
    assert all(
        word in commands for word in ("gunicorn", "worker", "beat", "config.embedded.keeper", "bin/postgres")
    )
    runner.send_signal(signum)
    print(f"{signum.name}: empty after {scene.seconds_until_empty():.2f} s")
    runner.wait(5)
    if signum == signal.SIGKILL:
        _, port = scene.run_site()  # what the killed one left does not stand in the way
        assert answers(port)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_make_may_be_stopped_or_killed(scene, signum):
    makefile = scene.var / "Makefile"
    makefile.write_text(f"run:\n\t@exec {os.sys.executable} -m config.runner\n")
    make, port = scene.run_site("make", "-f", str(makefile), "run")
    make.send_signal(signum)
    print(f"make, {signum.name}: empty after {scene.seconds_until_empty():.2f} s")


def test_a_taken_port_is_told_before_anything_is_started(scene):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        runner = scene.begin("-m", "config.runner", PORT=str(port))
        said, _ = runner.communicate(timeout=15)
    assert runner.returncode == 1
    assert f"Port {port} is taken by another program." in said
    assert not (scene.var / "postgres").exists()


def test_a_port_that_is_no_number_is_told(scene):
    runner = scene.begin("-m", "config.runner", PORT="eighty")
    said, _ = runner.communicate(timeout=15)
    assert (runner.returncode, said) == (1, "\nPORT is “eighty”; it must be a number between 1 and 65535.\n")


def test_what_dies_comes_back(scene):
    runner, port = scene.run_site()
    second = scene.begin("-m", "config.runner", PORT=str(free_port()))
    said, _ = second.communicate(timeout=15)
    assert second.returncode == 1
    assert f"It is already running here, at http://localhost:{port} (process {runner.pid})." in said

    scene.find("gunicorn").kill()
    scene.find(" worker ").kill()
    assert "The web server ended by itself (SIGKILL); it starts again in 1 s." in _until(
        runner, "The web server"
    )
    scene.find("config.embedded.keeper").kill()
    assert "The database ended by itself; it starts again." in _until(runner, "The database")
    assert answers(port)
    until = time.monotonic() + 10
    while not any(" worker " in command for command in scene.processes().values()):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert scene.ask("SELECT 1") == 1


def test_the_runner_says_why_it_cannot_prepare(scene):
    runner = scene.begin(
        "-m", "config.runner", PORT=str(free_port()), DJANGO_SETTINGS_MODULE="tests.faults.no_such_settings"
    )
    said, _ = runner.communicate(timeout=15)
    assert runner.returncode == 1
    assert "failed; what was said is above. Nothing is running." in said
    assert scene.processes() == {}


def _until(runner, words: str) -> str:
    return next(line for line in runner.stdout if words in line)
