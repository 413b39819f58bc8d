# 常用：make report UNIT=hechi YEAR=2022；全部命令见 make help
# UNIT, YEAR and the like reach the program through the environment, unexpanded, and are checked there.
.DEFAULT_GOAL := help
.PHONY: help new report watch all pdf summary render check explain diff history verify import export fix upgrade setup manifest ci comment release rules lint editor styles test quick fuzz bench lock clean completion
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

define literal
ifdef $(1)
override $(1) := $$(value $(1))
export $(1)
endif
endef
$(foreach name,UNIT YEAR FORMAT FIGURE BASE HEAD FILE FILES YES PR TAG N SEED TRUST RELEASE CLUSTER FROM PROFILE TYPE SORT ANNOTATE TEMPLATE DATA OUT NAMES LENIENT,$(eval $(call literal,$(name))))

PYTHON ?= python3
OTHERS := python3.11 python3.12 python3.13 python3.14 /usr/bin/python3
VENV := .venv
RUN := $(VENV)/bin/python -I generator/__main__.py
unexport PYTHONPATH PYTHONHOME

help: ## 显示这份说明
	@echo '用法：make 命令 [UNIT=单位] [YEAR=年度]，例如 make report UNIT=hechi YEAR=2022'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo '例子：'
	@echo '  make new UNIT=hechi YEAR=2023 FROM=2022    由上年的数据新建今年的'
	@echo '  make check UNIT=hechi YEAR=2023            看还有哪些没填、哪里不对'
	@echo '  make report UNIT=hechi YEAR=2023           生成文档，在 build/2023/hechi 里'
	@echo '  make pdf UNIT=hechi YEAR=2023              转成 PDF'
	@echo '  make summary YEAR=2023 SORT=rate           全部单位一览，按执行率排列'
	@echo '一条命令的全部选项：.venv/bin/python -m generator new --help；按 Tab 键补全命令和单位：make completion'

completion: ## 按 Tab 键补全命令、单位和年度：怎样装上
	@echo '在 bash 里运行下面两行（以后打开的终端都能补全）：'
	@echo "  echo 'source \"$(CURDIR)/generator/completion.bash\"' >> ~/.bashrc"
	@echo '  source ~/.bashrc'
	@echo 'zsh 先在 ~/.zshrc 里写一行：autoload -U +X bashcompinit && bashcompinit，再照上面写进 ~/.zshrc'

new: environment ## 新建一年的数据文件（UNIT、YEAR，加 FROM=上年；没有上年的加 PROFILE=地区格式，可加 TYPE=whole-unit）
	@$(RUN) new

report: environment ## 生成一个单位一年的全部文档（UNIT、YEAR）
	@$(RUN) report

watch: environment ## 守着一份数据，每次保存就重新生成，列出问题和变了的数（UNIT、YEAR）
	@$(RUN) watch

all: environment ## 生成全部单位的文档，没有变化的跳过（可加 YEAR，CLUSTER=Dask 集群的地址）
	@$(RUN) all

pdf: environment ## 把文档转成 PDF，过时的先生成（可加 UNIT、YEAR；需要 LibreOffice）
	@$(RUN) pdf

summary: environment ## 一年一览：各单位的预算、执行率、得分和问题，Word 和 Excel 各一份（YEAR，可加 SORT=rate 等）
	@$(RUN) summary

render: environment ## 用任何数据填任何 Word 模板（TEMPLATE、DATA、OUT；加 NAMES=1 只列出模板要的数据，加 LENIENT=1 缺的印成空白）
	@$(RUN) render

check: environment ## 只检查数据（可加 UNIT、YEAR、FORMAT=json 或 github）
	@$(RUN) check

explain: environment ## 说明一个数怎么算出来（UNIT、YEAR、FIGURE；不写 FIGURE 列出全部）
	@$(RUN) explain

diff: environment ## 比较两个提交，列出数据、计算结果、问题、文档和模板的变动（BASE，可加 HEAD、UNIT、YEAR、FORMAT=markdown 或 json）
	@$(RUN) diff

history: environment ## 列出改动过一个数的全部提交（UNIT、YEAR，可加 FIGURE）
	@$(RUN) history

verify: environment ## 核实一份文档（.docx 或 .pdf）是不是所说的提交生成的（FILE，可加 TRUST、RELEASE）
	@$(RUN) verify

import: environment ## 把 Excel 工作簿里的表导入数据文件（FILE、UNIT、YEAR；先列出改动，加 YES=1 写入）
	@$(RUN) import

