"""Build the demo: an illustrative three-year history, recorded through the same decisions as a real one."""

from itertools import chain
from pathlib import Path

from epex.app.config import read_config
from epex.app.founding import Founding, init
from epex.app.opening import open_log
from epex.app.telling import exchange, practice
from epex.app.telling.story import Story, StoryClock, read_story, tell

TELLINGS = (
    exchange.members,
    exchange.years,
    exchange.challenges,
    exchange.visits,
    exchange.meetings,
    exchange.reflections,
    practice.elements,
    practice.transfers,
    practice.themes,
    practice.theme_decisions,
)


def build(folder: Path) -> None:
    """Make a base in a new folder and tell the story into it.

    Raises Refused when the folder is in use.
    """
    story, clock = Story(read_story()), StoryClock()
    founder = story.person(story.coordinator)
    home = next(text for text in story.texts["organisation"] if text["key"] == founder["organisation"])
    network = story.texts["network"]
    clock.turn_to(network["founded_on"])
    founding = Founding(
        network=network["name"],
        person=founder["name"],
        organisation=home["name"],
        country=home["country"],
        kind=home["kind"],
        illustrative=True,
        occurred_on=network["founded_on"],
    )
    receipt = init(folder, founding, clock)
    for recorded in receipt.events:
        key = {"organisation.joined": home["key"], "person.registered": founder["key"]}.get(recorded["type"])
        if key:
            story.ids[key] = recorded["stream_id"]
    log = open_log(read_config(folder), clock)
    tell(story, log, chain.from_iterable(telling(story) for telling in TELLINGS), clock)
