"""Names of the files that leave the workbench."""

import re

LONGEST = 60  # characters of the project's name
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def file_name(project: str, *more: str, kind: str, instead: str = "project") -> str:
    """«国道G247改建-结果.xlsx»: a name every system can keep. `instead` stands for a name of which nothing is left."""
    stem = _FORBIDDEN.sub("_", project)[:LONGEST].strip(" .") or instead
    return f"{'-'.join((stem, *more))}.{kind}"
