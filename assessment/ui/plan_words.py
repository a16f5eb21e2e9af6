"""One measure in the reader's words: its text, body, time, effect, status; of the library or an own one."""

from collections.abc import Iterable
from fractions import Fraction

from assessment.engine.methods import axes, degree
from assessment.engine.mitigation import ongoing
from assessment.i18n import Translate
from assessment.model.measure import Effect, PlannedMeasure, Status
from assessment.model.numbers import shown
from assessment.model.result import FactorRisk
from assessment.model.scorecard import Indicator, Scorecard
from assessment.report.words import axis_word, drop_word
from assessment.report.words import status_word as status_word

STATUSES: tuple[Status, ...] = ("planned", "in_progress", "done", "verified", "lapsed")
GLYPHS: dict[Status, str] = {"planned": "○", "in_progress": "◐", "done": "●", "verified": "✓", "lapsed": "✕"}


def status_mark(_: Translate, status: Status) -> str:
    """Glyph and word together: the glyph alone says nothing."""
    return f"{GLYPHS[status]} {status_word(_, status)}"


def text_of(scorecard: Scorecard, planned: PlannedMeasure, language: str) -> str:
    return planned.text if planned.text is not None else scorecard.measure[planned.measure].text.in_(language)


def body_of(scorecard: Scorecard, planned: PlannedMeasure, language: str) -> str:
    """责任单位 as planned; where that is the library's own, in the reader's language."""
    if planned.own:
        return planned.responsible_body
    body = scorecard.measure[planned.measure].responsible_body
    return body.in_(language) if planned.responsible_body == body.zh else planned.responsible_body


def assisting_of(scorecard: Scorecard, planned: PlannedMeasure, language: str) -> tuple[str, ...]:
    """协助单位 as planned, else the library's."""
    if planned.own:
        return planned.assisting_bodies
    library = scorecard.measure[planned.measure].assisting_bodies
    if planned.assisting_bodies and planned.assisting_bodies != tuple(body.zh for body in library):
        return planned.assisting_bodies
    return tuple(body.in_(language) for body in library)


def traits(_: Translate, scorecard: Scorecard, planned: PlannedMeasure) -> list[str]:
    """What sets a measure apart: the law asks for it, it works only while it is kept up."""
    mandatory = not planned.own and scorecard.measure[planned.measure].mandatory
    words = [_("依法必做") if mandatory else "", _("须持续落实") if ongoing(scorecard, planned) else ""]
    return [word for word in words if word]


def effect_title(_: Translate, scorecard: Scorecard) -> str:
    return _("效果（级）") if scorecard.effects.unit == "level" else _("效果（比例）")


def effect_words(_: Translate, scorecard: Scorecard, effect: Effect | None) -> str:
    """«可能性 −1　影响程度 −1», «可能性 −30%»; «—» for a measure that only clears a veto."""
    if effect is None:
        return "—"
    drops = [(axis, effect.on(axis)) for axis in axes(scorecard)]
    return "　".join(f"{axis_word(_, axis)} {drop_word(scorecard, drop)}" for axis, drop in drops if drop) or "—"


def gain_words(gain: Fraction) -> str:
    """How much lower the index is: a minus sign, four decimals; less than can be shown is said so."""
    return f"−{shown(gain)}" if shown(gain) != shown(Fraction(0)) else "−<0.0001"


def levels_words(_: Translate, scorecard: Scorecard, indicator: Indicator, factor: FactorRisk, language: str) -> str:
    """«3×4＝0.4800 较大»; on a points card the option's own title. Once measures have taken a share of it, the degree alone: the
    levels no longer give it."""
    if factor.levels is None or factor.degree is None or factor.band is None:
        return _("未评")
    band = scorecard.bands[scorecard.band_rank[factor.band]].title.in_(language)
    if factor.degree != degree(scorecard, indicator, factor.levels):
        return f"{shown(factor.degree)} {band}"
    if axes(scorecard) == ("option",):
        given = indicator.anchor("option", factor.levels[0]).in_(language)
    else:
        given = "×".join(map(str, factor.levels))
    return f"{given} = {shown(factor.degree)} {band}"


def joined(_: Translate, words: Iterable[str]) -> str:
    return _("、").join(words)
