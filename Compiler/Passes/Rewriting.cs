using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>What patterns ask of values and what rewrites do to graphs.</summary>
internal static class Rewriting
{
    /// <summary>The value's producer when it applies an operator of the given kind.</summary>
    public static Node? ProducedBy<T>(this Value? value)
        where T : Operator
        => value?.Producer is { Op: T } node ? node : null;

    /// <summary>The 8-bit codes behind a Dequantize, per tensor or per channel; null when the value is something else.</summary>
    public static Value? Codes(this Value? value) =>
        value.ProducedBy<Dequantize>() is { } dequantize && dequantize.X.Type.IsByte() ? dequantize.X : null;

    public static bool IsByte(this TensorType type) => type.Element is ElementType.UInt8 or ElementType.Int8;

    /// <summary>8-bit codes with one scale for the whole tensor: what integer kernels take as an activation.</summary>
    public static bool IsByteActivation(this TensorType type) => type.IsByte() && type.Quantization is { IsPerTensor: true };

    public static bool SameCodes(this TensorType a, TensorType b) => a.Element == b.Element && Equals(a.Quantization, b.Quantization);

    public static TensorType Of(this TensorType type, Shape shape) => type with { Shape = shape };

    /// <summary>Lets everybody read <paramref name="replacement"/> in place of the node's first output and removes the node.</summary>
    public static void Replace(this Graph graph, Node node, Value replacement)
    {
        graph.ReplaceUses(node.Y, replacement);
        graph.Remove(node);
    }

    /// <summary>Puts an operator with one input before a node and lets input <paramref name="index"/> of the node read it.</summary>
    public static Value WrapInput(this Graph graph, Node node, int index, Operator op, TensorType type, string? name = null)
    {
        Value x = node.Inputs[index]!;
        Value wrapped = graph.InsertBefore(node, op, name ?? $"{x.Name}/{op.Name}", [x], type);
        node.Inputs[index] = wrapped;
        return wrapped;
    }

    /// <summary>
    /// Lets output <paramref name="index"/> of a node pass through <paramref name="op"/> before anybody reads it: the node's output gets the type
    /// <paramref name="inner"/>, and readers see the old type.
    /// </summary>
    public static void WrapOutput(this Graph graph, Node node, int index, Operator op, TensorType inner)
    {
        Value y = node.Outputs[index];
        var raw = new Value(y.Name, inner);
        Graph.SetOutput(node, index, raw);
        y.Name = $"{y.Name}/{op.Name}";
        Node wrapper = graph.InsertAfter(node, op, y.Name, [raw], y.Type).Producer!;
        Graph.SetOutput(wrapper, 0, y);
    }

    /// <summary>The only reader of a value, when it is a Quantize to 8-bit codes with one scale.</summary>
    public static Node? SingleByteQuantize(this Graph graph, Value value) =>
        graph.SingleConsumer(value) is { Op: Quantize } quantize && quantize.Y.Type.IsByteActivation() ? quantize : null;

    /// <summary>Inputs without the absent ones at the end.</summary>
    public static List<Value?> Trimmed(params Value?[] inputs)
    {
        var result = inputs.ToList();
        while (result.Count > 0 && result[result.Count - 1] is null)
        {
            result.RemoveAt(result.Count - 1);
        }

        return result;
    }

    /// <summary>The table that clamps 8-bit codes of a type.</summary>
    public static Lookup TableOf(Clamp clamp, ElementType type)
    {
        int Code(int index) => type == ElementType.Int8 ? (sbyte)index : index;
        return new Lookup(Enumerable.Range(0, 256).Select(index => unchecked((byte)Math.Max(clamp.Low, Math.Min(clamp.High, Code(index))))).ToArray());
    }

    /// <summary>The code of a real number under a per-tensor quantization: the scalar rule of QuantizeLinear.</summary>
    public static int CodeOf(double value, TensorType type)
    {
        Quantization quantization = type.Quantization!;
        float low = type.Element.MinValue() - quantization.ZeroPoint, high = type.Element.MaxValue() - quantization.ZeroPoint;
        float scaled = (float)value / quantization.Scale;
        float saturated = scaled > low ? Math.Min(scaled, high) : low;
        return (int)Math.Round((double)saturated, MidpointRounding.ToEven) + quantization.ZeroPoint;
    }
}
