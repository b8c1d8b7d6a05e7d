"""What a mutant is: one small change to one place of a module, found by walking its syntax tree.

Not changed: docstrings, annotations, and the words of exceptions, which no test should pin.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_NAMES = {"min": "max", "max": "min", "all": "any", "any": "all"}


@dataclass(frozen=True)
class Mutant:
    """A changed module: where, what became what, and the top-level function or class.method that it lies in."""

    line: int
    what: str
    owner: str | None  # None: outside of any function
    tree: ast.Module


def mutants_of(source: str) -> Iterator[Mutant]:
    """Give every mutant of a module in the order of its text."""
    tree = ast.parse(source)
    for number, (node, owner) in enumerate(_places(tree)):
        for choice in range(_choices(node)):
            changed = copy.deepcopy(tree)
            target = next(one for at, (one, _) in enumerate(_places(changed)) if at == number)
            before = ast.unparse(target)
            _change(target, choice)
            after = ast.unparse(ast.fix_missing_locations(target))
            yield Mutant(
                getattr(node, "lineno", 0), f"{before}  ->  {after}", owner, ast.fix_missing_locations(changed)
            )


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str | None]]:
    for statement in tree.body:
        if not _is_docstring(tree, "body", statement):
            yield from _walk(statement, None, inside=False)


def _walk(node: ast.AST, owner: str | None, *, inside: bool) -> Iterator[tuple[ast.AST, str | None]]:
    if isinstance(node, ast.Raise | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, ast.FunctionDef) and not inside:
        owner, inside = (f"{owner}.{node.name}" if owner else node.name), True
    elif isinstance(node, ast.ClassDef) and not inside:
        owner = node.name
    if _choices(node):
        yield node, (owner if inside else None)
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_docstring(node, name, child):
                yield from _walk(child, owner, inside=inside)


def _is_docstring(node: ast.AST, name: str, child: ast.AST) -> bool:
    text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and isinstance(child.value.value, str)
    return text or (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant) and name == "values")


def _choices(node: ast.AST) -> int:
    if isinstance(node, ast.Compare):
        return len([one for one in node.ops if type(one) in _COMPARISONS])
    if isinstance(node, ast.Constant):
        return 0 if node.value is None or node.value is Ellipsis else 1
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return int(type(node.op) in _OPERATORS)
    if isinstance(node, ast.UnaryOp):
        return int(isinstance(node.op, ast.Not))
    if isinstance(node, ast.Call):
        return int(isinstance(node.func, ast.Name) and node.func.id in _NAMES)
    if isinstance(node, ast.Return):
        return int(node.value is not None and not isinstance(node.value, ast.Constant))
    return int(isinstance(node, ast.BoolOp | ast.IfExp | ast.If | ast.While | ast.Break | ast.Continue))


def _change(node: ast.AST, choice: int) -> None:
    match node:
        case ast.Compare():
            places = [at for at, one in enumerate(node.ops) if type(one) in _COMPARISONS]
            at = places[choice]
            node.ops[at] = _COMPARISONS[type(node.ops[at])]()
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.Constant(value=str() as value):
            node.value = f"XX{value}"
        case ast.BinOp() | ast.AugAssign():
            node.op = _OPERATORS[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        case ast.Call(func=ast.Name() as name):
            name.id = _NAMES[name.id]
        case ast.Return():
            node.value = ast.Constant(None)
        case ast.IfExp() | ast.If() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Break() | ast.Continue():
            node.__class__ = ast.Continue if isinstance(node, ast.Break) else ast.Break
        case _:
            pass
