using System;
using System.IO;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>The machine code of Vnni512.S, made executable once. The arguments' layouts are stated there.</summary>
internal static unsafe class Vnni512Code
{
    /// <summary>Windows and panels.</summary>
    internal struct DotArguments(in Reduction reduction)
    {
        public fixed ulong Rows[8];

        /// <summary>Where panels have segments of their own, those of the first one.</summary>
        public int* Segments = reduction.IsSparse ? reduction.Segments + *reduction.PanelStarts : reduction.Segments;

        /// <summary>The end of the segments, or where those of each panel begin.</summary>
        public int* SegmentsEnd = reduction.IsSparse ? reduction.PanelStarts : reduction.Segments + reduction.SegmentCount;
        public nint Steps = (reduction.SegmentBytes + 3) / 4;
        public sbyte* Weights;
        public nint PanelBytes = reduction.PanelBytes;

        /// <summary>Counted down by the code, which also moves <see cref="Weights"/>.</summary>
        public nint Panels;
    }

    internal struct SumArguments
    {
        public DotArguments Dot;
        public int* Accumulators;
    }

    /// <summary>What requantization to codes needs beside multipliers, each repeated over a double word.</summary>
    internal readonly struct CodeConstants(in Epilogue epilogue)
    {
        public readonly uint ZeroPoint = (uint)epilogue.ZeroPoint * 0x0001_0001;
        public readonly uint Low = (uint)epilogue.Low * 0x0101_0101;
        public readonly uint High = (uint)epilogue.High * 0x0101_0101;

        /// <summary>A float beyond all codes: the conversion to integers turns what leaves int32 upwards into the least integer.</summary>
        public readonly float Bound = 1 << 20;
    }

    internal struct ConvolutionArguments
    {
        public DotArguments Dot;
        public int* Bias;
        public float* Multipliers;
        public fixed ulong Outputs[8];
        public nint Channel;
        public ulong LastMask;
        public CodeConstants Codes;
        public fixed ulong Residuals[8];
        public float SelfScale;
        public float ResidualScale;
        public float ResidualOffset;
        public uint FinalLow;
        public uint FinalHigh;
        public float LowDifference;
        public float HighDifference;
        public float FloatZeroPoint;
    }

    internal struct FloatArguments
    {
        public DotArguments Dot;
        public int* Bias;
        public float* Multipliers;
        public fixed ulong Outputs[8];
        public nint Channel;
        public ulong LastMask;
        public int* InputFactors;
        public float* FloatBias;
        public int InputZeroPoint;
        public float InputScale;
        public float Low;
        public float High;
    }

    internal struct DepthwiseArguments
    {
        public fixed ulong Windows[4];
        public fixed ulong Outputs[4];
        public int* Taps;
        public nint Steps;
        public nint SingleTap;
        public byte* Blocks;
        public nint Blocks64;
        public nint Blocks32;
        public nint Blocks16;
        public ulong LastMask;
        public CodeConstants Codes;
    }

    /// <summary>AVX-512 state in XCR0: SSE, AVX, opmask and both halves of the 512-bit registers.</summary>
    const ulong Avx512State = 0b1110_0110;

    static readonly byte* code = Make();

    /// <summary>True where the processor has AVX512_VNNI, the operating system keeps 512-bit registers, and it lets code be made executable.</summary>
    public static bool IsSupported => code is not null;

    /// <summary>The assembled bytes of Vnni512.S.</summary>
    internal static ReadOnlySpan<byte> Bytes
    {
        get
        {
            var stream = (UnmanagedMemoryStream)typeof(Vnni512Code).Assembly.GetManifestResourceStream("Vnni512.bin")!;
            return new(stream.PositionPointer, (int)stream.Length);
        }
    }

    /// <summary>One row by four panels.</summary>
    public static void DotRow(SumArguments* arguments) => ((delegate* unmanaged[Cdecl, SuppressGCTransition]<SumArguments*, void>)Function(0))(arguments);

