using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen;

/// <summary>Operands of float kernels that read and write floats or codes, converting these in registers.</summary>
internal static class FloatElements
{
    public static bool Fit(Node node) => Fit(node.X) && Fit(node.Y);

    /// <summary>The C# that makes a kernel's operand of a pointer.</summary>
    public static string Of(Value value, string pointer) => value.Type.Quantization is { } codes
        ? $"new octavo::CodeElements({pointer}, {Literal.Float(codes.Scale)}, {Literal.Int(codes.ZeroPoint)})"
        : $"new octavo::FloatElements({pointer})";

    /// <summary>What to call such a kernel: "float " unless codes go in and come out.</summary>
    public static string Prefix(Node node) => node.X.Type.IsQuantized && node.Y.Type.IsQuantized ? "" : "float ";

    private static bool Fit(Value value) =>
        value.Type is { Element: ElementType.Float32, IsQuantized: false } or { Element: ElementType.UInt8, Quantization.IsPerTensor: true };
}
