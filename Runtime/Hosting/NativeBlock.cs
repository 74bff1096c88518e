using System;
using System.Runtime.InteropServices;

namespace Octavo.Runtime;

/// <summary>
/// Native memory aligned to 64 bytes. A block that fills large pages asks for them, where the system gives them on request (Linux): touching it for the
/// first time is a few page faults instead of hundreds, and kernels miss fewer address translations.
/// </summary>
internal static unsafe class NativeBlock
{
    private const nuint Alignment = 64;
    private const nuint LargePage = 2 << 20;
    private const int AdviseLargePages = 14;

    /// <summary>Bytes that hold anything; freed by <see cref="Free"/>.</summary>
    public static byte* Allocate(nuint length)
    {
        nuint whole = (length + LargePage - 1) / LargePage * LargePage;

        // What the last page has left over is memory that nobody uses: at most a third of the block.
        if (whole - length > length / 3 || !OperatingSystem.IsLinux())
        {
            return (byte*)NativeMemory.AlignedAlloc(length, Alignment);
        }

        byte* block = (byte*)NativeMemory.AlignedAlloc(whole, LargePage);
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out nint advise))
        {
            // A system that refuses leaves small pages.
            _ = ((delegate* unmanaged<void*, nuint, int, int>)advise)(block, whole, AdviseLargePages);
        }

        return block;
    }

    public static void Free(void* block) => NativeMemory.AlignedFree(block);
}
