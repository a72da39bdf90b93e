"""The page of where the library is thin: situations by strategies, and the gaps in words."""

from starlette.responses import Response

from sidecar_server.curation.coverage import INDUSTRIES, Covered, coverage
from sidecar_server.library import terms
from sidecar_server.library.checks.coverage import Gap
from sidecar_server.web.console.visit import Visit
from sidecar_server.web.console.ways import to_found, to_new

_LEVELS = (1, 2, 3, 5)  # lines from which a cell is a shade darker
_FIRST = {"opening": "acknowledge", "working": "own", "waiting": "hold", "closing": "close"}
_NEWS = "inform"  # how bad news begins


def page(visit: Visit) -> Response:
    """Show one language, all industries or one."""
    catalogue = visit.desk.catalogue()
    spoken = catalogue.languages
    language = _one_of(spoken, visit.asked.get("language", "")) or next(iter(spoken), "en")
    industry = _one_of(INDUSTRIES, visit.asked.get("industry", ""))
    return visit.page(
        "coverage.html",
        found=coverage(catalogue, language, industry),
        languages=spoken,
        industries=INDUSTRIES,
        industry=industry,
        strategies=terms.STRATEGIES,
        level=level,
        to_found=to_found,
        to_new=to_new,
        to_fill=to_fill,
        said_of=said_of,
    )


def level(count: int) -> int:
    """Give the shade of a number of lines, 0 … 4."""
    return sum(count >= least for least in _LEVELS)


def said_of(gap: Gap) -> str:
    """Say a gap in words."""
    moment = gap.moment.replace("-", " ")
    return {
        "line": "no line at all",
        "moment": f"no line for {moment}",
        "opening": f"no {moment} for {gap.who}",
        "silence": "nothing is due here, and yet it has lines",
    }[gap.lacks]


def to_fill(one: Covered, gap: Gap) -> str:
    """Lead to where a gap is closed."""
    situation = one.situation
    if gap.lacks == "silence":
        return to_found(situation=situation.id, language=situation.language)
    strategy = _FIRST.get(gap.moment, _NEWS)
    start = {"language": situation.language, "moment": gap.moment, "strategy": strategy}
    return to_new(situation.id, **start)


def _one_of(known: tuple[str, ...], asked: str) -> str:
    return asked if asked in known else ""
