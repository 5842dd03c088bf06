"""`python -m benchmarks.prove`: the figures of safety, each with its red control. Ends with 1 when one is missed."""

import os
import sys

from benchmarks.scratch import scratch

NOT_YET = {
    "B6 to B9": "mail under faults, broker down, webhooks, load", "B10, B11, B17 to B19, B21 to B24": "later slices",
}  # fmt: skip


def main() -> int:
    with scratch("anteroom_prove"):
        from benchmarks import (
            auditing,
            clocks,
            figures,
            filling_at_random,
            fixtures_filled,
            guessing,
            matrix,
            racing,
            sequences,
            swapping,
            taking_out,
            uploading,
        )

        built = {
            "B1": racing.b1,
            "B2": sequences.b2,
            "B3": clocks.b3,
            "B4": matrix.b4,
            "B5": swapping.b5,
            "B12": uploading.b12,
            "B13": guessing.b13,
            "B14": guessing.b14,
            "B20": taking_out.b20,
            "B-forms": filling_at_random.forms,
            "B-fixtures": fixtures_filled.b_fixtures,
        }
        built["A"] = swapping.access
        built["B16"] = auditing.b16
        built["B15"] = auditing.b15  # it leaves rows behind: nothing comes after it
        wanted = os.environ.get("ONLY", "").replace(",", " ").split() or list(built)
        unknown = [name for name in wanted if name not in built]
        found = [figure for name, proof in built.items() if name in wanted for figure in proof()]
        figures.keep(found, "prove.json", control=True)
        figures.show(found, NOT_YET, against="control")
        if unknown:
            print(f"Asked for, but not built yet: {', '.join(unknown)}.")
    return int(bool(unknown) or any(figure.ok is False for figure in found))


if __name__ == "__main__":
    sys.exit(main())
