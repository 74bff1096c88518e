namespace Octavo.Runtime;

/// <summary>The bits of some floats.</summary>
internal static class FloatBits
{
    public const int One = 0x3F80_0000;

    /// <summary>The least float whose mantissa counts as one of 2/3 … 4/3.</summary>
    public const int TwoThirds = 0x3F2A_AAAB;
}
