"""What `make bench` measures and `make prove` proves, on rows made for it in a scratch database.

`python -m benchmarks` writes var/bench.json (figures of speed, each next to its limit in the same run);
`python -m benchmarks.prove` writes var/prove.json (figures of safety, each next to its red control).
BENCH_ROWS=100000 adds a history of visits; ONLY=B1 proves one row.
"""
