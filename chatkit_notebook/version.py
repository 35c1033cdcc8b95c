"""The version of the package, read by the build."""

from chatkit_notebook.official_names import names_from_elsewhere

__version__ = "0.1.0"

__getattr__ = names_from_elsewhere("version")
