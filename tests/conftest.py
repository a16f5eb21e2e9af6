"""What all tests share."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.chromium"]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Benchmarks run only when they are asked for by name: `pytest tests/benchmarks`."""
    asked = any("benchmarks" in argument for argument in config.args)
    return True if collection_path.name == "benchmarks" and not asked else None
