"""Every exception of the package has its place in the tree of ``chatkit_notebook.errors``."""

import pkgutil
import re
import subprocess
import sys
from importlib import import_module

import pytest

import chatkit_notebook
from chatkit_notebook import errors

OFFICIAL = {"BaseStreamError", "StreamError", "CustomStreamError", "NotFoundError"}


def defined():
    """Return the public exceptions that the modules of the package define, by name."""
    names = [each.name for each in pkgutil.walk_packages(chatkit_notebook.__path__, "chatkit_notebook.")]
    found = [each for name in names for each in vars(import_module(name)).values() if isinstance(each, type)]
    public = [each for each in found if issubclass(each, BaseException) and not each.__name__.startswith("_")]
    return {each.__name__: each for each in public if each.__module__.startswith("chatkit_notebook.")}


def drawn():
    """Return the lines of the tree: how deep each name is, and the other base that it tells of, if any."""
    lines = re.findall(
        r"^ {4}([│ ]*)[├└]── (\w+) .*?(?:\(also an? `*(?:\w+\.)*(\w+)`*\))?$", errors.__doc__, re.MULTILINE
    )
    return {name: (len(indent) // 4, other) for indent, name, other in lines}


def test_the_tree_shows_every_public_exception_of_the_package():
    assert sorted(drawn()) == sorted(defined())


def test_the_tree_shows_the_bases():
    above = {}
    for name, (depth, other) in drawn().items():
        above[depth] = name
        bases = {each.__name__ for each in defined()[name].__bases__} - {"ABC"}
        assert bases == {above[depth - 1] if depth else "Exception", other} - {""}


@pytest.mark.parametrize("name", sorted(defined()))
def test_every_public_exception_can_be_imported_from_the_front_door(name):
    assert getattr(chatkit_notebook, name) is getattr(errors, name) is defined()[name]
    assert name in chatkit_notebook.__all__


def test_all_that_are_the_kits_own_have_one_base():
    own = {name for name, each in defined().items() if issubclass(each, errors.ChatKitError)}
    assert own == defined().keys() - OFFICIAL


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'StoreEror'"):
        _ = errors.StoreEror


def test_importing_the_errors_loads_no_more_than_what_the_front_door_needs():
    code = "import sys, chatkit_notebook.errors; print(*sorted(name for name in sys.modules if 'chatkit_' in name))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    needed = ["", ".errors", ".official_names", ".version"]
    assert printed.split() == [f"chatkit_notebook{name}" for name in needed]
