"""The formula of the house against a second, naive reading of it; and what must hold for every scorecard and case."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine.methods import axes, axis_levels, degree
from assessment.engine.mitigation import safest_first
from assessment.engine.scoring import score
from assessment.model.case import Assessment, Rating
from assessment.model.scorecard import Scorecard
from tests.cards import card, case, indicator, main_card, veto
from tests.strategies import scored_cases


def naive(scorecard: Scorecard, assessment: Assessment) -> tuple[Fraction | None, Fraction, Fraction, Fraction]:
    """(index, worst, best, coverage) written down from the text, factor by factor, with nothing shared."""
    no = {f for f, a in assessment.project.facts.items() if a.answer == "no"}
    sheets = {s.id: [i for i in s.indicators if i.applies_when not in no] for s in scorecard.sheets}
    used = sum(d.weight for d in scorecard.dimensions if sheets[d.id])
    rows = []
    for d in scorecard.dimensions:
        inside = sum(i.weight for i in sheets[d.id])
        for i in sheets[d.id]:
            g = d.weight / used * i.weight / inside
            rating = assessment.ratings.get(i.id)
            levels = tuple(getattr(rating, a) for a in axes(scorecard)) if rating else (None,)
            if scorecard.method == "points":
                table = {(k,): o.points / i.weight for k, o in i.options.items()}
                if scorecard.polarity == "merit":
                    table = {k: 1 - v for k, v in table.items()}
            elif scorecard.method == "matrix":
                values = {b.id: b.value for b in scorecard.bands}
                table = {(p, q + 1): values[b] for p, row in scorecard.matrix.items() for q, b in enumerate(row)}
            else:
                table = {(p, q): Fraction(p * q, 25) for p in range(1, 6) for q in range(1, 6)}
            rows.append((g, None if None in levels else table[levels], min(table.values()), max(table.values())))
    coverage = sum(g for g, r, _, _ in rows if r is not None)
    known = sum(g * r for g, r, _, _ in rows if r is not None)
    worst = sum(g * (high if r is None else r) for g, r, _, high in rows)
    best = sum(g * (low if r is None else r) for g, r, low, _ in rows)
    return (known / coverage if coverage else None), worst, best, coverage


@given(scored_cases())
@settings(max_examples=300, deadline=None)
def test_the_engine_computes_what_the_formula_says(both: tuple[Scorecard, Assessment]) -> None:
    scorecard, assessment = both
    result = score(scorecard, assessment)
    index, worst, best, coverage = naive(scorecard, assessment)
    assert result.coverage == coverage
    assert sum(f.weight for f in result.factors) == 1
    if scorecard.index == "none":
        assert (result.index, result.worst_index, result.best_index) == (None, None, None)
    else:
        assert (result.index, result.worst_index, result.best_index) == (index, worst, best)
        assert index is None or index * coverage == sum(f.contribution for f in result.factors if f.answered)
        assert sum(d.contribution for d in result.dimensions) == (index or 0) * coverage


@given(scored_cases(), st.data())
@settings(max_examples=300, deadline=None)
def test_removing_an_answer_lowers_neither_the_worst_case_nor_the_level_shown(
    both: tuple[Scorecard, Assessment], data: st.DataObject
) -> None:
    scorecard, assessment = both
    before = score(scorecard, assessment)
    answers = [*(("ratings", name) for name in assessment.ratings), *(("vetoes", name) for name in assessment.vetoes)]
    if not answers:
        return
    kind, name = data.draw(st.sampled_from(answers))
    less = {key: value for key, value in getattr(assessment, kind).items() if key != name}
    after = score(scorecard, assessment.model_copy(update={kind: less}))
    rank = scorecard.level_rank
    assert rank[after.level] >= rank[before.level]
    assert rank[after.worst_level] >= rank[before.worst_level]
    assert rank[after.best_level] <= rank[before.best_level]
    assert before.worst_index is None or after.worst_index >= before.worst_index
    assert after.hold or not before.hold


@given(scored_cases(complete=True), st.data())
@settings(max_examples=300, deadline=None)
def test_a_higher_rating_never_lowers_index_or_level(both: tuple[Scorecard, Assessment], data: st.DataObject) -> None:
    scorecard, assessment = both
    before = score(scorecard, assessment)
    name = data.draw(st.sampled_from(sorted(assessment.ratings)))
    axis = data.draw(st.sampled_from(axes(scorecard)))
    order = safest_first(scorecard, scorecard.indicators[name], axis)
    rating = assessment.ratings[name]
    riskier = data.draw(st.sampled_from(order[order.index(getattr(rating, axis)) :]))
    worse = assessment.model_copy(update={"ratings": {**assessment.ratings, name: rating.model_copy(update={axis: riskier})}})
    after = score(scorecard, worse)
    assert before.index is None or after.index >= before.index
    assert scorecard.level_rank[after.level] >= scorecard.level_rank[before.level]


@given(scored_cases(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_anything_is_irrelevant(both: tuple[Scorecard, Assessment], random) -> None:  # type: ignore[no-untyped-def]
    scorecard, assessment = both

    def shuffled(items):  # type: ignore[no-untyped-def]
        return tuple(random.sample(list(items), len(items)))

    sheets = tuple(s.model_copy(update={"indicators": shuffled(s.indicators)}) for s in shuffled(scorecard.sheets))
    other = scorecard.__class__.model_construct(
        **{**dict(scorecard), "sheets": sheets, "dimensions": shuffled(scorecard.dimensions), "facts": shuffled(scorecard.facts)}
    )
    mixed = assessment.model_copy(update={"ratings": dict(shuffled(assessment.ratings.items()))})
    one, two = score(scorecard, assessment), score(other, mixed)
    assert (one.index, one.worst_index, one.level, one.best_level, one.hold) == (
        two.index, two.worst_index, two.level, two.best_level, two.hold)  # fmt: skip
    assert set(one.factors) == set(two.factors)


@given(scored_cases(complete=True))
@settings(max_examples=100, deadline=None)
def test_a_complete_case_is_determined_and_its_bounds_meet(both: tuple[Scorecard, Assessment]) -> None:
    result = score(*both)
    assert (result.determined, result.provisional, result.coverage) == (True, False, 1)
    assert result.index == result.worst_index == result.best_index
    assert result.level == result.best_level


@given(scored_cases(complete=True))
@settings(max_examples=100, deadline=None)
def test_a_fired_hold_beats_any_index(both: tuple[Scorecard, Assessment]) -> None:
    result = score(*both)
    if any(v.hold and v.state == "fired" for v in result.vetoes):
        assert (result.level, result.hold) == (both[0].worst_level.id, True)


def test_four_by_four_is_large_not_major() -> None:
    result = score(card({"d": [indicator("i", 100)]}), case({"i": (4, 4)}))
    assert (result.index, result.factors[0].band, result.level) == (Fraction(16, 25), "large", "medium")


def test_exactly_at_the_edge_of_low_is_medium() -> None:
    result = score(card({"d": [indicator("i", 100)]}), case({"i": (3, 3)}))
    assert (result.index, result.level, result.decided_by) == (Fraction(9, 25), "medium", "index")


def test_half_an_answer_is_none_but_is_kept() -> None:
    result = score(card({"d": [indicator("i", 100)]}), case({"i": (1, None)}))
    assert (result.index, result.worst_index, result.level, result.best_level) == (None, 1, "high", "low")


def test_an_unanswered_veto_counts_as_fired_in_the_worst_case() -> None:
    result = score(card({"d": [indicator("i", 100, [veto("V")])]}), case({"i": (1, 1)}))
    assert (result.level, result.best_level, result.hold, result.decided_by) == ("high", "low", True, "V")
    assert result.provisional and not result.determined


def test_degrees_of_the_shipped_card_are_products_of_fifths() -> None:
    shipped = main_card()
    for asked in shipped.indicators.values():
        assert axis_levels(shipped, asked, "likelihood") == (1, 2, 3, 4, 5)
        assert degree(shipped, asked, (4, 4)) == Fraction(16, 25)


def test_a_rating_of_an_indicator_that_does_not_apply_changes_nothing() -> None:
    scorecard = card(
        {"d": [indicator("i", 50), indicator("j", 50, applies_when="f")]},
        facts=[{"id": "f", "question": {"zh": "问", "en": "q"}}],
    )
    without = case({"i": (2, 2)}, project={"name": "示例", "facts": {"f": "no"}})
    with_it = without.model_copy(update={"ratings": {**without.ratings, "j": Rating(likelihood=5, consequence=5)}})
    assert score(scorecard, without) == score(scorecard, with_it)
