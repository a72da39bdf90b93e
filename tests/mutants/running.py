"""Runs the tests of a module against each mutant, each in a process of its own that is forked."""

import ast
import gc
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import CodeType, FunctionType, ModuleType
from typing import Any

import coverage
import pytest

from tests.mutants.modules import ROOT, TESTS, parsed, source
from tests.mutants.mutations import Mutant, mutants

QUIET = (
    *(
        "-qqq",
        "-x",
        "-s",
        "--assert=plain",
        "-p",
        "no:cacheprovider",
        "--no-header",
        "--no-summary",
    ),
    *("-k", "not postgres"),  # one database is enough
)
PATIENCE_S = 45.0
BUSY_S = 5.0  # of the processor, for one test
KILLED, SURVIVED, ELSEWHERE = 1, 0, 3  # ELSEWHERE: runs at the import
Reached = Mapping[int, Sequence[str]]  # of each line, the tests that come by, the fastest first


class Timed:
    """Notes for coverage which test runs, and how long each takes."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured, self.took, self.failed = measured, dict[str, float](), list[str]()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Run a test under its name."""
        self.measured.switch_context(item.nodeid)
        start = time.monotonic()
        done = yield
        self.took[item.nodeid] = time.monotonic() - start
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what fails without a mutant."""
        if report.failed:
            self.failed.append(report.nodeid)


class Loop:
    """Takes the place of running the tests: runs those that reach a mutant, for each of them."""

    def __init__(self, module: str, reached: Reached, found: Callable[[Mutant, int], None]) -> None:
        self.module, self.reached, self.found = module, reached, found

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every mutant that stands in a function."""
        items = {item.nodeid: item for item in session.items}
        count = len(list(mutants(parsed(self.module))))
        for at in range(count):
            tree = parsed(self.module)
            mutant = list(mutants(tree))[at]
            lines = range(mutant.line, mutant.last_line + 1)
            names = dict.fromkeys(name for line in lines for name in self.reached.get(line, ()))
            chosen = [items[name] for name in names if name in items]
            self.found(mutant, _forked(partial(self._try, mutant, tree, chosen)))
        return True

    def _try(self, mutant: Mutant, tree: ast.Module, chosen: Sequence[pytest.Item]) -> int:
        mutant.apply()
        if not chosen or not _replaced(importlib.import_module(self.module), tree):
            return ELSEWHERE
        for at, item in enumerate(chosen):
            signal.setitimer(signal.ITIMER_PROF, BUSY_S)  # what runs in circles is ended
            following = chosen[at + 1] if at + 1 < len(chosen) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return SURVIVED

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End with the first test that notices."""
        if report.failed:
            os._exit(KILLED)


class Faulty(MetaPathFinder, Loader):
    """Imports one module with a mutant in it."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module, self.tree = module, tree

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Say that the module is here."""
        where = str(source(self.module))
        here = fullname == self.module
        return spec_from_loader(fullname, self, origin=where) if here else None

    def exec_module(self, module: ModuleType) -> None:
        """Run it."""
        module.__file__ = str(source(self.module))
        exec(compile(self.tree, module.__file__, "exec"), module.__dict__)  # noqa: S102


def measure(modules: Sequence[str]) -> tuple[dict[str, Reached], float]:
    """Run the tests once without a mutant; give who reaches which line, and the branches covered.

    Raises RuntimeError where a test fails as it is.
    """
    files = sorted({file for module in modules for file in TESTS[module]})
    measured = coverage.Coverage(
        data_file=None, branch=True, include=[str(source(one)) for one in modules]
    )
    timed = Timed(measured)
    measured.start()
    sys.stdout.flush()
    pytest.main([*QUIET, *files], plugins=[timed])
    measured.stop()
    if timed.failed:
        raise RuntimeError(f"without a mutant these fail: {', '.join(timed.failed)}")
    percent = measured.report(show_missing=True, skip_empty=True)
    data, reached = measured.get_data(), dict[str, Reached]()
    for module in modules:
        of = {
            line: sorted(names, key=lambda one: timed.took.get(one, 0.0))
            for line, names in data.contexts_by_lineno(str(source(module))).items()
            if "" not in names  # what runs at the import is to be imported anew
        }
        reached[module] = of
    return reached, percent


def try_all(module: str, reached: Reached, found: Callable[[Mutant, bool], None]) -> None:
    """Try every mutant of a module; `found` hears of each whether it was killed."""
    later: list[int] = []
    counted = iter(range(1_000_000))

    def heard(mutant: Mutant, outcome: int) -> None:
        at = next(counted)
        if outcome == ELSEWHERE:
            later.append(at)
        else:
            found(mutant, outcome == KILLED)

    def outside(at: int) -> int:
        tree = parsed(module)
        list(mutants(tree))[at].apply()
        sys.meta_path.insert(0, Faulty(module, tree))
        return KILLED if pytest.main([*QUIET, *TESTS[module]]) else SURVIVED

    in_child = Loop(module, reached, heard)
    pipe_read, pipe_write = os.pipe()
    child = os.fork()
    if not child:
        os.close(pipe_read)
        pytest.main([*QUIET, *TESTS[module]], plugins=[in_child])
        os.write(pipe_write, ",".join(map(str, later)).encode())
        os._exit(0)
    os.close(pipe_write)
    with os.fdopen(pipe_read) as told:
        said = told.read()
    os.waitpid(child, 0)
    every = list(mutants(parsed(module)))
    for at in map(int, filter(None, said.split(","))):
        found(every[at], _forked(partial(outside, at)) == KILLED)


def _replaced(module: ModuleType, tree: ast.Module) -> bool:
    """Give the module's living functions the code of the tree; False where no code differs."""
    fresh = {one.co_qualname: one for one in _codes(compile(tree, module.__file__ or "", "exec"))}
    changed = False
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__module__ == module.__name__:
            new = fresh.get(one.__code__.co_qualname)
            if new and new != one.__code__:
                one.__code__, changed = new, True
    return changed


def _codes(code: CodeType) -> list[CodeType]:
    within = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [code, *(inner for one in within for inner in _codes(one))]


def _forked(work: Callable[[], int]) -> int:
    child = os.fork()
    if not child:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.setsid()
        try:
            os._exit(work())
        except BaseException:  # whatever it is, somebody noticed
            os._exit(KILLED)
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else KILLED
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return KILLED


__all__ = ["ROOT", "measure", "try_all"]
