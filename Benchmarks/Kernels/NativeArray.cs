using System;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.Kernels;

/// <summary>Native memory that kernels may overrun, as they may in an arena; never freed, since a benchmark's process ends soon.</summary>
internal static unsafe class NativeArray
{
    private const int Margin = 4096;

    /// <summary>Random bytes.</summary>
    public static byte* Codes(int length)
    {
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)length + (2 * Margin), 64);
        new Random(1).NextBytes(new Span<byte>(memory, length + (2 * Margin)));
        return memory + Margin;
    }

    public static T* Of<T>(params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        T* memory = (T*)Codes(values.Length * sizeof(T));
        values.CopyTo(new Span<T>(memory, values.Length));
        return memory;
    }

    public static T* Filled<T>(int length, T value)
        where T : unmanaged
    {
        T* memory = (T*)Codes(length * sizeof(T));
        new Span<T>(memory, length).Fill(value);
        return memory;
    }
}
