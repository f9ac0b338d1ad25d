"""What is said of a visit: its title, year and kind, and how much of its place shows."""

from typing import TYPE_CHECKING

from epex.core.decision import Refused, require_one_of, require_short
from epex.core.vocabulary import PLACE_PRECISIONS, PREVENTION_LEVELS, PURPOSES, SETTINGS

if TYPE_CHECKING:
    from epex.core.visit import VisitCorrected, VisitPlanned


def require_known_words(said: "VisitPlanned | VisitCorrected") -> None:
    """Refuse an empty title, a year that cannot be, and words outside the vocabulary; what is None is not said."""
    if said.title is not None:
        require_short(said.title, "visit's title")
    if said.year is not None and said.year < 1:
        raise Refused("Programme years are counted from 1; give the number of the year, such as 1.")
    if said.purpose is not None:
        require_one_of(said.purpose, PURPOSES, "purpose")
    if said.place_precision is not None:
        require_one_of(said.place_precision, PLACE_PRECISIONS, "precision of the place")
    if said.setting:
        require_one_of(said.setting, SETTINGS, "setting")
    if said.level:
        require_one_of(said.level, PREVENTION_LEVELS, "prevention level")


def require_place(place: str, precision: str) -> None:
    """Refuse to show a city that cannot be told from its address."""
    if precision == "city" and place and not city_of(place):
        raise Refused("The place shows up to its first comma; begin with the city, such as 'Oslo, Storgata 5'.")


def city_of(place: str) -> str:
    """Give what of a place shows with the precision of a city; nothing where the place begins with an address."""
    first = place.partition(",")[0].strip()
    return "" if any(sign.isdigit() for sign in first) else first
