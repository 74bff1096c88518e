using System;
using System.Runtime.InteropServices;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>Native memory between guards, at an alignment of 1 element, so that kernels meet addresses of every kind.</summary>
internal sealed unsafe class Guarded<T> : IDisposable
    where T : unmanaged
{
    const int GuardBytes = 256;
    const byte GuardValue = 0xA5;

    readonly byte* memory;

    public Guarded(int length)
    {
        Length = length;
        memory = (byte*)NativeMemory.Alloc((nuint)(2 * GuardBytes + length * sizeof(T)));
        new Span<byte>(memory, 2 * GuardBytes + length * sizeof(T)).Fill(GuardValue);
    }

    public Guarded(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    public int Length { get; }

    public T* Pointer => (T*)(memory + GuardBytes + sizeof(T));

    public Span<T> Span => new(Pointer, Length);

    public ref T this[int index] => ref Span[index];

    public static implicit operator T*(Guarded<T>? buffer) => buffer is null ? null : buffer.Pointer;

    /// <summary>Fails if anything outside the buffer was written.</summary>
    public void AssertGuards()
    {
        int before = GuardBytes + sizeof(T);
        Assert.Equal(-1, new Span<byte>(memory, before).IndexOfAnyExcept(GuardValue));
        Assert.Equal(-1, new Span<byte>((byte*)(Pointer + Length), GuardBytes - sizeof(T)).IndexOfAnyExcept(GuardValue));
    }

    public void Dispose() => NativeMemory.Free(memory);
}
