using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>A register's worth of units of a layer; the last register of a row may hold fewer.</summary>
internal readonly unsafe struct RecurrentUnits<T>
    where T : struct, IFloatLanes<T>
{
    private readonly float* _buffer;
    private readonly int _count;

    /// <param name="first">The first unit.</param>
    /// <param name="hidden">The units of the layer.</param>
    /// <param name="buffer">Room for <see cref="SpreadLanes.Buffer"/> floats, initialized.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RecurrentUnits(int first, int hidden, float* buffer)
    {
        First = first;
        _count = Math.Min(T.Count, hidden - first);
        _buffer = buffer;
    }

    public int First { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Load(float* row) => _count == T.Count ? T.Load(row + First) : SpreadLanes.Load<T>(row + First, 1, _count, _buffer);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T value, float* row)
    {
        if (_count == T.Count)
        {
            value.Store(row + First);
        }
        else
        {
            SpreadLanes.Store(value, row + First, 1, _count, _buffer);
        }
    }

    /// <summary>Values between −bound and bound; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Clip(T value, T bound) => T.IfLess(value, -bound, -bound, T.IfLess(bound, value, bound, value));
}
