using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>MatMul((float(x) - zx) * sx, DQ(w), c) => MatMul(x, w, c)</c> with integer accumulation and a float result and bias, for u8 codes x whose scale and
/// zero point are computed at run time and a constant matrix w.
/// </summary>
internal static class AbsorbDynamicProducts
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is MatMul { IsDynamic: false, Clamp: null, Residual: null } product && Factors(node.X) is { Codes.Shape.Rank: >= 2 } x
                && node.Inputs[1].Codes() is { IsConstant: true, Shape.Rank: 2 } w && w.Type.Quantization is { } weights && (weights.IsPerTensor || weights.Axis == 1))
            {
                Value y = graph.InsertBefore(node, product with { IsDynamic = true }, node.Name, [x.Codes, w, node.Input(2), x.Scale, x.ZeroPoint], node.Y.Type);
                graph.Replace(node, y);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static (Value Codes, Value Scale, Value ZeroPoint)? Factors(Value x) =>
        Operands(x, BinaryKind.Mul) is { } product && product.Inputs[1] is { Shape.Length: 1 } scale
        && Operands(product.X, BinaryKind.Sub) is { } difference && difference.X.ProducedBy<Cast>() is { X.Type: { Element: ElementType.UInt8, IsQuantized: false } } codes
        && Scalar(difference.Inputs[1]!)?.ProducedBy<Cast>() is { X: { Type: { Element: ElementType.UInt8, IsQuantized: false }, Shape.Length: 1 } } zero
            ? (codes.X, Scalar(scale)!, zero.X)
            : null;

    private static Node? Operands(Value value, BinaryKind kind) =>
        value.ProducedBy<Binary>() is { Op: Binary binary } node && binary.Kind == kind && value.Type.Element == ElementType.Float32 ? node : null;

    /// <summary>What a single number was before it became a scalar.</summary>
    private static Value? Scalar(Value value) => value.ProducedBy<Reshape>()?.X ?? value;
}
