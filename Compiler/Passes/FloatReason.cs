using System.Linq;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>Why an operator of a quantized network runs in float, and what would change it.</summary>
internal static class FloatReason
{
    public static (string Reason, string Remedy) Of(Graph graph, Node node)
    {
        Value? wide = node.Inputs.FirstOrDefault(v => v is not null && IsWide(v)) ?? node.Outputs.FirstOrDefault(IsWide);
        if (wide is not null)
        {
            return ("integer kernels take codes of 8 bits, and here they have 16", "quantize it to 8 bits");
        }

        if (!HasIntegerForm(node))
        {
            return ("it has no integer form", "quantized operators in its place would be faster");
        }

        if (node.Inputs.FirstOrDefault(v => v is { IsConstant: false } && !IsQuantized(v)) is { } input)
        {
            return Source(graph, input) is { } source
                ? ($"{source} gives it floats", $"add the QuantizeLinear and DequantizeLinear that are missing after {source}")
                : ($"its input {Printable.Quote(input.Name)} is not quantized", $"add the QuantizeLinear and DequantizeLinear that are missing after {Printable.Quote(input.Name)}");
        }

        return node.Op is Conv or MatMul && node.Inputs[1]!.IsConstant
            ? ("its weights are not 8-bit codes with one scale per tensor or output channel", "quantize its weights")
            : ("its result is not quantized", $"add the QuantizeLinear that is missing after {FloatFallbacks.Subject(node)}");
    }

    private static bool IsWide(Value value) => IsWideType(value.Type)
        || value.Producer switch
        {
            { Op: Dequantize } dequantize => IsWideType(dequantize.X.Type),
            { } move when Movement.IsMovement(move) => IsWide(move.X),
            { Op: Fusion fusion } => fusion.Steps.Any(s => IsWideType(s.Type)),
            _ => false,
        };

    private static bool IsWideType(TensorType type) => type is { IsQuantized: true, Element: ElementType.UInt16 or ElementType.Int16 };

    private static bool IsQuantized(Value value) => value.Type.IsQuantized || value.ProducedBy<Dequantize>() is not null;

    /// <summary>The operator that computed a value, behind the moves of its elements; null for an input of the graph.</summary>
    private static string? Source(Graph graph, Value value)
    {
        while (value.Producer is { } producer && (Movement.IsMovement(producer) || producer.Op is Concat))
        {
            value = producer.X;
        }

        return value.Producer is null || graph.Inputs.Contains(value) ? null : FloatFallbacks.Subject(value.Producer);
    }

    private static bool HasIntegerForm(Node node) => node.Op
        is Conv or MatMul or Unary or Clip or PRelu or Softmax or MaxPool or AveragePool or GlobalAveragePool or Binary or BatchNormalization or Fusion;
}
