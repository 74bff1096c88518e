using System;
using System.Runtime.InteropServices;

namespace Octavo.Runtime;

/// <summary>Machine code in memory: mapped writable, filled, then made executable and never writable again.</summary>
internal static unsafe class ExecutableMemory
{
    const int ReadWrite = 1 | 2;
    const int ReadExecute = 1 | 4;
    const int PrivateAnonymous = 0x02 | 0x20;

    /// <summary>Linux only. Returns null where the system forbids it, which some hardened ones do. The memory lives as long as the process.</summary>
    public static byte* Load(ReadOnlySpan<byte> code)
    {
        nint program = NativeLibrary.GetMainProgramHandle();
        if (!NativeLibrary.TryGetExport(program, "mmap", out nint mmap) || !NativeLibrary.TryGetExport(program, "mprotect", out nint mprotect))
        {
            return null;
        }

        var map = (delegate* unmanaged<void*, nuint, int, int, int, nint, byte*>)mmap;
        byte* memory = map(null, (nuint)code.Length, ReadWrite, PrivateAnonymous, -1, 0);
        if (memory == (byte*)-1)
        {
            return null;
        }

        code.CopyTo(new Span<byte>(memory, code.Length));
        var protect = (delegate* unmanaged<void*, nuint, int, int>)mprotect;
        return protect(memory, (nuint)code.Length, ReadExecute) == 0 ? memory : null;
    }
}
