using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Octavo.Compiler;

namespace Octavo.Conformance.Suites;

/// <summary>The file <c>index.json</c> beside the models of a suite: where ONNX Runtime ran one, the shapes of its inputs.</summary>
internal static class ShapeIndex
{
    private static readonly Dictionary<string, Shape> _unknown = [];

    /// <returns>A shape by name of input, for each model by the name of its folder; empty when there is no such file.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, Shape>> Read(string root)
    {
        string path = Path.Combine(root, "index.json");
        if (!File.Exists(path))
        {
            return new Dictionary<string, IReadOnlyDictionary<string, Shape>>();
        }

        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(path));
        IEnumerable<JsonElement> models = index.RootElement.ValueKind == JsonValueKind.Array ? index.RootElement.EnumerateArray() : [];
        return models.Where(model => model.TryGetProperty("dir", out _)).DistinctBy(model => model.GetProperty("dir").GetString())
            .ToDictionary(model => model.GetProperty("dir").GetString()!, Shapes);
    }

    private static IReadOnlyDictionary<string, Shape> Shapes(JsonElement model) =>
        model.TryGetProperty("ort", out JsonElement run) && run.ValueKind == JsonValueKind.Object && run.TryGetProperty("test_shapes", out JsonElement shapes)
            ? shapes.EnumerateObject().ToDictionary(input => input.Name, input => new Shape(input.Value.EnumerateArray().Select(d => d.GetInt32())))
            : _unknown;
}
