"""How many of something, in words."""


def counted(number: int, one: str) -> str:
    """Count things whose name takes an s when they are several."""
    return f"{number} {one}{'' if number == 1 else 's'}"
