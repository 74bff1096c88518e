using System;
using System.Threading;

namespace Octavo.Runtime;

/// <summary>
/// A bounded busy wait: some tens of microseconds, longer than the gap between the layers of a model and shorter than putting a thread to sleep is worth.
/// With more threads than processors it does not spin at all, because whoever is waited for may need this processor.
/// </summary>
internal struct Spinner(int threads)
{
    private const int Rounds = 2000;

    private int _left = threads <= Environment.ProcessorCount ? Rounds : 0;

    /// <summary>Waits a moment; false when the patience is used up.</summary>
    public bool Spin()
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        Thread.SpinWait(1);
        return true;
    }
}
