"""The page of a reflection: its answers below their questions, its translations, and where it was used."""

from epex.projections.asking import Asking
from epex.projections.reading import Reading
from epex.projections.reflections import TRANSLATIONS_TABLE
from epex.projections.table import Row
from epex.projections.uses import used_in


def details(reading: Reading, row: Row) -> Row:
    """Put the answers in the order of their set, and list the translations and what rests on it."""
    return {
        "questions": Asking(reading).worded(row, row["answers"]),
        "translated": translated(reading, row),
        "confirmable": confirmable(reading, row),
        "used_in": used_in(reading, row["id"]),
    }


def translated(reading: Reading, row: Row) -> list[Row]:
    """List the translations, each with who made it, of which version, and whether somebody vouches for it.

    `waiting` is a newer one, which takes the place of a reviewed one when it is confirmed.
    """
    rows = reading.among(TRANSLATIONS_TABLE, [row["id"]], key="reflection")
    people = {each["translator"] for made in rows for each in (made, made["waiting"]) if each}
    names = reading.names(people)
    return [
        {
            "language": made["language"],
            "version": made["version"],
            "current": made["version"] == row["version"],
            "reviewed": made["reviewed"],
            "translator": made["translator"],
            "translator_name": names.get(made["translator"], ""),
            "occurred_on": made["occurred_on"],
            "answers": made["answers"],
            "waiting": _waiting(made["waiting"], names),
        }
        for made in sorted(rows, key=lambda made: str(made["language"]))
    ]


def confirmable(reading: Reading, row: Row) -> list[str]:
    """Name the languages of the translations that the reader may vouch for.

    The author may, and whoever works in the language and did not translate it.
    """
    reader, spoken = reading.reader, Asking(reading).spoken(reading.reader.organisation)
    unreviewed = {
        made["language"]: (made["waiting"] or made)["translator"]
        for made in translated(reading, row)
        if made["waiting"] or (made["current"] and not made["reviewed"])
    }
    return [
        language
        for language, translator in unreviewed.items()
        if reader.person and (reader.person == row["person"] or (language in spoken and translator != reader.person))
    ]


def _waiting(made: Row, names: dict[str, str]) -> Row:
    if not made:
        return {}
    shown = {name: made[name] for name in ("translator", "occurred_on", "answers")}
    return {**shown, "translator_name": names.get(made["translator"], "")}
