"""The words of the year review."""

from epex.plugins.audience import WITHHELD

NO_PART_SHOWN = f"Every part: {WITHHELD}."
EVALUATORS = "For evaluators only: part of it is confided to the evaluation. Do not pass it on."
MEASURE = (
    "This is a proxy and no measure of quality: a long answer need not be a good one, and languages differ in how many"
    " words they need. It shows whether people wrote about how the work is done, and nothing else."
)
KNOWN = "Reflections are counted whoever may read them, for you may know that they are there; nobody's words are."
SHARED = "Only reflections that the whole network reads are counted; others may be there beside them."
UNKNOWN = (
    "Only reflections that you may read are counted; what is for a visit's own people may be there beside them. A"
    " coordinator's report counts all."
)
