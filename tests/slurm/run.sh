#!/usr/bin/env bash
# Runs array.sbatch on a real Slurm: a cluster of this machine alone, in a temporary folder. Tasks are killed and queued again, and nothing of the results may show it.
# Needs Debian or Ubuntu, and root: packages slurm-wlm and munge are installed where they are missing, and stay. Ends with 0 when every check held.
#   tests/slurm/run.sh [FOLDER]     the folder of the built program; without it the program is built
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../.."

[ "$(id -u)" -eq 0 ] || { echo "A cluster's processes are started by root; this is $(id -un)."; exit 1; }
program="${1:-}"
if [ -z "$program" ]; then
  dotnet build -c Release src/ExactGN.Cli
  program=src/ExactGN.Cli/bin/Release/net10.0
fi
program="$(cd "$program" && pwd)/ExactGN.Cli.dll"
[ -f "$program" ] || { echo "There is no program '$program'."; exit 1; }

for needed in sbatch slurmctld slurmd munged; do command -v "$needed" > /dev/null || missing=yes; done
if [ -n "${missing:-}" ]; then
  apt-get update -qq
  # What the packages would start by themselves is not wanted: the cluster here is started by hand.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends slurm-wlm munge > /dev/null
fi

work="$(mktemp -d)"
chmod 711 "$work"
pids=()
finish() {
  status=$?
  if [ "$status" -ne 0 ]; then
    tail -n 3 "$work"/*.log 2> /dev/null || true
    squeue -t all 2> /dev/null || true
  fi
  [ -z "${job:-}" ] || scancel "$job" 2> /dev/null || true
  # The last started first: a controller without its authority would wait for it.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2> /dev/null || true
    wait "${pids[i]}" 2> /dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

checks=0
check() {
  local what="$1"
  shift
  "$@" || { echo "FAILED: $what"; exit 1; }
  checks=$((checks + 1))
  echo "  held: $what"
}
# until_true SECONDS COMMAND…: waits for it.
until_true() {
  local left=$(($1 * 5))
  shift
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "FAILED: waited in vain for: $*"; exit 1; }
    sleep 0.2
  done
}

# The program by its name, as on a cluster.
mkdir "$work/bin"
printf '#!/bin/sh\nexec dotnet "%s" "$@"\n' "$program" > "$work/bin/exactgn"
chmod +x "$work/bin/exactgn"
export PATH="$work/bin:$PATH"

host="$(hostname -s)"
mkdir "$work/state" "$work/spool"
export SLURM_CONF="$work/slurm.conf"
cat > "$SLURM_CONF" << EOF
ClusterName=exactgn
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,sched_min_interval=0
ReturnToService=2
MinJobAge=3600
KillWait=10
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
dd if=/dev/urandom of="$work/munge.key" bs=128 count=1 status=none
chmod 600 "$work/munge.key"
munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" --log-file="$work/munged.log" --seed-file="$work/munge.seed" 2> /dev/null &
pids+=($!)
until_true 20 test -S "$work/munge.socket"
slurmctld -D -L "$work/slurmctld.log" > /dev/null 2>&1 &
pids+=($!)
slurmd -D -N "$host" -L "$work/slurmd.log" > /dev/null 2>&1 &
pids+=($!)
idle() { sinfo -h -o %t 2> /dev/null | grep -qx idle; }
until_true 60 idle
echo "$(sbatch --version), one node of 2 CPUs"

# The plan, and one of its runs made without a break and without Slurm.
PLAN="$work/plan.jsonl" OUT="$work/out"
export PLAN OUT
exactgn sweep plan "$here/sweep.yaml" --out "$PLAN" | head -n 1
runs="$(wc -l < "$PLAN")"
broken=(2 5 7 12)
for index in "${broken[@]}"; do
  exactgn sweep run "$PLAN" --index "$index" --out "$work/unbroken" > "$work/unbroken-$index.txt"
done

cd "$work"
started=$SECONDS
# Checkpoints often: the runs are short.
job="$(CHECKPOINT_EVERY=0.2 sbatch --parsable --array="0-$((runs - 1))" "$here/array.sbatch")"
log() { echo "$work/exactgn-sweep-${job}_$1.log"; }
trains() { grep -q '^epoch 30/' "$(log "$1")" 2> /dev/null; }
state() { squeue -h -t all -j "${job}_$1" -o %T; }
is() { [ "$(state "$1")" = "$2" ]; }
interrupted() { exactgn sweep status "$PLAN" --out "$OUT" --json | grep -Eq "\"interrupted\":\[([0-9]+,)*$1[],]"; }
gone() { ! is "$1" RUNNING && ! is "$1" COMPLETING; }

# Task 2 is cancelled while it trains, and queued again.
until_true 120 trains 2
scancel --signal=KILL --full "${job}_2"
until_true 60 gone 2
check "task 2, killed by scancel, is $(state 2) and its run interrupted" interrupted 2
scontrol requeue "${job}_2"

# All processes of task 5 are killed while it trains, script, program and worker, as by a kernel short of memory; it has no time to say or write anything.
until_true 300 trains 5
for pid in $(scontrol listpids "$(squeue -h -j "${job}_5" -o %A)" | awk 'NR > 1 && $1 > 0 { print $1 }'); do
  kill -KILL "$pid" 2> /dev/null || true
done
until_true 60 gone 5
check "task 5, its processes killed, is $(state 5) and its run interrupted" interrupted 5
check "task 5 said nothing of it" test "$(grep -c Interrupted "$(log 5)")" -eq 0
scontrol requeue "${job}_5"

# Task 7 is queued again by Slurm while it trains, as when it gives way to another job.
until_true 300 trains 7
scontrol requeue "${job}_7"

# Task 10 is left in peace, by a second process too.
until_true 300 trains 10
busy=0
exactgn sweep run "$PLAN" --index 10 --out "$OUT" > /dev/null 2> "$work/second.txt" || busy=$?
check "a second process at an index under way leaves it alone: exit 75, $(sed 's/exactgn: //; s/ in .*, so/, so/' "$work/second.txt")" test "$busy" -eq 75

# Task 12 hears that its time is nearly up.
until_true 300 trains 12
# scancel looks again, and by then the task may be in the queue.
scancel --signal=USR1 --batch "${job}_12" 2> /dev/null || true
until_true 60 grep -q 'Interrupted; the same command takes up the run' "$(log 12)"

# What was queued again waits a while, so that its node can clean up.
none() { [ -z "$(squeue -h -j "$job")" ]; }
until_true 900 none
took=$((SECONDS - started))
restarts() { scontrol show job "${job}_$1" | grep -o 'Restarts=[0-9]*'; }
for index in "${broken[@]}"; do
  check "task $index was queued again ($(restarts "$index")) and completed" is "$index" COMPLETED
done
check "all $runs runs are finished" grep -Eq "^finished +$runs +0-$((runs - 1))$" <(exactgn sweep status "$PLAN" --out "$OUT")
check "merge names nothing missing" exactgn sweep merge "$PLAN" --out "$OUT"
check "the table has a row per run" test "$(wc -l < "$OUT/sweep.csv")" -eq $((runs + 1))
for folder in "$work"/unbroken/runs/*/; do
  for file in metrics.csv updates.csv; do
    check "$(basename "$folder")/$file is that of the unbroken run, byte for byte ($(wc -l < "$folder$file") lines)" cmp "$folder$file" "$OUT/runs/$(basename "$folder")/$file"
  done
done
for index in "${broken[@]}"; do
  check "task $index made its first epoch once" test "$(grep -c '^epoch 1/' "$(log "$index")")" -eq 1
done

# The same array once more makes nothing.
before="$(find "$OUT/runs" -type f -printf '%p %T@ %s\n' | sort | sha256sum)"
first="$job" again=$SECONDS
job="$(sbatch --parsable --array="0-$((runs - 1))" "$here/array.sbatch")"
until_true 600 none
check "the second array found every run finished" test "$(cat "$work"/exactgn-sweep-"$job"_*.log | grep -c ': already finished, ')" -eq "$runs"
check "and changed no file" test "$(find "$OUT/runs" -type f -printf '%p %T@ %s\n' | sort | sha256sum)" = "$before"

printf '%s runs; array %s: %s s with four tasks broken off; array %s, nothing to make: %s s; %s checks held\n' "$runs" "$first" "$took" "$job" "$((SECONDS - again))" "$checks"
