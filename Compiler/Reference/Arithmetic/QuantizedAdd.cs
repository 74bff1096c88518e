namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>The constants of an addition of codes: sa/sy, sb/sy and zy - (sa/sy*za + sb/sy*zb).</summary>
internal readonly record struct AddParameters(float FirstScale, float SecondScale, float Offset);

/// <summary>ONNX Runtime's QLinearAdd on x64 with AVX2, which uses fused multiply-adds and rounds with the zero point inside.</summary>
internal static class QuantizedAdd
{
    public static AddParameters Parameters(Quantization a, Quantization b, Quantization y)
    {
        float first = a.Scale / y.Scale;
        float second = b.Scale / y.Scale;
        float secondZero = second * b.ZeroPoint;
        return new AddParameters(first, second, y.ZeroPoint - Float32.FusedMultiplyAdd(first, a.ZeroPoint, secondZero));
    }

    /// <summary>
    /// The operands change places: the first one, and not the second, is a single number along the innermost axis on which either is longer than 1.
    /// </summary>
    public static bool IsReversed(Shape a, Shape b)
    {
        int rank = System.Math.Max(a.Rank, b.Rank);
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int aExtent = fromEnd <= a.Rank ? a[-fromEnd] : 1;
            int bExtent = fromEnd <= b.Rank ? b[-fromEnd] : 1;
            if (aExtent != 1 || bExtent != 1)
            {
                return aExtent == 1;
            }
        }

        return false;
    }

    public static int Code(AddParameters parameters, int a, int b, int low, int high) => Saturation.Round(
        Float32.FusedMultiplyAdd(a, parameters.FirstScale, Float32.FusedMultiplyAdd(b, parameters.SecondScale, parameters.Offset)), low, high);
}
