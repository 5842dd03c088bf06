"""What `make bench` measures and `make prove` proves, on rows made for it in a scratch database.

`python -m benchmarks` writes var/bench.json (figures of speed, each next to its limit in the same run);
`python -m benchmarks.prove` writes var/prove.json (figures of safety, each next to its red control).
BENCH_ROWS=1000000 adds more history than 100,000 visits; PEERS=1 measures django-appointment in the same run, in an
environment of its own under var/peers. ONLY=B1 proves one row; B1_CLIENTS, B1_ATTEMPTS and B2_SEQUENCES make those
proofs smaller for a try: the figures name what was done, and are not met then.
"""
