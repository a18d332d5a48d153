"""What can be changed in a function: one place at a time."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

from gateway_client.wire import ceb
from gateway_client.wire.record import Table

_FLIPPED: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
_COUNTER: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}


class Change(NamedTuple):
    """A function with one change, and where and what that is."""

    function: ast.FunctionDef
    line: int
    what: str


def changes(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield a function with each single change that is known; decorators and docstring are left out."""
    bare = deepcopy(function)
    bare.decorator_list = []
    if isinstance(bare.body[0], ast.Expr) and isinstance(bare.body[0].value, ast.Constant):
        bare.body = bare.body[1:] or [ast.Pass()]
    left_alone = {id(node) for part in _annotations(bare) for node in ast.walk(part)}
    for place, node in enumerate(ast.walk(bare)):
        if id(node) not in left_alone:
            for number, (what, _) in enumerate(_variants(node)):
                copied = deepcopy(bare)
                there = next(one for at, one in enumerate(ast.walk(copied)) if at == place)
                _, instead = list(_variants(there))[number]
                changed = ast.fix_missing_locations(_Swap(there, instead).visit(copied))
                yield Change(changed, getattr(node, "lineno", function.lineno), what)


def disabled(function: ast.FunctionDef) -> Change:
    """Return a function that finds nothing, ever."""
    bare = deepcopy(function)
    bare.decorator_list = []
    bare.body = [ast.Return(ast.Constant(None))]
    return Change(ast.fix_missing_locations(bare), function.lineno, "disabled")


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Return the new node for the old one."""
        return self._new if node is self._old else self.generic_visit(node)


def _annotations(function: ast.FunctionDef) -> Iterator[ast.AST]:
    yield function.args
    if function.returns:
        yield function.returns
    for node in ast.walk(function):
        if isinstance(node, ast.AnnAssign):
            yield node.annotation


def _variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for flipped in _FLIPPED[type(operator)]:
                    ops = [flipped() if at == place else one for at, one in enumerate(node.ops)]
                    yield (
                        f"{type(operator).__name__} becomes {flipped.__name__}",
                        ast.Compare(node.left, ops, node.comparators),
                    )
        case ast.BoolOp():
            swapped = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"{type(node.op).__name__} becomes {type(swapped).__name__}", ast.BoolOp(swapped, node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield "not is left out", node.operand
        case ast.BinOp() if type(node.op) in _COUNTER:
            counter = _COUNTER[type(node.op)]
            yield f"{type(node.op).__name__} becomes {counter.__name__}", ast.BinOp(node.left, counter(), node.right)
        case ast.Constant(value=str()):
            yield f"{node.value!r} is another text", ast.Constant(f"{node.value}~")
        case ast.Constant(value=int()) if not isinstance(node.value, bool):
            yield f"{node.value} is one more", ast.Constant(node.value + 1)
        case ast.Attribute(ctx=ast.Load()) if other := _NEIGHBOURS.get(node.attr):
            yield f"{node.attr} becomes {other}", ast.Attribute(node.value, other, node.ctx)
        case ast.Continue():
            yield "continue becomes break", ast.Break()
        case _:
            return


def _tables() -> Iterator[Table]:
    seen: set[str] = set()
    for message in ceb.REQUESTS.values():
        for table in message.table.walk():
            if table.name not in seen:
                seen.add(table.name)
                yield table


def _neighbours() -> dict[str, str]:
    """Return for each field the next one of its kind in its table: what a slip of the pen would take instead."""
    found: dict[str, str] = {}
    for table in _tables():
        fields = [field for field in table.fields if field.kind is not None]
        for place, field in enumerate(fields):
            alike = [one for one in fields[place + 1 :] + fields[:place] if type(one.kind) is type(field.kind)]
            if alike:
                found.setdefault(field.attr, alike[0].attr)
    del found["name"]  # which tables have, too
    return found


_NEIGHBOURS = _neighbours()
