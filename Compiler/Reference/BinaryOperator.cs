using System;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Addition and its kin, with broadcasting.</summary>
internal static class BinaryOperator
{
    public static TensorData Evaluate(Binary op, Operand a, Operand b, TensorType y)
    {
        int[] aPositions = AxisMap.Broadcast(a.Shape, y.Shape);
        int[] bPositions = AxisMap.Broadcast(b.Shape, y.Shape);
        var writer = new TensorWriter(y, op.Clamp);
        Action<int, int, int> element =
            op.Kind.IsComparison() ? Comparisons(op, a, b, writer)
            : a.IsRawInteger && b.IsRawInteger ? RawIntegers(op, a, b, y, writer)
            : op.Kind == BinaryKind.Add && Is8Bit(a, b, y) ? Sum(op, a, b, y, writer)
            : op.Kind == BinaryKind.Mul && Is8Bit(a, b, y) ? Product(op, a, b, y, writer)
            : Reals(op, a, b, y, writer);
        for (int i = 0; i < aPositions.Length; i++)
        {
            element(i, aPositions[i], bPositions[i]);
        }

        return writer.Data;
    }

    /// <summary>The operands and types that ONNX Runtime adds and multiplies as codes.</summary>
    private static bool Is8Bit(Operand a, Operand b, TensorType y) =>
        a.Quantization is { IsPerTensor: true } && a.Element.Size() == 1
        && b.Quantization is { IsPerTensor: true } && b.Element.Size() == 1
        && y.Quantization is { IsPerTensor: true } && y.Element.Size() == 1;

    private static Action<int, int, int> Comparisons(Binary op, Operand a, Operand b, TensorWriter writer)
    {
        if (a.IsRawInteger && b.IsRawInteger)
        {
            bool unsigned = a.Element == ElementType.UInt64;
            return (i, p, q) => writer.Integer(i, Integers.Compare(op.Kind, a.Data.IntegerAt(p), b.Data.IntegerAt(q), unsigned) ? 1 : 0);
        }

        double[] aReals = TensorReader.Reals(a);
        double[] bReals = TensorReader.Reals(b);
        return (i, p, q) => writer.Integer(i, Compare(op.Kind, aReals[p], bReals[q]) ? 1 : 0);
    }

    private static bool Compare(BinaryKind kind, double a, double b) => kind switch
    {
        BinaryKind.Equal => a == b,
        BinaryKind.Less => a < b,
        BinaryKind.LessOrEqual => a <= b,
        BinaryKind.Greater => a > b,
        _ => a >= b,
    };

    private static Action<int, int, int> RawIntegers(Binary op, Operand a, Operand b, TensorType y, TensorWriter writer) =>
        (i, p, q) => writer.Integer(i, Integers.Binary(op.Kind, a.Data.IntegerAt(p), b.Data.IntegerAt(q), y.Element));

    private static Action<int, int, int> Sum(Binary op, Operand a, Operand b, TensorType y, TensorWriter writer)
    {
        int moved = SignedCodes.Moved(op.Signed, y.Element);
        AddParameters parameters = QuantizedAdd.Parameters(
            a.Quantization!.Shifted(-moved), b.Quantization!.Shifted(-moved), y.Quantization!.Shifted(-moved));
        return (i, p, q) => writer.Integer(
            i,
            moved + QuantizedAdd.Code(
                parameters, (int)a.Data.IntegerAt(p) - moved, (int)b.Data.IntegerAt(q) - moved, writer.Low - moved, writer.High - moved));
    }

    private static Action<int, int, int> Product(Binary op, Operand a, Operand b, TensorType y, TensorWriter writer)
    {
        int moved = SignedCodes.Moved(op.Signed, y.Element);
        float scale = QuantizedMul.Scale(a.Quantization!, b.Quantization!, y.Quantization!);
        int[] aCentred = TensorReader.Centred(a);
        int[] bCentred = TensorReader.Centred(b);
        int zeroPoint = y.Quantization!.ZeroPoint - moved;
        return (i, p, q) => writer.Integer(i, moved + QuantizedMul.Code(aCentred[p], bCentred[q], scale, zeroPoint, writer.Low - moved, writer.High - moved));
    }

    private static Action<int, int, int> Reals(Binary op, Operand a, Operand b, TensorType y, TensorWriter writer)
    {
        double[] aReals = TensorReader.Reals(a);
        double[] bReals = TensorReader.Reals(b);
        Precision precision = Precision.Of(y, a, b);
        return (i, p, q) => writer.Real(i, precision.Round(Real(op.Kind, aReals[p], bReals[q])));
    }

    private static double Real(BinaryKind kind, double a, double b) => kind switch
    {
        BinaryKind.Add => a + b,
        BinaryKind.Sub => a - b,
        BinaryKind.Mul => a * b,
        BinaryKind.Div => a / b,
        BinaryKind.Min => Math.Min(a, b),
        BinaryKind.Max => Math.Max(a, b),
        BinaryKind.Pow => Math.Pow(a, b),
        BinaryKind.Remainder => a % b,
        _ => throw new NotSupportedException($"{kind} of reals"),
    };
}
