using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>
/// ONNX Runtime's sigmoid and hyperbolic tangent: a quotient of polynomials in x², evaluated by Horner's rule in fused multiply-adds. A step that is decided
/// by rounding, as the codes of a state are, agrees with it only when these do.
/// </summary>
internal static class RationalFunctions
{
    private static readonly float[] sigmoidNumerator = [4.37031012579801e-11f, 1.15627324459942e-07f, 6.08574864600143e-05f, 8.51377133304701e-03f, 2.48287947061529e-01f];

    private static readonly float[] sigmoidDenominator =
        [6.10247389755681e-13f, 5.76102136993427e-09f, 6.29106785017040e-06f, 1.70198817374094e-03f, 1.16817656904453e-01f, 9.93151921023180e-01f];

    private static readonly float[] tanhNumerator =
    [
        -2.76076847742355e-16f, 2.00018790482477e-13f, -8.60467152213735e-11f, 5.12229709037114e-08f, 1.48572235717979e-05f, 6.37261928875436e-04f, 4.89352455891786e-03f,
    ];

    private static readonly float[] tanhDenominator = [1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f];

    /// <summary>max(0, x·p(x²) / q(x²) + 1/2), x bounded to ±18.</summary>
    public static float Sigmoid(float x)
    {
        float y = Quotient(Bounded(x, 18), sigmoidNumerator, sigmoidDenominator) + 0.5f;
        return y < 0 ? 0 : y;
    }

    /// <summary>x·p(x²) / q(x²), x bounded to ±9.</summary>
    public static float Tanh(float x) => Quotient(Bounded(x, 9), tanhNumerator, tanhDenominator);

    private static float Bounded(float x, float bound) => x < -bound ? -bound : x > bound ? bound : x;

    private static float Quotient(float x, float[] numerator, float[] denominator)
    {
        float square = x * x;
        float p = x * Polynomial(square, numerator);
        return p / Polynomial(square, denominator);
    }

    private static float Polynomial(float x, float[] coefficients)
    {
        float sum = coefficients[0];
        for (int i = 1; i < coefficients.Length; i++)
        {
            sum = Float32.FusedMultiplyAdd(sum, x, coefficients[i]);
        }

        return sum;
    }
}
