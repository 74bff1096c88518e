namespace Octavo.Compiler;

public enum BinaryKind
{
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
    Pow,
}

/// <summary>
/// A binary operator with numpy broadcasting. Quantized operands and output: Add and Mul follow ONNX Runtime's QLinearAdd and
/// QLinearMul on x64, the others compute in float between dequantize and quantize.
/// </summary>
public sealed record Binary(BinaryKind Kind) : Operator
{
    /// <summary>Fused Relu/Clip of a quantized output; null saturates only.</summary>
    public Clamp? Clamp { get; init; }

    public override string Name => Kind.ToString();

    public override Shape[] InferShapes(Shape?[] inputs) =>
        [Shape.Broadcast(inputs[0]!, inputs[1]!) ?? throw new ShapeException($"{inputs[0]} and {inputs[1]} do not broadcast")];
}

public enum UnaryKind
{
    Relu,
    LeakyRelu,
    Sigmoid,
    Tanh,
    HardSigmoid,
    HardSwish,
    Exp,
    Log,
    Sqrt,
    Reciprocal,
    Abs,
    Neg,
    Floor,
    Ceil,
    Round,
    Erf,
    Elu,
    Softplus,
    Softsign,
    Affine,
    ThresholdedRelu,
    ScaledTanh,
}

/// <summary>
/// A function of each element. <paramref name="Alpha"/> and <paramref name="Beta"/> as the ONNX operator of that name defines
/// them; 0 where it has none.
/// </summary>
public sealed record Unary(UnaryKind Kind, float Alpha = 0, float Beta = 0) : Operator
{
    public override string Name => Kind.ToString();

    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>Clip to [Low, High]; an absent bound is the type's limit. Works on floats and on raw integers.</summary>
public sealed record Clip(double Low, double High) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>x &lt; 0 ? x * slope : x, the slope (input 1) broadcasting to x.</summary>
public sealed record PRelu : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        Shape.Broadcast(inputs[0]!, inputs[1]!) is { } y && y.Equals(inputs[0]!)
            ? [y]
            : throw new ShapeException($"slope {inputs[1]} does not broadcast to {inputs[0]}");
}

/// <summary>
/// Any function of one 8-bit code: y[i] = Table[x[i]] on the codes as unsigned bytes. The fused form of a chain of unary operators
/// between quantized types, of a requantization, or of an integer Clip.
/// </summary>
public sealed record Lookup(byte[] Table) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>y = x * scale[c] + bias[c] - the inference form of BatchNormalization: inputs x, scale, bias, mean, variance.</summary>
public sealed record BatchNormalization(float Epsilon, bool ChannelsLast = false) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>
/// Softmax along one axis. Quantized input and output follow ONNX Runtime's QLinearSoftmax.
/// </summary>
public sealed record Softmax(int Axis) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        Axis < inputs[0]!.Rank ? [inputs[0]!] : throw new ShapeException($"axis {Axis} of {inputs[0]}");
}
