using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Functions of one code, as tables. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Lookup
{
    /// <summary><c>y = table[x]</c>, also in place.</summary>
    /// <param name="table">256 codes.</param>
    public static void Run(byte* x, byte* y, byte* table, in LoopNest loop, int part, int parts) =>
        Run(InstructionSets.Vectors, x, y, table, loop, part, parts);

    internal static void Run(InstructionSet set, byte* x, byte* y, byte* table, in LoopNest loop, int part, int parts)
    {
        switch (set)
        {
            case InstructionSet.Avx512BW or InstructionSet.AvxVnni when Avx512Vbmi.IsSupported:
                Walk<Avx512VbmiTable>(x, y, table, loop, part, parts);
                break;
            case InstructionSet.AdvSimd or InstructionSet.ArmDp:
                Walk<AdvSimdTable>(x, y, table, loop, part, parts);
                break;
            default:
                Walk<ScalarTable>(x, y, table, loop, part, parts);
                break;
        }
    }

    static void Walk<TTable>(byte* x, byte* y, byte* table, in LoopNest nest, int part, int parts)
        where TTable : struct, ITable
    {
        int inner = nest.Rank - 1;
        Loop<TTable> body = new() { X = x, Y = y, Table = table, XStride = nest.X[inner], YStride = nest.Y[inner] };
        LoopDriver.Walk<Loop<TTable>, ScalarLanes, int, float>(nest, body, part, parts);
    }

    struct Loop<TTable> : ILoop
        where TTable : struct, ITable
    {
        public byte* X;
        public byte* Y;
        public byte* Table;
        public int XStride;
        public int YStride;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            byte* from = X + x;
            byte* to = Y + y;
            int i = XStride == 1 && YStride == 1 ? TTable.Map(from, to, Table, count) : 0;
            for (; i < count; i++)
            {
                to[(nint)i * YStride] = Table[from[(nint)i * XStride]];
            }
        }
    }
}
