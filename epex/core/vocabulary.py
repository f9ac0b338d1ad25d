"""The closed word lists of the default profile."""

LANGUAGES = ("en", "de", "fr", "nl", "da", "no", "sr", "ar", "sq")
ORGANISATION_KINDS = (
    "public_service",
    "statutory_linked_ngo",
    "ngo",
    "new_initiative",
    "grassroots_volunteer",
    "research",
    "individual",
)
ROLES = ("coordinator", "practitioner", "evaluator", "editor", "reviewer", "data_protection_officer")
NAME_PREFERENCES = ("full_name", "first_name", "role_only", "anonymous")
SETTINGS = (
    "school",
    "youth_work",
    "family_counselling",
    "prison",
    "probation",
    "community",
    "online",
    "exit_programme",
    "mental_health",
    "multi_agency",
    "policy",
    "research",
)
PURPOSES = ("getting_to_know", "practice_transfer", "publication")
PREVENTION_LEVELS = ("primary", "secondary", "tertiary")
PLACE_PRECISIONS = ("country", "region", "city", "withheld")
SIDES = ("host", "visitor", "participant")
MATCH_SIDES = ("host", "visitor")
MATCH_REASONS = ("shared_challenge", "task", "setting", "language", "different_country", "not_paired", "capacity")
MATCH_OBJECTIONS = ("no_language", "same_country", "paired_before", "no_capacity", "no_offer", "no_need", "declined")
VISIBILITIES = ("private", "pair", "organisation", "network", "public", "evaluation")
STANCES = ("supports", "nuances", "contradicts")
EVIDENCE_LEVELS = ("told", "observed", "documented", "internal_evaluation", "external_evaluation")
LABELS = ("draft", "shared", "inspiring", "peer_reviewed", "retired")
TRANSFER_LEVELS = ("individual", "team", "organisation", "local", "national")
TRANSFER_DECISIONS = ("try", "try_adapted", "not_now", "no")
TRANSFER_RESULTS = ("worked", "partly", "failed")
REVIEW_OUTCOMES = ("confirmed", "revise", "not_ready")
RATINGS = ("fits", "adapt", "blocks", "unknown")
CRITERIA = (
    "population.needs",
    "population.characteristics",
    "population.acceptance",
    "environment.law",
    "environment.partners",
    "environment.setting",
    "implementation.method",
    "implementation.skills",
    "implementation.resources",
    "support.training",
    "support.documentation",
    "support.steering",
)
VALUE_CYCLES = ("immediate", "potential", "applied", "realised", "transformative")
FINDING_KINDS = ("what_works", "what_does_not", "change", "recommendation", "open_question")
STORY_METHODS = ("most_significant_change", "outcome_harvesting", "panel", "evaluator")
METHODS = ("consensus", "vote", "editors")
QUESTIONS = ("why", "how", "what_does_not_work", "need_to_learn", "add")

# ISO 3166-1 alpha-2 as of 2024, and XK, the code in common use for Kosovo.
COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB
    GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
    KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB
    SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US
    UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW""".split()
)
