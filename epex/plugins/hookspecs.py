"""Every hook that a plugin may implement. Only hooks that something uses are here."""

from collections.abc import Sequence

import pluggy

from epex.core.catalogue import EventTypes
from epex.core.question_set import QuestionSet
from epex.plugins.check import PublicationCheck
from epex.plugins.command import Command
from epex.plugins.exchange import Exporter, Importer
from epex.plugins.keys import KeyProvider
from epex.plugins.matching import MatchingReason
from epex.plugins.report import Report, ReportFormat
from epex.plugins.serving import Panel, Site
from epex.projections.field import SearchField
from epex.projections.projection import Projection

GROUP = "epex"
# What a plugin says it was made for; another major version, or a later minor one, does not fit.
HOOKS = "1.1"

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def epex_reports() -> Sequence[Report]:
    """List the reports that the plugin adds.

    Asked once a command needs a report. Since 1.0, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_report_formats() -> Sequence[ReportFormat]:
    """List the formats that the plugin writes reports and books in.

    Asked once a document is to be written in a format that is not the program's own.
    Since 1.1, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_key_providers() -> Sequence[KeyProvider]:
    """List the places that the plugin can fetch wrapping keys from.

    Asked when a base is opened whose epex.toml names one as `[keys] wrapping`.
    Since 1.0, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_event_types() -> Sequence[EventTypes]:
    """List the events that the plugin records, by the subjects that are its own.

    Asked once an event of such a subject is read or recorded. Since 1.0, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_projections() -> Sequence[Projection]:
    """List the views that the plugin keeps, each with tables of its own.

    Asked once a view is built or read that is not the program's. Since 1.0, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_commands() -> Sequence[Command]:
    """List the commands that the plugin adds, run as `epex PLUGIN NAME`.

    Asked once one of them is run, and when the plugin is enabled. Since 1.0, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_exporters() -> Sequence[Exporter]:
    """List the formats that the plugin writes for other programs.

    Asked once a format of a plugin is to be written or listed, third parties after built-in plugins.
    Since 1.0, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_importers() -> Sequence[Importer]:
    """List the formats of other programs that the plugin reads into rows.

    Asked once a format is to be read or listed, third parties after built-in plugins.
    Since 1.0, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_publication_checks() -> Sequence[PublicationCheck]:
    """List what has to be settled before an edition is frozen, beside what the program itself asks for.

    Asked by `epex publication check` and `epex publication freeze`. Since 1.1, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_question_sets() -> Sequence[QuestionSet]:
    """List the question sets that the plugin offers; a network adds one with `epex questions add --offered NAME`.

    Asked once somebody lists what is offered, or adds one of them. Since 1.1, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_matching_reasons() -> Sequence[MatchingReason]:
    """List what else the plugin can say for or against that one organisation visits another.

    Asked once `epex match propose` ranks pairs or records one, or a match is declined for another.
    Since 1.1, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_search_fields() -> Sequence[SearchField]:
    """List the fields that the plugin adds to the search, each over a table of its own views.

    Asked when the plugin is enabled, and then by each search that is run. Since 1.1, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_panels() -> Sequence[Panel]:
    """List the reports of the plugin that belong on the page of an element, a theme or a visit.

    Asked once a site shows such a page. Since 1.1, stable within a major version.
    """
    raise NotImplementedError


@hookspec
def epex_sites() -> Sequence[Site]:
    """List the sites that the plugin serves to browsers, run as `epex serve NAME`.

    Asked once `epex serve` begins, in each of its processes. Since 1.1, stable within a major version.
    """
    raise NotImplementedError
