"""What publications print: every place of a quote, and what was withdrawn from editions that are frozen."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from epex.core.screening import repeats
from epex.projections.chapters import CHAPTERS_TABLE, DRAFTS_TABLE, PRINTS_TABLE, STEPS_TABLE
from epex.projections.consents import CONSENTS_TABLE
from epex.projections.publications import ERRATA_TABLE, PUBLICATIONS_TABLE
from epex.projections.quotes import OPENED_TABLE, ORIGINS_TABLE, QUOTES_TABLE
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.viewpoints import VIEWPOINTS_TABLE

NEWEST, EARLIER, PLAIN = "newest draft", "earlier draft", "plain text in"
GONE = ("withdrawn", "refused", "consent withdrawn", "erased")


def places(reading: Reading, quotes: Iterable[str]) -> list[Row]:
    """List every place where quotes stand: each version of each chapter, frozen editions included."""
    reading.need("publications", "chapters", "quotes", "viewpoints")
    wanted = list(quotes)
    prints = reading.among(PRINTS_TABLE, wanted, key="quote")
    pasted = list(_pasted(reading, wanted))
    chapters = {row["id"]: row for row in reading.among(CHAPTERS_TABLE, [row["chapter"] for row in (*prints, *pasted)])}
    editions = {
        row["id"]: row
        for row in reading.among(PUBLICATIONS_TABLE, [chapter["publication"] for chapter in chapters.values()])
    }
    titles = reading.titles({*wanted, *chapters, *editions})
    placed = [_place(row, chapters[row["chapter"]], editions) for row in prints if row["chapter"] in chapters]
    found = sorted([*_together(placed), *_as_text(pasted, chapters, editions)], key=_urgency)
    return [
        {
            "id": place["quote"],
            "title": titles.get(place["quote"], ""),
            **{name: value for name, value in place.items() if name != "quote"},
            "chapter_title": titles.get(place["chapter"], ""),
            "publication_title": titles.get(place["publication"], ""),
        }
        for place in found
    ]


def plain_text_in(reading: Reading, publication: str) -> list[Row]:
    """List where an edition holds the words of quotes that are withdrawn as plain text, as far as one may read them."""
    reading.need("quotes")
    gone = [row["id"] for row in reading.rows(QUOTES_TABLE) if row["status"] in GONE]
    found = [place for place in places(reading, gone) if place["publication"] == publication]
    return [place for place in found if place["status"].startswith(PLAIN)]


def gone_from(reading: Reading, publication: Row) -> list[str]:
    """List the quotes and viewpoints of a frozen edition that were withdrawn since, mended ones included."""
    reading.need("quotes", "viewpoints")
    quotes = reading.among(QUOTES_TABLE, publication["quotes"], ("id", "status"))
    viewpoints = reading.among(VIEWPOINTS_TABLE, publication["viewpoints"], ("id", "status"))
    gone = {row["id"] for row in (*quotes, *viewpoints) if row["status"] in GONE}
    # A quote that fewer may read again since its consent went is gone for all others as well.
    hidden = {*publication["quotes"], *publication["viewpoints"]} - {row["id"] for row in (*quotes, *viewpoints)}
    return [each for each in (*publication["quotes"], *publication["viewpoints"]) if each in gone | hidden]


def errata(reading: Reading, publication: Row) -> list[Row]:
    """List the errata of an edition in their order, but for those of a text that another branch froze."""
    reading.need("publications")
    rows = reading.among(ERRATA_TABLE, [publication["id"]], key="publication")
    of_its_text = (row for row in rows if row["content_hash"] in ("", publication["content_hash"]))
    return sorted(of_its_text, key=lambda row: int(row["number"]))


def errata_due(reading: Reading, publication: Row) -> list[str]:
    """List what was withdrawn from a frozen edition without an erratum that tells of it."""
    mended = {each for row in errata(reading, publication) for each in row["concerns"]}
    return [each for each in gone_from(reading, publication) if each not in mended]


def quotes_of(reading: Reading, consent: Row) -> list[str]:
    """List the quotes that a consent speaks of: its own, or all of its giver."""
    if consent["quote"]:
        return [str(consent["quote"])]
    reading.need("quotes")
    return [row["quote"] for row in reading.among(ORIGINS_TABLE, [consent["giver"]], ("quote",), key="giver")]


def consents_of(reading: Reading, quote: Row) -> list[Row]:
    """List the consents that were asked for a quote, and those that its author gave for all their words."""
    reading.need("quotes", "consents")
    givers = [row["giver"] for row in reading.among(ORIGINS_TABLE, [quote["id"]], ("giver",))]
    own = reading.among(CONSENTS_TABLE, givers, key="giver")
    asked = reading.among(CONSENTS_TABLE, [quote["id"]], key="quote")
    found = {row["id"]: row for row in (*own, *asked) if row["quote"] in ("", quote["id"])}
    return list(found.values())


def is_author_known(reading: Reading, quote: str) -> bool:
    """Tell whether the reader may know whose words a quote holds, whatever it is to print."""
    reading.need("quotes")
    return bool(reading.among(ORIGINS_TABLE, [quote], ("quote",)))


def opened(reading: Reading) -> frozenset[str]:
    """Name the quotes that the whole network read at some time, also those that it no longer reads."""
    reading.need("quotes")
    return frozenset(row["quote"] for row in reading.views.read(sa.select(reading.views.table(OPENED_TABLE))))


def _pasted(reading: Reading, quotes: list[str]) -> Iterator[Row]:
    """Find the drafts, viewpoints and messages that repeat the words of quotes as plain text, and where."""
    words = {
        row["id"]: (row["words"], row["translated"])
        for row in reading.among(QUOTES_TABLE, quotes, ("id", "words", "translated"))
    }
    for written in _written(reading) if words else ():
        for quote, told in words.items():
            found = [name for name, text in written["texts"].items() if any(repeats(text, each) for each in told)]
            if found:
                yield {**written, "quote": quote, "where": f"{written['kind']} {', '.join(found)}"}


def _written(reading: Reading) -> Iterator[Row]:
    """Give the plain text of chapters: every draft, and the viewpoints and messages that stand with the newest."""
    for row in reading.rows(DRAFTS_TABLE):
        texts = {str(place): words for place, words in enumerate(row["paragraphs"], 1)}
        yield {"chapter": row["chapter"], "version": row["version"], "kind": "paragraph", "texts": texts}
    newest = {row["id"]: row["version"] for row in reading.rows(CHAPTERS_TABLE)}
    for row in reading.rows(VIEWPOINTS_TABLE):
        place = {"chapter": row["chapter"], "version": newest.get(row["chapter"])}
        yield {**place, "kind": "viewpoint", "texts": {_short(row["id"]): f"{row['heading']}\n\n{row['text']}"}}
    told = {(row["chapter"], row["number"]): row for row in reading.rows(STEPS_TABLE) if row["step"] == "message"}
    for (chapter, number), row in told.items():
        texts = {str(number): f"{row['audience']}\n\n{row['text']}"}
        yield {"chapter": chapter, "version": newest.get(chapter), "kind": "message", "texts": texts}


def _as_text(pasted: Iterable[Row], chapters: dict[str, Row], editions: dict[str, Row]) -> Iterator[Row]:
    """Tell of plain text that repeats a quote in what is printed or would be; earlier drafts are past."""
    for row in pasted:
        chapter = chapters.get(row["chapter"])
        place = _place(row, chapter, editions) if chapter else None
        if chapter and place and place["status"] == NEWEST:
            told = f"the {NEWEST}" if row["kind"] == "paragraph" else f"a {row['kind']}"
            yield {**place, "status": f"{PLAIN} {told}", "what_to_do": _taking_out(row)}
        elif chapter and place and place["status"] != EARLIER:
            erratum = f"epex publication erratum {_short(chapter['publication'])} TEXT"
            yield {**place, "status": f"{PLAIN} print", "what_to_do": f"tell readers of {row['where']}: {erratum}"}


def _taking_out(row: Row) -> str:
    chapter = _short(row["chapter"])
    match row["kind"]:
        case "viewpoint":
            return f"ask its author to withdraw it: epex viewpoint withdraw {next(iter(row['texts']))}"
        case "message":
            number = next(iter(row["texts"]))
            return f"word it otherwise: epex chapter message {chapter} TEXT --for AUDIENCE --replacing {number}"
        case _:
            return f"take the words out of {row['where']}: epex chapter draft {chapter} --file FILE"


def _together(places: Iterable[Row]) -> Iterator[Row]:
    """Put the earlier drafts of a chapter together, as nothing is to be done about them."""
    earlier: dict[tuple[str, str], Row] = {}
    for place in sorted(places, key=lambda row: int(row["version"])):
        if place["status"] != EARLIER:
            yield place
            continue
        known = earlier.get((place["quote"], place["chapter"]), place)
        versions = [*known["versions"], *place["versions"]] if known is not place else place["versions"]
        earlier[place["quote"], place["chapter"]] = {**place, "versions": versions}
    yield from earlier.values()


def _urgency(place: Row) -> int:
    if place["status"] == EARLIER:
        return 2
    return int(place["status"].endswith((NEWEST, "a viewpoint", "a message")))


def _place(row: Row, chapter: Row, editions: dict[str, Row]) -> Row:
    edition = editions.get(chapter["publication"])
    frozen = dict(zip(edition["chapters"], edition["versions"], strict=True)) if edition else {}
    printed = frozen.get(chapter["id"]) == row["version"]
    return {
        "quote": row["quote"],
        "chapter": chapter["id"],
        "version": row["version"],
        "versions": [row["version"]],
        "publication": edition["id"] if edition else "",
        "edition": edition["number"] if edition else None,
        "status": _status(row, chapter, edition, printed=printed),
        "what_to_do": _what_to_do(row, chapter, edition, printed=printed),
    }


def _status(row: Row, chapter: Row, edition: Row | None, *, printed: bool) -> str:
    if printed and edition:
        return str(edition["status"])
    return NEWEST if row["version"] == chapter["version"] else EARLIER


def _what_to_do(row: Row, chapter: Row, edition: Row | None, *, printed: bool) -> str:
    if printed and edition:
        return f"epex publication erratum {_short(edition['id'])} TEXT --concerns {_short(row['quote'])}"
    if row["version"] == chapter["version"]:
        return f"draft the chapter again without it: epex chapter draft {_short(chapter['id'])} --file FILE"
    return "nothing; this version is not printed"


def _short(identity: str) -> str:
    """Give a beginning of an id that commands take."""
    subject, _, rest = identity.partition("-")
    return f"{subject}-{rest[:8]}"
