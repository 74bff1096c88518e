using System;
using System.IO;

namespace Octavo.Runtime;

/// <summary>The machine code of Vnni512Blocks.S, made executable once. The arguments' layout is stated there.</summary>
internal static unsafe class Vnni512BlockCode
{
    internal struct Arguments
    {
        public byte* Codes;
        public float* Scales;
        public byte* Zeros;
        public int* Constants;
        public nint Blocks;
        public nint Steps;
        public sbyte* Rows;
        public nint RowBytes;
        public float* RowScales;
        public int* Offsets;
        public nint BlockStep;
        public float* Sums;
    }

    static readonly byte* code = Vnni512Code.IsSupported ? ExecutableMemory.Load(Bytes) : null;

    public static bool IsSupported => code is not null;

    /// <summary>The assembled bytes of Vnni512Blocks.S.</summary>
    internal static ReadOnlySpan<byte> Bytes
    {
        get
        {
            var stream = (UnmanagedMemoryStream)typeof(Vnni512BlockCode).Assembly.GetManifestResourceStream("Vnni512Blocks.bin")!;
            return new(stream.PositionPointer, (int)stream.Length);
        }
    }

    /// <summary>The least of 1, 4, 8 and 12 rows that are no fewer than these, by one panel.</summary>
    public static void Run(Arguments* arguments, int bits, int rows)
    {
        int function = (bits == 4 ? 0 : 4) + (rows == 1 ? 0 : (rows + 3) / 4);
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<Arguments*, void>)(code + ((int*)code)[function]))(arguments);
    }
}
