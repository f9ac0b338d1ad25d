"""Which browser somebody uses: its family and the system under it, and no more of what it tells of itself."""

# Every one names others too, so the first that is found counts.
FAMILIES = {
    "FxiOS/": "Firefox",
    "Firefox/": "Firefox",
    "EdgiOS/": "Edge",
    "EdgA/": "Edge",
    "Edg/": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def browser_of(told: str) -> str:
    """Name the family of a browser and its system, such as `Firefox, Android`; nothing of one that is not known."""
    named = (next((name for mark, name in known.items() if mark in told), "") for known in (FAMILIES, SYSTEMS))
    return ", ".join(filter(None, named))
