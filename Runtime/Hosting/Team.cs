using System;

namespace Octavo.Runtime;

/// <summary>
/// The threads of a model instance: the calling thread and <see cref="Threads"/> − 1 background threads, created once. Workers spin briefly between runs,
/// then sleep. One caller at a time. A forgotten team stops its threads when it is finalized, for they hold on to the crew only.
/// </summary>
public sealed class Team : IDisposable
{
    private readonly Crew? _crew;

    public Team(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        if (threads == 1)
        {
            GC.SuppressFinalize(this);
        }
        else
        {
            _crew = new Crew(threads);
        }
    }

    ~Team() => _crew?.Stop();

    /// <summary>The number of parts, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>
    /// Runs every part and returns when all are done. An exception in a part releases the others from their barriers and is rethrown here. Allocates
    /// nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another caller's run is under way.</exception>
    /// <exception cref="ObjectDisposedException">The team was disposed of.</exception>
    public void Run(IPartitioned work)
    {
        if (_crew is null)
        {
            work.Run(0, 1);
        }
        else
        {
            _crew.Run(work);
            GC.KeepAlive(this);
        }

        // Kernels see pointers only: nothing else keeps a model that its caller has let go of, and with it the arena, from being finalized.
        GC.KeepAlive(work);
    }

    /// <summary>
    /// Called by all parts of a run, it returns when all have called it: what any part wrote before is then visible to every part.
    /// </summary>
    /// <exception cref="OperationCanceledException">Another part failed.</exception>
    public void Barrier() => _crew?.Barrier();

    /// <summary>Stops the threads and waits for them. Not during a run.</summary>
    public void Dispose()
    {
        _crew?.Stop();
        _crew?.Join();
        GC.SuppressFinalize(this);
    }
}
