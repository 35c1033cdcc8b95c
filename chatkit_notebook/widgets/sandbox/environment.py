"""The environment of templates that may come from anybody."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import generate_lorem_ipsum

from chatkit_notebook.errors import TemplateLimitError
from chatkit_notebook.widgets.sandbox.budget import CALL, Counted, current
from chatkit_notebook.widgets.sandbox.compiler import BoundedCodeGenerator
from chatkit_notebook.widgets.sandbox.filters import bounded_filter, bounded_test, listed
from chatkit_notebook.widgets.sandbox.methods import check_format, check_method, check_operator, check_widths
from chatkit_notebook.widgets.sandbox.values import OwnDict, OwnList, is_tuple, owned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Template

_LONGEST = 1_000_000
_TOKENS = 25_000
_LONGEST_RANGE = 100_000
_LONGEST_LIPSUM = 10_000
# They make strings of another size than their own, or take long over them, and no JSON needs them.
_REFUSED_OF_TEXTS = frozenset({"decode", "encode", "format_map", "maketrans", "striptags", "translate", "unescape"})
_FRESH = frozenset({"copy", "fromkeys", "rsplit", "split", "splitlines"})
# What Jinja hands to each call: the variables around it.
_SCOPES = frozenset({"_block_vars", "_loop_vars"})


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a budget for each rendering, and lists and dicts of its own that a template may change."""

    code_generator_class = BoundedCodeGenerator
    intercepted_binops = frozenset(SandboxedEnvironment.default_binop_table)

    def __init__(self) -> None:
        # Constants are computed when they are rendered: nothing is counted while a template is compiled.
        super().__init__(undefined=StrictUndefined, autoescape=False, optimized=False, finalize=_finalize)
        self.filters = {name: bounded_filter(name, each) for name, each in FILTERS.items()}
        self.tests = {name: bounded_test(name, each) for name, each in TESTS.items()}
        self.globals |= {"dict": OwnDict, "lipsum": _lipsum, "range": _range}
        self.own_list = OwnList
        self.own_dict = OwnDict

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        """Compile a template.

        Raises:
            TemplateLimitError: It is too long to be compiled soon.
        """
        if len(source) > _LONGEST or next(islice(self.lex(source), _TOKENS, None), None) is not None:
            raise TemplateLimitError(
                f"has more than {_TOKENS:,} words and signs of Jinja, or {_LONGEST:,} characters. Pass what it repeats "
                "as data."
            )
        return super().from_string(source, *args, **kwargs)

    @staticmethod
    def concat(parts: Iterable[str]) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - one, in effect
        """Put together what was written."""
        budget, size = current(), 0
        texts: list[str] = []
        for each in parts:
            size += len(each)
            if size > budget.characters:
                budget.refuse()
            texts.append(each)
        budget.allow(size)
        return "".join(texts)

    @staticmethod
    def joined(parts: tuple[Any, ...]) -> str:
        """Do what ``~`` does."""
        current().measure(parts)
        return "".join(map(str, parts))

    @staticmethod
    def counted(iterable: Any) -> Counted:
        """Return what a loop goes over."""
        return Counted(iterable)

    @staticmethod
    def comparable(value: Any) -> Any:
        """Return a side of a comparison, or the key of a dict, which is looked through."""
        budget = current()
        budget.pay_for(value)
        budget.measure(value)
        return value

    @staticmethod
    def sliced(value: Any, start: Any, stop: Any, step: Any) -> Any:
        """Return a slice."""
        part = value[start:stop:step]
        current().pay_for(part)
        return owned(part)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Look something up, for which a tuple is looked through."""
        if is_tuple(argument):
            current().measure(argument)
        return super().getitem(obj, argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Do what an operator does."""
        check_operator(current(), operator, left, right)
        return owned(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 - as in Jinja
        """Call something."""
        if __obj is __self.counted or __obj is __self.comparable:
            return __obj(*args)
        budget = current()
        budget.spend(CALL + len(args))
        if isinstance(__obj, LoopContext):
            args = tuple(map(Counted, args))
        if isinstance(__obj, LoopContext | Macro | Undefined):
            return super().call(__context, __obj, *args, **kwargs)
        owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        args = tuple(listed(budget, each) for each in args)
        if name == "strftime":
            check_widths(" ".join(map(str, args)))
        given = {key: each for key, each in kwargs.items() if key not in _SCOPES}
        check_method(budget, owner, name, args, given)
        result = super().call(__context, __obj, *args, **kwargs)
        if name in _FRESH:
            budget.pay_for_new(result)
            return owned(result)
        budget.pay_for(result)
        return result

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may use this attribute."""
        if isinstance(obj, OwnList | OwnDict):
            return SandboxedEnvironment.is_safe_attribute(self, obj, attr, value)
        if isinstance(obj, str | bytes | bytearray) and attr in _REFUSED_OF_TEXTS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return what a string's ``format`` does here."""
        method = super().wrap_str_format(value)
        if method is None:
            return None
        if value.__name__ == "format_map":
            raise SecurityError("'format_map' is not safe in a template: use 'format'.")
        text: str = value.__self__

        def formatted(*args: Any, **kwargs: Any) -> str:
            budget = current()
            check_format(text)
            size = max((budget.measure(each) for each in (*args, *kwargs.values())), default=0)
            budget.allow(len(text) + text.count("{") * (size + 1))
            return method(*args, **kwargs)

        return formatted


@pass_context
def _finalize(_context: Context, value: Any) -> Any:
    """Ask before a value is written. It takes a context so that Jinja does not call it when it compiles."""
    budget = current()
    budget.spend(CALL)
    budget.measure(value)
    return value


def _range(*args: int) -> range:
    numbers = range(*args)
    if len(numbers) > _LONGEST_RANGE:
        raise TemplateLimitError(f"has a range of more than {_LONGEST_RANGE:,} numbers. Make it shorter.")
    return numbers


def _lipsum(n: int = 5, html: bool = True, min: int = 20, max: int = 100) -> str:  # noqa: A002, FBT001, FBT002 - as in Jinja
    if n * max > _LONGEST_LIPSUM:
        raise TemplateLimitError(f"asks lipsum for more than {_LONGEST_LIPSUM:,} words. Ask for fewer.")
    current().spend(n * max)
    return generate_lorem_ipsum(n, html, min, max)
