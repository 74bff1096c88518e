using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>Which operators the code generator runs on codes, and why it does not run the others.</summary>
internal static class IntegerSupport
{
    /// <summary>Null when the node runs as it is, otherwise why its codes cannot be used.</summary>
    public static string? Obstacle(Node node)
    {
        if (!node.Inputs.Any(v => v is { Type.IsQuantized: true }) && !node.Outputs.Any(v => v.Type.IsQuantized))
        {
            return null;
        }

        return node.Op switch
        {
            Quantize or Dequantize or Reinterpret or Cast or Conv { IsDynamic: true } or MatMul { IsDynamic: true } or DynamicLstm => null,
            Reshape or Transpose or Split or Slice or Pad or Pick or Gather or GatherElements or GatherNd or ReverseSequence or TopK or Concat => null,
            Conv conv => conv.Window.SpatialRank != 2 ? "only images have integer convolutions" : Product(node, constantWeights: true),
            MatMul => node.X.Shape.Rank < 2 || node.Inputs[1]!.Shape.Rank < 2 ? "vectors have no integer product" : Product(node, constantWeights: false),
            BlockMatMul => node.X.Type is { Element: ElementType.UInt8, Quantization.IsPerTensor: true } ? null : "integer kernels take 8-bit activations with one scale per tensor",
            Binary { Kind: BinaryKind.Add or BinaryKind.Mul } => AllActivations(node),
            Lookup => null,
            LayerNormalization or Interpolate or PlaneInterpolate => FloatsOrActivations(node),
            MaxPool pool => pool.Window.SpatialRank != 2 ? "only images have integer pools" : AllActivations(node),
            AveragePool pool => pool.Window.SpatialRank != 2 ? "only images have integer pools" : AllActivations(node),
            GlobalAveragePool => node.X.Shape.Rank != 4 ? "only images have integer pools" : AllActivations(node),
            Softmax => AllActivations(node),
            Reduce { Kind: not ReduceKind.Product } => AllActivations(node),
            _ => "it has no integer form",
        };
    }

    private static string? AllActivations(Node node) =>
        node.Inputs.Concat(node.Outputs).All(v => v is { Type: var type } && type.Element == ElementType.UInt8 && type.IsByteActivation())
            ? null
            : "integer kernels take 8-bit operands with one scale per tensor";

    /// <summary>Float kernels that convert codes on the way.</summary>
    private static string? FloatsOrActivations(Node node) =>
        new[] { node.X, node.Y }.All(v => v.Type is { Element: ElementType.Float32, IsQuantized: false } || (v.Type.Element == ElementType.UInt8 && v.Type.IsByteActivation()))
            ? null
            : "it reads and writes floats or 8-bit codes with one scale per tensor";

    private static string? Product(Node node, bool constantWeights)
    {
        TensorType x = node.X.Type, w = node.Inputs[1]!.Type, y = node.Y.Type;
        Value? bias = node.Input(2);
        if (!(x.Element == ElementType.UInt8 && x.IsByteActivation()))
        {
            return "integer kernels take 8-bit activations with one scale per tensor";
        }

        if (!w.IsByte() || !w.IsQuantized || (constantWeights && !node.Inputs[1]!.IsConstant))
        {
            return "integer kernels take constant 8-bit weights";
        }

        int channelAxis = node.Op is Conv ? 0 : w.Shape.Rank - 1;
        if (w.Quantization is { IsPerTensor: false } q && (q.Axis != channelAxis || !node.Inputs[1]!.IsConstant))
        {
            return "weights have one scale per tensor or per output channel";
        }

        if (y is { Element: ElementType.Int32, IsQuantized: false })
        {
            return bias is null ? null : "accumulators have no bias";
        }

        bool isFloat = y is { Element: ElementType.Float32, IsQuantized: false };
        if (!isFloat && !(y.Element == ElementType.UInt8 && y.IsByteActivation()))
        {
            return "integer kernels give 8-bit results with one scale per tensor";
        }

        return bias is null || bias is { IsConstant: true, Type.IsQuantized: false } && (isFloat ? bias.Type.Element.IsFloat() : bias.Type.Element == ElementType.Int32)
            ? null
            : "integer kernels take a constant bias";
    }
}
