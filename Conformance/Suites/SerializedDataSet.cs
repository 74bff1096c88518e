using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Conformance.Suites;

/// <summary>A folder of ONNX's backend tests: <c>input_I.pb</c> and <c>output_I.pb</c>, one serialized tensor each.</summary>
internal sealed class SerializedDataSet(string folder) : DataSet
{
    public override IReadOnlyList<TensorData?> Inputs(IReadOnlyList<OnnxValueInfo> inputs) => Read("input", inputs);

    public override IReadOnlyList<TensorData?> Outputs(IReadOnlyList<OnnxValueInfo> outputs) => Read("output", outputs);

    private TensorData?[] Read(string kind, IReadOnlyList<OnnxValueInfo> values) => [.. values.Select((value, i) => Read(value, Path.Combine(folder, $"{kind}_{i}.pb")))];

    private static TensorData? Read(OnnxValueInfo value, string path) => value.TypeName == "tensor" && File.Exists(path) ? TensorFile.Read(path) : null;
}
