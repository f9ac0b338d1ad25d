"""Namespaces: whose words are whose, told by how they begin."""


def namespace_of(name: str) -> str:
    """Give the namespace of a name such as `vetting-times`: `vetting_times`."""
    return name.replace("-", "_").lower()


def lies_within(word: str, name: str) -> bool:
    """Tell whether a word is the namespace of a name, or begins with it and an underscore."""
    return word == namespace_of(name) or word.startswith(f"{namespace_of(name)}_")
