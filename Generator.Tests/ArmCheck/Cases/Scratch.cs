using System;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>Memory for one case, given out from both ends. The caller may guard what follows it.</summary>
internal unsafe struct Scratch(byte* memory, nint length)
{
    /// <summary>What a case needs at most.</summary>
    public const int Length = 1 << 20;

    byte* first = memory;
    byte* end = memory + length;

    /// <summary>Zeroed memory, aligned to 64 bytes.</summary>
    public T* Take<T>(int count)
        where T : unmanaged
    {
        byte* start = (byte*)(((nint)first + 63) & -64);
        first = start + (nint)count * sizeof(T);
        return (T*)Clear(start, first);
    }

    /// <summary>Zeroed memory that ends where the memory taken last from the end begins.</summary>
    public byte* TakeLast(int count)
    {
        byte* stop = end;
        end -= count;
        return Clear(end, stop);
    }

    readonly byte* Clear(byte* start, byte* stop)
    {
        if (first > end)
        {
            throw new InsufficientMemoryException();
        }

        new Span<byte>(start, (int)(stop - start)).Clear();
        return start;
    }
}
