using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Reference;

namespace Octavo.Conformance.Verdicts;

/// <summary>What a model computes when no float32 is rounded: the reference evaluation of its graph with float64 in place of float32. Codes are rounded as the model says.</summary>
internal static class DoubleEvaluation
{
    /// <returns>The outputs, and the step between the values of each, 0 unless they are codes of 16 bits; null where an operator has no definition in float64.</returns>
    public static IReadOnlyList<(TensorData Data, double Step)>? Run(ModelSource source, CompilerOptions options, IReadOnlyList<TensorData> inputs)
    {
        Graph graph = OnnxImporter.Import(source, options).Graph;
        foreach (Value value in graph.Inputs.Concat(graph.Nodes.SelectMany(n => n.Outputs)))
        {
            value.Type = Wide(value.Type);
        }

        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Inputs[i] is { Data: { } data, Type.IsQuantized: false } constant)
                {
                    node.Inputs[i] = new Value(constant.Name, Wide(data));
                }
            }
        }

        try
        {
            return [.. Evaluator.Run(graph, [.. inputs.Select(Wide)]).Zip(graph.Outputs, (data, output) => (data, Step(output.Value)))];
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InvalidCastException)
        {
            return null;
        }
    }

    private static double Step(Value output) =>
        output.Producer is { Op: Dequantize, X.Type: { Quantization: { IsPerTensor: true } quantization, Element: ElementType.UInt16 or ElementType.Int16 } } ? quantization.Scale : 0;

    private static TensorType Wide(TensorType type) => type.Element == ElementType.Float32 ? type with { Element = ElementType.Float64 } : type;

    private static TensorData Wide(TensorData data) => data.Element == ElementType.Float32
        ? TensorData.From<double>(ElementType.Float64, data.Shape, [.. data.ToFloats().Select(f => (double)f)])
        : data;
}
