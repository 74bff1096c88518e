namespace Octavo.Compiler;

/// <summary>
/// Float to codes: saturate(round_half_even(x / scale) + zero point). Type and quantization are the output's. <see cref="Clamp"/> is a
/// fused Relu/Clip before it.
/// </summary>
public sealed record Quantize : Operator
{
    public Clamp? Clamp { get; init; }

    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>Codes to float: float(code - zero point) * scale, with the input's quantization.</summary>
public sealed record Dequantize : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>
/// The same 8 bits under another type: attaches or replaces a quantization, or moves between u8 and s8 by adding
/// <see cref="Offset"/> (0, or 128 modulo 256) to every code.
/// </summary>
public sealed record Reinterpret(int Offset = 0) : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}

/// <summary>How a number between two powers of two becomes one of them.</summary>
public enum ScaleRounding
{
    Up,
    Down,
    Nearest,
}

/// <summary>
/// ONNX Cast to the output's element type: float to integer truncates, integers wrap. Floats below 16 bits convert from and to float32 only.
/// </summary>
public sealed record Cast : Operator
{
    /// <summary>Whether a number that is too large for a float of 8 bits becomes its largest, else infinity or NaN.</summary>
    public bool Saturate { get; init; } = true;

    /// <summary>Of conversions to E8M0.</summary>
    public ScaleRounding Rounding { get; init; }

    /// <summary>The low bits of an integer that are kept, for results that hold integers below 8 bits; 0 for all.</summary>
    public int Bits { get; init; }

    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}
