"""Names of files."""

from assessment.report.naming import file_name


def test_a_file_name_is_one_every_system_accepts() -> None:
    assert file_name("a/b:c*?", "结果", kind="xlsx") == "a_b_c_-结果.xlsx"
    assert file_name(" ..", kind="yaml", instead="p1") == "p1.yaml"
    assert len(file_name("路" * 300, kind="yaml")) < 70
