#!/usr/bin/env bash
# check.sh FAMILIES CASES SET...: compiles the kernels for Arm64 and executes their random cases under qemu; the arguments are main.c's.
# Needs qemu-aarch64-static, aarch64-linux-gnu-gcc and NuGet's native compiler; exits with 77, and the reason on standard error, where one is absent.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

absent() { echo "$1" >&2; exit 77; }
[ "$(uname -sm)" = "Linux x86_64" ] || absent "Arm kernels are executed under emulation on x64 Linux only."
for tool in qemu-aarch64-static aarch64-linux-gnu-gcc aarch64-linux-gnu-nm; do
  command -v "$tool" > /dev/null || absent "$tool is not installed (Debian: qemu-user-static gcc-aarch64-linux-gnu)."
done

quiet() { "$@" > "$log" 2>&1 || { cat "$log" >&2; return 1; }; }
mkdir -p obj
log=obj/check.log
quiet dotnet restore || absent "The native compiler cannot be restored."
quiet dotnet build --no-restore -c Release -t:IlcCompile

object=obj/Release/net9.0/linux-x64/native/ArmCheck.o
aarch64-linux-gnu-nm --undefined-only "$object" | awk -f stubs.awk > obj/stubs.c
quiet aarch64-linux-gnu-gcc -O1 -fno-builtin -static -z notext -o obj/program main.c obj/stubs.c "$object" -lm
exec timeout 300 qemu-aarch64-static -cpu max obj/program "$@"
