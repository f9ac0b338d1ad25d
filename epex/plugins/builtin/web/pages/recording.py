"""Recording: the steps of visits, and the decisions on themes."""

from starlette.routing import Route

from epex.plugins import SETTINGS
from epex.plugins.builtin.web.filling import beginning, steps
from epex.plugins.builtin.web.forms import Field, Form, Row, When, column, holding, listed, people
from epex.plugins.builtin.web.rendering import named
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

WHY = Field(name="reason", label=N_("Why"), kind="text")
NEEDED = Field(name="reason", label=N_("Why"), kind="text", required=True)
ON = Field(name="on", label=N_("The day"), kind="day", hint=N_("Left empty, it is today."))
SETTING = Field(
    name="setting",
    label=N_("In which setting"),
    kind="choice",
    choices=lambda asking, _: named(SETTINGS, asking.language),
    known=column("setting"),
)
STARTS = Field(name="starts-on", label=N_("The first day"), kind="day", known=column("starts_on"))
ENDS = Field(name="ends-on", label=N_("The last day"), kind="day", known=column("ends_on"))


def takes_part(member: Member, row: Row) -> bool:
    """Tell whether somebody hosts or visits, or coordinates."""
    there = (*row.get("host_people", ()), *row.get("visitors", ()))
    return member.person in there or "coordinator" in member.roles


def stands(*statuses: str) -> When:
    """Offer something to those who take part while a visit stands so."""
    return lambda member, row: row.get("status") in statuses and takes_part(member, row)


def unsigned(member: Member, row: Row) -> bool:
    """Tell whether a signature is missing that somebody may give."""
    return bool(row.get("not_signed_by")) and row.get("status") != "planned" and takes_part(member, row)


def editing(*statuses: str) -> When:
    """Offer something to those who look after the themes, while one stands so."""
    return lambda member, row: row.get("status") in statuses and not {"coordinator", "editor"}.isdisjoint(member.roles)


