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

    /// <summary>The remainder with the divisor's sign.</summary>
    Mod,

    /// <summary>The remainder with the dividend's sign, as C's fmod.</summary>
    Remainder,
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
}

/// <summary>Facts about binary operators.</summary>
public static class BinaryKinds
{
    /// <summary>True when the result is bool, whatever is compared.</summary>
    public static bool IsComparison(this BinaryKind kind) => kind is >= BinaryKind.Equal and <= BinaryKind.GreaterOrEqual;
}

/// <summary>
/// A binary operator with numpy broadcasting. Comparisons give bool; And, Or and Xor work on bool and on the bits of integers. Quantized operands and output: Add and Mul follow ONNX Runtime's QLinearAdd and
/// QLinearMul on x64, the others compute in float between dequantize and quantize.
/// </summary>
public sealed record Binary(BinaryKind Kind) : Operator
{
    /// <summary>Fused Relu/Clip of a quantized output; null saturates only.</summary>
    public Clamp? Clamp { get; init; }

    /// <summary>The model adds or multiplies s8 codes itself: sums are rounded as signed codes, even when these have become unsigned.</summary>
    public bool Signed { get; init; }

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

    /// <summary>The sigmoid as ONNX Runtime approximates it, to the last bit; of float32.</summary>
    RationalSigmoid,

    /// <summary>The hyperbolic tangent as ONNX Runtime approximates it, to the last bit; of float32.</summary>
    RationalTanh,

    /// <summary>Elu with the slope of its negative half bound to 1 at 0: max(0, x) + min(0, alpha * (e^(x / alpha) - 1)).</summary>
    Celu,

    /// <summary>beta * (x &lt; 0 ? alpha * (e^x - 1) : x)</summary>
    Selu,

    /// <summary>x/2 * (1 + erf(x / √2))</summary>
    Gelu,

    /// <summary>x/2 * (1 + tanh(√(2/π) * (x + 0.044715 x³)))</summary>
    GeluTanh,
    Mish,

    /// <summary>x * sigmoid(alpha * x)</summary>
    Swish,

    /// <summary>x + beta below -alpha, x - beta above alpha, 0 in between; alpha is ONNX's lambd, beta its bias.</summary>
    Shrink,
    Sign,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Asinh,
    Acosh,
    Atanh,

    /// <summary>The complement of a bool, or of the bits of an integer.</summary>
    Not,

    /// <summary>bool: is it no number?</summary>
    IsNaN,

    /// <summary>bool: is it infinite? Counts -∞ when alpha is not 0, +∞ when beta is not 0.</summary>
    IsInf,
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

/// <summary>condition ? x : y with broadcasting; the condition (input 0) is bool.</summary>
public sealed record Where : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) =>
        Shape.Broadcast(inputs[1]!, inputs[2]!) is { } both && Shape.Broadcast(inputs[0]!, both) is { } y
            ? [y]
            : throw new ShapeException($"{inputs[0]}, {inputs[1]} and {inputs[2]} do not broadcast");
}

/// <summary>
/// Any function of one 8-bit code: y[i] = Table[x[i]] on the codes as unsigned bytes. The fused form of a chain of unary operators
/// between quantized types, of a requantization, or of an integer Clip.
/// </summary>
public sealed record Lookup(byte[] Table) : Operator
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
