#!/usr/bin/env bash
# Releases the documents of the folder build under the tag TAG, each named after its path: 2022_hechi_report.docx.
# SHA256SUMS of the release holds these names. gh reads GH_REPO and GH_TOKEN.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v gh >/dev/null; then
  echo '需要 GitHub 的命令行工具 gh' >&2
  exit 2
fi
if [[ ! ${TAG:-} =~ ^docs-[0-9][0-9A-Za-z.+-]*$ ]]; then
  echo "TAG=${TAG:-} 不合要求，应类似 TAG=docs-2023.1（v0.2.0 这样的标签是程序的版本）" >&2
  exit 2
fi
if [[ ! -f build/SHA256SUMS || ! -f build/manifest.json ]]; then
  echo '没有校验和与清单；先运行 make all 和 make manifest' >&2
  exit 2
fi
(cd build && sha256sum --check --strict --quiet SHA256SUMS)

assets=$(mktemp -d)
trap 'rm -rf "$assets"' EXIT
while read -r _ path; do
  cp "build/$path" "$assets/${path//\//_}"
done <build/SHA256SUMS
tr / _ <build/SHA256SUMS >"$assets/SHA256SUMS"
cp build/manifest.json "$assets"
gh release create "$TAG" --verify-tag --title "$TAG" --generate-notes -- "$assets"/*
