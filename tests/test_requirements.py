"""The locks hold what pyproject.toml asks for, exactly, and serving needs no torch."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = sorted((TOP / "requirements").glob("*.txt"))


def locked(name: str) -> dict[str, str]:
    lines = (TOP / "requirements" / name).read_text(encoding="utf-8").splitlines()
    named = [line.partition(";")[0] for line in lines if line and not line.startswith(("#", "-"))]
    pins = (line.split("==") for line in named)
    return {canonicalize_name(package): version for package, version in pins}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_names_one_exact_version(lock: Path) -> None:
    for line in lock.read_text(encoding="utf-8").splitlines():
        assert not line or re.fullmatch(r"#.*|-r \w+\.txt|[\w.\[\]-]+==[\w.]+(; .+)?", line), line


def check_floors(wanted: list[str], have: dict[str, str]) -> None:
    for requirement in map(Requirement, wanted):
        version = have[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement.name} {version}"


def test_the_runtime_lock_holds_the_dependencies() -> None:
    check_floors(PROJECT["dependencies"], locked("runtime.txt"))


def test_the_development_lock_holds_the_dev_extra() -> None:
    have = locked("runtime.txt") | locked("dev.txt")
    check_floors(PROJECT["optional-dependencies"]["dev"], have)


def test_serving_and_testing_need_no_torch() -> None:
    have = locked("runtime.txt") | locked("dev.txt")
    assert not {"torch", "sentence-transformers", "transformers"} & set(have)


def test_locks_that_are_installed_together_agree() -> None:
    together: dict[str, str] = {}
    for name in ("runtime.txt", "dev.txt", "models.txt"):
        for package, version in locked(name).items():
            assert together.setdefault(package, version) == version, f"{name}: {package}"
