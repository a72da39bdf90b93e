"""No file over 300 lines and no Python function over 40 (functions.mjs reads the JavaScript)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import tree

FILE_LINES = 300
FUNCTION_LINES = 40


def long_files() -> Iterator[str]:
    """Name each file that should be two."""
    for path in tree.files(".py", ".js", ".mjs", ".css", ".html"):
        count = len((tree.text(path) or "").splitlines())
        if count > FILE_LINES:
            yield f"{path}: {count} lines, at most {FILE_LINES}: split it"


def long_functions() -> Iterator[str]:
    """Name each Python function that should be two, decorators not counted."""
    for path in tree.files(".py"):
        yield from _in_module(path, ast.parse(tree.text(path) or "", filename=str(path)))


def _in_module(path: Path, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name}: {count} lines, at most {FUNCTION_LINES}"


if __name__ == "__main__":
    tree.report([*long_files(), *long_functions()])
