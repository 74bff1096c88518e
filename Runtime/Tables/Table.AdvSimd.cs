using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Octavo.Runtime;

/// <summary>TBL and TBX look 16 codes up in a quarter of the table; a code beyond the quarter keeps what it has.</summary>
internal readonly unsafe struct AdvSimdTable : ITable
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Map(byte* x, byte* y, byte* table, int count)
    {
        var quarter0 = Quarter(table);
        var quarter1 = Quarter(table + 64);
        var quarter2 = Quarter(table + 128);
        var quarter3 = Quarter(table + 192);
        Vector128<byte> step = AdvSimd.DuplicateToVector128((byte)64);
        int i = 0;
        for (; i + 16 <= count; i += 16)
        {
            Vector128<byte> codes = AdvSimd.LoadVector128(x + i);
            Vector128<byte> result = AdvSimd.Arm64.VectorTableLookup(quarter0, codes);
            codes = AdvSimd.Subtract(codes, step);
            result = AdvSimd.Arm64.VectorTableLookupExtension(result, quarter1, codes);
            codes = AdvSimd.Subtract(codes, step);
            result = AdvSimd.Arm64.VectorTableLookupExtension(result, quarter2, codes);
            codes = AdvSimd.Subtract(codes, step);
            result = AdvSimd.Arm64.VectorTableLookupExtension(result, quarter3, codes);
            AdvSimd.Store(y + i, result);
        }

        return i;
    }

    static (Vector128<byte>, Vector128<byte>, Vector128<byte>, Vector128<byte>) Quarter(byte* table) =>
        (AdvSimd.LoadVector128(table), AdvSimd.LoadVector128(table + 16), AdvSimd.LoadVector128(table + 32), AdvSimd.LoadVector128(table + 48));
}
