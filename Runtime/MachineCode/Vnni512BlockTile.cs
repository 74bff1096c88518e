using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>VPDPBUSD in 512-bit registers, from machine code: up to 12 rows by 16 columns, whose sums never leave the registers.</summary>
internal readonly unsafe struct Vnni512BlockTile : IBlockTile
{
    public static int Rows => 12;

    public static bool Signed => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(in BlockRows x, int row, int count, in BlockPanels w, int panel, float* sums)
    {
        nint entry = (nint)panel * w.Blocks * 16, rowBytes = 8 * (nint)w.Steps * w.Blocks;
        Vnni512BlockCode.Arguments arguments;
        arguments.Codes = w.Codes + ((nint)panel * w.Blocks * w.BlockBytes);
        arguments.Scales = w.Scales + entry;
        arguments.Zeros = w.Zeros == null ? null : w.Zeros + entry;
        arguments.Constants = w.Constants == null ? null : w.Constants + entry;
        arguments.Blocks = w.Blocks;
        arguments.Steps = w.Steps;
        arguments.Rows = x.Codes + (row * rowBytes);
        arguments.RowBytes = rowBytes;
        arguments.RowScales = x.Scales == null ? null : x.Scales + row;
        arguments.Offsets = x.Offsets + row;
        arguments.BlockStep = sizeof(int) * (nint)x.Stride;
        arguments.Sums = sums;
        Vnni512BlockCode.Run(&arguments, w.Bits, count);
    }
}
