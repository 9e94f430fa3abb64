"""How damaged and hostile files end in readers and builds: ``make hostile``, a thousand of them.

``python tests/bench/hostile.py --inputs 900 --builds 100 --seed 7`` prints of each class of fault
how many there were and how each ended, and every failure whole. Files are read alone
(`tests/damaged.py`), and as one of the files of a study that is checked and built to a page
(`tests/damaged_study.py`). A number that differs from the sound file's without a word is silent; in
a format without a check sum a file may say another thing and be whole.
"""

from __future__ import annotations

import argparse
import collections
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import damaged
import damaged_study


def main() -> int:
    """Read and build them all; 1 if one crashed, differed silently or was refused without words."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=900, help="files to read")
    parser.add_argument("--builds", type=int, default=100, help="studies to check and build")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    os.environ["FORMATS"], failed = "pages", 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.inputs:
            (folder / "files").mkdir()
            ends = _read(folder / "files", options.inputs, options.seed)
            failed += _told("read", ends, damaged.FAULTS, damaged.ENDS)
        if options.builds:
            ends = _built(folder, options.builds, options.seed)
            failed += _told("built", ends, damaged_study.FAULTS, damaged_study.ENDS)
    return 1 if failed else 0


def _read(folder: Path, count: int, seed: int) -> Iterator[damaged.End]:
    sound = damaged.sound_exports(folder)
    for made in damaged.inputs(count, seed):
        yield damaged.read(made, sound[made.of], folder)


def _built(folder: Path, count: int, seed: int) -> Iterator[damaged_study.End]:
    house = damaged_study.House(folder)
    for made in damaged_study.damaged_studies(damaged_study.write_sound(folder), count, seed):
        yield house.build(made)


def _told(how: str, ends: Iterable, faults: Iterable[str], kinds: tuple[str, ...]) -> int:
    """Print a table of faults by ends, and failures whole; how many failures there were."""
    counts, failed, begun = collections.defaultdict(collections.Counter), 0, time.perf_counter()
    for ended in ends:
        counts[ended.input.fault][ended.end] += 1
        if ended.end in damaged_study.FAILURES:
            failed += 1
            what = getattr(ended.input, "of", "") or ended.input.file
            print(f"{ended.end}: {ended.input.fault} in {what} ({ended.input.number})")
            print(ended.told, end="\n\n", flush=True)
    wide = max(map(len, counts))
    print(f"{how:{wide}}", *kinds, sep=" | ")
    for fault in (f for f in faults if f in counts):
        cells = [f"{counts[fault][end]:>{len(end)}}" for end in kinds]
        print(f"{fault:{wide}}", *cells, sep=" | ")
    total = sum(counts.values(), collections.Counter())
    print(f"{'all':{wide}}", *[f"{total[e]:>{len(e)}}" for e in kinds], sep=" | ")
    print(f"{sum(total.values())} {how} in {time.perf_counter() - begun:.0f} s", flush=True)
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
