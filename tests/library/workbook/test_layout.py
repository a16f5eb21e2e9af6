"""The description of the worksheets covers the whole format."""

from collections.abc import Iterator

from pydantic import BaseModel

from assessment.library.glossary import GLOSSARY
from assessment.library.workbook.layout import ANY, BY, FIXED, INDICATOR, Many, keyed
from assessment.model.case import WorkedExample
from assessment.model.measure import MeasureFile
from assessment.model.scorecard import ScorecardHead, Sheet


def models(model: object, found: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    if isinstance(model, type) and issubclass(model, BaseModel) and model.__name__ not in found:
        found[model.__name__] = model
        for field in model.model_fields.values():
            models(field.annotation, found)
    for inner in getattr(model, "__args__", ()):
        models(inner, found)
    return found


def test_every_key_of_every_model_has_its_name_in_both_languages() -> None:
    known: dict[str, type[BaseModel]] = {}
    for model in (ScorecardHead, Sheet, MeasureFile, WorkedExample):
        models(model, known)
    keys = {name: {field.alias or key for key, field in model.model_fields.items()} for name, model in known.items()}
    assert {name: set(names) for name, names in GLOSSARY.items()} == keys


def columns(table: Many) -> Iterator[str]:
    for key, _ in keyed(table):
        yield from (step for step in (*table.at, *key) if step not in (ANY, BY))


def test_every_key_of_the_scorecard_has_its_cell() -> None:
    shown = {step for page in FIXED.values() for step in columns(page.table)} | set(columns(Many((), INDICATOR)))
    wanted = {key for name, names in GLOSSARY.items() if name not in CASES for key in names}
    assert wanted - shown - {"indicators", "zh", "en", "from", "over", "answer"} == set()


CASES = {"WorkedExample", "Project", "FactAnswer", "Evidence", "Edition", "Observation", "Rating", "MitigationPlan", "Aim",
         "PlannedMeasure", "Base", "Expectation", "ExpectedFactor", "Interval"}  # fmt: skip
