"""Two surveys: care leavers as SPSS keeps them, personal advisers as a sheet of words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.synthetic.make import generator
from compendium.writers.files import write_csv
from compendium.writers.spss import write_sav

SEED, MADE_UP = "the lantern", "synthetic"
DISTRICTS = {1: "Northbank", 2: "Southgate"}
AGREE = {1: "Strongly disagree", 2: "Disagree", 3: "Neither agree nor disagree"}
AGREE |= {4: "Agree", 5: "Strongly agree"}
NO_ANSWER = {98: "Does not apply", 99: "Prefer not to say"}
# Wording by variable; those of TURNED are worded the other way.
ITEMS = {
    "LIS1": "My advocate listened to what I wanted to say.",
    "LIS2": "My advocate said it the way I meant it.",
    "LIS3": "My advocate was too slow to get back to me.",
    "LIS4": "I decided what my advocate would say for me.",
    "KNO1": "I know what I am entitled to until I am twenty-five.",
    "KNO2": "I understand why decisions about me were made.",
    "KNO3": "I am unsure who has to help me with money and a place to live.",
    "KNO4": "I know how to complain if something is wrong.",
}
TURNED = ("LIS3", "KNO3")
HEARD = {1: "Personal adviser", 2: "Friend", 3: "Leaflet or web", 4: "Other"}
OPEN = "What should change about the service?"
SAID = (
    "Later opening hours, I work until six.",
    "Let us choose who we get.",
    "A room that is not in the council building.",
    "Text messages instead of letters please.",
    "Come to where we live, the bus is four pounds.",
    "Somebody who has been in care themselves.",
    "Tell us at sixteen that you exist, not at nineteen.",
    "Stay on after twenty-one.",
    "One number that a person answers.",
    "More than one meeting before a review.",
    "Explain the long words.",
    "Weekends.",
    "Ask us how it went afterwards.",
    "Write down what was promised and by whom.",
    "Meet us somewhere with food.",
    "A break when it gets too much.",
    "Let me bring my sister.",
    "Do not change my advocate in the middle.",
    "Help with forms as well.",
    "Nothing, it was good.",
    "n/a",
)
# How far above the middle answers lie, by district and what the variable begins with.
LEVEL = {(1, "LIS"): 1.0, (2, "LIS"): 0.9, (1, "KNO"): -0.1, (2, "KNO"): 0.6}
ADVISERS = {
    "I can explain what the advocate does.": 0.9,
    "The advocate makes my work with the young person harder.": -0.9,
    "I know when to offer an advocate.": 0.5,
    "Advocacy has changed how I write plans.": 0.1,
}


def write_care_leavers(path: Path, people: int = 64) -> None:
    """Care leavers' answers, one row each: labelled, with declared missing codes."""
    rng = generator(SEED, "care leavers")
    district = np.where(np.arange(people) < people // 2, 1, 2)
    frame = pd.DataFrame({"token": [f"CL-{n:02d}" for n in range(1, people + 1)]})
    frame["district"] = district.astype("float64")
    start = dt.datetime(2024, 2, 5, 9, 0)
    minutes = np.sort(rng.integers(0, 60 * 24 * 40, people))
    frame["submitted"] = pd.to_datetime([start + dt.timedelta(minutes=int(m)) for m in minutes])
    lean = rng.normal(0, 0.6, people)
    for name in ITEMS:
        level = np.array([LEVEL[int(d), name[:3]] for d in district])
        felt = level + lean + rng.normal(0, 0.8, people)
        answer = np.clip(np.rint(3 + np.where(name in TURNED, -felt, felt)), 1, 5)
        none = rng.random(people)
        answer = np.where(none < 0.03, 99, np.where(none < 0.05, 98, answer))
        frame[name] = np.where(none > 0.97, np.nan, answer)
    frame["heard"] = rng.choice(list(HEARD), people, p=[0.5, 0.2, 0.2, 0.1]).astype("float64")
    wrote = rng.random(people) < 0.4
    frame["change"] = np.where(wrote, np.resize(rng.permutation(SAID), people), "")
    frame["data_origin"] = MADE_UP
    rated = {name: AGREE | NO_ANSWER for name in ITEMS}
    write_sav(
        path,
        frame,
        ITEMS | {"heard": "How did you hear of the service?", "change": OPEN},
        rated | {"district": DISTRICTS, "heard": HEARD},
        {name: list(NO_ANSWER) for name in ITEMS},
        "MADE-UP DATA. No real people.",
    )


def write_advisers(path: Path, people: int = 22) -> None:
    """Personal advisers' answers in words, their questions as headings."""
    rng = generator(SEED, "advisers")
    frame = pd.DataFrame({"Participant ID": [f"PA-{n:02d}" for n in range(1, people + 1)]})
    frame["District"] = [DISTRICTS[1 + (n >= people // 2)] for n in range(people)]
    frame["Completed"] = [f"{1 + n % 28:02d}/03/2024 {8 + n % 9:02d}:15" for n in range(people)]
    for wording, level in ADVISERS.items():
        answer = np.clip(np.rint(3 + level + rng.normal(0, 0.9, people)), 1, 5)
        frame[wording] = [AGREE[int(value)] for value in answer]
    frame["Data origin"] = MADE_UP
    write_csv(path, frame)
