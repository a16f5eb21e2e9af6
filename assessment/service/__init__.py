"""What a person can do: one function each, `actor` first, `bench` second, one transaction."""

from assessment.engine.comparison import Group
from assessment.service.actors import LOCAL, Actor
from assessment.service.answers import (
    accept_risk,
    answer_fact,
    answer_veto,
    choose_measures,
    enter_figure,
    next_own_id,
    plan_measure,
    rate,
)
from assessment.service.bench import Bench, open_bench
from assessment.service.care import backup, initialise, verify
from assessment.service.files import export_all, export_case, import_case, import_files, load_demo
from assessment.service.looking import Case, Row, compare_projects, history, list_projects, open_case
from assessment.service.projects import archive_project, copy_project, create_project, edit_project, restore_project
from assessment.service.saving import Saved
from assessment.service.summary import Summary
from assessment.service.undoing import Undone, undo
from assessment.store import Event

__all__ = [
    "LOCAL",
    "Actor",
    "Bench",
    "Case",
    "Event",
    "Group",
    "Row",
    "Saved",
    "Summary",
    "Undone",
    "accept_risk",
    "answer_fact",
    "answer_veto",
    "archive_project",
    "backup",
    "choose_measures",
    "compare_projects",
    "copy_project",
    "create_project",
    "edit_project",
    "enter_figure",
    "export_all",
    "export_case",
    "history",
    "import_case",
    "import_files",
    "initialise",
    "list_projects",
    "load_demo",
    "next_own_id",
    "open_bench",
    "open_case",
    "plan_measure",
    "rate",
    "restore_project",
    "undo",
    "verify",
]
