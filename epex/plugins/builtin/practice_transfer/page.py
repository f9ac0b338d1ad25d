"""The first page: what a person needs to decide."""

from collections import Counter

from epex.plugins import (
    Block,
    Bullets,
    Fact,
    Facts,
    Notice,
    Paragraph,
    Row,
    Section,
    Sentence,
    country_name,
    readable_date,
)
from epex.plugins.builtin.practice_transfer.checks import checks
from epex.plugins.builtin.practice_transfer.experience import experience
from epex.plugins.builtin.practice_transfer.findings import DETERMINED, Findings, Transfer, all_positions, evaluated
from epex.plugins.builtin.practice_transfer.grids import context
from epex.plugins.builtin.practice_transfer.quotes import quotes_in_brief, unquoted
from epex.plugins.builtin.practice_transfer.review import reviewed
from epex.plugins.builtin.practice_transfer.words import (
    BY_ROLE,
    CODED,
    DECISIONS,
    ENDED,
    FIRST_PAGE,
    TIDIER,
    VISITS_LEFT_OUT,
    counted,
    listed,
    name_of,
    placed,
    say,
    spoken,
)


def page(findings: Findings) -> tuple[Block, ...]:
    """Put the page together."""
    return (
        judgement(findings),
        Section(title="The element", half=True, blocks=(described(findings.element, FIRST_PAGE),)),
        Section(title="Where it comes from", half=True, blocks=origin(findings)),
        context(findings),
        experience(findings),
        Section(title="What to check next", half=True, blocks=(Bullets(points=tuple(checks(findings))),)),
        Section(title="Consent and confidentiality", half=True, blocks=consent(findings)),
    )


def judgement(findings: Findings) -> Notice:
    """Say whether it is anticipated or determined, when and in which role that was judged, and why."""
    known = findings.evaluated
    heading = (
        say(DETERMINED.capitalize(), all_positions(transfer.evaluations[-1] for transfer in known), "determined")
        if known
        else say("Anticipated", [findings.element["position"]], "anticipated")
    )
    return Notice(
        heading=heading,
        sentences=(
            _basis(findings),
            *_results(known),
            *_elsewhere(findings),
            *_evaluation(known),
            *_decision(findings),
            *reviewed(findings),
            *_end(findings),
        ),
    )


def described(element: Row, fields: tuple[str, ...]) -> Facts:
    """Describe the element in TIDieR's order."""
    return Facts(facts=tuple(Fact(label=TIDIER[field], sentences=_field(element, field)) for field in fields))


def origin(findings: Findings) -> tuple[Block, ...]:
    """Say where it was seen, by how many, and what they said, contradictions in their place."""
    return (_observed(findings), _visited(findings), _weighed(findings), *quotes_in_brief(findings))


def consent(findings: Findings) -> tuple[Block, ...]:
    """Say which words are quoted on what permission."""
    quoted = [seen for seen in findings.witnesses if seen.may_be_quoted]
    named = [seen for seen in quoted if seen.quotation == "attributed"]
    positions = [position for seen in quoted for position in seen.positions]
    said = (
        f"{counted(len(quoted), 'passage')} quoted with permission, {len(named)} of them with the organisation's name."
    )
    rows = [Paragraph(text=said, positions=findings.told(positions))]
    hidden = unquoted(findings)
    return (
        *rows,
        *([Paragraph(text=hidden.text, positions=hidden.positions)] if hidden else []),
        Paragraph(text=BY_ROLE),
    )


def _field(element: Row, field: str) -> tuple[Sentence, ...]:
    value, positions = element[field], [element["positions"].get(field, element["position"])]
    conditions = [step for step in element["conditions"] if field == "preconditions"]
    noted = tuple(say(step["text"], [step["position"]], language=element["language"]) for step in conditions)
    if not value:
        return noted or (say("not recorded", positions, "missing"),)
    if field in CODED:
        return (say(spoken(value), positions),)
    lines = [f"{number}. {line}" for number, line in enumerate(value, 1)] if isinstance(value, list) else [value]
    return (*(say(line, positions, language=element["language"]) for line in lines), *noted)


def _basis(findings: Findings) -> Sentence:
    transfers = findings.transfers
    where = f" to {placed(findings.receiver)}" if findings.receiver else ""
    if not transfers:
        return say(
            f"No transfer{where} is recorded: what follows is expected, not known.", [findings.element["position"]]
        )
    positions = all_positions(transfer.row for transfer in transfers)
    if not findings.evaluated:
        known = counted(len(transfers), "transfer")
        return say(f"{known}{where}, without an evaluation yet: what follows is expected, not known.", positions)
    return _came_out(findings.transfers, where)


