using System;
using System.Runtime.InteropServices;

namespace Octavo.Generator.Tests.Runtime;

/// <summary>Native memory for kernels under test, with guard elements on both sides that must survive.</summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Guard = 64;

    private readonly T* _block;

    public NativeBuffer(int length, T guard = default)
    {
        Length = length;
        GuardValue = guard;
        _block = (T*)NativeMemory.AlignedAlloc((nuint)((length + (2 * Guard)) * sizeof(T)), 64);
        new Span<T>(_block, length + (2 * Guard)).Fill(guard);
    }

    public NativeBuffer(ReadOnlySpan<T> contents)
        : this(contents.Length) => contents.CopyTo(Span);

    public int Length { get; }

    public T GuardValue { get; }

    public T* Pointer => _block + Guard;

    public Span<T> Span => new(Pointer, Length);

    public bool GuardsIntact =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(_block, Guard)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(Pointer + Length, Guard)))
        && new ReadOnlySpan<T>(_block, Guard).IndexOfAnyExcept(GuardValue) < 0;

    public void Dispose() => NativeMemory.AlignedFree(_block);
}
