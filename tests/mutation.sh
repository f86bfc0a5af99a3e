#!/usr/bin/env bash
# Mutates src/ExactGN, runs the fast tests against each mutant and judges the result by tests/mutation.md. Long; arguments go to Stryker.
set -euo pipefail
cd "$(dirname "$0")/ExactGN.Tests"

# Stryker passes over tests.runsettings, so its variables are set here; without profile-guided recompilation a process starts a little sooner.
export DOTNET_GCgen0size=0x10000000 OMP_NUM_THREADS=1 DOTNET_TieredPGO=0
# Mutants are no evidence.
EXACTGN_EVIDENCE="$(mktemp -d)"
export EXACTGN_EVIDENCE
trap 'rm -rf "$EXACTGN_EVIDENCE"' EXIT

dotnet tool restore
EXACTGN_CASES=10 dotnet stryker --output ../../artifacts/mutation "$@"
EXACTGN_MUTATION=1 dotnet test -c Release --filter MutationScore
