"""The words of the vocabulary that the pages show, marked for the catalogues."""

from epex.plugins.builtin.web.wording import N_, gettext

SUBJECTS = (
    *("organisation", "person", "visit", "meeting", "reflection", "challenge", "element", "review", "theme"),
    *("transfer", "match", "finding", "story", "publication", "chapter", "consent", "network"),
)
SAID = (
    *(N_("school"), N_("youth work"), N_("family counselling"), N_("prison"), N_("probation"), N_("community")),
    *(N_("online"), N_("exit programme"), N_("mental health"), N_("multi agency"), N_("policy"), N_("research")),
    *(N_("element"), N_("reflection"), N_("visit"), N_("challenge"), N_("theme"), N_("transfer"), N_("meeting")),
    *(N_("organisation"), N_("person"), N_("review"), N_("match"), N_("finding"), N_("story"), N_("publication")),
    *(N_("chapter"), N_("consent"), N_("network"), N_("viewpoint"), N_("question set")),
    *(N_("planned"), N_("agreed"), N_("prepared"), N_("started"), N_("completed"), N_("monitored"), N_("postponed")),
    *(N_("cancelled"), N_("getting to know"), N_("practice transfer"), N_("draft"), N_("shared"), N_("inspiring")),
    *(N_("peer reviewed"), N_("retired"), N_("open"), N_("merged"), N_("reopened"), N_("labelled"), N_("described")),
    *(N_("supports"), N_("nuances"), N_("contradicts"), N_("told"), N_("observed"), N_("documented")),
    *(N_("internal evaluation"), N_("external evaluation"), N_("confirmed"), N_("revise"), N_("not ready")),
    *(N_("considered"), N_("compared"), N_("anticipated"), N_("adapted"), N_("piloted"), N_("evaluated")),
    *(N_("sustained"), N_("abandoned"), N_("determined"), N_("try"), N_("try adapted"), N_("not now"), N_("no")),
    *(N_("worked"), N_("partly"), N_("failed"), N_("fits"), N_("adapt"), N_("blocks"), N_("unknown")),
    *(N_("candidate"), N_("proposed"), N_("discussed"), N_("adopted"), N_("parked"), N_("rejected"), N_("renamed")),
    *(N_("split"), N_("consensus"), N_("vote"), N_("editors"), N_("appeared"), N_("gone"), N_("status"), N_("label")),
    *(N_("answered"), N_("approved"), N_("assessed"), N_("closed"), N_("declined"), N_("accepted"), N_("drafted")),
    *(N_("frozen"), N_("given"), N_("published"), N_("refused"), N_("retracted"), N_("reviewed"), N_("signed")),
    *(N_("withdrawn"), N_("asked"), N_("chosen"), N_("outlined"), N_("recorded"), N_("released"), N_("reported")),
    *(N_("stated"), N_("written"), N_("primary"), N_("secondary"), N_("tertiary"), N_("individual"), N_("team")),
    *(N_("local"), N_("national"), N_("publication"), N_("evidence"), N_("request"), N_("incident"), N_("quote")),
    *(N_("coordinator"), N_("practitioner"), N_("evaluator"), N_("editor"), N_("reviewer")),
    *(
        N_("attributed"),
        N_("anonymous"),
        N_("translation"),
        N_("consented"),
        N_("interview"),
        N_("erased"),
        N_("in force"),
        N_("lifted"),
        N_("need"),
        N_("offer"),
        N_("earlier draft"),
        N_("newest draft"),
        N_("notified"),
        N_("attributed quote"),
        N_("anonymous quote"),
        N_("network reading"),
    ),
    *(N_("data protection officer"), N_("host"), N_("visitor"), N_("participant")),
    *(N_("private"), N_("pair"), N_("public"), N_("evaluation"), N_("source"), N_("receiving"), N_("changed")),
    *(N_("accept"), N_("training reuse"), N_("authority"), N_("people"), N_("alternative"), N_("preferred")),
    *(N_("access"), N_("correction"), N_("erasure"), N_("restriction"), N_("objection")),
    *(N_("full name"), N_("first name"), N_("role only"), N_("all editions"), N_("city"), N_("region"), N_("withheld")),
    *(N_("what does not"), N_("change"), N_("recommendation"), N_("open question")),
)
# What a list of several is headed with.
SEVERAL = {
    "challenge": N_("Challenges"),
    "chapter": N_("Chapters"),
    "consent": N_("Consents"),
    "element": N_("Elements"),
    "finding": N_("Findings"),
    "interview": N_("Interviews"),
    "match": N_("Matches"),
    "meeting": N_("Meetings"),
    "need": N_("Needs"),
    "offer": N_("Offers"),
    "organisation": N_("Organisations"),
    "person": N_("People"),
    "publication": N_("Publications"),
    "quote": N_("Quotes"),
    "reflection": N_("Reflections"),
    "review": N_("Peer reviews"),
    "story": N_("Stories of change"),
    "theme": N_("Themes"),
    "transfer": N_("Transfers"),
    "viewpoint": N_("Viewpoints"),
    "visit": N_("Visits"),
}


def several(kind: str, language: str = "en") -> str:
    """Head a list of things of a kind."""
    return gettext(SEVERAL.get(kind, kind.capitalize()), language)
