using System;
using System.Runtime.InteropServices;

namespace Octavo.Runtime;

/// <summary>
/// A model instance's working memory: a zeroed native block aligned to 64 bytes, with <see cref="Slack"/> readable bytes before and after it for
/// vector loads that overhang. A forgotten instance is freed by its finalizer; whoever uses <see cref="Pointer"/> keeps the arena alive meanwhile.
/// </summary>
public sealed unsafe class Arena : SafeHandle
{
    public const int Slack = 64;

    private readonly long _allocated;

    public Arena(long length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _allocated = checked(length + (2 * Slack));
        void* block = NativeBlock.Allocate((nuint)_allocated);
        NativeMemory.Clear(block, (nuint)_allocated);
        SetHandle((nint)block);
        GC.AddMemoryPressure(_allocated);
    }

    /// <summary>Usable bytes.</summary>
    public long Length { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>The first usable byte.</summary>
    /// <exception cref="ObjectDisposedException">The arena was disposed of.</exception>
    public byte* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (byte*)handle + Slack;
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeBlock.Free((void*)handle);
        GC.RemoveMemoryPressure(_allocated);
        return true;
    }
}
