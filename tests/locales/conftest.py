import pytest

from chatkit_notebook.locales import LOCALES, speak
from tests.locales.pseudo import PseudoLocale
from tests.stub_endpoint.fixtures import endpoint, no_keys

__all__ = ["endpoint", "no_keys"]


@pytest.fixture
def pseudo():
    """A kernel that speaks in strange letters."""
    locale = PseudoLocale()
    speak(locale)
    yield locale
    speak(LOCALES["en"])
