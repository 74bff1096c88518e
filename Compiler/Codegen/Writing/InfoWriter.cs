using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Lengths;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Writes the generated class's <c>Info</c>.</summary>
internal static class InfoWriter
{
    public static void Write(CodeWriter code, Plan plan, Origin origin, IReadOnlyList<Port> inputs, IReadOnlyList<Port> outputs, LengthRange? lengths)
    {
        code.Line("private static octavo::ModelInfo? s_info;");
        code.Line();
        code.Line("/// <summary>What the model is made of: its inputs, outputs, cost and layers.</summary>");
        code.Line("public static octavo::ModelInfo Info => s_info ??= CreateInfo();");
        code.Line();
        using (code.Block("private static octavo::ModelInfo CreateInfo() => new", ";", '(', ')'))
        {
            code.Line($"{Literal.String(origin.ModelName)},");
            code.Line($"{Literal.String(origin.Producer)},");
            code.Line($"{Literal.Int(origin.Opset)},");
            code.Line($"[{string.Join(", ", inputs.Select(p => Tensor(p, plan.Graph.HasSymbolicBatch)))}],");
            code.Line($"[{string.Join(", ", outputs.Select(p => Tensor(p, plan.Graph.HasSymbolicBatch)))}],");
            code.Line($"{Literal.Int(plan.Layers.Sum(l => l.MultiplyAccumulates))},");
            code.Line($"{Literal.Int(plan.Weights.Length)},");
            code.Line($"{Literal.Int(plan.ArenaBytes)},");
            using (code.Block("", lengths is null ? "" : ",", '[', ']'))
            {
                foreach (Layer layer in plan.Layers)
                {
                    code.Line(LayerInfo(layer));
                }
            }

            if (lengths is not null)
            {
                code.Line(lengths.Construction);
            }
        }
    }

    private static string Tensor(Port port, bool batch) =>
        $"new octavo::TensorInfo({Literal.String(port.Name)}, {Literal.String(port.Type.Element.ShortName())}, {Literal.Ints(port.Dimensions(batch))}{Codes(port.Codes ?? port.Type.Quantization)})";

    private static string Codes(Quantization? quantization) =>
        quantization is { IsPerTensor: true } ? $", {Literal.Float(quantization.Scale)}, {Literal.Int(quantization.ZeroPoint)}" : "";

    private static string LayerInfo(Layer layer)
    {
        TensorType type = layer.Output.Type;
        string codes = type.Quantization is { IsPerTensor: true } q ? $"{Literal.Float(q.Scale)}, {Literal.Int(q.ZeroPoint)}" : "null, null";
        return $"new octavo::LayerInfo({Literal.String(layer.Node.Name)}, {Literal.String(layer.Node.Op.Name)}, {Literal.String(layer.Kernel)}, "
            + $"{Literal.String(type.Element.ShortName())}, {Literal.Ints(type.Shape.Dimensions)}, {codes}, {Literal.Int(layer.MultiplyAccumulates)}),";
    }
}
