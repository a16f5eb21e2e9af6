"""The scorecard format as JSON Schema 2020-12, from the models: which keys, which words, what each means in both languages.

One schema for all four kinds of file; its top keys say which kind a file is.
"""

from typing import Any

from pydantic.json_schema import models_json_schema

from assessment.library.glossary import GLOSSARY
from assessment.model.case import WorkedExample
from assessment.model.measure import MeasureFile
from assessment.model.scorecard import ScorecardHead, Sheet

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = (("dimensions", ScorecardHead), ("indicators", Sheet), ("measures", MeasureFile))  # else a worked example
_INTEGER = {"type": ["integer", "string"], "pattern": "^-?(0|[1-9][0-9]{0,8})$"}
_EXACT = {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,18}|/[0-9]{1,18})?$"}
_FRACTION = {"format": "fraction", "type": "string"}
_FLAG = {"enum": [True, False, "yes", "no"]}  # a bare yes is a word to an editor
_WORD = {"type": ["string", "number"]}  # 2026.1 without quotes is a number to an editor
_SHORT = {  # what may be written as a bare word or number
    "Interval": {"anyOf": [{"enum": ["yes", "no"]}, _EXACT]},
    "Observation": {"anyOf": [{"enum": ["yes", "no"]}, _EXACT]},
    "FactAnswer": {"enum": ["yes", "no", "unknown"]},
}


def schema() -> dict[str, Any]:
    """`scorecards/schema.json`."""
    models = [*(model for _, model in KINDS), WorkedExample]
    _, found = models_json_schema([(model, "validation") for model in models], by_alias=True)
    kinds: dict[str, Any] = {"$ref": "#/$defs/WorkedExample"}
    for key, model in reversed(KINDS):
        kinds = {"if": {"required": [key]}, "then": {"$ref": f"#/$defs/{model.__name__}"}, "else": kinds}
    definitions = {name: _defined(name, content) for name, content in sorted(found["$defs"].items())}
    title = "稳评打分表 / scorecard for social-stability risk assessment"
    return {"$schema": DIALECT, "title": title, **kinds, "$defs": definitions}


def _defined(name: str, model: dict[str, Any]) -> dict[str, Any]:
    names = GLOSSARY[name]
    properties = {
        key: {"description": f"{names[key][0]} / {names[key][1]}", **_adapted(content)}
        for key, content in model["properties"].items()
    }
    whole = {
        "type": "object",
        "properties": properties,
        **({"required": model["required"]} if "required" in model else {}),
        "additionalProperties": False,
    }
    return {"anyOf": [_SHORT[name], whole]} if name in _SHORT else whole


def _adapted(content: Any) -> Any:
    """Without what pydantic adds for its own sake, and with numbers as an editor reads them."""
    if isinstance(content, list):
        return [_adapted(item) for item in content]
    if not isinstance(content, dict):
        return content
    if content.get("type") == "integer":
        return dict(_INTEGER)
    if content.get("type") == "boolean":
        return dict(_FLAG)
    kept = {key: _adapted(item) for key, item in content.items() if key not in ("title", "default", "description")}
    if kept.get("type") == "string" and "format" not in kept and "enum" not in kept and "const" not in kept:
        return {**_WORD, **{key: item for key, item in kept.items() if key != "type"}}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    choices = [item for item in kept.get("anyOf", []) if item != {"type": "null"}]
    if _FRACTION in choices:
        choices = [dict(_EXACT), *(item for item in choices if item not in (_FRACTION, {"type": "number"}))]
    if not choices:
        return kept
    rest = {key: item for key, item in kept.items() if key != "anyOf"}
    return {**rest, **(choices[0] if len(choices) == 1 else {"anyOf": choices})}  # what is optional is absent, never null
