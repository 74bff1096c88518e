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

/// <summary>ONNX Cast to the output's element type: float to integer truncates, integers wrap.</summary>
public sealed record Cast : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0]!];
}
