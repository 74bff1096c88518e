using System;
using System.Threading;

namespace Octavo.Runtime;

/// <summary>
/// Idle instances of a model. Renting creates one only when all are in use, so that there are never more than ran at the same time, and
/// nothing is allocated once that many exist.
/// </summary>
public sealed class InstancePool<T>(Func<T> create)
    where T : class
{
    private readonly Lock _gate = new();

    /// <summary>One idle instance outside the lock: all there is to it when calls do not overlap.</summary>
    private T? _first;

    private T?[] _rest = new T?[4];
    private int _count;

    /// <summary>An instance that nobody else uses until it is returned.</summary>
    public T Rent()
    {
        // Read before exchanging: an exchange on an empty slot would only take its cache line from others.
        if (Volatile.Read(ref _first) is not null && Interlocked.Exchange(ref _first, null) is { } first)
        {
            return first;
        }

        lock (_gate)
        {
            if (_count > 0)
            {
                T idle = _rest[--_count]!;
                _rest[_count] = null;
                return idle;
            }
        }

        return create();
    }

    /// <summary>Gives back a rented instance, also one whose run threw: a run leaves nothing behind that the next one reads.</summary>
    public void Return(T instance)
    {
        if (Volatile.Read(ref _first) is null && Interlocked.CompareExchange(ref _first, instance, null) is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_count == _rest.Length)
            {
                Array.Resize(ref _rest, _count * 2);
            }

            _rest[_count++] = instance;
        }
    }
}
