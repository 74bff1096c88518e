using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Conformance.Suites;

/// <summary>A recorded run: <c>meta.json</c> lists inputs and outputs, each with a file of raw little-endian elements, row-major.</summary>
internal sealed class RecordedDataSet(string folder) : DataSet
{
    public override IReadOnlyList<TensorData?> Inputs(IReadOnlyList<OnnxValueInfo> inputs) => Read("inputs", inputs);

    public override IReadOnlyList<TensorData?> Outputs(IReadOnlyList<OnnxValueInfo> outputs) => Read("outputs", outputs);

    private TensorData?[] Read(string list, IReadOnlyList<OnnxValueInfo> values)
    {
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "meta.json")));
        Dictionary<string, JsonElement> tensors = meta.RootElement.GetProperty(list).EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
        return [.. values.Select(v => tensors.TryGetValue(v.Name, out JsonElement tensor) ? Read(tensor) : null)];
    }

    private TensorData? Read(JsonElement tensor)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, tensor.GetProperty("file").GetString()!));
        var shape = new Shape(tensor.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()));
        return Element(tensor.GetProperty("type").GetString()!) is { } element && bytes.Length == shape.Length * element.Size()
            ? new TensorData(element, shape, bytes)
            : null;
    }

    private static ElementType? Element(string type) => type switch
    {
        "float32" => ElementType.Float32,
        "float64" => ElementType.Float64,
        "float16" => ElementType.Float16,
        "bfloat16" => ElementType.BFloat16,
        "uint8" => ElementType.UInt8,
        "int8" => ElementType.Int8,
        "uint16" => ElementType.UInt16,
        "int16" => ElementType.Int16,
        "uint32" => ElementType.UInt32,
        "int32" => ElementType.Int32,
        "uint64" => ElementType.UInt64,
        "int64" => ElementType.Int64,
        "bool" => ElementType.Bool,
        _ => null,
    };
}
