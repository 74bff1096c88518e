namespace Octavo.Runtime;

/// <summary>What happens to the int32 accumulators of a convolution or product.</summary>
public enum EpilogueKind
{
    /// <summary>Requantize to 8-bit codes.</summary>
    Codes,

    /// <summary>Requantize to 8-bit codes, then add the residual operand and requantize again.</summary>
    CodesPlusResidual,

    /// <summary>Scale to float, add a float bias, clamp.</summary>
    Float,

    /// <summary>The int32 sums themselves.</summary>
    Accumulators,
}

/// <summary>
/// The epilogue of a convolution or product. With <c>acc = Σ x·w</c> over raw codes x (u8) and s8 weights w:
/// <code>
/// acc += Bias[n] − WeightZeroPoint[n]·Σx                       int32, wrapping; Bias holds −zx·Σw + K·zx·zw as well
/// Codes:  q = int(round_half_even(clamp(float(acc)·Multiplier[n], Low−ZeroPoint, High−ZeroPoint))) + ZeroPoint
/// Residual (r is the residual code, fixed = ResidualOffset):
///         v = ResidualFirst ? fma(r, ResidualScale, fma(q, SelfScale, fixed)) : fma(q, SelfScale, fma(r, ResidualScale, fixed))
///         y = clamp(int(round_half_even(v)), FinalLow, FinalHigh)
/// Float:  y = clamp(float(acc)·Multiplier[n] + FloatBias[n], FloatLow, FloatHigh)      multiply, then add: no fused step
/// Accumulators: y = acc                                        int32
/// </code>
/// When the quantization of x is computed at run time, <see cref="InputFactor"/> is set and floats and accumulators come from
/// <code>
/// acc += InputZeroPoint·InputFactor[n]                         InputFactor holds K·zw − Σw, which Bias then lacks
/// Float:  y = clamp(float(acc)·(InputScale·Multiplier[n]) + FloatBias[n], FloatLow, FloatHigh)
/// </code>
/// Arrays are padded to a multiple of 16 channels per group, and group g's start at <c>g * roundUp(Channels, 16)</c>.
/// </summary>
public unsafe struct Epilogue
{
    public EpilogueKind Kind;

    /// <summary>For kernels that take x as u8.</summary>
    public int* Bias;

    /// <summary>For kernels that take x as x−128 in s8: Bias + 128·Σw. Null for depthwise convolutions, which widen.</summary>
    public int* SignedBias;

    public float* Multiplier;

    /// <summary>All multipliers are less than 1 in magnitude, so that an int32 times any of them is one again.</summary>
    public bool IsReducing;

    /// <summary>Zero points of the weights that could not be folded into them; null when all are 0.</summary>
    public int* WeightZeroPoint;

    /// <summary>Null when zero point and scale of x are constants.</summary>
    public int* InputFactor;
    public int InputZeroPoint;
    public float InputScale;

    public int ZeroPoint;
    public int Low;
    public int High;

    /// <summary>Conversions that saturate at 0 and 255 do all the clamping of codes.</summary>
    public readonly bool Saturates => IsReducing && Low == byte.MinValue && High == byte.MaxValue;

    /// <summary>Read a register at a time: up to 15 bytes behind the last channel of a pixel.</summary>
    public byte* Residual;
    public PixelStrides ResidualStrides;
    public bool ResidualFirst;
    public float SelfScale;
    public float ResidualScale;
    public float ResidualOffset;
    public int FinalLow;
    public int FinalHigh;

    /// <summary>Null when there is none.</summary>
    public float* FloatBias;
    public float FloatLow;
    public float FloatHigh;
}
