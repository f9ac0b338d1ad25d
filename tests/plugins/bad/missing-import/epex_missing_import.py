"""A plugin that cannot be imported."""

from importlib import import_module

library = import_module("no_such_library")
