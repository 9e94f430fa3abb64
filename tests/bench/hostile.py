"""How damaged and hostile files end in the readers: ``make hostile``, one thousand of them.

``python tests/bench/hostile.py --inputs 1000 --seed 7`` prints of each class of fault how many
there were and how each ended, and every crash and every silent difference whole. A number that is
read otherwise than the sound file has it, without a word in the report, is silent; in a format
without a check sum a file may say another thing and be whole (`tests/damaged.py`).
"""

from __future__ import annotations

import argparse
import collections
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import damaged


def main() -> int:
    """Read them all; 1 if one crashed or differed silently."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    counts = collections.defaultdict(collections.Counter)
    failed, begun = [], time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = damaged.sound_exports(folder)
        for made in damaged.inputs(options.inputs, options.seed):
            ended = damaged.read(made, sound[made.of], folder)
            counts[made.fault][ended.end] += 1
            if ended.end in (damaged.SILENT, damaged.CRASH):
                failed.append(ended)
    for ended in failed:
        print(f"{ended.end}: {ended.input.fault} in {ended.input.of} ({ended.input.number})")
        print(ended.told, end="\n\n")
    wide = max(map(len, counts))
    print(" " * wide, *damaged.ENDS, sep=" | ")
    for fault in damaged.FAULTS:
        cells = [f"{counts[fault][end]:>{len(end)}}" for end in damaged.ENDS]
        print(f"{fault:{wide}}", *cells, sep=" | ")
    total = sum(counts.values(), collections.Counter())
    print(f"{'all':{wide}}", *[f"{total[e]:>{len(e)}}" for e in damaged.ENDS], sep=" | ")
    print(f"{sum(total.values())} inputs in {time.perf_counter() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
