"""What a person can do: one function each, `actor` first, `bench` second, one transaction."""

from assessment.engine.comparison import Group
from assessment.service.actors import LOCAL, Actor
from assessment.service.adopting import DRAFT, Adoption, adopt, can_adopt, dated, folder_name, plan_adoption
from assessment.service.answers import accept_risk, answer_fact, answer_veto, enter_figure, plan_measure, rate
from assessment.service.bench import Bench, open_bench
from assessment.service.care import backup, initialise, verify
from assessment.service.choosing import choose_measures, next_own_id
from assessment.service.files import export_all, export_case, import_case, import_files, load_demo
from assessment.service.looking import Case, Row, compare_projects, history, list_projects, open_case
from assessment.service.planning import adopt_plan, set_aim
from assessment.service.projects import archive_project, copy_project, create_project, edit_project, restore_project
from assessment.service.proving import known_mutation, prove
from assessment.service.replaying import CountyReplay, ReplayedProject, replay_demos, replay_projects
from assessment.service.saving import Saved
from assessment.service.summary import Summary
from assessment.service.undoing import Undone, undo
from assessment.store import Event

__all__ = [
    "DRAFT",
    "LOCAL",
    "Actor",
    "Adoption",
    "Bench",
    "Case",
    "CountyReplay",
    "Event",
    "Group",
    "ReplayedProject",
    "Row",
    "Saved",
    "Summary",
    "Undone",
    "accept_risk",
    "adopt",
    "adopt_plan",
    "answer_fact",
    "answer_veto",
    "archive_project",
    "backup",
    "can_adopt",
    "choose_measures",
    "compare_projects",
    "copy_project",
    "create_project",
    "dated",
    "edit_project",
    "enter_figure",
    "export_all",
    "export_case",
    "folder_name",
    "history",
    "import_case",
    "import_files",
    "initialise",
    "known_mutation",
    "list_projects",
    "load_demo",
    "next_own_id",
    "open_bench",
    "open_case",
    "plan_adoption",
    "plan_measure",
    "prove",
    "rate",
    "replay_demos",
    "replay_projects",
    "restore_project",
    "set_aim",
    "undo",
    "verify",
]
