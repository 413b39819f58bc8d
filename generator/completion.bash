# Completes the targets of make and the values of UNIT=, YEAR= and the like, in this project's folder only.
# How to install it: make completion

_budget_values() {
  local path
  case $1 in
    UNIT) for path in reports/*/*.yaml; do path=${path##*/}; echo "${path%.yaml}"; done ;;
    YEAR | FROM) for path in reports/*/; do path=${path%/}; echo "${path##*/}"; done ;;
    PROFILE) for path in templates/*/profile.yaml; do path=${path%/*}; echo "${path##*/}"; done ;;
    TYPE) printf '%s\n' project whole-unit ;;
    SORT) printf '%s\n' unit rate score budget actual problems ;;
    FORMAT) printf '%s\n' text json github markdown ;;
    FILE | TEMPLATE | DATA | OUT) compgen -f -- "$2" ;;
  esac
}

_budget_make() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]:-} name value
  COMPREPLY=()
  if [[ ! -f generator/completion.bash || ! -d reports ]]; then # another project: as make is completed elsewhere
    declare -F _make >/dev/null && _make "$@"
    return
  fi
  # bash takes the equals sign for a word of its own: UNIT, =, he
  if [[ $word == '=' ]]; then
    name=$before value=''
  elif [[ $before == '=' ]]; then
    name=${COMP_WORDS[COMP_CWORD - 2]:-} value=$word
  elif [[ $word == *=* ]]; then
    name=${word%%=*} value=${word#*=}
  fi
  if [[ -n ${name:-} ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_budget_values "$name" "$value" | sort -u)" -- "$value")
    return
  fi
  local targets
  targets=$(sed -n 's/^\([a-z][a-z]*\):.*##.*/\1/p' Makefile)
  mapfile -t COMPREPLY < <(compgen -W "$targets UNIT= YEAR= FROM= PROFILE= TYPE= SORT= FORMAT= FIGURE= FILE= TEMPLATE= DATA= OUT=" -- "$word")
  [[ ${COMPREPLY[0]:-} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}

complete -F _budget_make make
