using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Octavo.Benchmarks.Comparison;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Models;

/// <summary>
/// A folder with a run of a network: <c>meta.json</c> lists inputs and outputs, each with its shape and a file of raw little-endian elements, row-major.
/// </summary>
internal sealed class TestCase(string folder)
{
    private readonly JsonElement _meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "meta.json"))).RootElement;

    /// <summary>The inputs' shapes as the compiler's option <c>InputShapes</c>; scalars need none.</summary>
    public string InputShapes => string.Join(',', List("inputs")
        .Where(input => ShapeOf(input).Count > 0)
        .Select(input => $"{input.GetProperty("name").GetString()}:{string.Join('x', ShapeOf(input))}"));

    public RecordedRun Read() => new(
        [.. List("inputs").Select(input => new TensorBytes(ShapeOf(input), Bytes(input)))],
        [.. List("outputs").Select(Bytes)]);

    private IEnumerable<JsonElement> List(string name) => _meta.GetProperty(name).EnumerateArray();

    private static IReadOnlyList<int> ShapeOf(JsonElement tensor) => [.. tensor.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())];

    private byte[] Bytes(JsonElement tensor) => File.ReadAllBytes(Path.Combine(folder, tensor.GetProperty("file").GetString()!));
}
