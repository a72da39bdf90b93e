"""Every small fault that could be in a module, one at a time: what a mutant is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NO_PART = ("annotation", "returns", "decorator_list", "type_params", "bases")  # says, does nothing


@dataclass(frozen=True)
class Mutant:
    """One fault: `function` is "" outside of any; `node` says which of `ast.walk`'s it is at."""

    function: str
    line: int
    last_line: int
    said: str
    node: ast.AST
    field: str
    place: int | None
    new: Any

    def apply(self) -> None:
        """Put the fault into the tree that it was found in."""
        if self.place is None:
            setattr(self.node, self.field, self.new)
        else:
            getattr(self.node, self.field)[self.place] = self.new


def mutants(tree: ast.AST) -> Iterator[Mutant]:
    """Give every mutant of a module, in the order of its lines."""
    yield from sorted(_within(tree, "", (1, 1)), key=lambda one: (one.line, one.said))


def _within(node: ast.AST, function: str, lines: tuple[int, int]) -> Iterator[Mutant]:
    for field, value in ast.iter_fields(node):
        if field in NO_PART:
            continue
        many = isinstance(value, list)
        for at, child in enumerate(value if many else [value]):
            if not isinstance(child, ast.AST) or _is_docstring(child):
                continue
            inside = _function(child, function)
            stood = lines
            if isinstance(child, ast.stmt):
                stood = (child.lineno, child.lineno)
            if isinstance(child, ast.expr):
                stood = (child.lineno, child.end_lineno or child.lineno)
            for new, said in _faults(child):
                yield Mutant(inside, *stood, said, node, field, at if many else None, new)
            yield from _within(child, inside, stood)


def _function(node: ast.AST, function: str) -> str:
    named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    return ".".join(filter(None, (function, node.name))) if named else function  # type: ignore[attr-defined]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _faults(node: ast.AST) -> Iterator[tuple[Any, str]]:
    if new := SWAPS.get(type(node)):
        yield new(), f"{type(node).__name__} becomes {new.__name__}"
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand, f"no longer: {_short(node)}"
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(
        node.test, ast.Compare
    ):
        yield _negated(node), f"the other way: {_short(node.test)}"
    elif isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield _at(ast.Return(ast.Constant(None)), node), f"None in place of: {_short(node)}"
    elif isinstance(node, ast.AugAssign | ast.Raise | ast.Delete) or _is_call(node):
        yield _at(ast.Pass(), node), f"left out: {_short(node)}"
    if isinstance(node, ast.Call):
        for at, keyword in enumerate(node.keywords):
            rest = [*node.keywords[:at], *node.keywords[at + 1 :]]
            new_call = _at(ast.Call(node.func, node.args, rest), node)
            yield new_call, f"without {keyword.arg}: {_short(node)}"
    if isinstance(node, ast.comprehension) and node.ifs:
        new_part = ast.comprehension(node.target, node.iter, [], node.is_async)
        yield new_part, f"all of them: {_short(node.ifs[0])}"


def _constant(node: ast.Constant) -> Iterator[tuple[ast.AST, str]]:
    value = node.value
    if isinstance(value, bool):
        yield _at(ast.Constant(not value), node), f"{value} becomes {not value}"
    elif isinstance(value, int | float):
        yield _at(ast.Constant(value + 1), node), f"{value} becomes {value + 1}"
    elif isinstance(value, str):
        yield _at(ast.Constant(f"XX{value}"), node), f"another text: {_cut(repr(value))}"
    elif isinstance(value, bytes):
        yield _at(ast.Constant(b"XX" + value), node), f"other bytes: {_cut(repr(value))}"


def _negated(node: ast.If | ast.IfExp | ast.While) -> ast.AST:
    test = ast.UnaryOp(ast.Not(), node.test)
    if isinstance(node, ast.IfExp):
        return _at(ast.IfExp(test, node.body, node.orelse), node)
    return _at(type(node)(test, node.body, node.orelse), node)


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await)


def _at(new: ast.AST, old: ast.AST) -> ast.AST:
    return ast.fix_missing_locations(ast.copy_location(new, old))


def _short(node: ast.AST) -> str:
    return _cut(ast.unparse(node).split("\n")[0])


def _cut(said: str) -> str:
    return said if len(said) <= 60 else f"{said[:59]}…"
