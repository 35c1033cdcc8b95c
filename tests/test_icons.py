import pytest
from pydantic import TypeAdapter, ValidationError

from chatkit_notebook.icons import IconName

ICON = TypeAdapter(IconName)


@pytest.mark.parametrize("name", ["sparkle", "bug", "write-alt2", "lucide:anchor", "vendor:acme/logo"])
def test_known_and_prefixed_names_are_icons(name):
    assert ICON.validate_python(name) == name


@pytest.mark.parametrize("name", ["upload", "code", "Sparkle", "", "xlucide:anchor", "heroicons:bolt", 3])
def test_other_names_are_refused(name):
    with pytest.raises(ValidationError):
        ICON.validate_python(name)
