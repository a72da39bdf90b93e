"""The project's own checks find what they are there to find."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
BODY = "    pass\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout that holds nothing but the checks."""
    shutil.copytree(
        TOP / "scripts" / "checks",
        tmp_path / "scripts" / "checks",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def run(tree: Path, name: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, f"scripts/checks/{name}.py"],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["sizes", "traces"])
def test_a_clean_tree_passes(tree: Path, name: str) -> None:
    (tree / "small.py").write_text("def small():\n" + BODY * 39, encoding="utf-8")
    assert run(tree, name) == (0, "")


@pytest.mark.parametrize("ending", ["py", "js", "css", "html"])
def test_a_long_file_is_named(tree: Path, ending: str) -> None:
    (tree / f"long.{ending}").write_text("\n" * 301, encoding="utf-8")
    assert run(tree, "sizes") == (1, f"long.{ending}: 301 lines, at most 300: split it\n")


def test_a_long_function_is_named_with_its_line(tree: Path) -> None:
    text = (
        "class A:\n    async def long(self):\n" + "    " + "\n        ".join(["", *["pass"] * 41])
    )
    (tree / "a.py").write_text(text, encoding="utf-8")
    code, said = run(tree, "sizes")
    assert code == 1
    assert said.startswith("a.py:2: long: ")


def test_a_vendored_file_is_passed_over(tree: Path) -> None:
    (tree / "vendor").mkdir()
    (tree / "vendor" / "long.js").write_text("\n" * 999, encoding="utf-8")
    assert run(tree, "sizes")[0] == 0


@pytest.mark.parametrize(
    "line",
    ["see /" + "home/ann/notes", '"resolved": "' + "https://x", "pip --extra-" + "index-url x"],
)
def test_a_trace_is_named(tree: Path, line: str) -> None:
    (tree / "notes.md").write_text(f"fine\n{line}\n", encoding="utf-8")
    code, said = run(tree, "traces")
    assert code == 1
    assert said.startswith("notes.md:2: ")


def test_an_address_of_a_page_is_no_trace(tree: Path) -> None:
    (tree / "notes.md").write_text("https://example.org/home/page and $HOME/desk/x\n")
    assert run(tree, "traces") == (0, "")


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not on PATH")
def test_a_long_javascript_function_is_named(tree: Path) -> None:
    (tree / "node_modules").symlink_to(TOP / "node_modules")
    (tree / "a.js").write_text("const f = () => {\n" + "f();\n" * 39 + "};\n", encoding="utf-8")
    done = subprocess.run(
        ["node", "scripts/checks/functions.mjs"],
        input="a.js\n", cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "a.js:1: 41 lines, at most 40\n")
