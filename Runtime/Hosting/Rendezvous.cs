using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Octavo.Runtime;

/// <summary>
/// A barrier that a fixed number of threads pass again and again. The last to arrive resets the count and advances the phase that the others watch.
/// </summary>
internal sealed class Rendezvous(int threads)
{
    private State _state;

    public void Reset()
    {
        _state.Arrived = 0;
        Volatile.Write(ref _state.Broken, false);
    }

    /// <summary>Releases all who wait or will come, with an exception, until the reset.</summary>
    public void Break() => Volatile.Write(ref _state.Broken, true);

    public void Meet()
    {
        int phase = Volatile.Read(ref _state.Phase);
        if (Interlocked.Increment(ref _state.Arrived) == threads)
        {
            _state.Arrived = 0;
            Volatile.Write(ref _state.Phase, phase + 1);
            return;
        }

        for (Spinner spinner = new(threads); Volatile.Read(ref _state.Phase) == phase;)
        {
            if (Volatile.Read(ref _state.Broken))
            {
                throw new OperationCanceledException("Another part of the run failed.");
            }

            if (!spinner.Spin())
            {
                // Gives way even to threads that other processors would have to hand over.
                Thread.Sleep(0);
            }
        }
    }

    /// <summary>Those who wait read the phase only; arrivals write another cache line.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct State
    {
        [FieldOffset(64)]
        public int Arrived;

        [FieldOffset(128)]
        public int Phase;

        [FieldOffset(132)]
        public bool Broken;
    }
}