export: environment ## 把一个单位一年的全部表格写成 Excel 工作簿，合计是公式（UNIT、YEAR）
	@$(RUN) export

fix: environment ## 把数和日期的写法改成统一的，数值和其余内容不动（UNIT、YEAR；先列出改动，加 YES=1 写入）
	@$(RUN) fix

upgrade: environment ## 更新程序以后，把数据文件和地区格式换成最新的格式版本，注释和其余内容不动（可加 UNIT、YEAR）
	@$(RUN) upgrade

setup: environment ## 让这个文件夹里的 git diff 把 Word 文件显示成文字
	@git config diff.docx.textconv '$(RUN) text'
	@git config diff.docx.xfuncname '^#+ .*'
	@echo '已设好：git diff、git log -p 把 .docx 显示成文字'

manifest: environment ## 为 build 里的全部文档写校验和 SHA256SUMS 与清单 manifest.json
	@$(RUN) manifest

comment: ## 把变动摘要贴到 GitHub 的拉取请求（FILE、PR；需要 gh）
	@bash .github/comment.sh

release: ## 把 build 里的文档发布到 GitHub（TAG；需要 gh）
	@bash .github/release.sh

rules: environment ## 由 rules 文件夹生成规则说明 docs/rules（开发用）
	@$(RUN) rules

lint: environment ## 检查地区格式、Word 模板和科目表（可加 ANNOTATE=1 把模板的问题写成批注）
	@$(RUN) lint

editor: environment ## 让编辑器认得各地区格式的标题和用词，改了 profile.yaml 以后运行
	@$(RUN) editor

styles: environment ## 把 templates/base.docx 的样式写进各模板
	@$(RUN) styles

static: test-environment
	@$(VENV)/bin/python -m ruff format --check --quiet .
	@$(VENV)/bin/python -m ruff check --quiet .
	@$(VENV)/bin/python -m mypy
	@$(VENV)/bin/python -c 'from importlinter.cli import lint_imports_command as lint; lint(["--no-cache"])' >$(VENV)/imports || { cat $(VENV)/imports; exit 1; }

quick: static ## 检查代码的格式、写法和类型，运行各模块的快测试（开发用，约一分钟）
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal -m 'not heavy and not slow and not fuzz' tests/generator

TESTED := -m 'not heavy and not fuzz'

announced:
	@echo '检查和测试用上全部处理器，两个核约四分钟；很费时的测试留给 make ci（.ci/run）'

test: announced static ## 运行全部检查和测试，很费时的留给 make ci（开发用，约四分钟）
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal $(TESTED)
	@echo '都通过了；留给 make ci 的：标为 heavy 的测试、重新生成的比对、要用 LibreOffice 等工具的测试'

ci: ## 和持续集成一样，先装好测试要用的工具，再运行全部测试和检查（开发用）
	@bash .ci/run

fuzz: test-environment ## 生成 10000 份随机报告和 20000 份随机模板：不许出错，不许丢字（开发用，约二十分钟；可加 N、SEED）
	@$(VENV)/bin/python -m tests.support.fuzz
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal -m fuzz

bench: test-environment ## 测量：检查和生成的速度，植入错误的检出率（开发用，约十五分钟）
	@$(VENV)/bin/python -m benchmarks.check_speed
	@$(VENV)/bin/python -m benchmarks.planted
	@$(VENV)/bin/python -m benchmarks.check_history
	@$(VENV)/bin/python -m benchmarks.speed

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml

lock: ## 重新锁定依赖的版本和哈希（开发用，需要 uv）
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group test -o requirements-test.txt

clean: ## 删去虚拟环境和缓存，不动数据和文档
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

.PHONY: announced static environment test-environment
environment:
	@$(call install,requirements.txt,正在准备环境（首次约一分钟）……)

test-environment: environment
	@$(call install,requirements-test.txt,正在准备测试环境……)

INSTALLATION := generator/installation.py

define install
[ "$$($(VENV)/bin/python -I -S $(INSTALLATION) ready $(VENV) $(1) 2>/dev/null)" = ready ] && exit 0; \
for python in '$(PYTHON)' $(OTHERS); do \
  "$$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
  echo '$(2)'; exec "$$python" -I $(INSTALLATION) install $(VENV) $(1); \
done; \
echo '需要 Python 3.11 或更新的版本；装好后可用 make PYTHON=python3.12 指定' >&2; exit 1
endef
