"""One PostgreSQL process on one data folder: how it is started, when it is ready, how it is stopped."""

import signal
import subprocess
import time

from . import programs, rows, tied
from .places import PORT, Cluster
from .words import Refused

# For a small machine with two cores; the network is never listened on.
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 100,
    "shared_buffers": "128MB",
    "huge_pages": "off",
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers_per_gather": 0,
    "random_page_cost": 1.1,
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "max_logical_replication_workers": 0,
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_messages": "log",  # no errors: a refused row would be quoted, and rows are about patients
}
# Rows of a throwaway server need not outlive a power cut.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": 200,
    "autovacuum_naptime": "10s",  # tests roll back thousands of rows, through which every query would wade
    "checkpoint_timeout": "1h",
}
_SECONDS_TO_START = 120  # recovery after a crash takes its time
_TRIES = 10  # the processes of a crashed server need a moment to notice and go


def start(cluster: Cluster) -> subprocess.Popen:
    """Start PostgreSQL and return once it answers. Raises Refused with the last words of its log."""
    rows.ready_to_start(cluster)
    for _ in range(_TRIES):
        process = _launch(cluster)
        until = time.monotonic() + _SECONDS_TO_START
        while process.poll() is None and time.monotonic() < until:
            if _is_ready(cluster, process.pid):
                return process
            time.sleep(0.005)
        if process.poll() is None:
            stop(process)
            break
        time.sleep(0.3)
    said = cluster.log_file.read_text(errors="replace").strip().splitlines()[-4:]
    raise Refused(f"PostgreSQL did not start. The end of {cluster.log_file}:\n  " + "\n  ".join(said))


def stop(process: subprocess.Popen) -> None:
    """Stop PostgreSQL: politely (connections are closed, everything is on disk), then less so."""
    for signum, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        process.send_signal(signum)
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue


def _launch(cluster: Cluster) -> subprocess.Popen:
    lent_to = cluster.account
    options = {
        **SETTINGS,
        **(THROWAWAY if cluster.throwaway else {}),
        "unix_socket_directories": cluster.make_socket_folder(),
    }
    command = [programs.folder_for(lent_to) / "postgres", "-D", cluster.data]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    return subprocess.Popen(
        command,
        cwd="/",
        env=rows.environment(),
        stdin=subprocess.DEVNULL,
        # SIGINT is PostgreSQL's fast shutdown: should the keeper be killed, the server goes at once and in order.
        preexec_fn=tied.with_signal(signal.SIGINT),
        **(lent_to.for_popen if lent_to else {}),
    )


def _is_ready(cluster: Cluster, pid: int) -> bool:
    """An old file may still say “ready”; only the number of the process just started makes it true."""
    try:
        said = (cluster.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(said) > 7 and said[0] == str(pid) and said[7].strip() == "ready"
