#!/usr/bin/env bash
# Makes artifacts/gpu: program, test runner and benchmarks for linux-x64, self-contained and without a libtorch, with
# run.sh, fixtures and theory; MNIST too, where it is. Copy the folder, or one of the two archives beside it, to a
# machine with a GPU and a PyTorch, and start run.sh there.
#   tests/gpu/pack.sh [FOLDER]      FOLDER in place of artifacts/gpu; EXACTGN_DATA is where MNIST is looked for
set -euo pipefail
target="${1:+$(realpath -m -- "$1")}"
cd "$(dirname "$0")/../.."

target="${target:-$PWD/artifacts/gpu}"
if [ -e "$target" ] && [ ! -e "$target/run.sh" ] && [ -n "$(ls -A "$target")" ]; then
  echo "pack.sh replaces the folder that it makes, and '$target' is another one."
  exit 2
fi
command -v xz > /dev/null || { echo "pack.sh needs xz."; exit 2; }
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
rm -rf "$target" "$target.tar.gz" "$target.tar.xz"
mkdir -p "$target/bin" "$target/data"
target="$(cd "$target" && pwd)"

# A build of its own: the checkout's other builds have a libtorch beside them. The program comes last, so that of files
# which all three have its own stay.
for project in tests/ExactGN.Benchmarks tests/ExactGN.TestRunner src/ExactGN.Cli; do
  dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:TorchBackend=external -p:DebugType=none \
    --artifacts-path "$work" -o "$target/bin" -v quiet --nologo
done

# What no run there needs: symbols and documentation, debugger and profiler parts, other garbage collectors, .NET's web
# sockets and data flow, and the packages of tests that need sources. Without the lists of dependencies the host
# takes every library of the folder, and misses none that is left out.
(
  cd "$target/bin"
  rm -rf ./*.pdb ./*.xml ./*.deps.json createdump libmscord* libclrgc* libcoreclrtraceptprovider.so \
    Microsoft.VisualBasic*.dll Microsoft.CodeAnalysis* coverlet* testhost* Mono.Cecil* PublicApiGenerator* \
    Microsoft.TestPlatform* Microsoft.VisualStudio.* Microsoft.Diagnostics.* Gee.External.* libcapstone* Iced.dll \
    TraceReloggerLib.dll Dia2Lib.dll OSExtensions.dll xunit.runner.visualstudio* CodeCoverage \
    System.Linq.AsyncEnumerable.dll System.Threading.Tasks.Dataflow.dll \
    System.Net.Quic.dll System.Net.HttpListener.dll System.Net.WebSockets*.dll runtimes x86 x64 arm64 amd64
  find . -mindepth 1 -type d -empty -delete
)
cp -r fixtures theory ExactGN.Verification.sln CITATION.cff LICENSE "$target"
cp tests/gpu/run.sh "$target"
mnist="${EXACTGN_DATA:-/usr/share/datasets}/mnist"
if [ -d "$mnist" ]; then
  cp -rL "$mnist" "$target/data"
else
  rmdir "$target/data"
  echo "MNIST is not in '$mnist': the folder goes without it, and trains on the embedded digits there."
fi

name="$(basename "$target")"
tar -C "$(dirname "$target")" --sort=name --owner=0 --group=0 --mtime=@0 -cf "$work/$name.tar" "$name"
gzip -9 -c "$work/$name.tar" > "$target.tar.gz"
xz -T0 -9 -c "$work/$name.tar" > "$target.tar.xz"
du -sm "$target" | sed 's/\t.*/ MB/; s/^/folder   /'
for archive in "$target.tar.gz" "$target.tar.xz"; do
  echo "$(basename "$archive")   $(( $(wc -c < "$archive") / 1000 )) kB"
done
