"""What a record was released by, and a signature that says so.

The build makes a key for each run of a notebook and gives it to the kernel; the display of a
table that passed the door there is signed with it, and the build publishes what is signed and
nothing else. It keeps a table that somebody typed, or read back from a file, from passing for a
released one by accident. It is no lock: a notebook runs in the process that holds the key.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import os
import secrets

from compendium.disclosure.profile import Profile

VARIABLE = "COMPENDIUM_RELEASE_KEY"
# Where a signature stands in the metadata of an output; published files have none.
METADATA = "compendium"

_key = ""


@dataclasses.dataclass(frozen=True)
class Door:
    """Which door a table passed: the study, the site (blank for all), the profile's thresholds."""

    study: str
    site: str
    thresholds: str


def thresholds(profile: Profile) -> str:
    """A digest of everything a profile says.

    >>> a, b = (Profile("p", None, "", "public", estimates_from=n) for n in (10, 1))
    >>> thresholds(a) == thresholds(a), thresholds(a) == thresholds(b)
    (True, False)
    """
    return hashlib.sha256(repr(profile).encode()).hexdigest()


def new_key() -> str:
    """A key for one run of one notebook."""
    return secrets.token_hex(32)


def take_key() -> None:
    """In the kernel: keep the key the build gave, out of reach of programs it starts."""
    global _key
    _key = os.environ.pop(VARIABLE, "")


def signed(record: dict, door: Door | None) -> dict[str, dict[str, str]]:
    """Metadata of an output that shows `record`; empty without a key or a door."""
    return {METADATA: stamp(record, door, _key)} if _key and door else {}


def stamp(record: dict, door: Door, key: str) -> dict[str, str]:
    """The door, and the signature over it and the record."""
    named = dataclasses.asdict(door)
    said = json.dumps([record, named], ensure_ascii=True, sort_keys=True)
    signature = hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()
    return {**named, "signature": signature}


def door_of(record: dict, metadata: dict, key: str) -> Door | None:
    """The door a record passed, if it is signed with `key`."""
    found = metadata.get(METADATA)
    names = {f.name for f in dataclasses.fields(Door)}
    if not (key and isinstance(found, dict) and set(found) == {*names, "signature"}):
        return None
    if not all(isinstance(v, str) for v in found.values()):
        return None
    door = Door(**{name: found[name] for name in names})
    right = hmac.compare_digest(
        stamp(record, door, key)["signature"].encode(), found["signature"].encode()
    )
    return door if right else None
