"""Which question sets there are for a reader: those that come with the program, and what the network made of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from epex.core.answers import in_order
from epex.core.decision import Refused
from epex.core.question_set import Question, QuestionSet
from epex.core.question_texts import BUILT_IN, EPEX_SET
from epex.core.questions import stream_of
from epex.core.vocabulary import LANGUAGES
from epex.projections.organisations import ORGANISATIONS_TABLE
from epex.projections.question_sets import SETS_TABLE, SIGNATURES_TABLE, VERSIONS_TABLE
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row

ID = "questions-"
NORWEGIAN = {"nb": "no", "nn": "no"}
FREE = {"text": "In their own words"}


@dataclass(slots=True)
class Known:
    """One question set: its versions, who signed which translation, and when it was adopted."""

    id: str
    versions: dict[int, QuestionSet]
    signatures: list[Row] = field(default_factory=list)
    adopted: int = 0
    adopted_version: int = 0
    adopted_on: str = ""

    @property
    def newest(self) -> QuestionSet:
        """Give the newest version."""
        return self.versions[max(self.versions)]

    def signed(self, version: int) -> set[str]:
        """Name the languages in which somebody vouches for a version."""
        return {row["language"] for row in self.signatures if row["version"] == version}

    def unreviewed(self, version: int) -> list[str]:
        """Name the languages in which nobody vouches for a version."""
        there = self.versions[version]
        signed = {there.original, *self.signed(version)}
        return [language for language in LANGUAGES if language in there.languages and language not in signed]


class Asking:
    """The question sets as one reader sees them."""

    def __init__(self, reading: Reading) -> None:
        """Gather them."""
        reading.need("question_sets", "organisations")
        self._reading = reading
        self.known = {name: Known(stream_of(name), {known.version: known}) for name, known in BUILT_IN.items()}
        rows = {row["id"]: row for row in reading.rows(SETS_TABLE)}
        for version in reading.rows(VERSIONS_TABLE):
            if (row := rows.get(version["questions"])) is not None:
                self._of(row["name"]).versions[version["version"]] = _version(row["name"], version)
        for row in rows.values():
            if row["name"] in self.known:
                self._note(self.known[row["name"]], row)
        for signature in reading.rows(SIGNATURES_TABLE):
            if (row := rows.get(signature["questions"])) is not None and row["name"] in self.known:
                self.known[row["name"]].signatures.append(signature)

    def in_force(self) -> QuestionSet:
        """Give the set that reflections answer unless they name another."""
        return self.adopted() or EPEX_SET

    def adopted(self) -> QuestionSet | None:
        """Give the set that the network adopted last, if it ever did."""
        last = max(self.known.values(), key=lambda known: known.adopted)
        return last.versions.get(last.adopted_version) if last.adopted else None

    def find(self, text: str) -> Known:
        """Find a set by its name, its title, or its id or a unique beginning of it.

        Raises Refused when there is none.
        """
        if known := self._meant(text):
            return known
        raise Refused(f"'{text}' is not a known question set; choose one of: {', '.join(sorted(self.known))}.")

    def id_of(self, text: str) -> str:
        """Give the id of the set that a reader names, or nothing."""
        known = self._meant(text)
        return known.id if known else ""

    def of_the_program(self, text: str) -> QuestionSet | None:
        """Find a set that came with the program as a reader may name it."""
        known = self._meant(text)
        return known.newest if known and known.newest.name in BUILT_IN else None

    def _meant(self, text: str) -> Known | None:
        wanted = text.strip().casefold()
        begun = [known for known in self.known.values() if wanted > ID and known.id.startswith(wanted)]
        for name, known in self.known.items():
            if wanted in (name, name.replace("_", " "), known.newest.title.casefold()) or begun == [known]:
                return known
        return None

    def version(self, name: str, version: int) -> QuestionSet | None:
        """Give a version that reflections answered; None when nobody here knows it."""
        known = self.known.get(name)
        return known.versions.get(version) if known else None

    def every(self) -> Iterator[QuestionSet]:
        """List every version of every set."""
        for known in self.known.values():
            yield from known.versions.values()

    def spoken(self, organisation: str | None) -> list[str]:
        """List the languages of the network that an organisation works in, as it names them."""
        rows = self._reading.among(ORGANISATIONS_TABLE, [organisation or ""], ("id", "languages"))
        return languages_of(rows[0]["languages"] if rows else ())

    def note(self, questions: QuestionSet, language: str) -> str:
        """Say where it holds that nobody vouches for the wording of the questions in a language."""
        known = self.known.get(questions.name)
        if known is None or language not in known.unreviewed(questions.version):
            return ""
        return f"The wording of these questions in '{language}' is a translation that nobody has reviewed yet."

    @property
    def language(self) -> str:
        """Give the language in which questions are put to the reader: the first of the reader's organisation."""
        return next(iter(self.spoken(self._reading.reader.organisation)), self._reading.language)

    def worded(self, row: Row, answers: Mapping[str, str], language: str = "") -> list[Row]:
        """Put a reflection's answers below its questions, in the order of the set that it answers."""
        asked = self.version(row["question_set"], row["question_set_version"])
        words = {**FREE, **(asked.worded(language or self.language) if asked else {})}
        order = [*(asked.keys if asked else ()), *sorted(answers)]
        return [
            {"key": key, "question": words.get(key, key), "answer": answers[key]}
            for key in dict.fromkeys(order)
            if key in answers
        ]

    def listing(self) -> list[Row]:
        """List the newest version of each set."""
        return [self._row(name, known) for name, known in sorted(self.known.items())]

    def page(self, known: Known, version: int = 0) -> Row:
        """Tell all of one set: its questions in every language, and who vouches for which translation."""
        chosen = known.versions.get(version or known.newest.version)
        if chosen is None:
            raise Refused(
                f"'{known.newest.name}' has no version {version}; choose one of: {', '.join(map(str, known.versions))}."
            )
        row = self._row(chosen.name, known, chosen)
        names = self._reading.names(signature["author"] for signature in known.signatures)
        return {
            **row,
            "versions": sorted(known.versions),
            "wordings": [{"key": question.key, **question.wordings} for question in chosen.questions],
            "signed": [
                {"language": each["language"], "occurred_on": each["occurred_on"], "actor_name": names[each["author"]]}
                for each in known.signatures
                if each["version"] == chosen.version
            ],
        }

    def _row(self, name: str, known: Known, chosen: QuestionSet | None = None) -> Row:
        shown, force = chosen or known.newest, self.in_force()
        return {
            "id": known.id,
            "title": shown.title,
            "name": name,
            "version": shown.version,
            "in_force": (force.name, force.version) == (name, shown.version),
            "adopted_on": known.adopted_on,
            "questions": len(shown.questions),
            "languages": list(shown.languages),
            "unreviewed": known.unreviewed(shown.version),
        }

    def _of(self, name: str) -> Known:
        return self.known.setdefault(name, Known(stream_of(name), {}))

    @staticmethod
    def _note(known: Known, row: Row) -> None:
        known.adopted, known.adopted_version = row["adopted"], row["adopted_version"]
        known.adopted_on = row["adopted_on"]


def answers_in_order(reading: Reading, reflections: Iterable[str]) -> dict[str, list[Row]]:
    """Put the answers of reflections below their questions, in the order of the text that passages count in."""
    reading.need("reflections")
    rows = reading.among(REFLECTIONS_TABLE, set(reflections))
    asking = Asking(reading)
    found = {}
    for row in rows:
        if row["answers"] and not row["status"]:
            worded = {each["key"]: each for each in asking.worded(row, row["answers"])}
            found[row["id"]] = [worded[key] for key in in_order(row["answers"])]
    return found


def languages_of(codes: list[str] | tuple[str, ...]) -> list[str]:
    """Name the languages of the network among some codes; Bokmål and Nynorsk count as Norwegian."""
    plain = (code.lower().partition("-")[0] for code in codes)
    return [code for code in dict.fromkeys(NORWEGIAN.get(code, code) for code in plain) if code in LANGUAGES]


def _version(name: str, row: Row) -> QuestionSet:
    questions = (Question(key, row["wordings"].get(key) or {row["original"]: key}) for key in row["keys"])
    return QuestionSet(name, row["version"], tuple(questions), row["title"], row["original"])
