"""scorecards/schema.json is current, and editors that use it agree with what is shipped."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.library.schema import schema
from tests.cards import ROOT
from tests.library.patching import SCORECARDS

jsonschema = pytest.importorskip("jsonschema")
SHIPPED = sorted([*(ROOT / "scorecards").rglob("*.yaml"), *SCORECARDS.rglob("*.yaml")])


class Core(yaml.CSafeLoader):
    """YAML 1.2, as editors read it: no is a word."""

    yaml_implicit_resolvers: dict[Any, Any] = {}


for tag, pattern, first in (
    ("bool", "true|false", "tf"),
    ("int", "-?[0-9]+", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^({pattern})$"), list(first))

CHECK = jsonschema.Draft202012Validator(schema())


def mistakes(text: str) -> list[str]:
    content = json.loads(json.dumps(yaml.load(text, Core)))
    return [error.message for error in CHECK.iter_errors(content)]


def test_the_shipped_schema_is_current() -> None:
    shipped = json.loads((ROOT / "scorecards" / "schema.json").read_text(encoding="utf-8"))
    assert shipped == schema()
    jsonschema.Draft202012Validator.check_schema(shipped)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_shipped_file_is_valid(path: Path) -> None:
    assert mistakes(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("scorecard.yaml", "method: likelihood-consequence", "method: guess"),
        ("scorecard.yaml", "weight: 60", "weight: sixty"),
        ("scorecard.yaml", "target: low", "targets: low"),
        ("sheets/land.yaml", "status: confirmed", "status: sure"),
        ("sheets/land.yaml", "    weight: 70\n", ""),
        ("measures/land.yaml", "lead_days: ", "lead_days: 1."),
        ("cases/mixed.yaml", "expect:", "expects:"),
    ],
)
def test_a_mistake_is_seen_in_the_editor(name: str, old: str, new: str) -> None:
    text = (SCORECARDS / "small" / name).read_text(encoding="utf-8")
    assert old in text
    assert mistakes(text.replace(old, new, 1)) != []


def test_every_key_is_explained_in_both_languages() -> None:
    for name, model in schema()["$defs"].items():
        whole = model.get("anyOf", [model])[-1]
        for key, content in whole["properties"].items():
            assert " / " in content["description"], (name, key)
