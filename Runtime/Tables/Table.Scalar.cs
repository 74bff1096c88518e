using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Four codes at a time, for the sake of one store.</summary>
internal readonly unsafe struct ScalarTable : ITable
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Map(byte* x, byte* y, byte* table, int count)
    {
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            *(int*)(y + i) = table[x[i]] | table[x[i + 1]] << 8 | table[x[i + 2]] << 16 | table[x[i + 3]] << 24;
        }

        return i;
    }
}
