using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Lookup(op(x)) => op{clamp}(x)</c> when the table only clamps and op clamps its codes anyway; <c>Relu(Conv(x)) => Conv{activation}(x)</c>, also for Clip
/// and matrix products, when the result is float.
/// </summary>
internal static class FuseActivations
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Lookup or Clip or Unary { Kind: UnaryKind.Relu } && node.X.Producer is { } producer && graph.SingleConsumer(node.X) == node
                && node.X.Type.Equals(node.Y.Type) && Fuse(node, producer.Op) is { } fused)
            {
                producer.Op = fused;
                graph.Replace(node, node.X);
            }
        }
    }

    private static Operator? Fuse(Node node, Operator op)
    {
        if (node.Op is Lookup lookup)
        {
            return ClampOf(lookup.Table) is { } clamp && node.Y.Type.Element == ElementType.UInt8 ? WithClamp(op, clamp, node.Y.Type) : null;
        }

        if (node.Y.Type is not { Element: ElementType.Float32, IsQuantized: false })
        {
            return null;
        }

        FloatClamp range = node.Op is Clip clip ? new((float)clip.Low, (float)clip.High) : new(0, float.PositiveInfinity);
        return range.Low > range.High ? null : WithActivation(op, range);
    }

    /// <summary>The clamp that a table of unsigned codes amounts to, if it is one.</summary>
    private static Clamp? ClampOf(byte[] table)
    {
        var clamp = new Clamp(table[0], table[255]);
        return clamp.Low <= clamp.High && Enumerable.Range(0, 256).All(code => table[code] == clamp.Intersect(new Clamp(code, code)).Low) ? clamp : null;
    }

    private static Operator? WithClamp(Operator op, Clamp clamp, TensorType y) => op switch
    {
        Conv { Residual: null } conv => conv with { Clamp = Over(conv.Clamp, clamp) },
        MatMul { Residual: null } matMul => matMul with { Clamp = Over(matMul.Clamp, clamp) },
        Binary binary when y.IsQuantized => binary with { Clamp = Over(binary.Clamp, clamp) },
        Quantize quantize => quantize with { Clamp = Over(quantize.Clamp, clamp) },
        _ => null,
    };

    private static Operator? WithActivation(Operator op, FloatClamp range) => op switch
    {
        Conv { Residual: null, Activation: null } conv => conv with { Activation = range },
        MatMul { Residual: null, Activation: null } matMul => matMul with { Activation = range },
        MatMulNBits { Activation: null } product => product with { Activation = range },
        BlockMatMul { Activation: null } product => product with { Activation = range },
        _ => null,
    };

    private static Clamp Over(Clamp? inner, Clamp outer) => outer.Intersect(inner ?? Clamp.Of(ElementType.UInt8));
}
