#!/usr/bin/env bash
# What a GPU makes of it: doctor, the laws, the suite, steps against first-order steps, the paper's first figures. Needs
# bash, coreutils and a libtorch: EXACTGN_LIBTORCH, or a Python PyTorch that it finds. Five parts, each with a time limit;
# results are written as they come, and one that fails does not stop the next. Last comes a summary of at most 40 lines.
#   ./run.sh [FOLDER]               the results' folder, 'results' beside this script without it
# Started again, it makes no finished training run anew. What may be set:
#   DEVICE=cuda|cpu, LIMITS="30 90 150 120 240" (seconds of each part), CASES=20 (per law and property),
#   SCALE=paper, DATA=mnist, SEEDS=10 (at most)
set -uo pipefail

here="$(cd "${BASH_SOURCE[0]%/*}" && pwd)"
device="${DEVICE:-cuda}"
read -r -a limits <<< "${LIMITS:-30 90 150 120 240}"
cases="${CASES:-20}" scale="${SCALE:-paper}" data="${DATA:-mnist}" most="${SEEDS:-10}"
case "$device" in cpu | cuda) ;; *) echo "DEVICE must be cpu or cuda, got '$device'."; exit 2 ;; esac
for limit in "${limits[@]}" "$cases" "$most"; do
  case "$limit" in
    '' | *[!0-9]* | 0*) echo "LIMITS, CASES and SEEDS must be positive whole numbers, got '$limit'."; exit 2 ;;
  esac
done
[ "${#limits[@]}" -eq 5 ] || { echo "LIMITS must be the seconds of five parts, got '${limits[*]}'."; exit 2; }
results="${1:-$here/results}"
mkdir -p "$results" 2> /dev/null || { echo "'$results' cannot be written to."; exit 2; }
results="$(cd "$results" && pwd)"

# The settings of the suite's own runs, and what makes cuBLAS repeatable.
export DOTNET_GCgen0size=0x10000000 DOTNET_TieredPGO=0 CUBLAS_WORKSPACE_CONFIG=:4096:8
export HOME="${HOME:-$results}"
if [ "$scale" != smoke ] && [ -d "$here/data" ]; then
  export EXACTGN_DATA="${EXACTGN_DATA:-$here/data}"
elif [ -z "${EXACTGN_DATA:-}" ]; then
  scale=smoke data=digits
fi

# The libraries of a Python PyTorch; it is looked for and not started, which would take seconds.
pytorch() {
  local python folder
  local look='import importlib.util as u; s = u.find_spec("torch"); print(s.submodule_search_locations[0] + "/lib")'
  for python in "${VIRTUAL_ENV:+$VIRTUAL_ENV/bin/python}" "${CONDA_PREFIX:+$CONDA_PREFIX/bin/python}" python3 python /opt/conda/bin/python \
    /usr/local/bin/python3; do
    command -v "$python" > /dev/null || continue
    folder="$("$python" -c "$look" 2> /dev/null)"
    if [ -n "$folder" ] && [ -e "$folder/libtorch_cpu.so" ]; then
      echo "$folder"
      return
    fi
  done
}
if [ -z "${EXACTGN_LIBTORCH:-}" ]; then
  EXACTGN_LIBTORCH="$(pytorch)"
  if [ -z "$EXACTGN_LIBTORCH" ]; then
    echo "No libtorch: EXACTGN_LIBTORCH names no folder, and no Python here has a PyTorch." | tee "$results/summary.txt"
    exit 1
  fi
  export EXACTGN_LIBTORCH
fi

# Bash alone: a second passes by waiting for a pipe that nobody writes to.
exec {silence}<> <(:)
nap() { read -rt "$1" -u "$silence" || true; }

# Runs a command in a process group of its own, for so many seconds at most: then it is asked to end, and ended 15
# seconds later. Its exit code, or 124.
limited() {
  local seconds="$1" end code
  shift
  set -m
  "$@" < /dev/null &
  local pid=$!
  set +m
  end=$((SECONDS + seconds))
  while kill -0 "$pid" 2> /dev/null; do
    if [ "$SECONDS" -ge "$end" ]; then
      kill -TERM -- "-$pid" 2> /dev/null
      for ((i = 0; i < 75; i++)); do kill -0 "$pid" 2> /dev/null && nap 0.2; done
      kill -KILL -- "-$pid" 2> /dev/null
      wait "$pid" 2> /dev/null
      return 124
    fi
    nap 0.2
  done
  wait "$pid"
  code=$?
  return "$code"
}

summary=()
: > "$results/summary.txt"
failed=0
began=0
begin() { began=$SECONDS; echo "== $1, at most $2 s"; }
end() {
  local said
  case "$2" in 0) said="done" ;; 124) said="ended at its limit" ;; *) said="FAILED" ;; esac
  [ "$2" -eq 0 ] || failed=1
  summary+=("== $1: $said, $((SECONDS - began)) s")
}
# The lines of a file that match a pattern, as many as given from its end, cut at 150 characters.
keep() {
  local -a lines=()
  local line
  [ -f "$1" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ "$line" =~ $2 ]]; then lines+=("${line:0:150}"); fi
  done < "$1"
  local first=$(( ${#lines[@]} > $3 ? ${#lines[@]} - $3 : 0 ))
  summary+=("${lines[@]:first}")
}

# 1. What is here.
begin doctor "${limits[0]}"
{
  if command -v nvidia-smi > /dev/null; then
    limited 10 nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
  fi
  limited "${limits[0]}" "$here/bin/ExactGN.Cli" doctor
} > "$results/1-doctor.txt" 2>&1
code=$?
if [ "$device" = cuda ] && [[ ! "$(< "$results/1-doctor.txt")" =~ CUDA[[:space:]]+available ]]; then code=1; fi
end doctor "$code"
keep "$results/1-doctor.txt" '^(GPU|libtorch |Missing|CUDA|Systems|Problem|exactgn:|NVIDIA)' 8

# 2. The library held to the kit's laws there, without SDK and test runner.
begin laws "${limits[1]}"
OMP_NUM_THREADS=1 limited "${limits[1]}" "$here/bin/ExactGN.Cli" verify --device "$device" --cases "$cases" \
  --out "$results/laws" > "$results/2-laws.txt" 2>&1
end laws "$?"
keep "$results/2-laws.txt" '^(rejected|shadowed|refused|exhausted|exactgn:)' 4
keep "$results/2-laws.txt" '^[0-9]+ laws' 1

# 3. The suite there: properties first, then what compares both devices. On CUDA a skipped test has failed.
begin suite "${limits[2]}"
export EXACTGN_DEVICE="$device" EXACTGN_CASES="$cases" EXACTGN_EVIDENCE="$results/evidence"
chosen=(--not Category=Full --not Needs=Sources --only Claim --only Category=Cuda)
# Judged by the part before, on this device.
for family in Map Tangents Kernels GaussNewton; do chosen+=(--not "Family=$family"); done
if [ "$device" = cuda ]; then chosen+=(--skips-fail); else chosen+=(--not Category=Cuda); fi
soft=$((limits[2] > 20 ? limits[2] - 10 : limits[2]))
# A GPU waits for one thread's small calls: a process for every two cores, each with a part of the tests.
parts=$(($(nproc) / 2))
parts=$((parts < 1 ? 1 : parts > 8 ? 8 : parts))
running=()
for ((part = 1; part <= parts; part++)); do
  OMP_NUM_THREADS=1 limited "${limits[2]}" "$here/bin/ExactGN.TestRunner" "${chosen[@]}" --seconds "$soft" \
    --part "$part/$parts" > "$results/3-suite-$part.txt" 2>&1 &
  running+=("$!")
done
# What failed outdoes what reached its limit.
code=0
for pid in "${running[@]}"; do
  wait "$pid"
  one=$?
  if [ "$code" -eq 0 ] || { [ "$one" -ne 0 ] && [ "$one" -ne 124 ]; }; then code=$one; fi
done
cat "$results"/3-suite-*.txt > "$results/3-suite.txt"
end suite "$code"
unset EXACTGN_DEVICE EXACTGN_CASES EXACTGN_EVIDENCE
keep "$results/3-suite.txt" '^FAILED' 4
keep "$results/3-suite.txt" '^([0-9]+ passed|EXACTGN)' 8

# 4. Steps against first-order steps.
begin ratios "${limits[3]}"
limited "${limits[3]}" "$here/bin/ExactGN.Benchmarks" --ratios --device "$device" > "$results/4-ratios.txt" 2>&1
code=$?
# A command line that it does not know makes it print its options, and end well.
if [ "$code" -eq 0 ] && [[ ! "$(< "$results/4-ratios.txt")" =~ first-order ]]; then code=1; fi
end ratios "$code"
told='GN step / first-order|truncation / first|share of GEMM|GEMM in float32|host reads|NaN|all targets|missed|must'
keep "$results/4-ratios.txt" "$told" 14

# 5. The paper's first figures, a seed more each time: those that are finished are not trained again, so what is there
# after the last is whole.
begin reproduce "${limits[4]}"
code=0
finished=0
: > "$results/5-reproduce.txt"
for ((seeds = 1; seeds <= most; seeds++)); do
  left=$((limits[4] - (SECONDS - began)))
  [ "$left" -gt 0 ] || break
  if [ "$seeds" -eq 1 ]; then range=42; else range="42-$((41 + seeds))"; fi
  limited "$left" "$here/bin/ExactGN.Cli" reproduce EXP-1 EXP-2 EXP-3 --scale "$scale" --data "$data" \
    --device "$device" --sweep off --seeds "$range" --out "$results/reproduce" >> "$results/5-reproduce.txt" 2>&1
  code=$?
  [ "$code" -eq 0 ] || break
  finished=$seeds
done
# Fewer seeds than wanted is what the limit is for; none is not.
if [ "$code" -eq 124 ] && [ "$finished" -gt 0 ]; then code=0; fi
end "reproduce ($scale, $data, $finished seeds whole; curves and metrics.csv in reproduce/)" "$code"
keep "$results/5-reproduce.txt" '^(\[|exactgn:)' 5
keep "$results/5-reproduce.txt" 'EXP-[123] ' 3

[ "${#summary[@]}" -le 40 ] || summary=("${summary[@]:0:40}")
echo
printf '%s\n' "${summary[@]}" | tee "$results/summary.txt"
exit "$failed"
