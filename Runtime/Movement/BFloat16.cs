using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>An element type for <see cref="Casts"/>: bfloat16, the upper half of a float, as its bits.</summary>
public readonly record struct BFloat16(ushort Bits)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToFloat() => BitConverter.UInt32BitsToSingle((uint)Bits << 16);

    /// <summary>Round to nearest, ties to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BFloat16 OfFloat(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return new BFloat16((ushort)(float.IsNaN(value) ? 0x7FC0 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }
}
