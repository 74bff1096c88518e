using System;
using System.Linq;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>Reads the scale and zero point operands that quantized operators share.</summary>
internal static class QuantizationReader
{
    /// <summary>One scale for the whole tensor.</summary>
    public static Quantization PerTensor(NodeContext node, int scale, int zeroPoint, ElementType element)
    {
        (float[] scales, int[] zeroPoints) = Read(node, scale, zeroPoint, element);
        return scales.Length == 1
            ? new Quantization(scales[0], zeroPoints[0])
            : throw node.Unsupported($"input {scale} holds {scales.Length} scales where one is expected.");
    }

    /// <summary>One scale, or one for each index along an axis of the tensor.</summary>
    public static Quantization Along(NodeContext node, int scale, int zeroPoint, ElementType element, Shape shape, int axis)
    {
        (float[] scales, int[] zeroPoints) = Read(node, scale, zeroPoint, element);
        if (scales.Length == 1)
        {
            return new Quantization(scales[0], zeroPoints[0]);
        }

        return axis >= 0 && axis < shape.Rank && shape[axis] == scales.Length
            ? new Quantization(scales, zeroPoints, axis)
            : throw node.Invalid($"{scales.Length} scales do not fit axis {axis} of {shape}.");
    }

    /// <summary>The axis of a Quantize- or DequantizeLinear node; a vector has no other than 0.</summary>
    public static int Axis(NodeContext node, int rank)
    {
        long axis = node.Attributes.Int("axis", 1);
        return rank <= 1 ? 0 : node.Axis(axis, rank);
    }

    /// <summary>A value with the quantization of the operands that follow it: value, scale, zero point.</summary>
    public static Value Operand(NodeContext node, int value)
    {
        Value x = node.Required(value);
        return node.View(x, PerTensor(node, value + 1, value + 2, x.Type.Element));
    }

    /// <summary>The element type of a quantized result: its zero point's, or unsigned bytes.</summary>
    public static ElementType ElementOf(NodeContext node, int zeroPoint) =>
        ElementRules.Codes(node.Optional(zeroPoint)?.Type.Element ?? ElementType.UInt8);

    private static (float[] Scales, int[] ZeroPoints) Read(NodeContext node, int scale, int zeroPoint, ElementType element)
    {
        ElementRules.Codes(element);
        TensorData scales = node.Constant(scale, "scale") ?? throw node.Invalid($"input {scale}, the scale, is missing.");
        TensorData? zeroPoints = node.Constant(zeroPoint, "zero point");
        if (!scales.Element.IsFloat() || (zeroPoints is not null && zeroPoints.Element != element))
        {
            throw node.Invalid($"the zero point is {zeroPoints?.Element.ShortName() ?? "absent"} and the scale {scales.Element.ShortName()}, for codes of type {element.ShortName()}.");
        }

        if (IsBlocked(scales.Shape) || (zeroPoints is not null && IsBlocked(zeroPoints.Shape)))
        {
            throw node.Unsupported($"its scale has the shape {scales.Shape}: blocked quantization is not supported yet.");
        }

        float[] s = scales.ToFloats();
        int[] z = zeroPoints?.ToInts() ?? new int[s.Length];
        int count = Math.Max(s.Length, z.Length);
        if ((s.Length != count && s.Length != 1) || (z.Length != count && z.Length != 1))
        {
            throw node.Invalid($"{s.Length} scales and {z.Length} zero points do not belong together.");
        }

        if (s.Any(v => !(v >= 0) || float.IsInfinity(v)))
        {
            throw node.Unsupported("its scale is negative or not finite.");
        }

        if (element == ElementType.Int32 && z.Any(v => v != 0))
        {
            throw node.Unsupported("32-bit codes with a zero point are not supported.");
        }

        return (Spread(s, count), Spread(z, count));
    }

    /// <summary>Several scales along more than one axis.</summary>
    private static bool IsBlocked(Shape shape) => shape.Dimensions.Count(d => d != 1) > 1;

    private static T[] Spread<T>(T[] values, int count) => values.Length == count ? values : Enumerable.Repeat(values[0], count).ToArray();
}
