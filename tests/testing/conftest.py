"""Packages that are installed for one test."""

from tests.plugins.conftest import install

__all__ = ["install"]
