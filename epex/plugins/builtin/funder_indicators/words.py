"""The words of the funder indicators."""

CYCLE_NAMES = {
    "immediate": "Immediate",
    "potential": "Potential",
    "applied": "Applied",
    "realised": "Realised",
    "transformative": "Transformative",
}
REACH = [
    ("Visits that were held", "visits", "held"),
    ("Organisations that took part", "members", "took part"),
    ("Countries that took part", "reached countries", "reached"),
    ("Settings in which a visit took place", "reached settings", "reached"),
    ("People who hosted", "hosts", "reached"),
    ("People who visited", "visitors", "reached"),
    ("People who hosted or visited", "people", "reached"),
]
# What reflections tell of the first two cycles; of the others only transfers and stories tell.
VALUES = {
    "immediate": [
        ("visits on which the host's side reflected", "reflected_host", "reflected"),
        ("visits on which the visitor's side reflected", "reflected_visitor", "reflected"),
    ],
    "potential": [("elements found in a reflection", "written", "found in a reflection")],
}
STANDING = {
    "anticipated": "Anticipated: not evaluated yet, so nobody knows",
    "determined": "Determined: evaluated, failures included",
}
STANDING_RESULTS = {
    "worked": "It worked",
    "partly": "It worked in part",
    "failed": "It failed",
    "not stated": "Result not stated",
}
HOW_FAR = {"anticipated": "judged beforehand", "compared": "contexts compared"}
FOLLOWED = "Written, of those due by the newest event"
NOTHING_TOLD = "Of these nothing is told, for there is nothing, or fewer than three organisations stand behind a part:"
CYCLES_ARE = (
    "The value cycles are those of Wenger, Trayner and de Laat: what an exchange is worth in itself (immediate), as"
    " something that could be used (potential), when it is used (applied), when it makes the work better (realised),"
    " and when it changes what counts as good work (transformative)."
)
COUNTED_UNDER = (
    "A transfer counts under the highest cycle that its evaluation names, a story of change under that of the transfer"
    " which it is about. Reflections name no cycle: one after a visit counts as a trace of immediate value, one in"
    " which an element of practice was found as a trace of potential value."
)
NO_SCORE = (
    "Nothing is added up into a score, and no share of fewer than ten is given as a percentage. Organisations are"
    " counted of all members of the time, countries of theirs, settings of those that members state or a visit had,"
    " people of all who are registered."
)
ALL_YEARS = (
    "Whoever took part in several years counts once under all years. A transfer and an element count in the year in"
    " which they were first recorded, a visit and a story in the programme year that they name. What a figure of all"
    " years rests on stands beside those of each year, and the visits that were held at the head of each column."
)
