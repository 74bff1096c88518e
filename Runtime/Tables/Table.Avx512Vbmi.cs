using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>VPERMI2B looks 64 codes up in half the table; the codes' sign bits choose the half.</summary>
internal readonly unsafe struct Avx512VbmiTable : ITable
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Map(byte* x, byte* y, byte* table, int count)
    {
        Vector512<byte> t0 = Vector512.Load(table);
        Vector512<byte> t1 = Vector512.Load(table + 64);
        Vector512<byte> t2 = Vector512.Load(table + 128);
        Vector512<byte> t3 = Vector512.Load(table + 192);
        int i = 0;
        for (; i + 64 <= count; i += 64)
        {
            Vector512<byte> codes = Vector512.Load(x + i);
            Vector512<byte> low = Avx512Vbmi.PermuteVar64x8x2(t0, codes, t1);
            Vector512<byte> high = Avx512Vbmi.PermuteVar64x8x2(t2, codes, t3);
            Avx512BW.BlendVariable(low, high, codes).Store(y + i);
        }

        return i;
    }
}