    /// <summary>Eight rows by up to four panels.</summary>
    public static void DotTile(SumArguments* arguments) => ((delegate* unmanaged[Cdecl, SuppressGCTransition]<SumArguments*, void>)Function(1))(arguments);

    /// <summary>One row by any number of panels with segments of their own.</summary>
    public static void DotSparseRow(SumArguments* arguments) => ((delegate* unmanaged[Cdecl, SuppressGCTransition]<SumArguments*, void>)Function(15))(arguments);

    /// <summary>The function from eight pixels by any number of panels to codes: for all, for epilogues that saturate, for codes plus a residual, and for a residual plus codes.</summary>
    public static delegate* unmanaged[Cdecl, SuppressGCTransition]<ConvolutionArguments*, void> Convolution(in Epilogue epilogue, bool isSparse)
    {
        int form = epilogue.Kind == EpilogueKind.Codes ? (epilogue.Saturates ? 1 : 0) : epilogue.ResidualFirst ? 3 : 2;
        return (delegate* unmanaged[Cdecl, SuppressGCTransition]<ConvolutionArguments*, void>)Function((isSparse ? 10 : 2) + form);
    }

    /// <summary>The function from eight pixels by any number of panels to floats.</summary>
    public static delegate* unmanaged[Cdecl, SuppressGCTransition]<FloatArguments*, void> ConvolutionToFloats(bool isSparse) =>
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<FloatArguments*, void>)Function(isSparse ? 14 : 9);

    /// <summary>Four pixels of a depthwise convolution by all channels, to codes.</summary>
    public static void Depthwise(DepthwiseArguments* arguments) => Depthwise(Function(6), arguments);

    /// <summary>The same, for epilogues that saturate.</summary>
    public static void SaturatingDepthwise(DepthwiseArguments* arguments) => Depthwise(Function(7), arguments);

    /// <summary>A bit for each channel of the last pair of panels, or of the single one behind the pairs; panels with segments of their own are all single.</summary>
    /// <param name="channels">From the first panel's on.</param>
    public static ulong LastMask(int channels, int panels, bool isSparse)
    {
        int last = Math.Min(channels, 16 * panels) - 16 * (panels - 1);
        return (1UL << (panels % 2 == 0 && !isSparse ? last + 16 : last)) - 1;
    }

    static byte* Function(int index) => Function(code, index);

    /// <summary>The code begins with the table of its functions' offsets.</summary>
    static byte* Function(byte* memory, int index) => memory + ((int*)memory)[index];

    static void Depthwise(byte* function, DepthwiseArguments* arguments) =>
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<DepthwiseArguments*, void>)function)(arguments);

    static byte* Make()
    {
        // The code follows the System V calling convention.
        if (!OperatingSystem.IsLinux() || !X86Base.X64.IsSupported || !HasInstructions())
        {
            return null;
        }

        byte* memory = ExecutableMemory.Load(Bytes);
        if (memory is null)
        {
            return null;
        }

        ulong state = ((delegate* unmanaged[Cdecl, SuppressGCTransition]<ulong>)Function(memory, 8))();
        return (state & Avx512State) == Avx512State ? memory : null;
    }

    /// <summary>OSXSAVE, without which XGETBV is no instruction, AVX512F, BW, VL and VNNI; native compilation does not resolve the latter's IsSupported.</summary>
    static bool HasInstructions()
    {
        if (X86Base.CpuId(0, 0).Eax < 7)
        {
            return false;
        }

        const int F = 1 << 16, BW = 1 << 30, VL = 1 << 31;
        bool osxsave = (X86Base.CpuId(1, 0).Ecx & (1 << 27)) != 0;
        (int _, int ebx, int ecx, int _) = X86Base.CpuId(7, 0);
        return osxsave && (ebx & (F | BW | VL)) == (F | BW | VL) && (ecx & (1 << 11)) != 0;
    }
}