def _came_out(transfers: tuple[Transfer, ...], where: str) -> Sentence:
    ends = Counter(transfer.status.lower() for transfer in transfers)
    outcome = listed(f"{number} {status}" for status, number in ends.items())
    known = f"{len(evaluated(transfers))} of {counted(len(transfers), 'transfer')}{where} evaluated"
    return say(f"{known}: {outcome}.", all_positions((*(it.row for it in transfers), *(it.last for it in transfers))))


def _elsewhere(findings: Findings) -> list[Sentence]:
    return [_came_out(findings.elsewhere, " elsewhere")] if findings.elsewhere else []


def _results(known: list[Transfer]) -> list[Sentence]:
    """Say in the frame itself what came of each, so that nobody takes determined for successful."""
    newest = [(transfer, transfer.evaluations[-1]) for transfer in known]
    told = [f"{ENDED[step['result']]} at {transfer.name}" for transfer, step in newest if step.get("result")]
    if not told:
        return []
    return [say(f"It {listed(told)}.", all_positions(step for _, step in newest if step.get("result")))]


def _evaluation(known: list[Transfer]) -> list[Sentence]:
    if not known:
        return []
    transfer = max(known, key=lambda each: int(each.evaluations[-1]["position"]))
    step = transfer.evaluations[-1]
    day, judge = readable_date(step["occurred_on"]), transfer.judges[step["position"]]
    return [say(f"Latest evaluation: {day}, by {judge}.", [step["position"]])]


def _decision(findings: Findings) -> list[Sentence]:
    judged = [(step, transfer) for transfer in findings.transfers for step in transfer.steps("anticipated")]
    if not judged:
        return []
    step, transfer = max(judged, key=lambda pair: int(pair[0]["position"]))
    said = (
        f"Latest judgement beforehand: {readable_date(step['occurred_on'])}, by {transfer.judges[step['position']]}: "
        f'{DECISIONS[step["decision"]]}. "{step["reason"]}"'
    )
    return [say(said, [step["position"]])]


def _end(findings: Findings) -> list[Sentence]:
    return [
        _ended(step, findings.heir if step["step"] == "merged" else None)
        for step in findings.element["history"]
        if step["step"] in ("retired", "merged", "reopened")
    ]


def _ended(step: Row, heir: Row | None) -> Sentence:
    into = f" into '{heir['title']}'" if heir else ""
    text = f"The element was {step['step']}{into} on {readable_date(step['occurred_on'])}: {step['text']}"
    return say(text, [step["position"], *([heir["position"]] if heir else [])])


def _observed(findings: Findings) -> Paragraph:
    observers, home = findings.observers, name_of(findings.owner)
    if not observers:
        said = f"Nobody from outside {home} has described it from sight."
        return Paragraph(text=said, positions=(findings.element["position"],), tone="missing")
    countries = {seen.organisation["country"] for seen in observers} - {""}
    named = f": {listed(sorted(map(country_name, countries)))}" if all(seen.is_named for seen in observers) else ""
    seen_by = (
        f"{counted(len(observers), 'independent observer')} from {counted(len(countries), 'country', 'countries')}"
    )
    return Paragraph(
        text=f"Seen by {seen_by}{named}; independent means from outside {home}.",
        positions=findings.told(position for seen in observers for position in seen.positions),
    )


def _visited(findings: Findings) -> Paragraph:
    visits, others = findings.visits, VISITS_LEFT_OUT if findings.unnamed else ""
    if not visits:
        said = others or "No visit stands behind it."
        return Paragraph(text=said, positions=(findings.element["position"],), tone="missing")
    named = listed(f"{visit['title']} ({readable_date(visit['occurred_on'][:7])})" for visit in visits)
    text = f"{counted(len(visits), 'visit')}: {named}. {others}".rstrip()
    return Paragraph(text=text, positions=tuple(all_positions(visits)))


def _weighed(findings: Findings) -> Paragraph:
    counts = Counter(seen.stance for seen in findings.witnesses)
    words = {"supports": "supporting", "nuances": "nuancing", "contradicts": "contradicting"}
    return Paragraph(
        text=f"Evidence: {listed(f'{counts[stance]} {word}' for stance, word in words.items())}.",
        positions=findings.told(seen.link["position"] for seen in findings.witnesses),
    )
