using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Quantized;

/// <summary>QONNX's Quant, which carries quantized numbers as floats: a Quantize to as many codes as its bits have, then a Dequantize.</summary>
internal static class QonnxImport
{
    private const string Remark = "constant scale, zero point and bits, 2 to 8 bits, rounding to nearest even";

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("Quant", Quant, Remark) { Domain = "qonnx.custom_op.general" },
        new("IntQuant", Quant, Remark) { Domain = "qonnx.custom_op.general" },
        new("Quant", Quant, Remark) { Domain = "finn.custom_op.general" },
        new("Quant", Quant, Remark) { Domain = "onnx.brevitas" },
    ];

    private static Value Quant(NodeContext node)
    {
        Value x = node.Real(0);
        TensorData scales = Constant(node, 1, "scale"), zeros = Constant(node, 2, "zero point"), width = Constant(node, 3, "bits");
        bool signed = node.Attributes.Int("signed", 1) != 0, narrow = node.Attributes.Flag("narrow");
        string rounding = node.Attributes.Text("rounding_mode", "ROUND");
        if (rounding is not "ROUND")
        {
            throw node.Unsupported($"its rounding_mode {Printable.Quote(rounding)} is not supported; codes are rounded to the nearest, halves to the even one.");
        }

        double bits = width.Length == 1 ? width.FloatAt(0) : double.NaN;
        if (!(bits is >= 2 and <= 8) || bits != System.Math.Floor(bits))
        {
            throw node.Unsupported($"it has {(width.Length == 1 ? bits.ToString(System.Globalization.CultureInfo.InvariantCulture) : "several numbers of")} bits; 2 to 8 are supported.");
        }

        int codes = 1 << (int)bits;
        var clamp = signed ? new Clamp((-codes / 2) + (narrow ? 1 : 0), (codes / 2) - 1) : new Clamp(0, codes - (narrow ? 2 : 1));
        ElementType element = signed ? ElementType.Int8 : ElementType.UInt8;
        Value quantized = node.Emit(new Quantize { Clamp = clamp }, element, Quantization(node, x.Shape, scales, zeros, clamp), x);
        return node.Emit(new Dequantize(), x.Type.Element, null, quantized);
    }

    /// <summary>One scale, or one for each index along the only axis on which the scale's shape is not 1.</summary>
    private static Quantization Quantization(NodeContext node, Shape shape, TensorData scales, TensorData zeros, Clamp clamp)
    {
        float[] s = scales.ToFloats();
        int[] z = zeros.ToFloats().Select(v => v == (int)v && v >= clamp.Low && v <= clamp.High ? (int)v : throw node.Unsupported("its zero point is no code.")).ToArray();
        if (s.Any(v => !(v > 0) || float.IsInfinity(v)))
        {
            throw node.Unsupported("its scale is not a positive number.");
        }

        TensorData longer = s.Length >= z.Length ? scales : zeros;
        if (longer.Length == 1)
        {
            return new Quantization(s[0], z[0]);
        }

        int fromEnd = Enumerable.Range(1, longer.Shape.Rank).Where(i => longer.Shape[-i] != 1).Aggregate(0, (found, i) => found == 0 ? i : -1);
        int axis = shape.Rank - fromEnd;
        return fromEnd > 0 && axis >= 0 && shape[axis] == longer.Length && (s.Length == z.Length || s.Length == 1 || z.Length == 1)
            ? new Quantization(Spread(s, longer.Length), Spread(z, longer.Length), axis)
            : throw node.Unsupported($"its scale {scales.Shape} and zero point {zeros.Shape} are not along one axis of {shape}.");
    }

    private static TensorData Constant(NodeContext node, int index, string what) =>
        node.Constant(index, what) ?? throw node.Invalid($"input {index}, the {what}, is missing.");

    private static T[] Spread<T>(T[] values, int count) => values.Length == count ? values : Enumerable.Repeat(values[0], count).ToArray();
}
