"""Build the demo: an illustrative three-year history, recorded through the same decisions as a real one."""

from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from epex.app.config import read_config
from epex.app.founding import Founding, init
from epex.app.opening import open_log
from epex.app.telling import (
    afterwards,
    decisions,
    desk,
    evaluation,
    exchange,
    matching,
    partings,
    plenary,
    plugins,
    practice,
    publication,
    questions,
    review,
    searches,
    thesaurus,
)
from epex.app.telling.story import Story, StoryClock, read_story, tell

TELLINGS = (
    exchange.members,
    exchange.years,
    exchange.challenges,
    matching.offers,
    matching.needs,
    matching.matches,
    exchange.visits,
    exchange.meetings,
    questions.sets,
    thesaurus.concepts,
    exchange.reflections,
    questions.follow_ups,
    questions.translations,
    practice.elements,
    practice.transfers,
    review.duplicates,
    review.unlinked,
    review.looks,
    review.reviews,
    review.follow_ups,
    decisions.corrections,
    decisions.challenge_evidence,
    decisions.themes,
    decisions.theme_decisions,
    evaluation.interviews,
    evaluation.findings,
    evaluation.stories,
    desk.desk,
    searches.searches,
    plugins.plugins,
    publication.preferences,
    publication.publications,
    publication.chapters,
    publication.quotes,
    publication.viewpoints,
    publication.closings,
    plenary.branch,
    partings.withdrawals,
    partings.erasures,
    publication.errata,
    afterwards.second_words,
    afterwards.conclusions,
    afterwards.taken_back,
    afterwards.departures,
)


def build(folder: Path) -> None:
    """Make a base in a new folder and tell the story into it.

    Raises Refused when the folder is in use.
    """
    with TemporaryDirectory(prefix="epex-") as elsewhere:
        _build(Story(read_story(), StoryClock(), folder, Path(elsewhere)))


def _build(story: Story) -> None:
    folder, clock = story.folder, story.clock
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
    story.ids["network"] = read_config(folder).network_id
    for recorded in receipt.events:
        key = {"organisation.joined": home["key"], "person.registered": founder["key"]}.get(recorded["type"])
        if key:
            story.ids[key] = recorded["stream_id"]
    log = open_log(read_config(folder), clock)
    tell(story, log, chain.from_iterable(telling(story) for telling in TELLINGS))
