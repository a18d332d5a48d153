"""The mutants: each a change of a rule that can be planted and taken back."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Rule
from simulator.ledger.books import rules
from tests.mutants.changes import Change, changes, disabled

DISABLED = "disabled"


@dataclass(frozen=True)
class Mutant:
    """A change. ``rules`` are those that it touches; ``hint`` is what the ids of its likeliest tests hold."""

    rules: tuple[str, ...]
    place: str
    what: str
    hint: str
    plant: Callable[[], Callable[[], None]]
    """Plants it; returns what takes it back."""

    def __str__(self) -> str:
        return f"{', '.join(self.rules)}  {self.place}  {self.what}"


def mutants(only: set[str]) -> Iterator[Mutant]:
    """Yield the mutants of the rules (of those named ``only``, if any): functions, what they call, answers."""
    wanted = [rule for rule in rules() if not only or rule.code in only]
    helpers: dict[tuple[str, str], list[str]] = {}
    for rule in wanted:
        module, function = _module(rule), _functions(_module(rule))[rule.judge.__name__]
        for change in (disabled(function), *changes(function)):
            yield _of_function(rule, module, change)
        yield from _of_answers(rule)
        for name in sorted(_called(function, module)):
            helpers.setdefault((module.__name__, name), []).append(rule.code)
    for (place, name), codes in helpers.items():
        module = sys.modules[place]
        for change in changes(_functions(module)[name]):
            yield _of_helper(module, name, tuple(codes), change)


def _module(rule: Rule) -> ModuleType:
    return sys.modules[rule.judge.__module__]


def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _called(function: ast.FunctionDef, module: ModuleType) -> set[str]:
    """Return the functions of the same module that a function names, and those that they name, but in its decorator."""
    known, found, left = _functions(module), set[str](), [function]
    while left:
        body = left.pop().body
        names = {node.id for line in body for node in ast.walk(line) if isinstance(node, ast.Name)}
        new = {name for name in names if name in known and name not in found}
        found |= new
        left += [known[name] for name in new]
    return found - {rule.judge.__name__ for rule in rules()}


def _made(module: ModuleType, change: Change) -> Any:
    made: dict[str, Any] = {}
    tree = ast.Module([change.function], [])
    exec(compile(tree, str(module.__file__), "exec"), module.__dict__, made)
    return made[change.function.name]


def _place(module: ModuleType, change: Change) -> str:
    return f"{module.__name__}:{change.line}"


def _of_function(rule: Rule, module: ModuleType, change: Change) -> Mutant:
    def plant() -> Callable[[], None]:
        return _set(rule, "judge", _made(module, change))

    return Mutant((rule.code,), _place(module, change), change.what, rule.code, plant)


def _of_helper(module: ModuleType, name: str, codes: tuple[str, ...], change: Change) -> Mutant:
    def plant() -> Callable[[], None]:
        own = getattr(module, name)
        setattr(module, name, _made(module, change))
        return lambda: setattr(module, name, own)

    return Mutant(codes, _place(module, change), f"{name}: {change.what}", codes[0], plant)


def _of_answers(rule: Rule) -> Iterator[Mutant]:
    for kind, (status, text) in rule.answers.items():
        hint = f"{rule.code}-{kind.value}"
        for what, answer in (("status", (f"{status}9", text)), ("text", (status, f"{text}~"))):
            yield _of_answer(rule, kind, hint, what, "answers", rule.answers | {kind: answer})
        other = rule.official | {kind: f"{rule.official[kind]}9"}
        yield _of_answer(rule, kind, hint, "official code", "official", other)


def _of_answer(rule: Rule, kind: Kind, hint: str, what: str, attr: str, value: Any) -> Mutant:
    return Mutant((rule.code,), f"answer to {kind.message}", f"another {what}", hint, lambda: _set(rule, attr, value))


def _set(rule: Rule, attr: str, value: Any) -> Callable[[], None]:
    own = getattr(rule, attr)
    object.__setattr__(rule, attr, value)  # rules are frozen for everybody else
    return lambda: object.__setattr__(rule, attr, own)
