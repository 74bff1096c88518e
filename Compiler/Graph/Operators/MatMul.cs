namespace Octavo.Compiler;

/// <summary>
/// Matrix product with numpy broadcasting of the leading axes; 1-D operands as in ONNX. Inputs: a […,M,K], b […,K,N], optional bias
/// [N] (fused), optional residual as in <see cref="Conv"/>. The arithmetic for quantized operands is that of <see cref="Conv"/>, with
/// per-column quantization of b on its last axis.
/// </summary>
public sealed record MatMul : Operator
{
    /// <summary>The quantization of a is computed at run time, as that of x in <see cref="Conv.IsDynamic"/>.</summary>
    public bool IsDynamic { get; init; }

    public Clamp? Clamp { get; init; }

    public FloatClamp? Activation { get; init; }

    public Residual? Residual { get; init; }

    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape a = inputs[0]!, b = inputs[1]!;
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ShapeException("a scalar has no matrix product");
        }

        Shape a2 = a.Rank == 1 ? new Shape(1, a[0]) : a;
        Shape b2 = b.Rank == 1 ? new Shape(b[0], 1) : b;
        Shape? batch = Shape.Broadcast(Leading(a2), Leading(b2));
        if (a2[-1] != b2[-2] || batch is null)
        {
            throw new ShapeException($"{a} and {b} do not multiply");
        }

        var result = new System.Collections.Generic.List<int>(batch.Dimensions);
        if (a.Rank > 1)
        {
            result.Add(a2[-2]);
        }

        if (b.Rank > 1)
        {
            result.Add(b2[-1]);
        }

        return [new Shape(result)];
    }

    private static Shape Leading(Shape shape)
    {
        int[] leading = new int[shape.Rank - 2];
        for (int i = 0; i < leading.Length; i++)
        {
            leading[i] = shape[i];
        }

        return new Shape(leading);
    }
}

/// <summary>
/// alpha * op(a) * op(b) + beta * c on matrices; c broadcasts to [M,N]. Quantized operands as in QGemm: the multiplier is
/// alpha*sa*sb and an int32 c is in that scale. A pass turns the common form into <see cref="MatMul"/>.
/// </summary>
public sealed record Gemm(float Alpha, float Beta, bool TransA, bool TransB) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs)
    {
        Shape a = inputs[0]!, b = inputs[1]!;
        if (a.Rank != 2 || b.Rank != 2 || a[TransA ? 0 : 1] != b[TransB ? 1 : 0])
        {
            throw new ShapeException($"{a} and {b} do not multiply");
        }

        var y = new Shape(a[TransA ? 1 : 0], b[TransB ? 0 : 1]);
        if (inputs.Length > 2 && inputs[2] is { } c && (Shape.Broadcast(c, y) is not { } sum || !sum.Equals(y)))
        {
            throw new ShapeException($"c {c} does not broadcast to {y}");
        }

        return [y];
    }
}
