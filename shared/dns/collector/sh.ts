/** The collector for POSIX shells. Every value in it is of letters that no shell reads as anything else. */
import { COLLECTED_FORMAT, COLLECTED_VERSION } from './format.ts';
import type { CollectorPlan } from './plan.ts';

/** So many questions follow from the includes of SPF records, and so deep. */
const MAX_DEPTH = 4;

export const shScript = ({
  questions,
  domains,
  servers,
  system,
  authoritative,
}: CollectorPlan): string => `#!/bin/sh
# Mailflow Runbook: DNS collector
#
# Asks the DNS questions listed below and writes what the tool printed into one JSON file, which the app reads.
# It needs dig, kdig, drill or host. It asks DNS servers and nobody else, changes nothing, sends the file nowhere
# and needs no rights. Run it with: sh collector.sh [FILE]
# FILE must not be there yet; without it the file is named after the time.
#
# Domains: ${domains.join(' ')}
set -uC
LC_ALL=C
export LC_ALL
out=\${1:-mailflow-dns-$(date -u +%Y%m%d-%H%M%S).json}
tool=
for one in dig kdig drill host; do
  if [ -z "$tool" ] && command -v "$one" >/dev/null 2>&1; then tool=$one; fi
done
if [ -z "$tool" ]; then
  echo 'No tool to ask DNS with. Install dig (package bind9-dnsutils, dnsutils or bind-utils), kdig, drill or host.' >&2
  exit 1
fi
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
# NAME TYPE SERVER PORT
query() {
  case $tool in
    dig) dig +time=3 +tries=2 \${3:+"@$3"} -p "$4" "$1" "$2" ;;
    kdig) kdig +time=3 +retry=1 \${3:+"@$3"} -p "$4" "$1" "$2" ;;
    drill) drill -p "$4" "$1" "$2" \${3:+"@$3"} ;;
    host) host -v -W 3 -p "$4" -t "$2" "$1" \${3:+"$3"} ;;
  esac 2>&1 </dev/null
}
json() {
  tr -d '\\000-\\010\\013-\\037' | sed -e 's/\\\\/\\\\\\\\/g' -e 's/"/\\\\"/g' -e "s/$(printf '\\t')/\\\\\\\\t/g" | awk '{ printf "%s\\\\n", $0 }'
}
sep=
asked=' '
# TYPE NAME SERVER PORT DEPTH
ask() {
  case $asked in *" $1/$2/$3/$4 "*) return ;; esac
  asked="$asked$1/$2/$3/$4 "
  printf '.' >&2
  text=$(query "$2" "$1" "$3" "$4")
  where=$3
  if [ -n "$3" ] && [ "$4" != 53 ]; then
    case $3 in *:*) where="[$3]:$4" ;; *) where="$3:$4" ;; esac
  fi
  printf '%s\\n{"name":"%s","type":"%s","server":"%s","tool":"%s","at":"%s","text":"%s"}' \\
    "$sep" "$2" "$1" "$where" "$tool" "$(now)" "$(printf '%s\\n' "$text" | json)"
  sep=,
  if [ "$1" = TXT ] && [ "$5" -lt ${MAX_DEPTH} ]; then
    for name in $(printf '%s\\n' "$text" | sed 's/" *"//g' | grep -i 'v=spf1' | tr -s ' "\\t' '[\\n*]' |
      sed -n 's/^[+?~-]*include:\\([A-Za-z0-9_][A-Za-z0-9._-]*\\)$/\\1/p; s/^redirect=\\([A-Za-z0-9_][A-Za-z0-9._-]*\\)$/\\1/p'); do
      ask TXT "$(printf '%s' "$name" | tr '[:upper:]' '[:lower:]' | sed 's/\\.$//')" "$3" "$4" $(($5 + 1))
    done
  fi
}
# SERVER PORT
ask_all() {
  while read -r type name; do
    ask "$type" "$name" "$1" "$2" 0
  done <<'QUESTIONS'
${questions.map(({ name, type }) => `${type} ${name}`).join('\n')}
QUESTIONS
}
collect() {
  printf '{"format":"${COLLECTED_FORMAT}","version":${COLLECTED_VERSION},"domains":[${domains.map((name) => `"${name}"`).join(',')}],"startedAt":"%s","entries":[' "$(now)"
${[
  ...(system ? ["  ask_all '' 53"] : []),
  ...servers.map(({ address, port }) => `  ask_all '${address}' ${port}`),
].join('\n')}
${
  authoritative
    ? `  # The name servers of each domain, asked directly
  while read -r domain; do
    for ns in $(query "$domain" NS '' 53 | sed -n 's/^[^;].*[[:space:]]NS[[:space:]]*\\([A-Za-z0-9_][A-Za-z0-9._-]*\\)\\.$/\\1/p' | sort -u); do
      for type in MX TXT NS SOA; do ask "$type" "$domain" "$ns" 53 ${MAX_DEPTH}; done
    done
  done <<'DOMAINS'
${domains.join('\n')}
DOMAINS
`
    : ''
}  printf '\\n],"endedAt":"%s"}\\n' "$(now)"
}
collect >"$out" || exit 1
echo >&2
echo "Written: $out" >&2
`;
