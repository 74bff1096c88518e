using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>Moves codes between u8 and s8: the same numbers 128 apart, which is a flip of the top bit.</summary>
public static unsafe class FlipSign
{
    /// <summary><c>y[i] = x[i] ^ 0x80</c>; y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* x, byte* y, int length, int part, int parts)
    {
        (int begin, int end) = Partition.Of(length, part, parts, 64);
        nint i = begin;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= end - 32; i += 32)
            {
                (Vector256.Load(x + i) ^ Vector256.Create((byte)0x80)).Store(y + i);
            }
        }

        for (; i <= end - 16; i += 16)
        {
            (Vector128.Load(x + i) ^ Vector128.Create((byte)0x80)).Store(y + i);
        }

        for (; i < end; i++)
        {
            y[i] = (byte)(x[i] ^ 0x80);
        }
    }
}
