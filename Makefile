# 常用：make report UNIT=hechi YEAR=2022；全部命令见 make help
# UNIT, YEAR and the like reach the program through the environment, unexpanded, and are checked there.
.DEFAULT_GOAL := help
.PHONY: help report all check explain diff history verify import export setup manifest ci comment release rules lint styles test bench lock clean
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

define literal
ifdef $(1)
override $(1) := $$(value $(1))
export $(1)
endif
endef
$(foreach name,UNIT YEAR FORMAT FIGURE BASE HEAD FILE FILES YES PR TAG,$(eval $(call literal,$(name))))

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m generator

help: ## 显示这份说明
	@echo '用法：make 命令 [UNIT=单位] [YEAR=年度]，例如 make report UNIT=hechi YEAR=2022'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

report: $(VENV)/run ## 生成一个单位一年的全部文档（UNIT、YEAR）
	@$(RUN) report

all: $(VENV)/run ## 生成全部单位的文档（可加 YEAR）
	@$(RUN) all

check: $(VENV)/run ## 只检查数据（可加 UNIT、YEAR、FORMAT=json 或 github）
	@$(RUN) check

explain: $(VENV)/run ## 说明一个数怎么算出来（UNIT、YEAR、FIGURE；不写 FIGURE 列出全部）
	@$(RUN) explain

diff: $(VENV)/run ## 比较两个提交，列出数据、计算结果、问题、文档和模板的变动（BASE，可加 HEAD、UNIT、YEAR、FORMAT=markdown 或 json）
	@$(RUN) diff

history: $(VENV)/run ## 列出改动过一个数的全部提交（UNIT、YEAR，可加 FIGURE）
	@$(RUN) history

verify: $(VENV)/run ## 核实一份文档是不是所说的提交生成的（FILE）
	@$(RUN) verify

import: $(VENV)/run ## 把 Excel 工作簿里的表导入数据文件（FILE、UNIT、YEAR；先列出改动，加 YES=1 写入）
	@$(RUN) import

export: $(VENV)/run ## 把一个单位一年的全部表格写成 Excel 工作簿，合计是公式（UNIT、YEAR）
	@$(RUN) export

setup: $(VENV)/run ## 让这个文件夹里的 git diff 把 Word 文件显示成文字
	@git config diff.docx.textconv '$(RUN) text'
	@git config diff.docx.xfuncname '^#+ .*'
	@echo '已设好：git diff、git log -p 把 .docx 显示成文字'

manifest: $(VENV)/run ## 为 build 里的全部文档写校验和 SHA256SUMS 与清单 manifest.json
	@$(RUN) manifest

comment: ## 把变动摘要贴到 GitHub 的拉取请求（FILE、PR；需要 gh）
	@bash .github/comment.sh

release: ## 把 build 里的文档发布到 GitHub（TAG；需要 gh）
	@bash .github/release.sh

rules: $(VENV)/run ## 由 rules 文件夹生成规则说明 docs/rules.md（开发用）
	@$(RUN) rules

lint: $(VENV)/run ## 检查地区格式、Word 模板和科目表
	@$(RUN) lint

styles: $(VENV)/run ## 把 templates/base.docx 的样式写进各模板
	@$(RUN) styles

test: $(VENV)/test ## 运行全部测试和代码检查
	@$(VENV)/bin/python -m ruff check .
	@$(VENV)/bin/python -m ruff format --check .
	@$(VENV)/bin/python -m mypy
	@$(VENV)/bin/python -m pytest

ci: ## 和持续集成一样，先装好测试要用的工具，再运行全部测试和检查（开发用）
	@bash .ci/run

bench: $(VENV)/bench ## 测量：检查的速度，植入错误的检出率（开发用，约五分钟）
	@$(VENV)/bin/python -m benchmarks.check_speed
	@$(VENV)/bin/python -m benchmarks.planted
	@$(VENV)/bin/python -m benchmarks.check_history

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml

lock: ## 重新锁定依赖的版本和哈希（开发用，需要 uv）
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group test -o requirements-test.txt
	$(COMPILE) --group bench -o requirements-bench.txt

clean: ## 删去虚拟环境和缓存，不动数据和文档
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

$(VENV)/run: requirements.txt
	@$(call install,requirements.txt,首次运行，正在准备环境（约一分钟）……)

$(VENV)/bench: requirements-bench.txt $(VENV)/run
	@$(call install,requirements-bench.txt,正在准备测量环境……)

$(VENV)/test: requirements-test.txt $(VENV)/run
	@$(call install,requirements-test.txt,正在准备测试环境……)

define install
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  || { echo '需要 Python 3.11 或更新的版本；装好后可用 make PYTHON=python3.12 指定'; exit 1; }
echo '$(2)'
[ -x $(VENV)/bin/python ] && $(VENV)/bin/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV) \
  || { echo '虚拟环境建不起来；Debian、Ubuntu 请先安装 python3-venv'; exit 1; }
$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) \
  || { echo '依赖没有装成；检查网络后再运行一次'; exit 1; }
touch $@
endef
