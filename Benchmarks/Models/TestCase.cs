using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Octavo.Harness;

namespace Octavo.Benchmarks.Models;

/// <summary>
/// A recorded run of a network: <c>meta.json</c> lists inputs and outputs, each with a file of raw little-endian elements, row-major.
/// </summary>
internal sealed class TestCase(string folder)
{
    private readonly JsonElement _meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "meta.json"))).RootElement;

    public Array[] Inputs(IReadOnlyList<NetworkTensor> types) => Read("inputs", types);

    /// <summary>What ONNX Runtime computed with all optimisations.</summary>
    public Array[] Outputs(IReadOnlyList<NetworkTensor> types) => Read("outputs", types);

    private Array[] Read(string list, IReadOnlyList<NetworkTensor> types) =>
        [.. _meta.GetProperty(list).EnumerateArray().Zip(types, (tensor, type) => type.FromBytes(File.ReadAllBytes(FileOf(tensor))))];

    private string FileOf(JsonElement tensor) => Path.Combine(folder, tensor.GetProperty("file").GetString()!);
}
