"""Examples of every command, as its help shows them: what to type, and what it is for."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "new": (
        ("make new UNIT=hechi YEAR=2023 FROM=2022", "由 2022 年的数据新建 2023 年的"),
        ("make new UNIT=zhongxin YEAR=2023 PROFILE=guangxi-hechi", "没有上年数据的单位，按地区格式新建"),
        ("make new UNIT=zhongxin YEAR=2023 PROFILE=hunan-zhuzhou TYPE=whole-unit", "单位整体支出"),
    ),
    "report": (("make report UNIT=hechi YEAR=2022", "生成河池 2022 年的全部文档"),),
    "all": (
        ("make all", "生成全部单位、全部年度的文档"),
        ("make all YEAR=2022", "只生成 2022 年的"),
        ("make all CLUSTER=tcp://10.0.0.1:8786", "交给一个 Dask 集群生成"),
    ),
    "watch": (("make watch UNIT=hechi YEAR=2022", "守着河池 2022 年的数据，保存一次生成一次"),),
    "check": (
        ("make check UNIT=hechi YEAR=2022", "检查一份数据"),
        ("make check YEAR=2022", "检查一年的全部数据"),
        ("make check FORMAT=json", "检查全部，结果给别的程序用"),
    ),
    "explain": (
        ("make explain UNIT=hechi YEAR=2022", "列出全部数据项"),
        ("make explain UNIT=hechi YEAR=2022 FIGURE=evaluations.xiaoxiaotong.score.total", "总分是怎么算的"),
    ),
    "import": (
        ("make import FILE=预算.xlsx UNIT=hechi YEAR=2023", "列出表里的数会怎样改数据文件，先不写"),
        ("make import FILE=预算.xlsx UNIT=hechi YEAR=2023 YES=1", "写进去"),
    ),
    "export": (("make export UNIT=hechi YEAR=2022", "把全部表格写成 Excel 文件，合计和比率是公式"),),
    "pdf": (
        ("make pdf", "全部文档转成 PDF，过时的先生成"),
        ("make pdf UNIT=hechi YEAR=2022", "只转换一个单位一年的"),
    ),
    "summary": (
        ("make summary YEAR=2022", "2022 年的一览表，按单位代号排列"),
        ("make summary YEAR=2022 SORT=rate", "按预算执行率排列"),
    ),
    "render": (
        ("make render TEMPLATE=合同.docx DATA=合同.yaml OUT=甲公司.docx", "用一份数据填好任何一个 Word 模板"),
        ("make render TEMPLATE=合同.docx NAMES=1", "列出模板要的数据，不填"),
        ("python -m generator render 合同.docx 合同.json -o 甲公司.docx --lenient", "没有的数据印成空白"),
    ),
    "fix": (
        ("make fix UNIT=hechi YEAR=2022", "列出哪些数和日期会改成统一的写法，先不写"),
        ("make fix UNIT=hechi YEAR=2022 YES=1", "写进去"),
    ),
    "upgrade": (
        ("make upgrade", "更新程序以后，把全部数据文件和地区格式换成最新的格式版本"),
        ("make upgrade UNIT=hechi YEAR=2022", "只换一份数据文件"),
    ),
    "diff": (
        ("make diff", "还没有提交的改动"),
        ("make diff BASE=origin/main", "与主干相比"),
        ("make diff BASE=v1.0 HEAD=v1.1 UNIT=hechi", "比较两次发布，只看一个单位"),
    ),
    "history": (
        ("make history UNIT=hechi YEAR=2022", "改动过任何一个数的提交"),
        ("make history UNIT=hechi YEAR=2022 FIGURE=evaluations.xiaoxiaotong.funds.rate", "改动过执行率的提交"),
    ),
    "verify": (
        ("make verify FILE=build/2022/hechi/report.docx", "核实一份文档"),
        ("make verify FILE=build/2022/hechi/report.pdf", "核实一份 PDF，需要 LibreOffice"),
    ),
    "manifest": (("make manifest", "发布以前，为 build 里的文档写校验和与清单"),),
    "lint": (
        ("make lint", "改过模板或者地区格式以后，检查一遍"),
        ("make lint ANNOTATE=1", "把模板的问题写成批注，在 build/lint 里打开副本看"),
    ),
    "editor": (("make editor", "改过地区格式的提纲、档次或者选项以后，编辑器照新的补全"),),
    "styles": (("make styles", "改过 templates/base.docx 的样式以后，写进各个模板"),),
    "rules": (("make rules", "改过 rules 里的规则以后，重新生成规则说明"),),
    "text": (("python -m generator text templates/national/report.docx", "把模板印成文字"),),
}
