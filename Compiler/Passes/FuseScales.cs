using System;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Cast(MatMul(x, w)) * (sx * sw) => MatMul(x, w)</c> in float, for products of codes with int32 sums, x having the scale sx and w the constant scale sw,
/// one or one per column; <c>Cast(Conv(x, w)) * (sx * sw)</c> likewise. What is computed at run time among zero point and scale of x becomes an operand.
/// </summary>
internal static class FuseScales
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Binary { Kind: BinaryKind.Mul } && node.Y.Type is { Element: ElementType.Float32, IsQuantized: false } && !Fuse(graph, node, 0))
            {
                Fuse(graph, node, 1);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static bool Fuse(Graph graph, Node node, int index)
    {
        Value sum = node.Inputs[index]!;
        if (sum.ProducedBy<Cast>()?.X is not { Type: { Element: ElementType.Int32, IsQuantized: false }, Producer: { Op: MatMul or Conv } product }
            || graph.SingleConsumer(sum) != node || graph.SingleConsumer(product.Y) is null || !sum.Shape.Equals(node.Y.Shape)
            || product.Inputs[1]!.Type.Quantization is not { } weights || weights.Scales().Any(s => s != 1))
        {
            return false;
        }

        (Value? left, TensorData? right) = Factors(node.Inputs[1 - index]!);
        if ((left is null && right is null) || (left is not null && !product.Inputs[1]!.IsConstant) || Scales(product, right) is not { } scales
            || (scales.Length > 1 && !product.Inputs[1]!.IsConstant))
        {
            return false;
        }

        Value w = View(graph, node, product.Inputs[1]!, Rescaled(product, weights, scales));
        Value y = left is null
            ? graph.InsertBefore(node, product.Op, product.Name, [product.X, w, .. product.Inputs.Skip(2)], node.Y.Type)
            : graph.InsertBefore(node, Dynamic(product.Op), product.Name, [Codes(graph, node, product), w, null, left, ZeroPoint(product)], node.Y.Type);
        graph.Replace(node, y);
        return true;
    }

    /// <summary>The scale as a number that is computed and constants: each is null where the other is all.</summary>
    private static (Value? Left, TensorData? Right) Factors(Value scale)
    {
        if (scale.Data is { } constant)
        {
            return (null, constant);
        }

        if (scale.Producer is { Op: Binary { Kind: BinaryKind.Mul } } product)
        {
            foreach (int i in new[] { 0, 1 })
            {
                if (product.Inputs[i] is { IsConstant: false, Shape.Length: 1 } left && product.Inputs[1 - i]!.Data is { } right)
                {
                    return (left, right.Reshaped(scale.Shape));
                }
            }
        }

        return scale.Shape.Length == 1 ? (scale, null) : (null, null);
    }

    /// <summary>One scale, or one per output channel; null when they vary along another axis.</summary>
    private static float[]? Scales(Node product, TensorData? scale)
    {
        if (scale is null)
        {
            return [1];
        }

        int channelAxis = product.Op is Conv ? 1 - product.Y.Shape.Rank : -1;
        bool fits = scale.Length == 1
            || (scale.Shape.Rank >= -channelAxis && scale.Shape[channelAxis] == scale.Length && product.Y.Shape[channelAxis] == scale.Length);
        return fits ? scale.ToFloats() : null;
    }

    private static Quantization Rescaled(Node product, Quantization weights, float[] scales)
    {
        if (weights.IsPerTensor && scales.Length == 1)
        {
            return new Quantization(scales[0], weights.ZeroPoint);
        }

        int channels = Math.Max(scales.Length, weights.Count);
        int[] zeros = Enumerable.Range(0, channels).Select(weights.ZeroPointOf).ToArray();
        float[] spread = Enumerable.Range(0, channels).Select(c => scales[scales.Length == 1 ? 0 : c]).ToArray();
        return new Quantization(spread, zeros, product.Op is Conv ? 0 : product.Inputs[1]!.Shape.Rank - 1);
    }

    private static Operator Dynamic(Operator op) => op is Conv conv ? conv with { IsDynamic = true } : (MatMul)op with { IsDynamic = true };

    /// <summary>The raw unsigned codes of x.</summary>
    private static Value Codes(Graph graph, Node node, Node product) => product.X.Type is not { Quantization: not null } type
        ? product.X
        : graph.InsertBefore(
            node, new Reinterpret(type.Element == ElementType.Int8 ? 128 : 0), $"{product.X.Name}/codes", [product.X], new TensorType(ElementType.UInt8, type.Shape));

    private static Value ZeroPoint(Node product)
    {
        if (product.X.Type is not { Quantization: { } quantization } type)
        {
            return product.Inputs[4]!;
        }

        int zeroPoint = quantization.ZeroPoint + (type.Element == ElementType.Int8 ? 128 : 0);
        return new Value($"{product.X.Name}/zero", new TensorData(ElementType.UInt8, Shape.Scalar, [(byte)zeroPoint]));
    }

    private static Value View(Graph graph, Node node, Value codes, Quantization quantization) => codes.Data is { } data
        ? new Value(codes.Name, data, quantization)
        : graph.InsertBefore(node, new Reinterpret(), $"{codes.Name}/scaled", [codes], codes.Type with { Quantization = quantization });
}
