"""Plugins that misbehave, each a package that is installed beside one that works."""