VISITS = {
    "agree": Form(
        title=N_("Record the learning agreement"),
        intro=N_("It is signed by your own side, or by both if you take no part."),
        line=("visit", "agree"),
        fields=(
            STARTS,
            ENDS,
            Field(name="objectives", label=N_("What they want to learn"), kind="text", known=column("objectives")),
            Field(name="work-plan", label=N_("What is done on which day"), kind="text", known=column("work_plan")),
        ),
        button=N_("Record and sign it"),
        when=stands("planned", "postponed"),
    ),
    "sign": Form(
        title=N_("Sign the learning agreement"),
        intro=N_("You sign for the side that has not signed yet."),
        line=("visit", "sign"),
        button=N_("Sign it"),
        when=unsigned,
    ),
    "prepare": Form(
        title=N_("The visit is prepared"),
        line=("visit", "prepare"),
        fields=(
            Field(
                name="briefed",
                label=N_("Who was briefed on confidentiality"),
                kind="several",
                choices=people("visitors", "visitors_titles"),
                known=column("visitors"),
            ),
        ),
        button=N_("It is prepared"),
        when=stands("agreed"),
    ),
    "start": Form(
        title=N_("The visit has started"),
        line=("visit", "start"),
        fields=(ON,),
        button=N_("It has started"),
        when=stands("prepared"),
    ),
    "complete": Form(
        title=N_("The visit is over"),
        line=("visit", "complete"),
        fields=(ON,),
        button=N_("It is over"),
        when=stands("started"),
    ),
    "monitor": Form(
        title=N_("Say what the visit attained"),
        line=("visit", "monitor"),
        fields=(
            Field(name="attained", label=N_("What was attained"), kind="text", required=True, is_argument=True),
            Field(name="unexpected", label=N_("What nobody had expected"), kind="text"),
        ),
        button=N_("Record it"),
        when=stands("completed", "monitored"),
    ),
    "postpone": Form(
        title=N_("Put the visit off"),
        line=("visit", "postpone"),
        fields=(NEEDED, STARTS, ENDS),
        button=N_("Put it off"),
        when=stands("planned", "agreed", "prepared"),
    ),
    "cancel": Form(
        title=N_("Call the visit off"),
        line=("visit", "cancel"),
        fields=(NEEDED,),
        button=N_("Call it off"),
        when=stands("planned", "agreed", "prepared", "started", "postponed"),
    ),
}
STATUSES = ("planned", "agreed", "prepared", "started", "completed", "postponed")
VISITS["correct"] = Form(
    title=N_("Correct what was recorded wrongly"),
    intro=N_("What was recorded stays in the log, with the reason. What you leave as it is stays as it is."),
    line=("visit", "correct"),
    fields=(
        Field(name="title", label=N_("What the visit is about"), known=column("title")),
        Field(
            name="status",
            label=N_("Take the last step back: how it stood before"),
            kind="choice",
            choices=lambda asking, _: named(STATUSES, asking.language),
        ),
        Field(
            name="visitor",
            label=N_("Who visits: all who do"),
            kind="several",
            choices=listed("person", "list"),
            hint=N_("Left empty: as it is."),
        ),
        Field(
            name="host-person",
            label=N_("Who hosts: all who do"),
            kind="several",
            choices=listed("person", "list"),
            hint=N_("Left empty: as it is."),
        ),
        STARTS,
        ENDS,
        Field(name="started-on", label=N_("The day it really began"), kind="day", known=column("started_on")),
        Field(name="completed-on", label=N_("The day it really ended"), kind="day", known=column("completed_on")),
        Field(name="objectives", label=N_("What they want to learn"), kind="text", known=column("objectives")),
        Field(name="work-plan", label=N_("What is done on which day"), kind="text", known=column("work_plan")),
        Field(name="place", label=N_("Where, the city first"), known=column("place")),
        Field(name="region", label=N_("In which region"), known=column("region")),
        SETTING,
        NEEDED,
    ),
    button=N_("Correct it"),
    when=takes_part,
)
DECISION = (
    Field(name="reason", label=N_("The rationale"), kind="text", required=True),
    Field(name="meeting", label=N_("The meeting that decided"), kind="choice", choices=listed("meeting", "list")),
    Field(
        name="method",
        label=N_("How it was decided"),
        kind="choice",
        choices=(("consensus", N_("by consensus")), ("vote", N_("by vote")), ("editors", N_("by the editors"))),
    ),
    Field(name="for", label=N_("Votes for"), kind="number"),
    Field(name="against", label=N_("Votes against"), kind="number"),
    Field(name="abstained", label=N_("Abstentions"), kind="number"),
    Field(name="alternatives", label=N_("What else was considered"), kind="text"),
    Field(name="dissent", label=N_("What somebody says who disagrees"), kind="text"),
    Field(
        name="dissent-of",
        label=N_("Who disagrees, by name"),
        kind="choice",
        choices=listed("person", "list"),
        hint=N_("Only if they want to be named."),
        rows=3,
    ),
    Field(name="said", label=N_("What they say"), kind="text", led_by="dissent-of"),
)
THEME = Form(
    title=N_("Propose a theme"),
    line=("theme", "propose"),
    fields=(
        Field(name="label", label=N_("What you call it"), required=True, is_argument=True),
        Field(name="definition", label=N_("What is meant"), kind="text"),
        Field(name="scope-note", label=N_("What belongs to it and what does not"), kind="text"),
        WHY,
    ),
    button=N_("Propose it"),
    when=holding("coordinator", "practitioner", "editor"),
)
OPEN, SETTLED = ("candidate", "discussed"), ("parked", "rejected", "retired")


def decision(verb: str, title: str, button: str, *statuses: str, more: tuple[Field, ...] = ()) -> Form:
    """Make the form of a decision on a theme."""
    return Form(title=title, line=("theme", verb), fields=(*more, *DECISION), button=button, when=editing(*statuses))


THEMES = {
    "discuss": decision("discuss", N_("A meeting discussed it"), N_("Record it"), *OPEN, "adopted"),
    "adopt": decision("adopt", N_("Adopt the theme"), N_("Adopt it"), "discussed"),
    "park": decision("park", N_("Set the theme aside for later"), N_("Set it aside"), *OPEN, "adopted"),
    "reject": decision("reject", N_("Decide against the theme"), N_("Decide against it"), *OPEN, "parked"),
    "reopen": decision("reopen", N_("Take the theme up again"), N_("Take it up again"), *SETTLED),
    "retire": decision("retire", N_("End work on the theme"), N_("End it"), "adopted", "parked"),
    "merge": decision(
        "merge",
        N_("Merge it into another theme"),
        N_("Merge it"),
        *OPEN,
        "adopted",
        "parked",
        more=(
            Field(
                name="into",
                label=N_("The theme that goes on"),
                kind="choice",
                choices=listed("theme", "list"),
                required=True,
            ),
        ),
    ),
}
ROUTES: list[Route] = [
    beginning("/new/theme", THEME),
    *steps("visit", VISITS),
    *steps("theme", THEMES),
]
