"""`python -m assessment check|score|plan|compare|diff|replay|workbook|schema|db`: exit 0 fine, 1 problems found, 2 usage."""

from assessment.cli.commands import main

__all__ = ["main"]
