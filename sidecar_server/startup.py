"""Puts the parts together: database, shipped library, encoder, index."""

import ctypes
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from sidecar_server import __version__, resources
from sidecar_server.encoders.languages import Encoders, load_encoders
from sidecar_server.errors import LibraryProblem, StartProblem
from sidecar_server.library.checks import check
from sidecar_server.library.database import open_database
from sidecar_server.library.files import collect, read
from sidecar_server.library.indexes import open_indexes
from sidecar_server.library.indexes.memory import in_memory
from sidecar_server.library.indexes.protocol import Maker
from sidecar_server.library.rows import digest
from sidecar_server.library.search import EVERYTHING, Extent, Progress, Searchable, build
from sidecar_server.library.store import Store
from sidecar_server.model import Library
from sidecar_server.saying import say
from sidecar_server.settings import Settings

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a serving process is made of."""

    settings: Settings
    engine: Engine
    store: Store
    encoders: Encoders
    index: Maker = in_memory

    def searchable(
        self, progress: Progress | None = None, extent: Extent = EVERYTHING
    ) -> Searchable:
        """Index the library as it is stored now, or as much of it as is wanted."""
        library = self.store.library(extent.before.library if extent.before else None)
        wanted = replace(extent, index=self.index)
        return build(library, self.store, self.encoders, progress, wanted)


def prepare_beside(parts: Parts, languages: Iterable[str]) -> None:
    """Read the library's lines of all languages in a process of its own, where that is still to do.

    So the first chat in one does not wait for it, and this process keeps its memory small.
    """
    stored = parts.store.encoders()
    reading = {encoder.name for one in languages if (encoder := parts.encoders.of(one))}
    if reading - stored:
        spawn = multiprocessing.get_context("spawn")
        spawn.Process(target=_prepare, args=(parts.settings,), daemon=True).start()


def _prepare(settings: Settings) -> None:
    if hasattr(os, "nice"):
        os.nice(10)
    open_parts(settings, lambda _: None).searchable()


def open_parts(settings: Settings, warn: Warn) -> Parts:
    """Open everything a message needs; a SidecarError names what is missing and the fix."""
    os.umask(0o077)
    with ThreadPoolExecutor(1, thread_name_prefix="loading") as beside:
        encoders = beside.submit(_encoders, settings)  # reads, sums up and unpacks megabytes
        engine = open_database(settings.home, settings.database)
        store = Store(engine)
        try:
            index = open_indexes(settings.index, engine)
            follow_files(store, settings, warn)
            return Parts(settings, engine, store, encoders.result(), index)
        except BaseException:
            engine.dispose()
            raise


def open_reading(settings: Settings) -> tuple[Store, Encoders]:
    """Open what reads a library: the encoders, and the store for vectors already made."""
    os.umask(0o077)
    return Store(open_database(settings.home, settings.database)), _encoders(settings)


def _encoders(settings: Settings) -> Encoders:
    return load_encoders(settings.encoder, settings.model or None)


def library_folder(settings: Settings) -> Path:
    """Name the folder that the shipped library is read from."""
    return Path(settings.prompts) if settings.prompts else resources.folder("prompts")


def read_checked(path: Path) -> Library:
    """Read and check library files; LibraryProblem lists what is wrong, with file and line."""
    located = read(path)
    problems = check(located) if located else [f"{path}: holds no entries — check the path"]
    if problems:
        raise LibraryProblem(problems)
    return collect(located)


def follow_files(store: Store, settings: Settings, warn: Warn) -> None:
    """Bring the store up to the files; with bad files, what was stored before goes on serving."""
    folder = library_folder(settings)
    looks = _looks(folder)
    if store.follows(looks):
        return  # nothing was touched since they were read and found sound
    try:
        store.follow(read_checked(folder), looks)
    except LibraryProblem as problem:
        if not store.counts():
            raise StartProblem(
                f"the library cannot be read:\n{problem}", fix="mend the entries named above"
            ) from problem
        warn(f"The library files have faults; the library stored before is served.\n{problem}")


def give_back() -> None:
    """Return what building took to the system; only glibc keeps it and has a way to ask."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _looks(folder: Path) -> int:
    """Give a number of 31 bits for the files' names, sizes and times, and for this version."""
    found = [__version__, str(folder)]
    for file in sorted(folder.rglob("*.toml")):
        stat = file.stat()
        found.append(f"{file.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}")
    return int.from_bytes(digest("\n".join(found))[:4], "big") >> 1 or 1


def say_progress(done: int, total: int) -> None:
    """Show how far the embedding is: in place on a terminal, else once at the end."""
    if sys.stderr.isatty() or done == total:
        start, end = ("\r", "\n" if done == total else "") if sys.stderr.isatty() else ("", "\n")
        say(sys.stderr, f"{start}Reading the library: {done} of {total} lines", end)
