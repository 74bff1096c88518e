using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Conformance.Suites;

/// <summary>The data of ONNX's light models: each input rises evenly from 0 to 1, and files hold only the outputs.</summary>
/// <param name="outputs">The path of the outputs without their number and extension.</param>
internal sealed class RampDataSet(string outputs) : DataSet
{
    public override IReadOnlyList<TensorData?> Inputs(IReadOnlyList<OnnxValueInfo> inputs) => [.. inputs.Select(Ramp)];

    public override IReadOnlyList<TensorData?> Outputs(IReadOnlyList<OnnxValueInfo> values) =>
        [.. Enumerable.Range(0, values.Count).Select(i => TensorFile.Read($"{outputs}_{i}.pb"))];

    private static TensorData? Ramp(OnnxValueInfo input)
    {
        if (OnnxDataType.ToElementType(input.DataType) != ElementType.Float32 || input.Dimensions is null)
        {
            return null;
        }

        var shape = new Shape(input.Dimensions.Select(d => (int)(d.Size ?? 1)));
        float[] values = [.. Enumerable.Range(0, (int)shape.Length).Select(i => (float)((double)i / shape.Length))];
        return TensorData.From<float>(ElementType.Float32, shape, values);
    }
}
