#!/bin/sh
# Fetches the ONNX Runtime library that the benchmarks compare with, from the registry of JavaScript packages, into artifacts/onnxruntime.
set -eu
version=${1:-1.30.0}
target=$(cd "$(dirname "$0")/.." && pwd)/artifacts/onnxruntime
mkdir -p "$target"
npm install --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel error "onnxruntime-node@$version"
find "$target" -path '*/linux/*' -name 'libonnxruntime.so*'
