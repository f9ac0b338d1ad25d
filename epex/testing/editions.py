"""An edition with something of everything in it, for the checks before publication that plugins add."""

from collections.abc import Iterator

from epex.app.base import KnowledgeBase
from epex.app.publishing.checking import pages
from epex.core import publication
from epex.core.chapter import ChapterDrafted, ChapterOutlined
from epex.core.consent import ConsentAsked, ConsentGiven
from epex.core.decision import On, new_id
from epex.core.manuscript import placing
from epex.core.quote import QuoteProposed
from epex.core.reflection import ReflectionRecorded
from epex.core.theme import ThemeProposed
from epex.core.viewpoint import ViewpointWritten
from epex.plugins.reading import Row
from epex.testing.bases import record

WORDS = "Nobody was in a hurry."


def editions(base: KnowledgeBase) -> Iterator[Row]:
    """Give an edition as checks get it: first without chapters, then with one, its quote, consents and a viewpoint."""
    (opened,) = publication.open(new_id("publication"), "A book", by=base.begin().by)
    record(base, opened)
    yield pages(base.queries(), opened.stream)
    record(base, *_filling(opened.stream, base.person))
    yield pages(base.queries(), opened.stream)


def _filling(edition: str, person: str) -> list[On]:
    theme, source, chapter, quote = map(new_id, ("theme", "reflection", "chapter", "quote"))
    consents = {scope: new_id("consent") for scope in ("anonymous_quote", "translation")}
    said = ReflectionRecorded(answers={"why": WORDS}, author=person, language="en", visibility="network")
    printed = QuoteProposed(
        document=source,
        document_version=1,
        start=0,
        end=len(WORDS),
        quote=WORDS,
        chapter=chapter,
        use="anonymous",
        giver=person,
    )
    drafted = ChapterDrafted(
        version=1,
        drafter=person,
        paragraphs=("It takes time.", placing(quote)),
        sources=(source,),
        source_places=(0,),
        quotes=(quote,),
    )
    told = ViewpointWritten(chapter=chapter, signer=person, text="Not always.", dissenting=True, signed=True)
    given = ConsentGiven(giver=person, scope="anonymous_quote", given_on="2017-03")
    return [
        On(theme, ThemeProposed(labels={"en": "Time to listen"})),
        On(source, said),
        On(chapter, ChapterOutlined(publication=edition, title="Time to listen", number=1, themes=(theme,))),
        On(quote, printed),
        On(chapter, drafted),
        On(new_id("viewpoint"), told),
        *(On(each, ConsentAsked(giver=person, scope=scope, quoted=quote)) for scope, each in consents.items()),
        On(consents["anonymous_quote"], given),
    ]
