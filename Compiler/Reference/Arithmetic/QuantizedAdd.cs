namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>Which operand of a broadcasting addition is one number for a whole innermost run.</summary>
internal enum ScalarOperand
{
    None,
    First,
    Second,
}

/// <summary>The constants of an addition of codes: sa/sy, sb/sy and zy - (sa/sy*za + sb/sy*zb).</summary>
internal readonly record struct AddParameters(float FirstScale, float SecondScale, float Offset);

/// <summary>ONNX Runtime's QLinearAdd on x64 with AVX2, which uses fused multiply-adds and rounds with the zero point inside.</summary>
internal static class QuantizedAdd
{
    public static AddParameters Parameters(Quantization a, Quantization b, Quantization y)
    {
        float first = a.Scale / y.Scale;
        float second = b.Scale / y.Scale;
        float firstZero = first * a.ZeroPoint;
        float secondZero = second * b.ZeroPoint;
        return new AddParameters(first, second, y.ZeroPoint - (firstZero + secondZero));
    }

    /// <summary>
    /// An operand that is broadcast along the innermost axis longer than 1 is added to the offset first.
    /// </summary>
    public static ScalarOperand Scalar(Shape a, Shape b)
    {
        int rank = System.Math.Max(a.Rank, b.Rank);
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int aExtent = fromEnd <= a.Rank ? a[-fromEnd] : 1;
            int bExtent = fromEnd <= b.Rank ? b[-fromEnd] : 1;
            if (aExtent != 1 || bExtent != 1)
            {
                return aExtent == bExtent ? ScalarOperand.None : aExtent == 1 ? ScalarOperand.First : ScalarOperand.Second;
            }
        }

        return ScalarOperand.None;
    }

    public static int Code(AddParameters parameters, int a, int b, ScalarOperand scalar, int low, int high)
    {
        (float first, float second, float offset) = (parameters.FirstScale, parameters.SecondScale, parameters.Offset);
        float sum = scalar switch
        {
            ScalarOperand.First => Float32.FusedMultiplyAdd(b, second, offset + Product(a, first)),
            ScalarOperand.Second => Float32.FusedMultiplyAdd(a, first, offset + Product(b, second)),
            _ => Float32.FusedMultiplyAdd(a, first, Float32.FusedMultiplyAdd(b, second, offset)),
        };
        return Saturation.Round(sum, low, high);
    }

    /// <summary>Rounded on its own, so that no addition can be fused onto it.</summary>
    private static float Product(int code, float scale) => (float)(code * scale);
}
