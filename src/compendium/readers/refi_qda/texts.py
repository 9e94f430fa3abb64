"""The texts of a project: in its archive, in the XML itself, or beside a bare ``.qde``.

A project may hold more text than memory, so a text is read when it is asked for, and again when
it is asked for again. Whoever wants many says `with opened(texts):`, for an archive is opened and
checked each time otherwise.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from compendium.readers.archive import LIMITS, Archive, decoded
from compendium.readers.export import damaged
from compendium.readers.positions import BOM

# Gives a text's bytes.
Loader = Callable[[], bytes]


class ArchivedTexts:
    """Texts in a ``.qdpx``: in ``sources/`` or anywhere, whatever the case of their names."""

    def __init__(self, archive: Archive):
        self._path, self._archive = archive.path, archive

    def loader(self, location: str) -> Loader | None:
        """What reads the text at ``internal://…`` or another path; None if it is not here."""
        inner = location.split("://", 1)[-1]
        if not inner:
            return None
        found = self._archive.find(f"sources/{inner}") or self._archive.find(inner)
        found = found or next(iter(self._archive.ending("/" + inner.casefold())), None)
        return None if found is None else lambda: self._read(found.filename)

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """The archive is open meanwhile; while the project is being read it is already."""
        if self._archive.zip.fp is not None:
            yield
            return
        with Archive(self._path) as self._archive:
            yield

    def _read(self, name: str) -> bytes:
        with self.open():
            return self._archive.read(self._archive.find(name))


class TextsBeside:
    """Texts beside a bare ``.qde``: in a folder ``sources`` or in its own, and nowhere else."""

    def __init__(self, path: Path):
        self._path = path

    def loader(self, location: str) -> Loader | None:
        """What reads the text at ``internal://…``; None if there is no such file."""
        inner = PurePosixPath(location.split("://", 1)[-1].replace("\\", "/"))
        if not inner.name or inner.is_absolute() or ".." in inner.parts:
            return None
        folder = self._path.parent
        for file in (folder / "sources" / inner, folder / "Sources" / inner, folder / inner):
            if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
                return lambda file=file: self._read(file)
        return None

    def open(self) -> contextlib.AbstractContextManager:
        """Nothing has to be opened for many texts."""
        return contextlib.nullcontext()

    def _read(self, file: Path) -> bytes:
        if file.stat().st_size > LIMITS.member_size:
            raise damaged(self._path, f"the text {file.name} is larger than is safe")
        return file.read_bytes()


class Texts(Mapping[str, str]):
    """Texts of sources by name, without byte-order mark, line breaks as they stand."""

    def __init__(self, where: ArchivedTexts | TextsBeside):
        self.where = where
        self._loaders: dict[str, Loader] = {}

    def keep(self, name: str, loader: Loader) -> None:
        """From now on `loader` reads the text called `name`."""
        self._loaders[name] = loader

    def __getitem__(self, name: str) -> str:
        return decoded(self._loaders[name]())[0].removeprefix(BOM)

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaders)

    def __len__(self) -> int:
        return len(self._loaders)


def opened(texts: Mapping[str, str]) -> contextlib.AbstractContextManager:
    """What the texts of an export are in is open meanwhile, so that many can be read fast."""
    return texts.where.open() if isinstance(texts, Texts) else contextlib.nullcontext()
