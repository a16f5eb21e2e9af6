"""填写说明: the first worksheet, and the headings of the form."""

CONTENT_HEADINGS = ("项目", "Item", "键 / key", "内容 / content")
GUIDE = (
    (
        "怎样修改这套打分表",
        "How to change this scorecard",
    ),
    (
        "1. 一张打分表一个工作表（如“征地拆迁”）。权重、问题、各级事实、佐证材料、否决提问、依据都可以直接改，"
        "中文和英文并排，改一处须同时改另一处。",
        "1. Each sheet has a worksheet of its own. Weights, questions, anchors, evidence, vetoes and sources may be "
        "changed. Chinese and English stand side by side: change both.",
    ),
    (
        "2. 权重：一张表内合计 100，维度合计 100，每个项目类型合计 100。选中整列，窗口底部可看到合计。",
        "2. Weights add up to 100 within a sheet, over the dimensions, and in each profile. Select the column: the total "
        "is shown at the bottom.",
    ),
    (
        "3. 灰底的编号用过就不再改，也不另作他用：已存的评估按编号查找。新增的行另起编号。",
        "3. Ids on grey never change once used, since stored assessments refer to them. A new row needs a new id.",
    ),
    (
        "4. 新增指标、措施：在表末或两项之间插入整行。一项有几条佐证、依据或否决的，写在它下面的行里，前面几列留空。",
        "4. To add an indicator or measure, insert whole rows. Further evidence, sources or vetoes of an item stand in "
        "the rows below it, with the columns before them left empty.",
    ),
    (
        "5. 删除一项：删除它占的整行，不要只清除编号。",
        "5. To remove an item, delete its whole rows, not only its id.",
    ),
    (
        "6. 不要写公式、合并单元格、隐藏行列、增删或移动列，不要改第 4 行的键和左上角的标记（总则页为 D 列）。工作表名称可以改。",
        "6. No formulas, merged cells or hidden rows and columns; do not add, remove or move columns, and leave the keys "
        "in row 4 (column D of the first form) and the mark in the top left corner. Worksheets may be renamed.",
    ),
    (
        "7. 数据的范围这样写：“≥ 6, ≤ 20”“> 100”“< 10”；只写一个数就是恰好等于它。分数写“2/3”，不要写百分数。",
        '7. Write ranges as "≥ 6, ≤ 20", "> 100", "< 10"; a bare number means exactly that. Write fractions as 2/3, no '
        "percentages.",
    ),
    (
        "8. 算例里写着手算的结果。改了数值，对应的算例要重新手算，否则这套打分表不能启用。",
        "8. The worked examples hold results derived by hand. After a number has changed they must be derived anew, or "
        "the scorecard may not be used.",
    ),
    (
        "9. 存为 .xlsx，交回管理人员。读入时逐格检查，有问题的说明在哪个工作表哪一格，例如“征地拆迁!D12”。"
        "已用于评估的版本不改数值，另立新版本。",
        "9. Save as .xlsx and return it. It is checked cell by cell, and a problem names its worksheet and cell, as "
        "征地拆迁!D12. The numbers of an edition in use do not change: make a new edition.",
    ),
)
