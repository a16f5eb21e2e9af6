"""A case as the data of the rating sheet (打分): what is asked, what is answered, what the engine says of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from assessment import service
from assessment.engine.coefficients import coefficients, interval_data
from assessment.engine.grading import graded_axes
from assessment.engine.methods import axes, axis_levels
from assessment.engine.weighing import applicability, dimension_weights, fact_answers
from assessment.i18n import Translate, translator
from assessment.model.case import Assessment
from assessment.model.figure import Figure, Observation, written
from assessment.model.numbers import plain, shown
from assessment.model.result import Result
from assessment.model.scorecard import Indicator, Scorecard, Veto
from assessment.report import verdict
from assessment.report.figure_words import short_title
from assessment.report.words import axis_word, glyph, short_levels, source_word, stage_word
from assessment.ui.parts import tone

Data = dict[str, Any]


def asked(case: service.Case, current: str, language: str) -> Data:
    """Everything that stays the same while answers are given: the sheet of one dimension and how answers are weighed."""
    _, card, assessment = translator(language), case.scorecard, case.assessment
    weights = dimension_weights(card, assessment)
    applicable, excluded = applicability(card, assessment)
    names = short_levels(card, language)
    return {
        "lang": language,
        "project": {
            "id": case.id,
            "name": assessment.project.name,
            "illustrative": assessment.project.illustrative,
            "subtitle": _subtitle(_, card, assessment, language),
            "not_applicable": len(excluded),
            "facts": len(card.facts),
            "date": assessment.date.isoformat() if assessment.date else "",
        },
        "dimensions": [
            {"id": d.id, "title": card.sheet[d.id].title.in_(language), "weight": plain(weights[d.id])} for d in card.dimensions
        ],
        "current": current,
        "sheet": {
            "indicators": [
                _indicator(_, card, assessment, i, i.id in applicable, language) for i in card.sheet[current].indicators
            ],
            "figures": _figures(card, applicable, current, language),
        },
        "levels": [
            {"id": level.id, "title": name, "glyph": glyph(card, level.id), "tone": tone(rank, len(names))}
            for rank, (level, name) in enumerate(zip(card.levels, names, strict=True))
        ],
        "bands": [{"id": band.id, "title": band.title.in_(language)} for band in card.bands],
        "coefficients": _coded(card, coefficients(card, assessment)),
    }


def answered(card: Scorecard, assessment: Assessment) -> Data:
    """The stored answers in the form the sheet compares."""
    return {
        "ratings": {name: rating.model_dump(mode="json") for name, rating in assessment.ratings.items()},
        "vetoes": dict(assessment.vetoes),
        "figures": {name: observation_data(seen) for name, seen in assessment.figures.items()},
        "project_figures": {
            figure.id: plain(value)
            for figure in card.project_figures
            if figure.project and (value := getattr(assessment.project, figure.project)) is not None
        },
    }


def observation_data(seen: Observation) -> Data:
    """A figure as the sheet compares it: everything is text."""
    return {"value": written(seen.value), "date": seen.date.isoformat() if seen.date else "", "source": seen.source}


def figures(result: Result) -> Data:
    """What the engine says; None where the scorecard has no index."""
    values = {"index": result.index, "worst_index": result.worst_index, "best_index": result.best_index}
    return {name: None if value is None else shown(value) for name, value in values.items()}


def clock(at: datetime, now: datetime | None = None) -> str:
    """Local time; with the day when it is another one."""
    at, now = at.astimezone(), (now or datetime.now()).astimezone()
    return f"{at:%H:%M:%S}" if at.date() == now.date() else f"{at:%Y-%m-%d %H:%M}"


def answer_word(_: Translate, answer: str | None) -> str:
    return {"yes": _("是"), "no": _("否")}.get(answer or "", _("未答"))


def _subtitle(_: Translate, card: Scorecard, assessment: Assessment, language: str) -> str:
    profile = card.profile.get(assessment.project.profile or "")
    parts = [profile.title.in_(language) if profile else "", assessment.project.affected, stage_word(_, assessment.stage)]
    return " · ".join(part for part in parts if part)


def _indicator(_: Translate, card: Scorecard, assessment: Assessment, one: Indicator, applicable: bool, language: str) -> Data:
    head = {
        "id": one.id,
        "code": one.code,
        "title": one.title.in_(language),
        "weight": plain(one.weight),
        "applicable": applicable,
        "fact": _fact(_, card, assessment, one.applies_when, language),
    }
    if not applicable:
        return head
    note = one.stage_notes.get(assessment.stage)
    return head | {
        "question": one.question.in_(language) if one.question else "",
        "guidance": one.guidance.in_(language) if one.guidance else None,
        "stage_note": note.in_(language) if note else None,
        "rows": [
            {
                "axis": axis,
                "title": axis_word(_, axis),
                "cells": _cells(_, card, one, axis, language),
                "figures": [rule.figure for rule in one.graded_by[axis]] if axis in graded_axes(card, one) else [],
            }
            for axis in axes(card)
        ],
        "vetoes": [_veto(card, veto, language) for veto in one.vetoes],
        "evidence_wanted": [text.in_(language) for text in one.evidence],
        "sources": [{"text": s.text, "status": s.status, "status_text": source_word(_, s)} for s in one.sources],
    }


def _figures(card: Scorecard, applicable: Collection[str], current: str, language: str) -> Data:
    """The figures asked for on one sheet, by id, each with the codes of all the indicators that it grades."""
    users: dict[str, list[str]] = {}
    for name in filter(applicable.__contains__, card.graded):
        indicator = card.indicators[name]
        for figure in dict.fromkeys(rule.figure for axis in graded_axes(card, indicator) for rule in indicator.graded_by[axis]):
            users.setdefault(figure, []).append(name)
    here = {name for name in applicable if card.dimension_of[name] == current}
    return {
        name: _figure(card.figure[name], [card.indicators[user].name for user in using], language)
        for name, using in users.items()
        if here.intersection(using)
    }


def _figure(figure: Figure, codes: list[str], language: str) -> Data:
    return {
        "title": figure.title.in_(language),
        "short": short_title(figure, language),
        "unit": figure.unit.in_(language) if figure.unit else "",
        "flag": figure.flag,
        "whole": figure.whole,
        "range": interval_data(figure.range) if figure.range else None,
        "kind": figure.kind.in_(language),
        "guidance": figure.guidance.in_(language) if figure.guidance else "",
        "project": figure.project,
        "codes": codes if len(codes) > 1 else [],
    }


def _fact(_: Translate, card: Scorecard, assessment: Assessment, name: str | None, language: str) -> Data | None:
    if name is None or name not in card.fact:
        return None
    fact = card.fact[name]
    answer, by_profile = fact_answers(card, assessment)[name]
    word = answer_word(_, answer)
    said = _("{answer}（按项目类型默认）", answer=word) if by_profile and answer else word
    return {"id": name, "title": (fact.title or fact.question).in_(language), "answer_text": said}


def _cells(_: Translate, card: Scorecard, one: Indicator, axis: str, language: str) -> list[Data]:
    """Each level with the fact it stands for, an option with its points too; the scale's own word where a sheet gives none."""
    steps = {step.level: step.title for step in getattr(card.scales, axis)} if card.scales and axis != "option" else {}
    cells = []
    for level in axis_levels(card, one, axis):
        try:
            text = one.anchor(axis, level).in_(language)
        except KeyError:
            text = steps[level].in_(language) if level in steps else str(level)
        if axis == "option" and one.options is not None:
            text = _("{text}（{points}分）", text=text, points=plain(one.options[level].points))
        cells.append({"level": level, "text": text})
    return cells


def _veto(card: Scorecard, veto: Veto, language: str) -> Data:
    return {
        "id": veto.id,
        "question": veto.question.in_(language),
        "effect_text": verdict.effect(card, veto.id, language),
        "clearing": veto.clearing.in_(language) if veto.clearing else "",
        "cleared_by": list(veto.cleared_by),
    }


def _coded(card: Scorecard, data: Data) -> Data:
    """With each indicator's code, by which the bar names a veto of another sheet."""
    return {**data, "indicators": [{**each, "code": card.indicators[each["id"]].name} for each in data["indicators"]]}
