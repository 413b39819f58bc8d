#!/usr/bin/env bash
# Puts the summary of a pull request's changes into one comment: later runs edit it, and delete it when nothing changed.
#
# FILE is the summary. PR is the number; without it the pull request is the open one whose head is HEAD_SHA, on
# HEAD_BRANCH of HEAD_OWNER. RUN_URL leads to the run, if any. gh reads GH_REPO and GH_TOKEN.
#
# A program of the pull request wrote FILE: of its markup only what the summary uses is let through, and nothing in it
# can mention a person, refer to another issue, or lead anywhere.
set -euo pipefail
export LC_ALL=C.UTF-8

marker='<!-- budget-self-evaluation: changes -->'
limit=65536 # characters that GitHub takes

fail() {
  echo "$1" >&2
  exit 2
}

plain() {
  local zero=$'\xe2\x80\x8b' tag=$'\x01' code=$'\x02' # what stands behind a zero-width space is no markup any more
  # The bytes are marks that turn the direction of writing, and with it the order of digits. A commit's name has letters
  # among its digits, which figures have not: these stay as they are.
  head -c "$((4 * limit))" -- "$FILE" \
    | LC_ALL=C tr -d '\000-\010\013-\037\177' \
    | { iconv -c -f UTF-8 -t UTF-8 2>/dev/null || true; } \
    | LC_ALL=C sed -E \
      -e $'s/\xe2(\x80[\x8e\x8f\xaa-\xae]|\x81[\xa6-\xa9])|\xd8\x9c//g' \
      -e "s#<(/?(details|summary|del|ins|br)>)#$tag\1#g; s/</<$zero/g; s/$tag/</g" \
      -e "s/&#(33|35|36|38|4[0-356]|58|60|62|64|9[12356]|12[3-6]);/$code\1;/g; s/&/\&$zero/g" \
      -e "s/([Gg][Hh])(([Ss][Aa])?(-|${code}45;))/\1$zero\2/g; s#^([[:space:]>*-]*)/#\1/$zero#; s/[\$]/${code}36;/g" \
      -e "s/([0-9])([A-Fa-f])/\1$zero\2/g; s/([A-Fa-f])([0-9])/\1$zero\2/g; s/([A-Fa-f]{6})([A-Fa-f])/\1$zero\2/g" \
      -e "s/]/]$zero/g; s/(@|${code}64;|${code}35;)/\1$zero/g; s/#([0-9])/#$zero\1/g; s/$code/\&#/g" \
      -e "s/\`\`\`/\`$zero\`$zero\`/g; s/~~~/~$zero~$zero~/g; s#//#/$zero/#g; s#//#/$zero/#g; s/([Ww]{3})\./\1$zero./g"
}

command -v gh >/dev/null || fail '需要 GitHub 的命令行工具 gh'
number=${PR:-}
if [[ -z $number ]]; then
  [[ ${HEAD_SHA:-} =~ ^[0-9a-f]{40}$ ]] || fail '要写明 PR=编号，或者 HEAD_SHA、HEAD_OWNER、HEAD_BRANCH'
  number=$(gh api --method GET 'repos/{owner}/{repo}/pulls' -f state=open -f "head=${HEAD_OWNER:-}:${HEAD_BRANCH:-}" \
    --jq '.[] | "\(.head.sha) \(.number)"' | awk -v sha="$HEAD_SHA" '$1 == sha { print $2 }')
fi
if [[ ! $number =~ ^[0-9]+$ ]]; then
  echo '没有唯一的、打开着的拉取请求停在这个提交上，不贴'
  exit
fi
[[ -f ${FILE:-} && ! -L $FILE ]] || fail "没有摘要文件 FILE=${FILE:-}"

text=$(plain)
comments="repos/{owner}/{repo}/issues/$number/comments"
earlier=$(gh api --paginate "$comments" \
  --jq ".[] | select(.user.login == \"github-actions[bot]\" and (.body | startswith(\"$marker\"))) | .id" | sed -n 1p)

if [[ ! $text =~ [^[:space:]] ]]; then
  [[ -z $earlier ]] || gh api --method DELETE "repos/{owner}/{repo}/issues/comments/$earlier"
  echo '没有变动，不贴'
  exit
fi

# Said first, where nothing in the text can hide it.
head="> 由这个拉取请求里的程序算出，供审核参考"
[[ -z ${HEAD_SHA:-} ]] || head+="；提交 ${HEAD_SHA:0:10}"
[[ -z ${RUN_URL:-} ]] || head+="；[检查结果和文档]($RUN_URL)"
body="$marker"$'\n'"$head"$'\n\n'"$text"
if ((${#body} > limit)); then
  body=${body:0:limit-100}
  body=${body%$'\n'*}
  open=${body##*<details>}
  [[ $open == "$body" || $open == *'</details>'* ]] || body+=$'\n</details>'
  body+=$'\n\n> 改动太多，这里放不下；全文见检查结果里的摘要。'
fi

if [[ -n $earlier ]]; then
  target=(--method PATCH "repos/{owner}/{repo}/issues/comments/$earlier")
else
  target=(--method POST "$comments")
fi
printf '%s\n' "$body" | gh api "${target[@]}" -F body=@- --jq .html_url
