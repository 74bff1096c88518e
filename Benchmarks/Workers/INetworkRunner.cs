using System;
using System.Collections.Generic;

namespace Octavo.Benchmarks.Workers;

/// <summary>A network that is loaded into one of the runtimes.</summary>
internal interface INetworkRunner : IDisposable
{
    NetworkFacts Facts { get; }

    /// <summary>Makes the network ready to run on a number of threads, and forgets the inputs.</summary>
    void Open(int threads);

    /// <summary>Runs once and returns the outputs; the inputs stay for <see cref="Run"/>.</summary>
    byte[][] Infer(IReadOnlyList<TensorBytes> inputs);

    /// <summary>Runs a number of times on the latest inputs.</summary>
    void Run(int times);

    /// <summary>Bytes on the managed heap per inference.</summary>
    double AllocatedBytes();
}
